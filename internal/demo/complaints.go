package demo

import (
	"slices"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
)

// complaining is complaints and praise of the last weeks, each as far as it has come. No
// accreditation is suspended by them.
func complaining() []step {
	const council, firm = "Aldermere City Council", "Harbourside Security Ltd"
	var out []step
	type told struct {
		ago     int
		of      string // the employer
		nth     int    // of its people
		praise  bool
		looks   string
		where   string
		matters []complaint.Matter
		text    string
		name    string
	}
	tell := func(x told) *complaint.Receipt {
		r := &complaint.Receipt{}
		out = append(out, step{x.ago, func(l *loading) (err error) {
			number := ""
			if x.looks == "" {
				if number, err = l.numberOf(x.of, x.nth); err != nil {
					return err
				}
			}
			*r, err = l.Complaints.Tell(l.ctx, authz.Actor{Force: l.force.ID}, complaint.Telling{Told: complaint.Told{Praise: x.praise, Number: number, Looks: x.looks, Where: x.where, On: clock.DayOf(l.Clock.Now()) - 1,
				Matters: x.matters, From: complaint.Party{Name: x.name}}, Text: x.text})
			return err
		}})
		return r
	}
	then := func(ago int, do func(l *loading) error) { out = append(out, step{ago, do}) }
	given := func(ago int, r *complaint.Receipt) {
		then(ago, func(l *loading) error {
			if err := l.Complaints.Acknowledge(l.ctx, l.manager(), r.Complaint); err != nil {
				return err
			}
			return l.Complaints.Assign(l.ctx, l.manager(), r.Complaint, complaint.Assignment{To: complaint.Employer, By: clock.DayOf(l.Clock.Now()) + 20})
		})
	}
	found := func(f complaint.Finding, text, learning string) complaint.Outcome {
		return complaint.Outcome{Note: complaint.Note{Text: text}, Finding: f, Learning: learning}
	}

	shouted := tell(told{ago: 64, of: council, where: "Market Square, Aldermere", matters: []complaint.Matter{complaint.Manner}, name: "Casey Rowe",
		text: "Your warden shouted at me across the square about a can that was not mine, and would not listen."})
	given(62, shouted)
	then(49, func(l *loading) error {
		return l.Complaints.Report(l.ctx, l.manager(), shouted.Complaint, found("partly-upheld", "The employer writes: body-worn video shows a raised voice. The can had been dropped by a companion.", "The warden was spoken with."))
	})
	then(45, func(l *loading) error {
		return l.Complaints.Decide(l.ctx, l.manager(), shouted.Complaint, found("partly-upheld", "The video shows that the warden raised his voice, and he should not have. He had good reason to think that the can was yours. His employer has spoken with him, and apologises.", "Wardens of this employer go through how to begin a conversation again this month."))
	})

	arm := tell(told{ago: 38, of: firm, nth: 2, where: "Quayside shopping centre", matters: []complaint.Matter{complaint.Force, complaint.Manner}, name: "Robin Farrow",
		text: "He took hold of my sleeve when I walked away. I had told him that I would wait outside."})
	then(38, func(l *loading) error {
		return l.Complaints.Refer(l.ctx, l.manager(), arm.Complaint, "A hand on the arm is alleged. An accredited person has no power to detain.")
	})
	then(36, func(l *loading) error { return l.Complaints.Take(l.ctx, l.role(authz.Standards), arm.Complaint) })
	then(20, func(l *loading) error {
		return l.Complaints.Report(l.ctx, l.role(authz.Standards), arm.Complaint, found("not-upheld", "Video of the centre, from two sides, shows no touch. Two shopkeepers say the same.", ""))
	})
	then(15, func(l *loading) error {
		return l.Complaints.Decide(l.ctx, l.manager(), arm.Complaint, found("not-upheld", "Professional standards looked at the video of the centre from two sides and spoke with two people who were there. None shows or says that you were touched.", "The officer will say sooner that people are free to go."))
	})
	then(6, func(l *loading) error {
		h, err := l.Complaints.Holder(l.ctx, arm.Secret)
		if err != nil {
			return err
		}
		return l.Complaints.AskReview(l.ctx, h, "Nobody asked my sister, who stood beside me.")
	})

	badge := tell(told{ago: 17, of: council, nth: 5, where: "Castle Gardens", matters: []complaint.Matter{complaint.Card}, text: "No badge to be seen, and she would not show a card until I asked three times."})
	given(15, badge)
	power := tell(told{ago: 27, of: council, nth: 8, where: "Station Road", matters: []complaint.Matter{complaint.Power}, name: "Jules Hart", text: "I was told to give my name and address for sitting on a wall. I do not think that is antisocial."})
	given(25, power)
	then(5, func(l *loading) error {
		return l.Complaints.Report(l.ctx, l.manager(), power.Complaint, found("upheld", "The employer writes: the record names no behaviour that meets section 50 of the 2002 Act.", "All wardens read the note on reasonable belief again."))
	})
	tell(told{ago: 3, of: council, looks: "A tall man with a grey beard and a green jacket, with a small dog by him", where: "River walk, near the weir", matters: []complaint.Matter{complaint.Manner}, text: "He swore at a cyclist who had done nothing."})
	tell(told{ago: 1, of: firm, nth: 4, where: "Bus station", matters: []complaint.Matter{complaint.Discrimination}, name: "Ama Boateng", text: "Of a dozen people waiting, only my brother and I were asked what we were doing there."})

	child := tell(told{ago: 12, of: firm, praise: true, nth: guest, where: "Harbour market", text: "She found my little boy within minutes and stayed with us until he had stopped crying."})
	then(10, func(l *loading) error { return l.Complaints.Pass(l.ctx, l.manager(), child.Complaint) })
	tell(told{ago: 2, of: council, praise: true, nth: 1, where: "Aldermere bus station", text: "Patient and kind with an old man who had lost his way."})
	return out
}

// guest stands for the accredited person who can sign in to the demonstration.
const guest = -1

// numberOf is the AP number of one of an employer’s people in force: the nth by number.
func (l *loading) numberOf(employer string, nth int) (string, error) {
	var signsIn id.Accreditation
	for _, a := range l.plan.Accounts {
		if w := l.people[a.Who]; signsIn == "" && w != nil && roles[a.Role] == authz.AccreditedPerson {
			signsIn = w.acc
		}
	}
	vs, err := db.Find(l.ctx, l.DB, func(tx *db.Tx) ([]accred.Version, error) {
		return l.Accreds.Live(tx, l.force.ID, l.named(employer).id, register.Now(l.Clock.Now()))
	})
	vs = slices.DeleteFunc(vs, func(v accred.Version) bool { return v.State.State != accred.InForce })
	if err != nil || len(vs) == 0 {
		return "", err
	}
	for _, v := range vs {
		if nth == guest && v.ID == string(signsIn) {
			return v.State.Number, nil
		}
	}
	return vs[max(nth, 0)%len(vs)].State.Number, nil
}
