package apply

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Received is the receipt for an enquiry.
type Received struct {
	Prospect  id.Prospect
	Reference string
}

// Enquire enters an enquiry: from the public page, by whoever asks; or by the office, of
// what it heard otherwise. The employer is written to with its reference.
//
// Errors: fault.Invalid names the fields; fault.NotFound if the address belongs to no one
// force.
func (s *Service) Enquire(ctx context.Context, who authz.Actor, q Enquiry) (Received, error) {
	out := Received{Prospect: id.New[id.Prospect]()}
	if who.Force == "" {
		return out, fault.New(fault.NotFound, "There are several forces here. Open the address of the one you want to ask.")
	}
	office := who.Can(authz.WorkApplications)
	if err := q.Check(); err != nil {
		return out, err
	}
	about := []ledger.Subject{prospects.Subject(string(out.Prospect))}
	_, err := s.ledger.Do(ctx, who, "prospect.enquire", about, func(tx *db.Tx, e *ledger.Draft) (err error) {
		if out.Reference, err = s.reference(tx, e.Force, out.Prospect); err != nil {
			return err
		}
		p := Prospect{Reference: out.Reference, Enquiry: q, Made: e.At, Public: !office, Stage: Enquired, Since: e.At}
		e.Say(q.Name+" asked about the scheme", "Police Reform Act 2002, s40(8)")
		if err := prospects.Put(tx, e, string(out.Prospect), p, e.At, clock.Forever); err != nil || office {
			return err
		}
		return s.write(tx, e, "enquiry", q.Contact.Email, "We have your enquiry: "+p.Reference,
			"Thank you for asking about the Community Safety Accreditation Scheme. Your reference is "+p.Reference+". With it you can see where your enquiry stands. Somebody of the scheme office will be in touch.")
	})
	return out, err
}

// reference is one never given before.
func (s *Service) reference(tx *db.Tx, force id.Force, of id.Prospect) (string, error) {
	for {
		ref := id.Reference()
		_, err := tx.Exec(`INSERT INTO prospect_reference (force_id, reference, prospect_id) VALUES (?, ?, ?)`, string(force), ref, string(of))
		if !db.Duplicate(err) {
			return ref, err
		}
	}
}

// Step is one stage of an employer's way, with its day.
type Step struct {
	Text string
	Day  clock.Day // clock.NoDay while it has not come
	Done bool
	Now  bool
}

// Public is what the holder of a reference sees: no name, and nothing of what was written.
type Public struct {
	Reference string
	Stage     Stage
	Steps     []Step
}

var errReference = fault.In("reference", "There is no enquiry with that reference. It has eight letters and figures, for example 7K2M-9QXD")

// ByReference is where the enquiry of that reference stands, with its days. It returns
// fault.Invalid, naming reference, if there is none.
func (s *Service) ByReference(ctx context.Context, force id.Force, typed string) (Public, error) {
	ref := strings.ToUpper(strings.Join(strings.FieldsFunc(typed, func(c rune) bool { return c == '-' || c == ' ' }), ""))
	if len(ref) != 8 {
		return Public{}, errReference
	}
	ref = ref[:4] + "-" + ref[4:]
	return db.Find(ctx, s.db, func(tx *db.Tx) (Public, error) {
		var of string
		err := tx.QueryRow(`SELECT prospect_id FROM prospect_reference WHERE force_id = ? AND reference = ?`, string(force), ref).Scan(&of)
		if db.NoRows(err) {
			return Public{}, errReference
		}
		if err != nil {
			return Public{}, err
		}
		v, err := prospects.Find(tx, force, of, register.Now(s.ledger.Now()))
		if err != nil {
			return Public{}, err
		}
		out := Public{Reference: ref, Stage: v.State.Stage, Steps: v.State.steps()}
		if v.State.Application != "" {
			a, err := applications.Find(tx, force, string(v.State.Application), register.Now(s.ledger.Now()))
			if err != nil {
				return out, err
			}
			out.Steps = whole(&v.State, &a.State)
		}
		return out, nil
	})
}

