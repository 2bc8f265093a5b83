package dossierweb

import (
	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/id"
)

// areaLine is an area of the force, with the areas it is part of.
type areaLine struct {
	ID   id.Area
	Name string
	Kind area.Kind
	Up   []id.Area
}

// areaLines is the current areas of the force in the order of kind and name, each with all
// that it is part of.
func (h *Handlers) areaLines(tx *db.Tx, force id.Force) ([]areaLine, error) {
	vs, err := h.Areas.Of(tx, force, "")
	if err != nil {
		return nil, err
	}
	above := make(map[id.Area][]id.Area, len(vs))
	for _, v := range vs {
		for _, up := range []id.Area{v.State.Parent, v.State.Authority} {
			if up != "" {
				above[id.Area(v.ID)] = append(above[id.Area(v.ID)], up)
			}
		}
	}
	out := make([]areaLine, len(vs))
	for i, v := range vs {
		of := id.Area(v.ID)
		up := append([]id.Area(nil), above[of]...)
		for j := 0; j < len(up) && j < 16; j++ {
			up = append(up, above[up[j]]...)
		}
		out[i] = areaLine{ID: of, Name: v.State.Name, Kind: v.State.Kind, Up: up}
	}
	return out, nil
}

// areaText is areas in words: the text of the whole when they are the whole, else their
// names.
func areaText(chosen []id.Area, whole []string, wholeText string, all []areaLine) string {
	same := len(chosen) == len(whole)
	var names []string
	for _, a := range all {
		for _, c := range chosen {
			if a.ID == c {
				names = append(names, a.Name)
			}
		}
	}
	for _, w := range whole {
		found := false
		for _, c := range chosen {
			found = found || string(c) == w
		}
		same = same && found
	}
	if same || len(names) == 0 {
		return wholeText
	}
	return listed(names)
}
