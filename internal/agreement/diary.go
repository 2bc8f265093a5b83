package agreement

import (
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Kinds of what waits or falls due with agreements.
const (
	ToSign   diary.Kind = "agreement-signature"
	ToAnswer diary.Kind = "agreement-proposal"
	ToDraft  diary.Kind = "agreement-draft"
	ToReview diary.Kind = "agreement-review"
	ToMend   diary.Kind = "agreement-lacks"
)

// Diary says what waits for the actor with agreements, and what falls due: signatures,
// proposals to answer, changes agreed and not drafted, reviews, and what keeps a protocol
// from being active.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.SignAgreement) && !who.Can(authz.ProposeChange) {
		return nil, nil
	}
	q := Query{Live: true}
	if who.Role.OfEmployer() {
		q.Org = who.Org
	}
	vs, err := s.current(tx, who.Force, q)
	if err != nil || len(vs) == 0 {
		return nil, err
	}
	orgs, err := s.employers(tx, who.Force, q.Org, register.Now(w.At))
	if err != nil {
		return nil, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, v := range vs {
		if o := orgs[v.State.Org]; o != nil {
			out = append(out, waiting(who, v, o, f.Settings, w)...)
		}
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}

// employers is every organisation by its identity, or the one asked for alone.
func (s *Service) employers(tx *db.Tx, force id.Force, only id.Org, w register.When) (map[id.Org]*org.Organisation, error) {
	if only != "" {
		o, err := s.orgs.Any(tx, force, only, w)
		return map[id.Org]*org.Organisation{only: &o.State}, err
	}
	all, err := s.orgs.All(tx, force, w)
	orgs := make(map[id.Org]*org.Organisation, len(all))
	for i := range all {
		orgs[id.Org(all[i].ID)] = &all[i].State
	}
	return orgs, err
}

// waiting is what one agreement asks of the actor.
func waiting(who authz.Actor, v Version, o *org.Organisation, set area.Settings, w diary.Window) []diary.Item {
	a := &v.State
	var out []diary.Item
	may := func(p authz.Permission) bool { return who.May(p, authz.Object{Org: a.Org}) == nil }
	add := func(kind diary.Kind, title string, since time.Time, due clock.Day) {
		out = append(out, diary.Item{Key: string(kind) + "/" + v.ID, Kind: kind, Title: title, Link: "/agreements/" + v.ID, Org: a.Org, OrgName: o.Name, Since: since, Due: due})
	}
	what := lower(a.Title) + " with " + o.Name
	if since := a.waits(SideOf(who)); !since.IsZero() && may(authz.SignAgreement) {
		add(ToSign, "Sign the "+what, since, clock.NoDay)
	}
	if p, open := a.Open(); open && p.Side != SideOf(who) && may(authz.ProposeChange) {
		add(ToAnswer, "Answer the change proposed of the "+what, p.At, clock.NoDay)
	}
	if due := a.ReviewDue(o, set); due != clock.NoDay && due <= w.To {
		if may(authz.WriteAgreement) {
			add(ToReview, "Review the "+what, time.Time{}, due)
			if a.Kind == Protocol {
				out[len(out)-1].Itself = "The arrangements cannot be renewed until it is reviewed"
			}
		} else if who.Role.OfEmployer() {
			add(ToReview, "The "+what+" falls due for review", time.Time{}, due)
			out[len(out)-1].Others = true
		}
	}
	if !may(authz.WriteAgreement) {
		return out
	}
	if p, agreed := a.Due(); agreed {
		add(ToDraft, "Draft the next version of the "+what, p.Answered, clock.NoDay)
	}
	switch {
	case a.AnnexOf != "":
	case a.State == Draft && a.Why != "":
		add(ToMend, "Mend the "+what+", which was sent back", a.Since, clock.NoDay)
	case a.State == Signed || a.State == InForce && len(Lacks(a, o)) > 0:
		add(ToMend, "The "+what+" is not active: see what it lacks", a.Since, clock.NoDay)
	case a.State == InForce && len(renamed(a, o)) > 0:
		add(ToMend, "The "+what+" names somebody who is no longer in the register", a.Since, clock.NoDay)
	}
	return out
}
