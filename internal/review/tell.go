package review

import (
	"fmt"
	"strconv"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/print"
	"watchword/internal/register"
)

// news is what the organisation is written to.
type news struct{ subject, body, path string }

func asks(r *Review) news {
	return news{"Which of your powers do you still need?", fmt.Sprintf("The scheme office reviews the powers that your organisation holds under the Community Safety Accreditation Scheme (%s). Your authorised signatory says of each how often it was used from %s to %s, and whether and why it is still needed, by %s. After that day it may be decided without your answer.",
		r.Number, r.From.Long(), r.To.Long(), r.Due.Long()), "/answer"}
}

func decides(r *Review) news {
	body := fmt.Sprintf("The review of your powers (%s) is decided: %d kept, %d kept with a condition, %d removed. The letter with the reasons is on the page below.", r.Number, r.Count(Keep), r.Count(Condition), r.Count(Remove))
	if r.Count(Remove) > 0 {
		body += " What is removed has ended for your people, who are told by notice. Nobody may use it from now on."
	}
	return news{"The review of your powers is decided", body, "/letter"}
}

func dropped(r *Review) news {
	return news{"The review of your powers is called off", fmt.Sprintf("The review of your powers (%s) is called off, and nothing changes by it. Reason: %s", r.Number, r.Why), ""}
}

// tell writes to the authorised signatory and the liaison officers of an organisation, and
// returns to how many addresses.
func (s *Service) tell(tx *db.Tx, e *ledger.Draft, h *holding, of id.PowerReview, n news) (int, error) {
	link := ""
	if at := h.force.Settings.PublicURL; at != "" {
		link = strings.TrimSuffix(at, "/") + "/power-reviews/" + string(of) + n.path
	}
	told := map[string]bool{}
	for _, c := range h.org.State.Contacts {
		at := strings.ToLower(c.Email)
		if at == "" || told[at] || c.Kind != org.Signatory && c.Kind != org.Liaison {
			continue
		}
		told[at] = true
		if _, err := s.outbox.Put(tx, outbox.Message{Force: e.Force, Kind: "power-review", Sender: h.force.Name, Address: c.Email, Subject: "Community Safety Accreditation Scheme: " + n.subject, Body: n.body + "\n", Link: link}); err != nil {
			return 0, err
		}
	}
	return len(told), nil
}

// Letter is what the organisation is told of the decision, power by power. It is made from
// what was decided alone, so that it says the same for ever. Errors: fault.NotFound while
// there is no decision; fault.Forbidden.
func (s *Service) Letter(tx *db.Tx, who authz.Actor, of id.PowerReview, w register.When) (print.Document, error) {
	v, err := s.Find(tx, who, of, w)
	if err != nil {
		return print.Document{}, err
	}
	r := &v.State
	if r.State != Decided {
		return print.Document{}, fault.New(fault.NotFound, "There is no letter: %s is not decided.", r.Number)
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return print.Document{}, err
	}
	o, err := s.orgs.Any(tx, who.Force, r.Org, register.When{At: r.Decided.At, Known: w.Known})
	return r.letter(f, &o.State), err
}

func (r *Review) letter(f area.Force, o *org.Organisation) print.Document {
	d := r.Decided
	out := print.Document{Style: print.Letter, Force: f.Name, Scheme: "Community Safety Accreditation Scheme", Title: "The review of your powers", Refs: []print.Row{{Key: "Reference", Value: r.Number}},
		To: append([]string{o.Name}, append(strings.Split(o.Address, "\n"), o.Postcode)...), Date: clock.DayOf(d.At).Long(), Made: d.At}
	say := func(text string) { out.Blocks = append(out.Blocks, print.Paragraph{Text: print.Plain(text)}) }
	chief := f.Settings.ChiefOfficer
	if chief == "" {
		chief = "Chief Constable"
	}
	said := "You did not answer in time, so it was decided without your answer."
	if r.Answered != nil {
		said = "You told us on " + clock.DayOf(r.Answered.At).Long() + " how often each was used from " + r.From.Long() + " to " + r.To.Long() + ", and whether it is still needed."
	}
	say("The " + chief + " has looked at whether each power of your organisation remains fit for purpose. " + said)
	t := print.Table{Caption: "What was decided", Columns: []print.Column{{Title: "Role", Share: 2}, {Title: "Power", Share: 3}, {Title: "Para", Share: 1, Mono: true}, {Title: "Decision", Share: 4}}}
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.Decision == nil {
			continue
		}
		says := l.Decision.Verdict.Done()
		if l.Decision.Condition != "" {
			says += ": " + l.Decision.Condition
		}
		if l.Decision.Reason != "" {
			says += ". Reason: " + l.Decision.Reason
		}
		t.Rows = append(t.Rows, []string{l.RoleTitle, l.Name(), l.Para(), says})
	}
	out.Blocks = append(out.Blocks, t)
	if r.Count(Remove) > 0 {
		say("What is removed ended for your people on " + clock.Moment(d.At) + ". Each who held it has been given notice, with a copy to you (section 42(3) and (6) of the Police Reform Act 2002). Nobody may use it from then on. Their certificates have been made anew. You may ask for a power again when your work needs it.")
	}
	if r.Count(Condition) > 0 {
		say("A condition holds from now on for who has the power in that role; a condition that somebody has of their own stays in its place.")
	}
	out.Blocks = append(out.Blocks, print.Signature{Name: d.By, Post: "For the " + chief})
	return out
}

// Heads is the headings of a spreadsheet of reviews, and Cells a line of it.
var Heads = []string{"Review", "State", "Organisation", "Role", "Power", "Paragraph", "Held since", "In force in", "Trained", "Period from", "Period to", "Uses", "Who says so", "Still needed", "Why", "Decision", "Condition", "Reason", "Decided", "Decided by"}

// Cells is one line of a review as cells of a spreadsheet.
func (r *Review) Cells(name string, l *Line) []string {
	out := []string{r.Number, string(r.State), name, l.RoleTitle, l.Name(), l.Para(), l.Since.String(), strconv.Itoa(l.InForce), strconv.Itoa(l.Trained), r.From.String(), r.To.String()}
	uses, source, needed, why := "", "", "", ""
	if w := l.Word; w != nil {
		source, why, needed = w.Source.Title(), w.Why, map[bool]string{true: "yes", false: "no"}[w.Needed]
		if uses = "not counted"; w.Counted {
			uses = strconv.Itoa(w.Uses)
		}
	}
	out = append(out, uses, source, needed, why)
	verdict, condition, reason, day, by := "", "", "", "", ""
	if d := l.Decision; d != nil {
		verdict, condition, reason = string(d.Verdict), d.Condition, d.Reason
		day, by = clock.DayOf(r.Decided.At).String(), r.Decided.By
	}
	return append(out, verdict, condition, reason, day, by)
}
