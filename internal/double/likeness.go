package double

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/person/alike"
	"watchword/internal/register"
)

// crowd is how many entries may share a key before it says nothing: the mailbox of an office,
// a telephone at reception.
const crowd = 12

// keysOf is what an entry is looked up by: what two entries of one person are likely to share.
func keysOf(p *person.Person) []string {
	out := []string{"born " + p.Born.String()}
	if p.Email != "" {
		out = append(out, "mail "+strings.ToLower(p.Email))
	}
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, p.Phone)
	if len(digits) >= 9 {
		out = append(out, "tele "+digits[len(digits)-9:]) // without 0 or +44
	}
	return out
}

// like is why two entries may be of one person, in words; empty if nothing speaks for it.
// The same day of birth needs names that are close in surname and forename; the same e-mail
// address or telephone number one of the two, since people who work together share them.
func like(a, b *person.Person, shared string) string {
	if a.Merged != "" || b.Merged != "" {
		return ""
	}
	surname, forename := near(a.Surname, b.Surname, false), near(a.Forenames, b.Forenames, true)
	switch kind, _, _ := strings.Cut(shared, " "); {
	case kind == "born" && surname && forename:
		return "Same day of birth and a close name"
	case kind == "mail" && (surname || forename):
		return "Same e-mail address and a close name"
	case kind == "tele" && (surname || forename):
		return "Same telephone number and a close name"
	}
	return ""
}

// near reports whether some word of each may be the same name; with first, the first word of
// one of them, since second forenames are shared by chance.
func near(a, b string, first bool) bool {
	x, y := alike.Words(a), alike.Words(b)
	for i, v := range x {
		for j, w := range y {
			if (!first || i == 0 || j == 0) && alike.Same(v, w) {
				return true
			}
		}
	}
	return false
}

// tells reports whether an entry may be found like others than before: whether something
// changed by which it is.
func tells(c *person.Change) bool {
	a, b := &c.Before, &c.After
	return a.Surname != b.Surname || a.Forenames != b.Forenames || a.Merged != b.Merged || a.Formerly != b.Formerly || !slices.Equal(keysOf(a), keysOf(b))
}

// PersonChanged follows a change of a person (person.Service.OnChange).
func (s *Service) PersonChanged(_ *db.Tx, e *ledger.Draft, c person.Change) error {
	if !tells(&c) {
		return nil
	}
	e.Finally("person_likeness/"+string(c.Person), func(tx *db.Tx, e *ledger.Draft) error { return s.refresh(tx, e.Force, c.Person, e.At) })
	return nil
}

// refresh works out anew whom an entry is like. Entries are found by the keys they share, so
// that the work does not grow with the register.
func (s *Service) refresh(tx *db.Tx, force id.Force, of id.Person, at time.Time) error {
	v, err := s.Persons.Any(tx, force, of, register.Now(at))
	if err != nil {
		return err
	}
	keys := keysOf(&v.State)
	if err := saveKeys(tx, force, of, keys); err != nil {
		return err
	}
	why := map[id.Person]string{}
	for _, key := range keys {
		others, err := sharing(tx, force, key, of)
		if err != nil || len(others) == 0 || len(others) >= crowd && !strings.HasPrefix(key, "born ") {
			if err != nil {
				return err
			}
			continue
		}
		known, err := s.Persons.Several(tx, force, others)
		if err != nil {
			return err
		}
		for o, p := range known {
			if p.Formerly == of || v.State.Formerly == o { // moved from one employer to another
				continue
			}
			if says := like(&v.State, &p, key); says != "" && why[o] == "" {
				why[o] = says
			}
		}
	}
	return saveLikeness(tx, force, of, why, at)
}

// Mend finds keys for entries that have none yet, some hundred at a time, and reports whether
// there may be more: for a database from before keys were kept.
func (s *Service) Mend(ctx context.Context, force id.Force) (more bool, err error) {
	const some = 200
	missing, err := db.Find(ctx, s.DB, func(tx *db.Tx) ([]string, error) { return unkept(tx, force, some) })
	if err != nil || len(missing) == 0 {
		return false, err
	}
	return len(missing) == some, s.DB.Write(ctx, func(tx *db.Tx) error {
		for _, of := range missing {
			if err := s.refresh(tx, force, id.Person(of), s.Ledger.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// MendAll is Mend of every force, until nothing is missing.
func (s *Service) MendAll(ctx context.Context) error {
	forces, err := db.Find(ctx, s.DB, s.Areas.Forces)
	if err != nil {
		return err
	}
	for _, f := range forces {
		for more := true; more; {
			if more, err = s.Mend(ctx, f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// Suggestion is a pair that may be one person, of which nothing was said.
type Suggestion struct {
	Pair          id.Pair
	First, Second Entry
	Why           string
	Found         time.Time
}

// Suggestions is the pairs of which nothing was said, found longest ago first, and how many
// there are. Errors: fault.Forbidden.
func (s *Service) Suggestions(tx *db.Tx, who authz.Actor, offset, limit int) (out []Suggestion, total int64, err error) {
	if err := who.May(authz.MergePersons, authz.Object{}); err != nil {
		return nil, 0, err
	}
	rows, total, err := likenesses(tx, who.Force, offset, limit)
	if err != nil {
		return nil, 0, err
	}
	var of []id.Person
	for _, r := range rows {
		of = append(of, r.first, r.second)
	}
	slices.Sort(of)
	known, err := s.entries(tx, who.Force, slices.Compact(of))
	for _, r := range rows {
		out = append(out, Suggestion{Pair: Of(r.first, r.second), First: known[r.first], Second: known[r.second], Why: r.why, Found: r.found})
	}
	return out, total, err
}
