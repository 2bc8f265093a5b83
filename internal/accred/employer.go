package accred

import (
	"reflect"
	"slices"
	"strings"

	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// decidedAnew carries a decision on an employer's powers into what its people hold of that
// role: a power refused is taken away, an offence no longer allowed likewise, and where the
// condition is the employer's, the new one takes its place. Each person whom it changes
// anything for is written to, with a copy to the employer. A power that is only asked for
// again stays until it is decided.
//
// Law: Police Reform Act 2002, s41(3), s42(3), (6).
func (s *Service) decidedAnew(tx *db.Tx, e *ledger.Draft, c org.Change) error {
	news := decisions(&c.Before, &c.After)
	if len(news) == 0 {
		return nil
	}
	live, err := s.Live(tx, e.Force, c.Org, register.Now(e.At))
	if err != nil {
		return err
	}
	for _, v := range live {
		after := v.State.copy()
		why := after.follow(news[after.Role])
		if len(why) == 0 {
			continue
		}
		after.Certificate++
		if err := s.put(tx, e, Change{Accreditation: id.Accreditation(v.ID), Before: v.State, After: after, From: e.At}); err != nil {
			return err
		}
		w, err := s.world(tx, e, after.Person)
		if err != nil {
			return err
		}
		told := after.copy()
		told.Why = strings.Join(why, " ")
		if err := s.writeLetters(tx, e, "organisation.powers", told, w); err != nil {
			return err
		}
	}
	return nil
}

// news is a decision on a power that differs from the one before.
type news struct{ before, after org.Power }

// decisions is every power decided otherwise than before, by role.
func decisions(before, after *org.Organisation) map[id.Role][]news {
	out := map[id.Role][]news{}
	for i := range after.Roles {
		r := &after.Roles[i]
		was, ok := before.Role(r.ID)
		if !ok {
			continue
		}
		for _, p := range r.Powers {
			q, _ := was.Allows(p.Power)
			if p.Answer != org.Asked && (p.Answer != q.Answer || p.Condition != q.Condition || !slices.Equal(p.Offences, q.Offences)) {
				out[r.ID] = append(out[r.ID], news{q, p})
			}
		}
	}
	return out
}

// follow changes what is given as the decisions ask, and says what changed, in words.
func (a *Accreditation) follow(ds []news) []string {
	var why []string
	for _, d := range ds {
		i := slices.IndexFunc(a.Grants, func(g Grant) bool { return g.Power == d.after.Power })
		if i < 0 {
			continue
		}
		was, now := a.Grants[i], a.Grants[i]
		now.Offences = slices.DeleteFunc(slices.Clone(was.Offences), func(o law.OffenceID) bool { return !slices.Contains(d.after.Offences, o) })
		if now.Condition == d.before.Condition {
			now.Condition = d.after.Condition
		}
		switch {
		case d.after.Answer == org.Refused:
			a.Grants = slices.Delete(a.Grants, i, i+1)
			why = append(why, sentence(powerLine(was)+": no longer allowed to your employer for your role. "+d.after.Because))
		case len(was.Offences) > 0 && len(now.Offences) == 0:
			a.Grants = slices.Delete(a.Grants, i, i+1)
			why = append(why, sentence(powerLine(was)+": these offences are no longer allowed to your employer for your role"))
		case !reflect.DeepEqual(was, now):
			a.Grants[i] = now
			why = append(why, sentence("Changed with what your employer is allowed for your role: "+powerLine(now)))
		}
	}
	return why
}

// sentence is a text with one full stop at its end.
func sentence(text string) string { return strings.TrimRight(strings.TrimSpace(text), ".") + "." }
