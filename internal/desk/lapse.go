package desk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/vetting"
)

// lapse is one thing of an accreditation that ends by itself at an instant: its period,
// the clearance, the training for some powers, or the law behind some.
type lapse struct {
	what   string
	at     time.Time
	powers []law.PowerID
}

// lapsesOf is all that ends by itself after the instant: of a live accreditation,
// whatever else ends before, since who renews one thing must know of the others; and the
// clearance of whoever waits to be accredited.
func (l *Line) lapsesOf(a accred.Accreditation, vet vetting.Vetting, after time.Time, in law.Territory) []lapse {
	switch l.Stage {
	case Cleared, Proposed:
		a = accred.Accreditation{VettingUntil: vet.Expires}
	case Granted, Suspended, OrgStopped:
	default:
		return nil
	}
	var out []lapse
	add := func(what string, at time.Time, power law.PowerID) {
		if !at.After(after) {
			return
		}
		i := slices.IndexFunc(out, func(x lapse) bool { return x.what == what && x.at.Equal(at) })
		if i < 0 {
			i, out = len(out), append(out, lapse{what: what, at: at})
		}
		if power != "" {
			out[i].powers = append(out[i].powers, power)
		}
	}
	if a.To != clock.NoDay {
		add("period", a.To.End(), "")
	}
	if a.VettingUntil != clock.NoDay {
		add("vetting", a.VettingUntil.End(), "")
	}
	for _, g := range a.Grants {
		if g.Trained != clock.NoDay {
			add("training", g.Trained.End(), g.Power)
		}
		if g.Ends != clock.NoDay {
			add("law", g.Ends.End(), g.Power)
		}
		if p, ok := law.Find(g.Power); ok && p.Ends(in) != clock.NoDay {
			add("law", p.Ends(in).Start(), g.Power)
		}
	}
	slices.SortFunc(out, func(a, b lapse) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.what, b.what)) })
	return out
}

// saveLapses makes the rows say what of a person lapses. Rows that say so already are
// left: what changes mostly touches one of several.
func saveLapses(tx *db.Tx, force id.Force, of id.Person, all []lapse) error {
	type row struct {
		what string
		at   int64
	}
	want := make(map[row]string, len(all))
	for _, x := range all {
		want[row{x.what, clock.Millis(x.at)}] = x.names()
	}
	type stored struct {
		row
		powers string
	}
	have, err := db.All(tx, func(s db.Scanner) (x stored, err error) { return x, s.Scan(&x.what, &x.at, &x.powers) },
		`SELECT what, at, powers FROM desk_lapse WHERE force_id = ? AND person_id = ?`, string(force), string(of))
	if err != nil {
		return err
	}
	for _, x := range have {
		if powers, ok := want[x.row]; ok && powers == x.powers {
			delete(want, x.row)
			continue
		}
		if _, err := tx.Exec(`DELETE FROM desk_lapse WHERE force_id = ? AND person_id = ? AND what = ? AND at = ?`, string(force), string(of), x.what, x.at); err != nil {
			return err
		}
	}
	for x, powers := range want {
		if _, err := tx.Exec(`INSERT INTO desk_lapse (force_id, person_id, what, at, powers) VALUES (?, ?, ?, ?, ?)`,
			string(force), string(of), x.what, x.at, powers); err != nil {
			return err
		}
	}
	return nil
}

// names is the powers as a row has them.
func (x lapse) names() string {
	names := make([]string, len(x.powers))
	for i, p := range x.powers {
		names[i] = string(p)
	}
	return strings.Join(names, " ")
}

func powersOf(text string) []law.PowerID {
	var out []law.PowerID
	for p := range strings.FieldsSeq(text) {
		out = append(out, law.PowerID(p))
	}
	return out
}
