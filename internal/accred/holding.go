package accred

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/training"
)

// packed is the grants in one line, for the column that a whole force is read from: the
// paragraph of each power, a stroke if it is suspended, and the last day of its training
// as a number in base 36, "0" for none: "3:fuzk 4/:fuzk 1(2)(c):0". A power that a change
// of the law ends before is as one whose training ends then.
func (a *Accreditation) packed() string {
	var b strings.Builder
	for _, g := range a.Grants {
		p, ok := law.Find(g.Power)
		if !ok {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.Para)
		if g.Suspended {
			b.WriteByte('/')
		}
		b.WriteString(":" + strconv.FormatInt(int64(g.counts()), 36))
	}
	return b.String()
}

// counts is the last day on which the power may be used, as far as training and a change of
// the law carried out by the force bound it; none if neither does.
func (g Grant) counts() clock.Day {
	if g.Trained == clock.NoDay || g.Ends != clock.NoDay && g.Ends < g.Trained {
		return g.Ends
	}
	return g.Trained
}

// unpacked is the grants that packed wrote, in as far as it wrote them.
func unpacked(text string) []Grant {
	gs := make([]Grant, 0, 16)
	for f := range strings.FieldsSeq(text) {
		para, day, _ := strings.Cut(f, ":")
		para, suspended := strings.CutSuffix(para, "/")
		n, err := strconv.ParseInt(day, 36, 32)
		if p, ok := byPara()[para]; ok && err == nil {
			gs = append(gs, Grant{Power: p, Trained: clock.Day(n), Suspended: suspended})
		}
	}
	return gs
}

// byPara is the powers of Schedule 5 by their paragraph.
var byPara = sync.OnceValue(func() map[string]law.PowerID {
	out := map[string]law.PowerID{}
	for _, p := range law.Powers() {
		if p.Para != "" {
			out[p.Para] = p.ID
		}
	}
	return out
})

// Holding is one line of the answer to "who held what": read from columns alone, so that
// a whole force is told at once.
type Holding struct {
	Accreditation id.Accreditation
	Person        id.Person
	Org           id.Org
	Number        string
	powers        string // as packed keeps them
}

// Held is the powers that could be used at the instant: in force in law, trained for, and
// not without one they need.
func (h Holding) Held(at time.Time, in law.Territory) []law.PowerID {
	s := Standing{Status: StatusInForce}
	for _, g := range unpacked(h.powers) {
		p := PowerStanding{Grant: g}
		p.Status, p.Until = g.status(s.Status, at, in)
		s.Powers = append(s.Powers, p)
	}
	s.needs()
	return s.Held()
}

// WhoHeld is every accreditation that was in force at the instant, as known at another,
// under employers whose arrangements were. Suspended ones are left out. Powers of which
// the training or the law had ended are left out by Holding.Held.
//
// No accreditation is longer than the longest there is, so of what is known still only
// those that began within that time before the instant are looked at, however many years
// are kept; and besides, what was superseded after the instant of knowledge.
func (s *Service) WhoHeld(tx *db.Tx, force id.Force, w register.When) ([]Holding, error) {
	orgs, err := s.orgs.All(tx, force, w)
	if err != nil {
		return nil, err
	}
	active := map[id.Org]bool{}
	for i := range orgs {
		if st := orgs[i].State.Standing(w.At); st.State == law.Active && !w.At.Before(st.From) {
			active[id.Org(orgs[i].ID)] = true
		}
	}
	longest, err := db.Count(tx, `SELECT COALESCE(MAX(ends_at - begins_at), 0) FROM accreditation WHERE force_id = ? AND ends_at < `+foreverText, string(force))
	if err != nil {
		return nil, err
	}
	at, known := clock.Millis(w.At), clock.Millis(w.Known)
	const (
		columns = `SELECT id, person_id, org_id, number, powers FROM accreditation WHERE force_id = ? AND `
		held    = ` AND +from_at <= ? AND +until_at > ? AND +known_at <= ? AND standing = 'in-force'`
	)
	rows, err := tx.Query(columns+`superseded_at = `+foreverText+` AND begins_at > ? AND begins_at <= ? AND +ends_at > ? AND +ends_at < `+foreverText+held+`
		UNION ALL `+columns+`+superseded_at = `+foreverText+` AND ends_at = `+foreverText+` AND begins_at <= ?`+held+`
		UNION ALL `+columns+`superseded_at > ? AND superseded_at < `+foreverText+` AND +begins_at <= ? AND +ends_at > ?`+held,
		string(force), at-longest-1, at, at, at, at, known,
		string(force), at, at, at, known,
		string(force), known, at, at, at, at, known)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]Holding, 0, 1024)
	for rows.Next() {
		var h Holding
		if err := rows.Scan((*string)(&h.Accreditation), (*string)(&h.Person), (*string)(&h.Org), &h.Number, &h.powers); err != nil {
			return nil, err
		}
		if active[h.Org] {
			out = append(out, h)
		}
	}
	return out, rows.Err()
}

// foreverText is clock.Forever as it stands in the database and in partial indexes.
const foreverText = "253402214400000"

// TrainingChanged carries a person's training, as it is from that instant, into what the
// person holds. Columns alone tell whether anything follows; mostly nothing does. (That
// entry_id is asked for keeps SQLite from reading all of accreditation_asat instead of
// searching by person.)
func (s *Service) TrainingChanged(tx *db.Tx, e *ledger.Draft, of id.Person, from time.Time, now training.Training) error {
	held, err := db.Strings(tx, `SELECT powers FROM accreditation
		WHERE force_id = ? AND person_id = ? AND +from_at <= ? AND +until_at > ? AND superseded_at = `+foreverText+` AND standing IN ('in-force', 'suspended') AND entry_id <> ''`,
		string(e.Force), string(of), e.At, e.At)
	if err != nil {
		return err
	}
	for _, text := range held {
		for _, g := range unpacked(text) {
			if p, ok := now.For(g.Power); ok && p.Expires != g.Trained {
				return s.FactsChanged(tx, e, of, from)
			}
		}
	}
	return nil
}