// steps is the way of an enquiry up to the application.
func (p *Prospect) steps() []Step {
	out := []Step{{Text: "We received your enquiry", Day: clock.DayOf(p.Made), Done: true}}
	met := Step{Text: "First meeting", Now: p.Stage == Enquired}
	if p.Met != nil {
		met.Day, met.Done = p.Met.On, true
	}
	if p.Met != nil || p.Stage == Enquired {
		out = append(out, met)
	}
	if p.Stage == Closed {
		return append(out, Step{Text: "Closed", Day: clock.DayOf(p.Since), Done: true, Now: true})
	}
	out = append(out, Step{Text: "You are invited to apply", Now: p.Stage == Talking})
	return out
}

// List is the prospects that match, as they stood. Errors: fault.Forbidden.
func (s *Service) List(tx *db.Tx, who authz.Actor, q Query, w register.When) ([]ProspectVersion, error) {
	if err := may(who); err != nil {
		return nil, err
	}
	all, err := prospects.List(tx, who.Force, w, db.Where{}, "r.sort_name, r.id", 100000)
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(all, func(v ProspectVersion) bool { return !q.fits(&v.State) })
	key, down := strings.CutPrefix(q.Sort, "-")
	slices.SortStableFunc(out, func(a, b ProspectVersion) int {
		n := compare(key, &a.State, &b.State)
		if down {
			n = -n
		}
		return n
	})
	return out, nil
}

// compare orders two prospects by a column of the list; those without a next day are last.
func compare(key string, a, b *Prospect) int {
	switch key {
	case "stage":
		return slices.Index(Stages, a.Stage) - slices.Index(Stages, b.Stage)
	case "made":
		return a.Made.Compare(b.Made)
	case "staff":
		return cmp.Compare(a.Staff, b.Staff)
	case "next":
		return cmp.Compare(dueOf(a.NextDay), dueOf(b.NextDay))
	}
	return cmp.Compare(org.Fold(a.Name), org.Fold(b.Name))
}

func dueOf(d clock.Day) clock.Day {
	if d == clock.NoDay {
		return 1 << 30
	}
	return d
}

// change runs a use case on a prospect.
func (s *Service) change(ctx context.Context, who authz.Actor, of id.Prospect, verb string, do func(e *ledger.Draft, p *Prospect) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{prospects.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.changeIn(tx, e, who, of, verb, do)
	})
	return err
}

// changeIn is change within a transaction and entry already begun.
func (s *Service) changeIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Prospect, verb string, do func(e *ledger.Draft, p *Prospect) error) error {
	v, err := prospects.Find(tx, who.Force, string(of), register.Now(e.At))
	if err != nil {
		return err
	}
	m, merr := move(ProspectMoves, v.State.Stage, v.State.Stage.Title(), verb)
	if m.By != "" && !m.Itself {
		if err := who.May(m.By, authz.Object{}); err != nil {
			return err
		}
	}
	if err := kept(v.State.Erased); err != nil {
		return err
	}
	if merr != nil {
		return merr
	}
	after := v.State.copy()
	if err := do(e, &after); err != nil {
		return err
	}
	if after.Stage != m.To {
		after.Stage, after.Since = m.To, e.At
	}
	if !after.Stage.Open() {
		after.Next, after.NextDay, after.Owner = "", clock.NoDay, ""
	}
	e.Subject(prospects.Subject(string(of)))
	return prospects.Put(tx, e, string(of), after, e.At, clock.Forever)
}

// Plan is what the office does next with a prospect.
type Plan struct {
	Next  string
	Day   clock.Day
	Owner string
}

