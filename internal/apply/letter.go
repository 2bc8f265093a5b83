package apply

import (
	"context"
	"strconv"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/print"
	"watchword/internal/register"
)

var errLetter = fault.New(fault.NotFound, "There is no letter yet: the application is not decided.")

// Letter is what the employer is told of the decision, power by power with the reasons and
// conditions. Errors: fault.NotFound while there is no decision, fault.Forbidden.
func (s *Service) Letter(tx *db.Tx, who authz.Actor, of id.Application, w register.When) (print.Document, error) {
	v, err := s.Find(tx, who, of, w)
	if err != nil {
		return print.Document{}, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err == nil && v.State.Decided == nil {
		err = errLetter
	}
	if err == nil {
		err = kept(v.State.Erased)
	}
	if err != nil {
		return print.Document{}, err
	}
	return v.State.letter(f), nil
}

// OwnLetter is Letter for the applicant.
func (s *Service) OwnLetter(ctx context.Context, h Holder) (print.Document, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) (print.Document, error) {
		v, err := applications.Find(tx, h.who.Force, string(h.Application), register.Now(s.ledger.Now()))
		if err != nil {
			return print.Document{}, err
		}
		f, err := s.areas.Force(tx, h.who.Force)
		if err == nil && v.State.Decided == nil {
			err = errLetter
		}
		if err != nil {
			return print.Document{}, err
		}
		return v.State.letter(f), nil
	})
}

// letter is the words of the decision. It is made from what was decided alone, so that it
// says the same for ever.
func (a *Application) letter(f area.Force) print.Document {
	d := a.Decided
	to := []string{a.Contact.Name, a.Name}
	if a.Form != nil {
		to = append(to, strings.Split(a.Form.Values["address"], "\n")...)
		to = append(to, a.Form.Values["postcode"])
	}
	out := print.Document{Style: print.Letter, Force: f.Name, Scheme: "Community Safety Accreditation Scheme", Refs: []print.Row{{Key: "Reference", Value: a.Reference}},
		To: to, Date: clock.DayOf(d.At).Long(), Made: d.At}
	say := func(text string) { out.Blocks = append(out.Blocks, print.Paragraph{Text: print.Plain(text)}) }
	chief := f.Settings.ChiefOfficer
	if chief == "" {
		chief = "Chief Constable"
	}
	if !d.Approved {
		out.Title = "Your application to be accredited is refused"
		say("The " + chief + " has considered your application of " + clock.DayOf(a.Sent[len(a.Sent)-1].At).Long() + " and has decided not to enter into arrangements with " + a.Name + " under section 40(8) of the Police Reform Act 2002.")
		say("The reason is this:")
		say(d.Why)
		say("When what is named here is mended, you may apply again, by the link to your application or by asking the scheme office for another. What you sent is kept for that.")
		say("Nobody you employ may use a power of an accredited person, wear the scheme’s badge, or say that they are accredited.")
		out.Blocks = append(out.Blocks, print.Signature{Name: d.By, Post: "For the " + chief})
		return out
	}
	out.Title = a.Name + " is accredited"
	say("The " + chief + " has entered into arrangements with " + a.Name + " under section 40(8) of the Police Reform Act 2002, from " + d.From.Long() + " to " + d.To.Long() + ", both days counting.")
	if len(d.Powers) == 0 {
		say("You asked for no power, and none is allowed. Your people may be accredited without powers.")
	} else {
		say("This was decided of the powers you asked for:")
		out.Blocks = append(out.Blocks, print.Table{Columns: []print.Column{{Title: "Role", Share: 2}, {Title: "Power", Share: 3}, {Title: "Para", Share: 1, Mono: true}, {Title: "Decision", Share: 4}}, Rows: d.rows()})
	}
	say("No person may use a power yet. Put each forward; they are vetted and trained for the powers of their role, and accredited one by one (section 41). Arrangements lapse by themselves after their last day, and every accreditation with them (section 41(8)).")
	out.Blocks = append(out.Blocks, print.Signature{Name: d.By, Post: "For the " + chief})
	return out
}

// rows is each power with what was decided.
func (d *Decision) rows() [][]string {
	var out [][]string
	for _, x := range d.Powers {
		name, para := string(x.Power), ""
		if p, ok := law.Find(x.Power); ok {
			name, para = p.Name, p.Para
		}
		if n := len(x.Offences); n > 0 {
			name += " (" + strconv.Itoa(n) + map[bool]string{true: " offence)", false: " offences)"}[n == 1]
		}
		says := "Allowed"
		switch x.Answer {
		case org.Conditional:
			says = "Allowed, with the condition: " + x.Condition
		case org.Refused:
			says = "Refused: " + x.Because
		}
		out = append(out, []string{x.Role, name, para, says})
	}
	return out
}
