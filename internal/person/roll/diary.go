package roll

import (
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Confirms is the kind of what falls due here.
const Confirms diary.Kind = "staff-roll"

// Diary says to an employer when its roll is to be confirmed, and to the scheme office which
// employers are to be reminded.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) (out []diary.Item, err error) {
	switch {
	case who.Role == authz.Signatory || who.Role == authz.Liaison:
		out, err = s.ofEmployer(tx, who, w)
	case who.Role == authz.SchemeManager:
		var all []Silent
		all, err = s.SilentOnes(tx, who, register.Now(w.At))
		for _, x := range all {
			if x.Next <= w.To {
				out = append(out, diary.Item{Key: string(Confirms) + "/" + string(x.Org), Kind: Confirms, Title: "Remind " + x.Name + " to confirm who works for it", Link: "/rolls", Org: x.Org, OrgName: x.Name, Due: x.Next})
			}
		}
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], err
}

func (s *Service) ofEmployer(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	var o org.Version
	if o, err = s.orgs.Any(tx, who.Force, who.Org, register.Now(w.At)); err != nil {
		return nil, err
	}
	r, err := s.Of(tx, who, who.Org, register.Now(w.At))
	due := r.Due(&o.State, f.Settings.RollMonths)
	if err != nil || due == clock.NoDay || due > w.To {
		return nil, err
	}
	return []diary.Item{{Key: string(Confirms) + "/" + string(who.Org), Kind: Confirms, Title: "Confirm who works for you: who has left, who has moved", Link: "/organisations/" + string(who.Org) + "/roll", Org: who.Org, OrgName: o.State.Name, Due: due}}, nil
}
