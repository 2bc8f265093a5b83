package law

import "watchword/internal/clock"

// Book is the law as data. Whole is the law as it is known; a Book in which a
// pending change has begun is made with Commence, to see what would follow.
type Book struct {
	powers   []Power
	offences []Offence
	bases    []Basis
	at       map[PowerID]int
	offence  map[OffenceID]int
	pending  []Pending
	capDay   clock.Day // the day from which the cap of council notices is £500; clock.NoDay while unknown
}

// Whole is the law as the catalogue has it.
var Whole = newBook()

func newBook() *Book {
	b := &Book{bases: bases, pending: pendings, capDay: clock.NoDay,
		at: map[PowerID]int{}, offence: map[OffenceID]int{}}
	for _, group := range [][]Power{notices, schedule5, council, neverPowers} {
		b.powers = append(b.powers, group...)
	}
	b.offences = append(append(b.offences, pnd...), neverOffences...)
	for i := range b.powers {
		b.at[b.powers[i].ID] = i
	}
	for i := range b.offences {
		b.offence[b.offences[i].ID] = i
	}
	return b
}

// Powers is every row of the catalogue in a fixed order: Schedule 5 by paragraph,
// then what comes from councils, then what is never an accredited person's. The
// slice is shared and must not be altered.
func Powers() []Power { return Whole.powers }

// Offences is every offence of the catalogue, the five that are never given last.
// The slice is shared and must not be altered.
func Offences() []Offence { return Whole.offences }

// Bases is the four bases of paragraph 2. The slice is shared.
func Bases() []Basis { return Whole.bases }

// Find is the power of that name.
func Find(id PowerID) (*Power, bool) { return Whole.Find(id) }

// FindOffence is the offence of that name.
func FindOffence(id OffenceID) (*Offence, bool) { return Whole.FindOffence(id) }

// FindBasis is the basis of that name.
func FindBasis(id BasisID) (*Basis, bool) { return Whole.FindBasis(id) }

// Powers is every row of the book. The slice is shared.
func (b *Book) Powers() []Power { return b.powers }

// Find is the power of that name in this book.
func (b *Book) Find(id PowerID) (*Power, bool) {
	i, ok := b.at[id]
	if !ok {
		return nil, false
	}
	return &b.powers[i], true
}

// FindOffence is the offence of that name in this book.
func (b *Book) FindOffence(id OffenceID) (*Offence, bool) {
	i, ok := b.offence[id]
	if !ok {
		return nil, false
	}
	return &b.offences[i], true
}

// FindBasis is the basis of that name in this book.
func (b *Book) FindBasis(id BasisID) (*Basis, bool) {
	for i := range b.bases {
		if b.bases[i].ID == id {
			return &b.bases[i], true
		}
	}
	return nil, false
}

// PowersOn is the powers in force on the day in the territory, in the order of
// Powers.
func PowersOn(day clock.Day, in Territory) []*Power {
	var list []*Power
	for i := range Whole.powers {
		if p := &Whole.powers[i]; p.StatusOn(day, in) == InForce {
			list = append(list, p)
		}
	}
	return list
}

// OffencesOn is the offences for which an accredited person can give a penalty
// notice for disorder on the day, the ones switched off included.
func OffencesOn(day clock.Day, in Territory) []*Offence {
	var list []*Offence
	for i := range Whole.offences {
		if o := &Whole.offences[i]; o.StatusOn(day, in) == InForce {
			list = append(list, o)
		}
	}
	return list
}

// Members is the powers of a group, whatever their status. A person or
// organisation "with antisocial behaviour powers" holds one of Members(GroupASB).
func Members(g Group) []PowerID {
	var list []PowerID
	for i := range Whole.powers {
		if Whole.powers[i].In(g) {
			list = append(list, Whole.powers[i].ID)
		}
	}
	return list
}

// Prerequisites is the powers that must be granted together with this one.
//
// Law: Police Reform Act 2002, Schedule 5, paragraph 8B(5).
func Prerequisites(id PowerID) []PowerID {
	if p, ok := Find(id); ok {
		return p.Needs
	}
	return nil
}

// Grantable reports whether an accreditation given on that day in that territory
// may contain the power, and with it the offence (empty for the power alone). If
// not, the reason says why and cites the law.
func Grantable(id PowerID, offence OffenceID, on clock.Day, in Territory) (Reason, bool) {
	return Whole.Grantable(id, offence, on, in)
}

// Grantable is as the function of that name, by this book.
func (b *Book) Grantable(id PowerID, offence OffenceID, on clock.Day, in Territory) (Reason, bool) {
	p, ok := b.Find(id)
	switch {
	case !ok:
		return bar("power.none", "There is no power of that name.", "", ""), false
	case p.Authority == Nobody:
		return bar("power.never", p.Meaning, p.Law, ""), false
	case p.Authority == Council:
		return bar("power.council", "A council gives this authority. It is not part of an accreditation.", p.Law, ""), false
	}
	if r, bad := statusReason("power", p.StatusOn(on, in), p.Periods, in, p.Law); bad {
		r.Bars = true
		return r, false
	}
	if p.Off&in != 0 && p.Off&in == in {
		return off("power", p.Law), false
	}
	if offence == "" {
		return Reason{}, true
	}
	return b.grantableOffence(p, offence, on, in)
}

func (b *Book) grantableOffence(p *Power, offence OffenceID, on clock.Day, in Territory) (Reason, bool) {
	o, ok := b.FindOffence(offence)
	switch {
	case !ok:
		return bar("offence.none", "There is no offence of that name.", "", ""), false
	case p.Notice != PND:
		return bar("offence.other", "Only a penalty notice for disorder names offences.", p.Law, ""), false
	case o.Barred.From != 0:
		return never(o), false
	}
	if r, bad := statusReason("offence", o.StatusOn(on, in), o.Periods, in, o.CiteOn(on)); bad {
		r.Bars = true
		return r, false
	}
	if o.Off&in != 0 && o.Off&in == in {
		return off("offence", para1A), false
	}
	return Reason{}, true
}

// Clear is what an accreditation given on that day cannot contain without another
// power: for each power of held that lacks one, the reason. It is nil when held
// is complete.
func Clear(held []PowerID) []Reason {
	var list []Reason
	for i := range Whole.powers {
		p := &Whole.powers[i]
		if !contains(held, p.ID) {
			continue
		}
		for _, need := range p.Needs {
			if !contains(held, need) {
				list = append(list, lacks(p, need))
			}
		}
	}
	return list
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// Commence is a copy of the book in which the pending change has begun on the
// day. It is the same book if there is no such change.
func (b *Book) Commence(id PendingID, day clock.Day) *Book {
	c := *b
	switch id {
	case AbolitionOfPND:
		c.powers = append([]Power(nil), b.powers...)
		p := &c.powers[c.at["csas-pnd"]]
		p.Periods = append([]Period(nil), p.Periods...)
		last := &p.Periods[len(p.Periods)-1]
		last.Until, last.UntilSure, last.After = day, H, Repealed
	case CapOf500:
		c.capDay = day
	}
	return &c
}
