package apply

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// turn is a move of an application under way.
type turn struct {
	tx  *db.Tx
	e   *ledger.Draft
	who authz.Actor
	id  id.Application
	a   Application // as it will be
}

// act runs a move of the table of states: load, may, decide, save, record.
func (s *Service) act(ctx context.Context, who authz.Actor, of id.Application, verb string, do func(st *turn) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.actIn(tx, e, who, of, verb, do)
	})
	return err
}

func (s *Service) actIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Application, verb string, do func(st *turn) error) error {
	v, err := applications.Find(tx, who.Force, string(of), register.Now(e.At))
	if err != nil {
		return err
	}
	m, merr := move(Moves, v.State.State, v.State.State.Title(), verb)
	if m.By != "" {
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
	st := &turn{tx: tx, e: e, who: who, id: of, a: v.State.copy()}
	if err := do(st); err != nil {
		return err
	}
	if st.a.State != m.To {
		st.a.State, st.a.Since, st.a.By = m.To, e.At, who.Name
	}
	return s.put(tx, e, of, st.a)
}

// put writes an application's new state, from the entry's instant on.
func (s *Service) put(tx *db.Tx, e *ledger.Draft, of id.Application, a Application) error {
	for _, sub := range subjects(of, &a) {
		e.Subject(sub)
	}
	return applications.Put(tx, e, string(of), a, e.At, clock.Forever)
}

var errSent = fault.New(fault.Conflict, "The application has been sent. If something in it has changed, tell the scheme office.")

// Save changes what is filled in behind the link and keeps it, with the files given. It is
// no register yet: the ledger hears of the application when it is sent.
//
// Errors: fault.Conflict once it is sent; fault.Invalid names the fields; and whatever
// change returns.
func (s *Service) Save(ctx context.Context, h Holder, change func(*Form) error, files ...blob.File) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at := s.ledger.Now()
		v, err := applications.Find(tx, h.who.Force, string(h.Application), register.Now(at))
		if err != nil {
			return err
		}
		if !v.State.State.Open() {
			return errSent
		}
		f, _, err := findDraft(tx, h.who.Force, h.Application)
		if err != nil {
			return err
		}
		f = f.copy()
		if err := change(&f); err != nil {
			return err
		}
		if err := s.checkForm(tx, h.who.Force, &f); err != nil {
			return err
		}
		for _, x := range files {
			if err := blob.Put(tx, h.who.Force, x, at); err != nil {
				return err
			}
		}
		return saveDraft(tx, h.who.Force, h.Application, f, at)
	})
}

func (s *Service) checkForm(tx *db.Tx, force id.Force, f *Form) error {
	names, err := s.areas.Names(tx, force)
	if err != nil {
		return err
	}
	return f.check(func(a string) bool { _, ok := names[id.Area(a)]; return ok })
}

// Signing is what the applicant declares and signs with.
type Signing struct {
	Signed string // the name typed
	// What is declared: no power is relied on outside the area; changes are told; fees are
	// accepted; checks may be made.
	Area, Changes, Fees, Checks bool
}

