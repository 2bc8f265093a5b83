package apply

import (
	"context"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// bearer is for what the secrets of this room are good.
const bearer keyring.Bearer = "application"

// idle is how long somebody may leave the application open without doing anything.
const idle = 2 * time.Hour

// Link is a way to an application, just made. It opens once; its secret is shown once and
// nowhere kept.
type Link struct {
	Application id.Application
	Secret      string    // the last part of its address
	Until       time.Time // it works before this instant
}

var errLink = fault.New(fault.NotFound, "This link does not work: it was used already, has run out, or was replaced by another. What you saved is kept. Use the link you were shown when you left, or ask the scheme office for a new one.")

var errOut = fault.New(fault.NotFound, "Your application is not open here any more. What you saved is kept. Use the link you were shown when you left, or ask the scheme office for a new one.")

// Invite begins an application for a prospect, and makes the link to it, which the office
// hands over.
//
// Errors: fault.Forbidden; fault.Conflict if one is under way.
func (s *Service) Invite(ctx context.Context, who authz.Actor, of id.Prospect) (Link, error) {
	var out Link
	a := id.New[id.Application]()
	_, err := s.ledger.Do(ctx, who, "application.invite", []ledger.Subject{Subject(string(a))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := prospects.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		if err := s.changeIn(tx, e, who, of, "prospect.invite", func(_ *ledger.Draft, p *Prospect) error {
			p.Application, p.Why = a, ""
			return nil
		}); err != nil {
			return err
		}
		p := &v.State
		state := Application{Prospect: of, Reference: p.Reference, Name: p.Name, Kind: p.Kind, Private: Private(p.Kind), Contact: p.Contact, State: Draft, Since: e.At, By: who.Name, Begun: clock.DayOf(e.At)}
		first := Form{Values: map[string]string{"legal_name": p.Name, "purpose": p.Purpose}}
		if err := saveDraft(tx, e.Force, a, first, e.At); err != nil {
			return err
		}
		e.Say(p.Name+" was invited to apply", "Police Reform Act 2002, s41(2)")
		if err := s.put(tx, e, a, state); err != nil {
			return err
		}
		out, err = s.makeLink(tx, e, a)
		return err
	})
	return out, err
}

// MakeLink makes a new link to an application; those before it stop working, and whoever
// has it open is put out. Errors: fault.Forbidden, fault.Conflict.
func (s *Service) MakeLink(ctx context.Context, who authz.Actor, of id.Application) (Link, error) {
	var out Link
	err := s.act(ctx, who, of, "application.link", func(st *turn) (err error) {
		st.e.Say("A new link to the application of "+st.a.Name+" was made", "")
		if err := endLinks(st.tx, who.Force, of, st.e.At); err != nil {
			return err
		}
		out, err = s.makeLink(st.tx, st.e, of)
		return err
	})
	return out, err
}

func (s *Service) makeLink(tx *db.Tx, e *ledger.Draft, of id.Application) (Link, error) {
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return Link{}, err
	}
	secret, hash := bearer.New()
	out := Link{Application: of, Secret: keyring.Value(e.Force, secret), Until: (clock.DayOf(e.At) + clock.Day(max(1, f.Settings.ApplicationLinkDays))).End()}
	return out, insertLink(tx, e.Force, of, hash, e.At, out.Until)
}

// Door is what a link offers before it is used.
type Door struct {
	Force id.Force
	Name  string // of the organisation
	Until time.Time
}

// Door is what the link of that secret offers. It returns fault.NotFound if it does not
// work, whatever the reason.
func (s *Service) Door(ctx context.Context, secret string) (Door, error) {
	force, part, ok := keyring.ParseValue(secret)
	if !ok {
		return Door{}, errLink
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) (Door, error) {
		l, err := unusedLink(tx, force, bearer.Hash(part), s.ledger.Now())
		if db.NoRows(err) {
			err = errLink
		}
		if err != nil {
			return Door{}, err
		}
		v, err := applications.Find(tx, force, string(l.of), register.Now(s.ledger.Now()))
		return Door{Force: force, Name: v.State.Name, Until: l.until}, err
	})
}

// Enter uses the link up, and returns the secret of the session for the browser's cookie.
// Of several uses at once, one succeeds. It returns fault.NotFound if it does not work.
func (s *Service) Enter(ctx context.Context, secret string) (string, error) {
	force, part, ok := keyring.ParseValue(secret)
	if !ok {
		return "", errLink
	}
	session, hash := bearer.New()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := useLink(tx, force, bearer.Hash(part), hash, s.ledger.Now())
		if err == nil && n == 0 {
			err = errLink
		}
		return err
	})
	return keyring.Value(force, session), err
}

