package incident

import (
	"slices"
	"strings"
	"sync"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Ground is the land of a force as it stood, with every place of the register put in its
// ward and division. It is shared and not to be changed.
type Ground struct {
	Areas     map[id.Area]*area.Area
	Tree      *area.Tree
	Divisions []Land // local authorities, or where none has a border, policing districts
	Wards     []Land
	places    []Place
	division  []int32 // of each place by its number, the first having 1; -1: outside
	ward      []int32
}

// Land is an area with a border.
type Land struct {
	ID       id.Area
	Area     *area.Area
	Division int // of a ward: its division's number, or -1
}

// Short is the name of the area as it stands on a map.
func (l Land) Short() string { return area.Short(l.Area.Name) }

// off is how many metres a point may lie off the area that its file names. Borders are
// drawn more simply than those by which police.uk places its points, and a pier ends at
// sea; the farthest seen is some 300 m.
const off = 500

// newGround puts places in the areas that stood.
func newGround(areas []area.Version, places []Place) *Ground {
	g := &Ground{Areas: make(map[id.Area]*area.Area, len(areas)), Tree: area.NewTree(areas), places: places}
	kind := area.District
	for i := range areas {
		a := &areas[i].State
		g.Areas[id.Area(areas[i].ID)] = a
		if a.Kind == area.Authority && !a.Shape.Empty() {
			kind = area.Authority
		}
	}
	for i := range areas {
		a := &areas[i].State
		land := Land{ID: id.Area(areas[i].ID), Area: a, Division: -1}
		switch {
		case a.Shape.Empty():
		case a.Kind == kind:
			g.Divisions = append(g.Divisions, land)
		case a.Kind == area.Ward:
			g.Wards = append(g.Wards, land)
		}
	}
	g.settle()
	return g
}

// settle finds the division of each ward, and ward and division of each place.
func (g *Ground) settle() {
	wards, divisions := index(g.Wards), index(g.Divisions)
	for i := range g.Wards {
		w := &g.Wards[i]
		above := g.Tree.Above(w.ID)
		w.Division = slices.IndexFunc(g.Divisions, func(d Land) bool { return slices.Contains(above, d.ID) })
		if w.Division < 0 {
			w.Division, _ = divisions.First(w.Area.Shape.Label())
		}
	}
	g.ward, g.division = make([]int32, len(g.places)+1), make([]int32, len(g.places)+1)
	g.ward[0], g.division[0] = -1, -1
	for i, p := range g.places {
		at := p.At.point()
		w, _ := wards.First(at)
		d, _ := divisions.First(at)
		if w >= 0 && g.Wards[w].Division >= 0 {
			d = g.Wards[w].Division
		}
		g.ward[i+1], g.division[i+1] = int32(w), int32(d)
	}
	g.agree(wards, divisions)
}

func index(lands []Land) *geo.Index {
	shapes := make([]geo.Shape, len(lands))
	for i, l := range lands {
		shapes[i] = l.Area.Shape
	}
	return geo.NewIndex(shapes)
}

// agree puts points that lie just across a border where their file says that they lie.
// A file names the local authority of each point; which division that is, is told by
// where most of the points lie that it names so, wherever in the register they stand.
func (g *Ground) agree(wards, divisions *geo.Index) {
	home := g.homes()
	for i, p := range g.places {
		h, ok := home[p.authority()]
		n := i + 1
		switch {
		case !ok || g.division[n] == h:
		case h < 0:
			g.ward[n], g.division[n] = -1, -1
		default:
			at := p.At.point()
			if w, near := wards.Nearest(at, off, func(w int) bool { return int32(g.Wards[w].Division) == h }); near {
				g.ward[n], g.division[n] = int32(w), h
			} else if _, near := divisions.Nearest(at, off, func(d int) bool { return int32(d) == h }); near {
				g.division[n] = h
			}
		}
	}
}

// homes is the division of each local authority that files name, -1 for one that lies
// outside: where more than half of its points lie.
func (g *Ground) homes() map[string]int32 {
	votes := map[string]map[int32]int{}
	for i, p := range g.places {
		name := p.authority()
		if name == "" {
			continue
		}
		if votes[name] == nil {
			votes[name] = map[int32]int{}
		}
		votes[name][g.division[i+1]]++
	}
	out := make(map[string]int32, len(votes))
	for name, by := range votes {
		all := 0
		for _, n := range by {
			all += n
		}
		for d, n := range by {
			if 2*n > all {
				out[name] = d
			}
		}
	}
	return out
}

// authority is the local authority in the name of the place's small area: "Castle Point
// 003B" lies in Castle Point.
func (p Place) authority() string {
	if i := strings.LastIndexByte(p.Name, ' '); i > 0 {
		return p.Name[:i]
	}
	return ""
}

func (p Point) point() geo.Point { return geo.Point{float64(p.Lon) / 1e6, float64(p.Lat) / 1e6} }

// grounds keeps what was worked out: the places of each force, to which some are only ever
// added, and a few grounds.
type grounds struct {
	mu     sync.Mutex
	places map[id.Force][]Place
	kept   map[groundKey]*Ground
}

type groundKey struct {
	force  id.Force
	areas  string // the entries that wrote them
	places int
}

const groundsKept = 16

// ground is the force's land as it stood, or stands if when is nil.
func (s *Service) ground(tx *db.Tx, who authz.Actor, when *register.When) (*Ground, error) {
	areas, err := s.areas.List(tx, who, area.Filter{}, when)
	if err != nil {
		return nil, err
	}
	places, err := s.allPlaces(tx, who.Force)
	if err != nil {
		return nil, err
	}
	var stamp strings.Builder
	for _, v := range areas {
		stamp.WriteString(v.Entry)
		stamp.WriteString(v.ID)
	}
	key := groundKey{who.Force, stamp.String(), len(places)}
	s.grounds.mu.Lock()
	g := s.grounds.kept[key]
	s.grounds.mu.Unlock()
	if g != nil {
		return g, nil
	}
	g = newGround(areas, places)
	s.grounds.mu.Lock()
	defer s.grounds.mu.Unlock()
	if s.grounds.kept == nil || len(s.grounds.kept) >= groundsKept {
		s.grounds.kept = map[groundKey]*Ground{}
	}
	s.grounds.kept[key] = g
	return g, nil
}

// allPlaces is every place of the force by its number, less one.
func (s *Service) allPlaces(tx *db.Tx, force id.Force) ([]Place, error) {
	last, err := lastPlace(tx, force)
	if err != nil {
		return nil, err
	}
	s.grounds.mu.Lock()
	have := s.grounds.places[force]
	s.grounds.mu.Unlock()
	if int64(len(have)) >= last {
		return have[:last:last], nil
	}
	more, err := placesFrom(tx, force, int64(len(have))+1)
	if err != nil {
		return nil, err
	}
	have = append(have[:len(have):len(have)], more...)
	s.grounds.mu.Lock()
	defer s.grounds.mu.Unlock()
	if s.grounds.places == nil {
		s.grounds.places = map[id.Force][]Place{}
	}
	s.grounds.places[force] = have
	return have, nil
}
