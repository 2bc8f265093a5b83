package law

import (
	"cmp"
	"slices"
	"strings"

	"watchword/internal/clock"
)

// faults is what stands between a grant and its use, as a set of bits: those that
// bar in the upper half, those that are not known in the lower. The lower the
// number, the nearer the grant is to being good.
type faults uint32

const (
	grantPlaceUnknown faults = 1 << iota
	grantBasisUnknown
	grantOffenceUnknown
	grantConditionUnknown

	grantCondition faults = 1 << (iota + 12)
	grantBasis
	grantOffence
	grantArea
	grantNotBegun
	grantOver
	grantSuspended
	grantWithdrawn
)

var notGiven = bar("grant.none", "The accreditation does not give this power.", s41+"(3)", "the employer asks, the person is trained, and the force grants it")

// granted adds why no grant of the power can be used. Where several are held, the
// one that is nearest to being good speaks.
func (l *look) granted() {
	best, found := faults(0), -1
	for i := range l.q.Grants {
		g := &l.q.Grants[i]
		if g.Power != l.p.ID {
			continue
		}
		f := l.faults(g)
		if f == 0 {
			l.needs()
			return
		}
		if found < 0 || f < best || f == best && before(g, &l.q.Grants[found]) {
			best, found = f, i
		}
	}
	if found < 0 {
		l.add(notGiven)
	} else {
		l.explain(best, &l.q.Grants[found])
	}
	l.needs()
}

// faults is what stands between the grant and its use.
func (l *look) faults(g *Grant) faults {
	var f faults
	switch g.State {
	case StateUnknown, Active:
	case Suspended:
		f |= grantSuspended
	default:
		f |= grantWithdrawn
	}
	if !g.From.IsZero() && l.q.At.Before(g.From) {
		f |= grantNotBegun
	}
	if !g.Until.IsZero() && !l.q.At.Before(g.Until) {
		f |= grantOver
	}
	if len(g.Areas) > 0 && !l.p.AnyArea {
		switch {
		case l.q.Place == nil:
			f |= grantPlaceUnknown
		case !meet(g.Areas, l.q.Place):
			f |= grantArea
		}
	}
	if l.p.Notice == PND {
		switch {
		case l.q.Offence == "":
			f |= grantOffenceUnknown
		case !contains(g.Offences, l.q.Offence):
			f |= grantOffence
		}
	}
	if len(g.Bases) > 0 {
		switch {
		case l.q.Basis == "":
			f |= grantBasisUnknown
		case !contains(g.Bases, l.q.Basis):
			f |= grantBasis
		}
	}
	for i := range g.Conditions {
		switch g.Conditions[i].Met {
		case Yes:
		case No:
			f |= grantCondition
		default:
			f |= grantConditionUnknown
		}
	}
	return f
}

// meet reports whether two lists share a code.
func meet(a, b []AreaCode) bool {
	for _, x := range a {
		if contains(b, x) {
			return true
		}
	}
	return false
}

// before puts two grants of the same faults in an order of their own, so that the
// answer does not depend on the order in which they were given.
func before(a, b *Grant) bool {
	if !a.From.Equal(b.From) {
		return a.From.Before(b.From)
	}
	if !a.Until.Equal(b.Until) {
		return b.Until.Before(a.Until)
	}
	if a.State != b.State {
		return a.State < b.State
	}
	return wording(a) < wording(b)
}

// wording is what unmet says, in one text.
func wording(g *Grant) string {
	all := ""
	for _, c := range unmet(g) {
		all += c.Text + "\x00" + c.Met.String() + "\x00"
	}
	return all
}

// unmet is each condition of the grant that is not known to be met, in the order
// of their texts; equal texts count once, the worse of them.
func unmet(g *Grant) []Condition {
	var list []Condition
	for _, c := range g.Conditions {
		if c.Met != Yes {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Condition) int {
		return cmp.Or(strings.Compare(a.Text, b.Text), cmp.Compare(b.Met, a.Met)) // No before Unknown
	})
	return slices.CompactFunc(list, func(a, b Condition) bool { return a.Text == b.Text })
}

// explain turns the faults of a grant into reasons.
func (l *look) explain(f faults, g *Grant) {
	if f&grantWithdrawn != 0 {
		l.add(bar("grant.withdrawn", "This power was withdrawn from the accreditation.", s42+"(3)", "the force grants it again"))
	}
	if f&grantSuspended != 0 {
		l.add(bar("grant.suspended", "This power is suspended.", s42+"(3)", "the force reinstates it"))
	}
	if f&grantNotBegun != 0 {
		l.add(bar("grant.not-begun", "The grant of this power begins on "+clock.Moment(g.From)+".", s41+"(7)", "the grant has begun"))
	}
	if f&grantOver != 0 {
		l.add(bar("grant.over", "The grant of this power ended on "+clock.Moment(g.Until)+".", s41+"(7)", "the force grants it again"))
	}
	if f&grantArea != 0 {
		l.add(bar("grant.area", "The place is outside the area of the accreditation.", s41+"(6)(b)", "the person is inside that area"))
	}
	if f&grantPlaceUnknown != 0 {
		l.add(wait("place.unknown", "the place is inside the area of the accreditation", s41+"(6)(b)"))
	}
	if f&grantOffence != 0 {
		l.add(bar("grant.offence", "The accreditation does not name this offence.", para1+"(3)(b)", "the accreditation names the offence"))
	}
	if f&grantOffenceUnknown != 0 {
		l.add(wait("grant.offence.unknown", "the accreditation names the offence", para1+"(3)(b)"))
	}
	if f&grantBasis != 0 {
		l.add(bar("grant.basis", "The accreditation does not give this basis.", sch5+"2(3)", "the accreditation gives the basis"))
	}
	if f&grantBasisUnknown != 0 {
		l.add(wait("grant.basis.unknown", "the accreditation gives the basis", sch5+"2(3)"))
	}
	for _, c := range unmet(g) {
		if c.Text == "" {
			l.condition("its conditions are met", c.Met)
		} else {
			l.condition("this condition of the accreditation is met: "+c.Text, c.Met)
		}
	}
}

func (l *look) condition(mend string, met Tri) {
	if met == No {
		l.add(bar("condition.no", "A condition of the accreditation is not met.", s41+"(6)(b)", mend))
		return
	}
	l.add(wait("condition.unknown", mend, s41+"(6)(b)"))
}

// needs adds each power that must be granted together with this one and is not.
func (l *look) needs() {
	for _, need := range l.p.Needs {
		if !l.holds(need) {
			l.add(lacks(l.p, need))
		}
	}
}

// holds reports whether the person has a grant of the power that is in force at
// that instant, wherever it may be used.
func (l *look) holds(id PowerID) bool {
	for i := range l.q.Grants {
		if g := &l.q.Grants[i]; g.Power == id && l.live(g) {
			return true
		}
	}
	return false
}

// names reports whether such a grant of a penalty notice for disorder names the
// offence.
func (l *look) names(id OffenceID) bool {
	for i := range l.q.Grants {
		if g := &l.q.Grants[i]; g.Power == "csas-pnd" && contains(g.Offences, id) && l.live(g) {
			return true
		}
	}
	return false
}

// live reports whether the grant is in force at that instant.
func (l *look) live(g *Grant) bool {
	return (g.State == StateUnknown || g.State == Active) &&
		(g.From.IsZero() || !l.q.At.Before(g.From)) && (g.Until.IsZero() || l.q.At.Before(g.Until))
}
