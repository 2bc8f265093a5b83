package complaint

import (
	"time"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/register"
)

// Kinds of what waits or falls due with complaints.
const (
	ToWeigh       diary.Kind = "serious-complaint"
	ToAcknowledge diary.Kind = "complaint-acknowledgement"
	ToJudge       diary.Kind = "complaint-referral"
	ToAnswer      diary.Kind = "complaint-answer"
	ToDecide      diary.Kind = "complaint-outcome"
	ToReview      diary.Kind = "complaint-review"
	ToPass        diary.Kind = "praise"
	ToLift        diary.Kind = "suspension-after-complaint"
)

// Diary says what waits for the actor with complaints, and what falls due. Its words tell
// nothing of a complaint but its reference, since they leave the program in digests.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.AnswerComplaints) && !who.Can(authz.ReviewComplaints) {
		return nil, nil
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	vs, err := s.List(tx, who, Query{States: open}, register.Now(w.At))
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, v := range vs {
		c := &v.State
		d := c.Days(f.Settings)
		add := func(kind diary.Kind, title string, since time.Time, due clock.Day) {
			if due == clock.NoDay || due <= w.To {
				out = append(out, diary.Item{Key: string(kind) + "/" + v.ID, Kind: kind, Title: title + " " + c.Reference, Link: "/complaints/" + v.ID, Org: c.Org, Since: since, Due: due})
			}
		}
		works, employs := who.Can(authz.WorkComplaints), who.Role.OfEmployer()
		if works && d.Weigh != clock.NoDay {
			add(ToWeigh, "Weigh whether professional standards must have complaint", c.Received, d.Weigh)
		}
		switch {
		case c.Praise && c.State == Received:
			if works || employs {
				add(ToPass, "Pass on praise", c.Received, clock.NoDay)
			}
		case c.State == Received && works:
			add(ToAcknowledge, "Acknowledge complaint", c.Received, d.Acknowledge)
		case c.State == Acknowledged && works:
			add(ToAnswer, "Say who looks into complaint", c.Since, d.Outcome)
		case c.State == Referred && who.Can(authz.TakeReferrals):
			add(ToJudge, "Take or give back complaint", c.Since, clock.NoDay)
		case c.State == Enquiring && c.Assigned != nil:
			switch to := c.Assigned.To; {
			case to == Employer && employs, to == Office && works, to == Standards && who.Can(authz.TakeReferrals):
				add(ToAnswer, "Look into complaint", c.Assigned.Since, d.Answer)
			case to == Employer && works && d.Answer < clock.DayOf(w.At):
				add(ToAnswer, "Chase the employer for its answer to complaint", c.Assigned.Since, d.Answer)
			}
		case c.State == Reported && works:
			add(ToDecide, "Give the outcome of complaint", c.Since, d.Outcome)
		case c.State == InReview && who.Can(authz.ReviewComplaints) && !c.Concerned(who):
			add(ToReview, "Review complaint", c.Since, clock.NoDay)
		}
	}
	if who.Can(authz.Grant) {
		more, err := s.stillSuspended(tx, who, w)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}

// stillSuspended is the accreditations that were suspended while a complaint was looked into,
// and still are though it is closed: nobody is left suspended unseen.
func (s *Service) stillSuspended(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	vs, err := s.List(tx, who, Query{States: []State{Decided, Reviewed, Withdrawn}}, register.Now(w.At))
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, v := range vs {
		c := &v.State
		if c.Suspended == nil {
			continue
		}
		a, err := s.accreds.Find(tx, who, c.Accreditation, register.Now(w.At))
		if err != nil {
			return nil, err
		}
		if a.State.State == accred.Suspended {
			out = append(out, diary.Item{Key: string(ToLift) + "/" + v.ID, Kind: ToLift, Title: "Reinstate or withdraw the accreditation suspended for complaint " + c.Reference, Link: "/complaints/" + v.ID, Org: c.Org, Since: c.Since})
		}
	}
	return out, nil
}