// Send closes the form and hands it to the office. Nothing may be missing: each missing
// answer is a field of the error, named page/field. The office judges conflicts in law; a
// power that cannot be granted does not keep the application from being sent.
//
// Errors: fault.Invalid; fault.Conflict once it is sent.
//
// Law: Police Reform Act 2002, s41(2).
func (s *Service) Send(ctx context.Context, h Holder, sign Signing) error {
	return s.act(ctx, h.who, h.Application, "application.send", func(st *turn) error {
		f, _, err := findDraft(st.tx, h.who.Force, h.Application)
		if err != nil {
			return err
		}
		if err := s.checkForm(st.tx, h.who.Force, &f); err != nil {
			return err
		}
		var wrong fault.Fields
		for _, m := range f.Missing(st.a.Private) {
			wrong.Add(m.Page+"/"+m.Field, "%s", m.Message)
		}
		sign.check(&wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		st.a.Form = &f
		st.a.Name = strings.TrimSpace(f.Values["legal_name"])
		st.a.Sent = append(st.a.Sent, Sending{At: st.e.At, Signed: strings.TrimSpace(sign.Signed)})
		st.e.Say(st.a.Name+" sent its application", "Police Reform Act 2002, s41(2)")
		if err := deleteDraft(st.tx, h.who.Force, h.Application); err != nil {
			return err
		}
		return s.changeIn(st.tx, st.e, h.who, st.a.Prospect, "prospect.apply", func(_ *ledger.Draft, p *Prospect) error {
			p.Name = st.a.Name
			return nil
		})
	})
}

func (x Signing) check(wrong *fault.Fields) {
	if n := len([]rune(strings.TrimSpace(x.Signed))); n == 0 || n > lineLimit {
		wrong.Add("signed", "Type your full name to sign the application")
	}
	for _, d := range []struct {
		name, message string
		said          bool
	}{{"area", "Say that no power will be relied on outside the area", x.Area}, {"changes", "Say that you will tell the police of changes", x.Changes},
		{"fees", "Say that you accept the scheme’s fees", x.Fees}, {"checks", "Say that checks may be made", x.Checks}} {
		if !d.said {
			wrong.Add(d.name, "%s", d.message)
		}
	}
}

// Withdraw ends the application at the applicant's wish. It may ask again at any time.
// Errors: fault.Conflict once it is decided.
func (s *Service) Withdraw(ctx context.Context, h Holder, why string) error {
	return s.act(ctx, h.who, h.Application, "application.withdraw", func(st *turn) error {
		why = strings.TrimSpace(why)
		if len([]rune(why)) > textLimit {
			return fault.In("why", "This must be 4,000 letters or fewer")
		}
		st.a.Why = cmp.Or(why, "The applicant gave no reason")
		st.e.Say(st.a.Name+" withdrew its application", "")
		return s.ended(st, "Withdrawn by the applicant. "+st.a.Why)
	})
}

// Discard gives up an application that the applicant does not send. Errors:
// fault.Forbidden, fault.Invalid, fault.Conflict.
func (s *Service) Discard(ctx context.Context, who authz.Actor, of id.Application, why string) error {
	return s.act(ctx, who, of, "application.discard", func(st *turn) error {
		if st.a.Why = strings.TrimSpace(why); st.a.Why == "" || len([]rune(why)) > textLimit {
			return fault.In("why", "Enter the reason, in 4,000 letters or fewer")
		}
		st.e.Say(st.a.Name+": the application was given up. "+st.a.Why, "")
		return s.ended(st, st.a.Why)
	})
}

// ended closes the prospect of an application that leads no further, and forgets what was
// filled in and not sent.
func (s *Service) ended(st *turn, why string) error {
	if err := deleteDraft(st.tx, st.who.Force, st.id); err != nil {
		return err
	}
	return s.changeIn(st.tx, st.e, st.who, st.a.Prospect, "prospect.end", func(_ *ledger.Draft, p *Prospect) error {
		p.Why = why
		return nil
	})
}

// Ask gives the application back to the applicant, who may change and send it again, and
// writes to them. Errors: fault.Forbidden, fault.Invalid, fault.Conflict.
func (s *Service) Ask(ctx context.Context, who authz.Actor, of id.Application, text string) error {
	return s.act(ctx, who, of, "application.ask", func(st *turn) error {
		if text = strings.TrimSpace(text); text == "" || len([]rune(text)) > textLimit {
			return fault.In("text", "Write what is missing, in 4,000 letters or fewer. The applicant reads it")
		}
		st.a.Asked = append(st.a.Asked, Note{At: st.e.At, By: who.Name, Text: text})
		st.e.Say(st.a.Name+" was asked for more", "")
		if err := saveDraft(st.tx, who.Force, of, *st.a.Form, st.e.At); err != nil {
			return err
		}
		return s.write(st.tx, st.e, "application", st.a.Contact.Email, "We need more for your application "+st.a.Reference,
			"We have read your application to the Community Safety Accreditation Scheme and need more before we can go on. Open it by your link to read what. The scheme office can give you a new link.")
	})
}

// Find is an application as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of id.Application, w register.When) (Version, error) {
	if err := may(who); err != nil {
		return Version{}, err
	}
	return applications.Find(tx, who.Force, string(of), w)
}

