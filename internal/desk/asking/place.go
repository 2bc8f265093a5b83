package asking

import (
	"slices"

	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

// place adds where it is: every area that holds the place, and whether it lies in the
// force's own.
func (g Registers) place(tx *db.Tx, force id.Force, in Inquiry, o *org.Version, q *law.Question) error {
	all, err := g.Areas.Of(tx, force, "")
	if err != nil {
		return err
	}
	var holds []id.Area
	switch {
	case in.Point != nil:
		if holds, err = g.Areas.At(tx, force, *in.Point); err != nil {
			return err
		}
		q.Facts[law.InForceArea] = inForce(all, holds)
	case in.Area != "":
		if !slices.ContainsFunc(all, func(v area.Version) bool { return id.Area(v.ID) == in.Area }) {
			return fault.In("area", "Choose an area of the register")
		}
		holds = above(all, in.Area)
		q.Facts[law.InForceArea] = law.Yes
	default:
		return nil
	}
	q.Place = codes(holds)
	if in.Point != nil && o.State.Drawn != nil && o.State.Drawn.Contains(*in.Point) {
		q.Place = append(q.Place, drawnCode(o))
	}
	return nil
}

// inForce tells whether a point lies in the force's area, as far as its shapes tell.
func inForce(all []area.Version, holds []id.Area) law.Tri {
	if len(holds) > 0 {
		return law.Yes
	}
	for _, v := range all {
		if v.State.Kind == area.WholeForce && !v.State.Shape.Empty() {
			return law.No
		}
	}
	return law.Unknown
}

// above is an area with everything that it is part of.
func above(all []area.Version, of id.Area) []id.Area {
	out := []id.Area{of}
	for i := 0; i < len(out) && i < 32; i++ {
		for _, v := range all {
			if id.Area(v.ID) != out[i] {
				continue
			}
			for _, up := range []id.Area{v.State.Parent, v.State.Authority} {
				if up != "" && !slices.Contains(out, up) {
					out = append(out, up)
				}
			}
		}
	}
	for _, v := range all {
		if v.State.Kind == area.WholeForce && !slices.Contains(out, id.Area(v.ID)) {
			out = append(out, id.Area(v.ID))
		}
	}
	return out
}