// Holder is an applicant who came in by a link. It is made by Service.Holder alone.
type Holder struct {
	Application id.Application
	Until       time.Time // the link worked before this instant
	who         authz.Actor
	hash        string
}

// Holder is who holds the session of that cookie, and has now used it. It returns
// fault.NotFound if there is no such session, or it is over.
func (s *Service) Holder(ctx context.Context, cookie string) (Holder, error) {
	force, secret, ok := keyring.ParseValue(cookie)
	if !ok {
		return Holder{}, errOut
	}
	now := s.ledger.Now()
	var l link
	h, err := db.Find(ctx, s.db, func(tx *db.Tx) (h Holder, err error) {
		if l, err = findSession(tx, force, bearer.Hash(secret), now); err != nil {
			return h, err
		}
		v, err := applications.Find(tx, force, string(l.of), register.Now(now))
		return Holder{Application: l.of, Until: l.until, hash: l.hash, who: authz.Actor{Force: force, Name: v.State.Contact.Name + ", " + v.State.Name}}, err
	})
	if db.NoRows(err) || err == nil && now.Sub(l.seen) >= idle {
		return h, errOut
	}
	if err == nil && now.Sub(l.seen) >= time.Minute {
		err = s.db.Write(ctx, func(tx *db.Tx) error { return touchLink(tx, force, l.hash, now) })
	}
	return h, err
}

// Return makes the link by which the applicant comes back, or a colleague comes in: it
// opens once, and those already in stay in.
func (s *Service) Return(ctx context.Context, h Holder) (Link, error) {
	var out Link
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		e := s.ledger.Begin(h.who, "application.return", Subject(string(h.Application)))
		e.Say("The applicant took a link to come back by", "")
		if out, err = s.makeLink(tx, e, h.Application); err != nil {
			return err
		}
		return s.ledger.Record(tx, e)
	})
	return out, err
}

// Leave ends the holder's session.
func (s *Service) Leave(ctx context.Context, h Holder) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return leaveLink(tx, h.who.Force, h.hash, s.ledger.Now()) })
}

// Filled is what the applicant finds behind the link.
type Filled struct {
	Force       id.Force
	Application Application
	Form        Form // as far as it is filled in, or as last sent
	Saved       time.Time
	Open        bool // it may be changed and sent
	Steps       []Step
	Settings    area.Settings
	Catalogue   Catalogue
	Clerk       string // who of the office follows it, if known
}

// Filled is what the applicant finds: the form, and where it stands.
func (s *Service) Filled(ctx context.Context, h Holder) (Filled, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) (out Filled, err error) {
		now := register.Now(s.ledger.Now())
		v, err := applications.Find(tx, h.who.Force, string(h.Application), now)
		if err != nil {
			return out, err
		}
		p, err := prospects.Find(tx, h.who.Force, string(v.State.Prospect), now)
		if err != nil {
			return out, err
		}
		f, err := s.areas.Force(tx, h.who.Force)
		if err != nil {
			return out, err
		}
		out = Filled{Force: h.who.Force, Application: v.State, Open: v.State.State.Open(), Settings: f.Settings, Catalogue: CatalogueOf(f.Settings), Clerk: p.State.Owner, Steps: whole(&p.State, &v.State)}
		if !out.Open {
			if v.State.Form != nil {
				out.Form = *v.State.Form
			}
			return out, nil
		}
		out.Form, out.Saved, err = findDraft(tx, h.who.Force, h.Application)
		return out, err
	})
}

// whole is the way from the enquiry to the end of the application.
func whole(p *Prospect, a *Application) []Step {
	out := []Step{{Text: "We received your enquiry", Day: clock.DayOf(p.Made), Done: true}}
	if p.Met != nil {
		out = append(out, Step{Text: "First meeting", Day: p.Met.On, Done: true})
	}
	return append(out, a.Steps()...)
}

// CatalogueOf is the usual roles of a force.
func CatalogueOf(set area.Settings) Catalogue {
	var out Catalogue
	for _, l := range set.RoleCatalogue {
		if title, powers, wrong := area.UsualRole(l); wrong == "" {
			out = append(out, UsualRole{title, powers})
		}
	}
	return out
}
