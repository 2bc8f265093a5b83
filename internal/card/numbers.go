package card

import (
	"slices"

	"watchword/internal/law"
)

// numbers is the catalogue numbers of the powers in a card's code: the place in this list,
// from 0, is the number for ever. Cards already printed say these numbers, so powers are
// only ever added at the end; testdata/numbers.txt holds what was given out.
var numbers = []law.PowerID{
	"csas-name-address",
	"csas-name-address-asb",
	"csas-name-address-traffic",
	"csas-alcohol-dppo",
	"csas-alcohol-u18",
	"csas-tobacco-u16",
	"csas-abandoned-vehicle",
	"csas-stop-vehicle-test",
	"csas-stop-cycle",
	"csas-traffic-control",
	"csas-traffic-escort",
	"csas-photograph",
	"csas-fpn-cycling",
	"csas-pnd",
	"csas-pn-truancy",
	"csas-pn-excluded",
	"csas-fpn-dog-fouling",
	"csas-fpn-graffiti",
	"csas-fpn-litter",
	"csas-fpn-dog-control",
	"csas-fpn-byelaw",
}

// PowerNumber is the number of a power in a card's code, and whether it has one.
func PowerNumber(p law.PowerID) (int, bool) {
	n := slices.Index(numbers, p)
	return n, n >= 0
}

// PowerOf is the power that a number in a card's code names, and whether there is one.
func PowerOf(n int) (law.PowerID, bool) {
	if n < 0 || n >= len(numbers) {
		return "", false
	}
	return numbers[n], true
}

// packed is the numbers of the powers, ascending.
func packed(powers []law.PowerID) []int {
	var out []int
	for _, p := range powers {
		if n, ok := PowerNumber(p); ok {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
