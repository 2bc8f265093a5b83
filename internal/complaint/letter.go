package complaint

import (
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/print"
	"watchword/internal/register"
)

// Letter is what the complainant is told of the outcome, or of the review, for those who
// work on complaints. Errors: fault.NotFound while there is none, fault.Forbidden.
func (s *Service) Letter(tx *db.Tx, who authz.Actor, of id.Complaint, w register.When) (print.Document, error) {
	if reach, ok := who.Reach(authz.ReadComplaints); ok && reach != authz.WholeForce {
		return print.Document{}, fault.New(fault.Forbidden, "The letter is for the complainant and the force.")
	}
	v, err := s.Find(tx, who, of, w)
	if err == nil {
		err = v.State.kept()
	}
	if err != nil {
		return print.Document{}, err
	}
	return s.letter(tx, who.Force, &v.State)
}

// letter is the words of the outcome. It is made from what was decided alone.
func (s *Service) letter(tx *db.Tx, force id.Force, c *Complaint) (print.Document, error) {
	f, err := s.areas.Force(tx, force)
	x := c.Final()
	if err == nil && x == nil {
		err = fault.New(fault.NotFound, "There is no letter yet: the complaint is not decided.")
	}
	if err != nil {
		return print.Document{}, err
	}
	to := []string{c.From.Name}
	if c.From.Name == "" {
		to = []string{"The complainant"}
	}
	out := print.Document{Style: print.Letter, Force: f.Name, Scheme: "Community Safety Accreditation Scheme", Title: "The outcome of your complaint", Refs: []print.Row{{Key: "Reference", Value: c.Reference}},
		To: to, Date: clock.DayOf(x.At).Long(), Made: x.At}
	say := func(text string) {
		out.Blocks = append(out.Blocks, print.Paragraph{Text: print.Plain(text)})
	}
	what := "You told us on " + clock.DayOf(c.Received).Long() + " of something that happened on " + c.On.Long() + " (" + c.Where + ")."
	if c.Review != nil {
		out.Title = "The review of your complaint"
		say(what + " It was decided on " + clock.DayOf(c.Outcome.At).Long() + ", and you asked for a review. Somebody looked at it who had neither decided nor reported on it.")
	} else {
		say(what + " It was looked into, and this is the outcome.")
	}
	out.Blocks = append(out.Blocks, print.Summary{Rows: []print.Row{{Key: "What it was about", Value: c.MatterWords()}, {Key: "Finding", Value: x.Finding.Title()}}})
	say(x.Text)
	if x.Learning != "" {
		say("What follows from it: " + x.Learning)
	}
	if c.Review != nil {
		say("This is the force’s last word on it. If you are not content, you can write to the police and crime commissioner or to your Member of Parliament.")
	} else {
		say("If you think that it was not looked into properly, you can ask for a review until " + c.reviewUntil(f.Settings).Long() + ", by the link you were shown when you sent it. Somebody else will look at it.")
	}
	out.Blocks = append(out.Blocks, print.Signature{Name: x.By, Post: "For the " + chief(f.Settings.ChiefOfficer)})
	return out, nil
}

func chief(title string) string {
	if title == "" {
		return "Chief Constable"
	}
	return title
}