// Plan says what is done next, by when and by whom; it stands in the diary of the office.
// Errors: fault.Forbidden; fault.Invalid names the fields; fault.Conflict.
func (s *Service) Plan(ctx context.Context, who authz.Actor, of id.Prospect, plan Plan) error {
	return s.change(ctx, who, of, "prospect.plan", func(e *ledger.Draft, p *Prospect) error {
		var wrong fault.Fields
		plan.Next, plan.Owner = strings.TrimSpace(plan.Next), strings.TrimSpace(plan.Owner)
		if plan.Next == "" || len([]rune(plan.Next)) > lineLimit {
			wrong.Add("next", "Enter what is to be done next, in 200 letters or fewer")
		}
		today := clock.DayOf(e.At)
		if plan.Day == clock.NoDay || plan.Day < today || plan.Day > today.AddYears(2) {
			wrong.Add("day", "Enter the day by which it is done: today or later, within two years")
		}
		if len([]rune(plan.Owner)) > lineLimit {
			wrong.Add("owner", "The name must be 200 letters or fewer")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		p.Next, p.NextDay, p.Owner = plan.Next, plan.Day, cmp.Or(plan.Owner, who.Name)
		e.Say(p.Name+": next, by "+plan.Day.Long()+", "+plan.Next, "")
		return nil
	})
}

// Note writes something down about a prospect. Errors: fault.Forbidden, fault.Invalid.
func (s *Service) Note(ctx context.Context, who authz.Actor, of id.Prospect, text string) error {
	return s.change(ctx, who, of, "prospect.note", func(e *ledger.Draft, p *Prospect) error {
		if text = strings.TrimSpace(text); text == "" || len([]rune(text)) > textLimit {
			return fault.In("text", "Write the note, in 4,000 letters or fewer")
		}
		p.Notes = append(p.Notes, Note{At: e.At, By: who.Name, Text: text})
		e.Say(p.Name+": a note", "")
		return nil
	})
}

// Meet records the first meeting, or another: whether the employer understands the scheme,
// is suitable, does real community safety work, has the same aims, and is ready to apply.
// Errors: fault.Forbidden; fault.Invalid names the fields; fault.Conflict.
func (s *Service) Meet(ctx context.Context, who authz.Actor, of id.Prospect, on clock.Day, found string) error {
	return s.change(ctx, who, of, "prospect.meet", func(e *ledger.Draft, p *Prospect) error {
		var wrong fault.Fields
		if on == clock.NoDay || on > clock.DayOf(e.At) || on < clock.DayOf(p.Made).AddYears(-1) {
			wrong.Add("on", "Enter the day of the meeting, today or earlier")
		}
		if found = strings.TrimSpace(found); found == "" || len([]rune(found)) > textLimit {
			wrong.Add("found", "Write what was found, in 4,000 letters or fewer")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		p.Met = &Met{On: on, Found: found, By: who.Name}
		e.Say(p.Name+": first meeting on "+on.Long(), "")
		return nil
	})
}

// Close ends the way of a prospect that does not go on. Errors: as Note.
func (s *Service) Close(ctx context.Context, who authz.Actor, of id.Prospect, why string) error {
	return s.because(ctx, who, of, "prospect.close", why, "goes no further")
}

// Reopen takes a closed prospect up again. Errors: as Note.
func (s *Service) Reopen(ctx context.Context, who authz.Actor, of id.Prospect, why string) error {
	return s.because(ctx, who, of, "prospect.reopen", why, "taken up again")
}

func (s *Service) because(ctx context.Context, who authz.Actor, of id.Prospect, verb, why, says string) error {
	return s.change(ctx, who, of, verb, func(e *ledger.Draft, p *Prospect) error {
		if verb == "prospect.reopen" {
			p.Application = "" // the next one is another; the last stays in the list of applications
		}
		if p.Why = strings.TrimSpace(why); p.Why == "" || len([]rune(p.Why)) > textLimit {
			return fault.In("why", "Enter the reason, in 4,000 letters or fewer")
		}
		e.Say(p.Name+": "+says+". "+p.Why, "")
		return nil
	})
}

// Grantable is the powers that an employer may ask for by the law of the day.
func Grantable(on clock.Day, in law.Territory) []*law.Power {
	var out []*law.Power
	for i := range law.Powers() {
		p := &law.Powers()[i]
		if _, ok := law.Grantable(p.ID, "", on, in); ok {
			out = append(out, p)
		}
	}
	return out
}
