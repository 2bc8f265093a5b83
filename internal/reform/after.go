package reform

import (
	"fmt"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Left is what is still to be done after a change was carried out: of the cards and
// agreements that it touched, those not made again since.
type Left struct {
	Cards      []Touched
	Agreements []OfOrg
}

// Left is what is still to be done. Errors: fault.Forbidden.
func (s *Service) Left(tx *db.Tx, who authz.Actor, v Version) (Left, error) {
	var out Left
	r := &v.State
	if r.State != CarriedOut || r.Impact == nil || r.Kind == Begins {
		return out, nil
	}
	cards, err := s.printed(tx, who, r.Power)
	if err != nil {
		return out, err
	}
	for _, t := range r.Impact.Persons {
		if c, ok := cards[t.Accreditation]; ok && t.Card == id.Card(c.ID) {
			out.Cards = append(out.Cards, t)
		}
	}
	under, err := s.Agreements.Protocols(tx, who.Force)
	for _, o := range r.Impact.Orgs {
		if a, ok := under[o.Org]; ok && slices.Contains(o.Agreements, a.State.Number) {
			out.Agreements = append(out.Agreements, o)
		}
	}
	return out, err
}

// Kinds of what waits or falls due of changes of the law.
const (
	ToLook   diary.Kind = "law-change"
	ToDecide diary.Kind = "law-change-decision"
)

// Diary says which changes are to be looked at again, for the scheme office, and which wait
// to be carried out, for the delegate.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	keeps, decides := who.Can(authz.KeepReforms), who.Can(authz.CarryOutReforms)
	if !keeps && !decides {
		return nil, nil
	}
	var where db.Where
	where.And("r.standing IN ('watched', 'kept', 'proposed')")
	vs, err := table.List(tx, who.Force, register.Now(w.At), where, "r.number", 10000)
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, v := range vs {
		r := &v.State
		i := diary.Item{Link: "/changes/" + v.ID, Due: r.Look}
		switch {
		case decides && r.State == Proposed:
			i.Key, i.Kind, i.Title, i.Due, i.Since = string(ToDecide)+"/"+v.ID, ToDecide, fmt.Sprintf("Carry out %s: %s on %s", r.Number, r.Title(), r.Day.Long()), r.Day, r.Last.At
		case keeps && r.State != Proposed && r.Look != clock.NoDay && r.Look <= w.To:
			i.Key, i.Kind, i.Title = string(ToLook)+"/"+v.ID, ToLook, fmt.Sprintf("Look again at %s: %s", r.Number, r.Title())
		default:
			continue
		}
		out = append(out, i)
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}
