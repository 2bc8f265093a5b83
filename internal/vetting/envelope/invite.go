package envelope

import (
	"context"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

// Link is a person's way to their envelope, just made. Its secret is shown once and
// nowhere kept.
type Link struct {
	Case   id.Vetting
	Secret string // the last part of its address
	Until  time.Time
}

// Invite makes an envelope for a person for whom vetting or its renewal was asked for, and
// a link to the form. For a person who is cleared already, on paper, it makes the envelope
// that takes what the person tells from now on. The link is for the person alone: nobody
// but the unit may make one. No mail is sent.
//
// Errors: fault.Forbidden to all but the unit; fault.Conflict if vetting was not asked for
// or an envelope is under way; fault.Invalid for the level.
func (s *Service) Invite(ctx context.Context, who authz.Actor, of id.Person, level string) (Link, error) {
	var out Link
	about := []ledger.Subject{person.Subject(string(of))}
	_, err := s.ledger.Do(ctx, who, "vetting.invite", about, func(tx *db.Tx, e *ledger.Draft) (err error) {
		if err := s.persons.May(tx, who, authz.RecordVetting, of, e.At); err != nil {
			return err
		}
		out, err = s.InviteIn(tx, e, of, level)
		return err
	})
	return out, err
}

// InviteIn is Invite within a transaction and entry already begun, for callers who have
// asked for permission themselves.
func (s *Service) InviteIn(tx *db.Tx, e *ledger.Draft, of id.Person, level string) (Link, error) {
	v, err := s.begin(tx, e.Force, of, e.At)
	if err != nil {
		return Link{}, err
	}
	set, err := s.Settings(tx, e.Force)
	if err != nil {
		return Link{}, err
	}
	if v.Kind != Kept {
		if !slices.Contains(set.VettingLevels, level) {
			return Link{}, fault.In("level", "Choose the level of vetting")
		}
		v.Level, v.Full = level, slices.Contains(set.VettingFullLevels, level)
	}
	c := id.New[id.Vetting]()
	if err := s.makeKey(tx, e, c); err != nil {
		return Link{}, err
	}
	l, err := s.makeLink(tx, e, c, set.VettingLinkDays)
	if err != nil {
		return l, err
	}
	if v.State == Invited {
		v.Ended = clock.DayOf(l.Until)
	}
	if v.Kind == Kept {
		e.Act = "vetting.keep"
		v.Declaration = s.nextDeclaration(v.Decided, clock.DayOf(e.At), v.Expires, set.VettingDeclarationMonths)
	}
	e.Say("A link to the vetting form was made", basis)
	e.Subject(person.Subject(string(of)))
	return l, table.Put(tx, e, string(c), v, e.At, clock.Forever)
}

// Begins is the case that Invite would make for a person as their vetting stands, or why it
// would make none. Errors: as Invite.
func (s *Service) Begins(tx *db.Tx, who authz.Actor, of id.Person) (Case, error) {
	at := s.ledger.Now()
	if err := s.persons.May(tx, who, authz.RecordVetting, of, at); err != nil {
		return Case{}, err
	}
	return s.begin(tx, who.Force, of, at)
}

// begin is a new case for the person, as their vetting stands.
func (s *Service) begin(tx *db.Tx, force id.Force, of id.Person, at time.Time) (Case, error) {
	p, err := s.persons.Any(tx, force, of, register.Now(at))
	if err != nil {
		return Case{}, err
	}
	now, err := s.vettings.Of(tx, force, of, register.Now(at))
	if err != nil {
		return Case{}, err
	}
	today := clock.DayOf(at)
	last, has, err := s.latest(tx, force, of)
	if err != nil {
		return Case{}, err
	}
	v := Case{Person: of, Org: p.State.Org, Kind: First, State: Invited, Requested: now.Requested, Invited: today}
	switch {
	case p.State.Left != clock.NoDay:
		return v, fault.New(fault.Conflict, "This person has left the employer, so there is nobody to vet.")
	case p.State.OptedOut != clock.NoDay:
		return v, fault.New(fault.Conflict, "This person opted out, so there is nobody to vet. They opt in again on their own page.")
	case has && last.State.State.Open():
		return v, fault.New(fault.Conflict, "An envelope of this person is under way. Renew its link if the person has lost it.")
	case now.Outcome == vetting.Waiting:
	case now.Outcome == vetting.Passed && now.Renewal != clock.NoDay:
		v.Kind, v.Requested, v.Level = Renewal, now.Renewal, now.Level
	case now.Outcome == vetting.Passed && has && last.State.State == Cleared:
		return v, fault.New(fault.Conflict, "This person has an envelope for the clearance. Renew its link if the person has lost it.")
	case now.Outcome == vetting.Passed && today <= now.Expires:
		v.Kind, v.State, v.Invited = Kept, Cleared, clock.NoDay
		v.Level, v.Decided, v.Expires, v.Ended, v.Decider, v.Account = now.Level, now.Decided, now.Expires, now.Expires, now.By, now.Account
	default:
		return v, fault.New(fault.Conflict, "Vetting has not been asked for. Whoever puts the person forward asks for it first.")
	}
	return v, nil
}

// makeLink ends the links that a case has, and makes another for so many days.
func (s *Service) makeLink(tx *db.Tx, e *ledger.Draft, c id.Vetting, days int) (Link, error) {
	secret, hash := bearer.New()
	l := Link{Case: c, Secret: keyring.Value(e.Force, secret), Until: clock.DayOf(e.At).AddDays(days).End()}
	if err := endLinks(tx, e.Force, c, e.At); err != nil {
		return l, err
	}
	return l, insertLink(tx, e.Force, link{id: hash[:32], of: c, made: e.At, until: l.Until}, hash)
}

// RenewLink makes another link for a case; the one before stops working. What the person
// saved stays, behind the word that only they know. If the person has forgotten it, the
// unit first makes sure who is on the telephone, then forgets the word: the next to open
// the link chooses another.
func (s *Service) RenewLink(ctx context.Context, who authz.Actor, c id.Vetting, forgetWord bool) (Link, error) {
	var out Link
	err := s.change(ctx, who, "vetting.link", c, func(d *doing, v *Case) (err error) {
		if out, err = s.makeLink(d.tx, d.e, c, d.set.VettingLinkDays); err != nil {
			return err
		}
		if v.State == Invited {
			v.Ended = clock.DayOf(out.Until)
		}
		d.say(v, "The link to the vetting form was renewed", false)
		if !forgetWord {
			return nil
		}
		d.e.Summary += ", and the word that guards it forgotten"
		held, err := s.held(d.tx, d.e.Force, c)
		if err != nil {
			return err
		}
		held.Salt, held.Word = nil, nil
		return s.keep(d.tx, d.e.Force, c, held, d.e.At)
	})
	return out, err
}

// Chase records that the unit reminded the person today.
func (s *Service) Chase(ctx context.Context, who authz.Actor, c id.Vetting) error {
	return s.change(ctx, who, "vetting.chase", c, func(d *doing, v *Case) error {
		if v.Chased == d.today {
			return fault.New(fault.Conflict, "The person was reminded today already.")
		}
		v.Chased = d.today
		d.say(v, "The person was reminded by the vetting unit", true)
		return nil
	})
}

// SeeIdentity records what the employer, or the scheme office for it, saw of a person's
// papers. Which numbers they bear is not for the employer to tell.
func (s *Service) SeeIdentity(ctx context.Context, who authz.Actor, c id.Vetting, documents []string, likeness bool, seen clock.Day) error {
	return s.change(ctx, who, "vetting.identity", c, func(d *doing, v *Case) error {
		var wrong fault.Fields
		if len(documents) < 2 || slices.ContainsFunc(documents, func(x string) bool { return !slices.Contains(Documents, x) }) {
			wrong.Add("documents", "Choose at least two documents: one that shows who the person is, and one that shows where the person lives")
		}
		if seen == clock.NoDay || seen > d.today {
			wrong.Add("seen", "Enter the day on which you saw them, not in the future")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		v.Identity = Identity{Documents: slices.Compact(slices.Sorted(slices.Values(documents))), Likeness: likeness, Seen: seen, By: who.Name}
		d.say(v, "Proof of identity was seen by the employer", true)
		return nil
	})
}
