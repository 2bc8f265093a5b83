package county

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"watchword/internal/geo"
)

// forceKey is the key of the area that is the whole county.
const forceKey = "force"

// key makes the part of a key that stands for a name.
func key(name string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(name) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case c == '\'':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

func authorityKey(short string) string { return "authority/" + key(short) }
func districtKey(name string) string   { return "district/" + key(name) }
func wardKey(auth, name string) string { return "ward/" + key(auth) + "/" + key(name) }

// makeAreas draws the county: the same for the same seed, whatever the day.
func makeAreas(seed uint64) ([]Area, error) {
	m := newMesh(seed)
	wards, err := m.wardAreas(m.divide())
	if err != nil {
		return nil, err
	}
	above := func(kind AreaKind, key, name, short, code, parent string, below []Area) (Area, error) {
		var parts []geo.Shape
		for _, a := range below {
			if a.Parent == key {
				parts = append(parts, a.Shape)
			}
		}
		s, err := geo.Join(parts...)
		if err != nil {
			err = fmt.Errorf("%s %s: %w", kind, name, err)
		}
		return Area{Key: key, Kind: kind, Name: name, Short: short, Code: code, Parent: parent, Shape: s}, err
	}
	var auths, dists, lpas []Area
	for i, a := range authorities {
		made, err := above(Authority, authorityKey(a.short), a.formal, a.short, fmt.Sprintf("X07%06d", i+1), districtKey(districts[a.district].name), wards)
		if err != nil {
			return nil, err
		}
		auths = append(auths, made)
	}
	for i, d := range districts {
		made, err := above(District, districtKey(d.name), d.name, d.name, fmt.Sprintf("EMD%02d", i+1), "lpa/"+key(localPolicing[d.area]), auths)
		if err != nil {
			return nil, err
		}
		dists = append(dists, made)
	}
	for i, l := range localPolicing {
		made, err := above(LocalPolice, "lpa/"+key(l), l+" local policing area", l, fmt.Sprintf("EML%02d", i+1), forceKey, dists)
		if err != nil {
			return nil, err
		}
		lpas = append(lpas, made)
	}
	force, err := above(ForceArea, forceKey, "Eastmarch", "Eastmarch", "X23000001", "", lpas)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]Area{force}, lpas, dists, auths, wards), nil
}

// wardAreas joins the cells of each ward and names the wards.
func (m *mesh) wardAreas(groups [][]int) ([]Area, error) {
	out := make([]Area, len(groups))
	coast := make([]bool, len(groups))
	auth := make([]int, len(groups))
	for w, cells := range groups {
		var parts []geo.Shape
		for _, c := range cells {
			s, err := m.shape(m.cells[c])
			if err != nil {
				return nil, err
			}
			parts = append(parts, s)
			auth[w] = m.cells[c].auth
			coast[w] = coast[w] || m.cells[c].coast
		}
		s, err := geo.Join(parts...)
		if err != nil {
			return nil, fmt.Errorf("ward %d: %w", w, err)
		}
		out[w] = Area{Kind: Ward, Shape: s}
	}
	for a, au := range authorities {
		var mine []int
		for w := range out {
			if auth[w] == a {
				mine = append(mine, w)
			}
		}
		nameWards(au, mine, out, coast)
	}
	for w := range out {
		a := authorities[auth[w]].short
		out[w].Short, out[w].Key, out[w].Parent = out[w].Name, wardKey(a, out[w].Name), authorityKey(a)
		out[w].Code, out[w].Coast = fmt.Sprintf("X05%06d", w+1), coast[w]
		out[w].People = people(m.seed, w, out[w].Towns)
	}
	return out, nil
}

// people is how many live in the ward of that number.
func people(seed uint64, ward int, town bool) int {
	if town {
		return 4200 + int(3100*unit(seed, ward, 31))
	}
	return 1500 + int(1900*unit(seed, ward, 31))
}

// nameWards gives the wards nearest to the town its streets, those of them on the
// water its quays, and the rest the villages, the coastal ones by the sea.
func nameWards(au authority, mine []int, out []Area, coast []bool) {
	town := au.town.lonLat()
	far := map[int]float64{}
	for _, w := range mine {
		far[w] = geo.Metres(out[w].Shape.Label(), town) * math.Sqrt(math.Sqrt(out[w].Shape.Hectares()))
	}
	slices.SortStableFunc(mine, func(a, b int) int { return cmp.Compare(far[a], far[b]) })
	streets, shore := slices.Clone(au.streets), slices.Clone(au.shore)
	n := len(streets) + len(shore)
	take := func(list *[]string) string {
		name := (*list)[0]
		*list = (*list)[1:]
		return name
	}
	for _, w := range mine[:n] {
		out[w].Towns = true
		if coast[w] && len(shore) > 0 || len(streets) == 0 {
			out[w].Name = take(&shore)
		} else {
			out[w].Name = take(&streets)
		}
	}
	seaside, inland := slices.Clone(au.villages[:au.coastal]), slices.Clone(au.villages[au.coastal:])
	rest := mine[n:]
	slices.SortStableFunc(rest, func(a, b int) int {
		if coast[a] != coast[b] && coast[a] {
			return -1
		} else if coast[a] != coast[b] {
			return 1
		}
		return 0
	})
	for _, w := range rest {
		if len(seaside) > 0 {
			out[w].Name = take(&seaside)
		} else {
			out[w].Name = take(&inland)
		}
	}
}