// History is every version of an application; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.Application, all bool) ([]Version, error) {
	if _, err := s.Find(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return applications.History(tx, who.Force, string(of), all)
}

// Applications is those in that state as they stood, or of every state, in order of their
// names. Errors: fault.Forbidden.
func (s *Service) Applications(tx *db.Tx, who authz.Actor, state State, w register.When) ([]Version, error) {
	if err := may(who); err != nil {
		return nil, err
	}
	var where db.Where
	if state != "" {
		where.And("r.standing = ?", string(state))
	}
	return applications.List(tx, who.Force, w, where, "r.sort_name, r.id", 100000)
}

// File is a file of an application, for those who may see it: inert, by its hash.
// Errors: fault.NotFound, fault.Forbidden.
func (s *Service) File(tx *db.Tx, who authz.Actor, of id.Application, hash blob.Hash) (blob.File, error) {
	vs, err := s.History(tx, who, of, true)
	if err != nil {
		return blob.File{}, err
	}
	for _, v := range vs {
		if v.State.Form != nil && v.State.Form.holds(hash) {
			return blob.Get(tx, who.Force, hash)
		}
	}
	return blob.File{}, fault.New(fault.NotFound, "There is no such file in this application.")
}

// OwnFile is File for the applicant. Errors: fault.NotFound.
func (s *Service) OwnFile(ctx context.Context, h Holder, hash blob.Hash) (blob.File, error) {
	f, err := s.Filled(ctx, h)
	if err != nil {
		return blob.File{}, err
	}
	if !f.Form.holds(hash) {
		return blob.File{}, fault.New(fault.NotFound, "There is no such file in your application.")
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) (blob.File, error) { return blob.Get(tx, h.who.Force, hash) })
}

func (f *Form) holds(hash blob.Hash) bool {
	return hash != "" && (f.Photo == string(hash) || slices.ContainsFunc(f.Uploads, func(u Upload) bool { return u.Hash == string(hash) }))
}

// organisation is the entry in the register that the application amounts to.
func (a *Application) organisation() org.Organisation {
	f := a.Form
	v := func(name string) string { return strings.TrimSpace(f.Values[name]) }
	person := func(kind org.ContactKind, name string) org.Contact {
		return org.Contact{Kind: kind, Name: v(name + "_name"), Post: v(name + "_post"), Email: v(name + "_email"), Phone: v(name + "_phone")}
	}
	out := org.Organisation{Name: a.Name, Aliases: strings.Split(v("trading_names"), "\n"), Kind: a.Kind, Registration: v("registration"), Address: v("address"), Postcode: v("postcode"),
		Email: a.Contact.Email, Phone: a.Contact.Phone, Purpose: v("purpose"), Uniform: v("uniform"), Areas: f.Areas, Drawn: f.Drawn, AreaText: v("area_text"),
		Contacts: []org.Contact{person(org.Signatory, "signatory"), person(org.Liaison, "liaison1"), person(org.Liaison, "liaison2"), person(org.Complaints, "complaints")}}
	for _, c := range f.Supervisors {
		out.Contacts = append(out.Contacts, org.Contact{Kind: org.Supervisor, Name: c.Name, Post: c.Post, Email: c.Email, Phone: c.Phone})
	}
	for _, r := range f.Roles {
		role := org.Role{ID: r.ID, Title: r.Title, Staff: r.Staff}
		for _, w := range r.Powers {
			role.Powers = append(role.Powers, org.Power{Power: w.Power, Offences: w.Offences, Answer: org.Asked, Reason: w.Reason})
		}
		out.Roles = append(out.Roles, role)
	}
	return out
}
