package desk

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Census is who was accredited at an instant, counted: organisations with their posts,
// powers and head-counts. It names no person, and is what the public register shows.
type Census struct {
	Force     area.Force
	When      register.When
	Orgs      []Accredited // whose arrangements were in force, in the order of their names
	Suspended []Accredited // organisations that were suspended, without posts: not among Orgs
	Persons   int
	Divisions []Division // the pieces of land of the map
}

// Accredited is an organisation whose arrangements are in force.
type Accredited struct {
	ID        id.Org
	Number    string
	Name      string
	Kind      org.Kind
	Area      string // in words
	Since     clock.Day
	To        clock.Day // the last day of the arrangements
	Uniform   string
	Address   string
	Postcode  string
	Phone     string
	Posts     []Post
	Persons   int
	Holders   map[law.PowerID]int // persons by power, of powers in force
	Divisions []int               // of the census, in which its people may act
}

// Post is a kind of post with those accredited in it.
type Post struct {
	Title   string
	Persons int
	Powers  []law.PowerID // held by somebody in it, in the order of the catalogue
}

// Powers is what somebody of the organisation holds, in the order of the catalogue.
func (a *Accredited) Powers() []law.PowerID {
	return inOrder(func(p law.PowerID) bool { return a.Holders[p] > 0 })
}

// Holds reports whether somebody of the organisation holds one of the powers.
func (a *Accredited) Holds(any ...law.PowerID) bool {
	return slices.ContainsFunc(any, func(p law.PowerID) bool { return a.Holders[p] > 0 })
}

// Division is a piece of land of the public map: a local authority, or where the force
// keeps none with a boundary, a policing district.
type Division struct {
	ID    id.Area
	Name  string
	Shape geo.Shape
	Stamp string // changes with the boundary or the name
}

// HeldBy is the organisations of which somebody holds the power, those with most first,
// and how many persons hold it in all.
func (c *Census) HeldBy(power law.PowerID) (orgs []Accredited, persons int) {
	for _, o := range c.Orgs {
		if n := o.Holders[power]; n > 0 {
			orgs, persons = append(orgs, o), persons+n
		}
	}
	slices.SortStableFunc(orgs, func(a, b Accredited) int { return cmp.Compare(b.Holders[power], a.Holders[power]) })
	return orgs, persons
}

func inOrder(has func(law.PowerID) bool) []law.PowerID {
	var out []law.PowerID
	for _, p := range law.Powers() {
		if has(p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

// Public counts for the public register and for the pages of the law. What it has worked
// out goes with the next change on this node, and after a second in any case, since what
// lapses changes counts without a write. It is safe for concurrent use.
type Public struct {
	desk *Desk
	gen  atomic.Int64
	mu   sync.Mutex
	kept map[censusKey]*keptCensus
	land landCache
}

// censusKey is a force and a past instant; the zero instants are the present.
type censusKey struct {
	force     id.Force
	at, known int64
}

type keptCensus struct {
	sync.Mutex
	census *Census
	gen    int64
	at     time.Time
}

const (
	censusesKept = 64
	censusAge    = time.Second
)

// NewPublic is the counts over a desk's registers.
func NewPublic(d *Desk) *Public {
	p := &Public{desk: d, kept: map[censusKey]*keptCensus{}}
	d.DB.OnCommit(func() { p.gen.Add(1) })
	return p
}

// Now is who is accredited at present.
func (p *Public) Now(ctx context.Context, force id.Force) (*Census, error) {
	return p.kindred(ctx, censusKey{force: force}, func(tx *db.Tx, c *Census) error {
		c.When = register.Now(p.desk.Clock.Now())
		return p.fromLines(tx, c)
	})
}

// AsAt is who was accredited at an instant, as known at another; a zero known is the
// present. It is worked out from the registers themselves.
func (p *Public) AsAt(ctx context.Context, force id.Force, at, known time.Time) (*Census, error) {
	key := censusKey{force: force, at: clock.Millis(at)}
	if !known.IsZero() {
		key.known = clock.Millis(known)
	}
	return p.kindred(ctx, key, func(tx *db.Tx, c *Census) error {
		c.When = register.When{At: at, Known: known}
		if known.IsZero() {
			c.When.Known = p.desk.Clock.Now()
		}
		return p.fromRegisters(tx, c)
	})
}

// kindred is the census of that key, worked out if what is kept no longer holds. One
// that is being worked out is waited for.
func (p *Public) kindred(ctx context.Context, key censusKey, make func(*db.Tx, *Census) error) (*Census, error) {
	if key.force == "" {
		return nil, fault.New(fault.NotFound, "Several forces keep their registers here. Open the address of your force.")
	}
	k := p.keep(key)
	k.Lock()
	defer k.Unlock()
	gen, now := p.gen.Load(), p.desk.Clock.Now()
	if age := now.Sub(k.at); k.census != nil && k.gen == gen && age >= 0 && age < censusAge {
		return k.census, nil
	}
	c, err := db.Find(ctx, p.desk.DB, func(tx *db.Tx) (*Census, error) {
		f, err := p.desk.Areas.Force(tx, key.force)
		if err != nil {
			return nil, err
		}
		c := &Census{Force: f}
		return c, make(tx, c)
	})
	if err != nil {
		return nil, err
	}
	k.census, k.gen, k.at = c, gen, now
	return c, nil
}

func (p *Public) keep(key censusKey) *keptCensus {
	p.mu.Lock()
	defer p.mu.Unlock()
	if k := p.kept[key]; k != nil {
		return k
	}
	if len(p.kept) >= censusesKept {
		clear(p.kept)
	}
	k := &keptCensus{}
	p.kept[key] = k
	return k
}

// orgs puts the organisations that were in force into the census, without persons.
func (p *Public) orgs(tx *db.Tx, c *Census) (map[id.Org]*Accredited, []org.Version, error) {
	all, err := p.desk.Orgs.All(tx, c.Force.ID, c.When)
	if err != nil {
		return nil, nil, err
	}
	land, err := p.land.of(tx, p.desk.Areas, c.Force.ID)
	if err != nil {
		return nil, nil, err
	}
	c.Divisions = land.divisions
	for i := range all {
		o := &all[i].State
		switch st := o.Standing(c.When.At); {
		case st.State == law.Active && !c.When.At.Before(st.From):
			c.Orgs = append(c.Orgs, accredited(all[i], land))
		case st.State == law.Suspended && c.When.At.Before(st.Until):
			c.Suspended = append(c.Suspended, accredited(all[i], land))
		}
	}
	by := make(map[id.Org]*Accredited, len(c.Orgs))
	for i := range c.Orgs {
		by[c.Orgs[i].ID] = &c.Orgs[i]
	}
	return by, all, nil
}

func accredited(v org.Version, l *land) Accredited {
	o := &v.State
	return Accredited{ID: id.Org(v.ID), Number: o.Number, Name: o.Name, Kind: o.Kind, Area: o.AreaText, Since: o.Since, To: o.To, Uniform: o.Uniform,
		Address: o.Address, Postcode: o.Postcode, Phone: o.Phone, Holders: map[law.PowerID]int{}, Divisions: l.under(o)}
}

// tally gathers posts while a census is made.
type tally map[id.Org]map[string]*postCount

type postCount struct {
	persons int
	holders map[law.PowerID]int
}

func (t tally) post(o id.Org, title string) *postCount {
	if t[o] == nil {
		t[o] = map[string]*postCount{}
	}
	if t[o][title] == nil {
		t[o][title] = &postCount{holders: map[law.PowerID]int{}}
	}
	return t[o][title]
}

// into puts what was gathered into the census: posts with most persons first.
func (t tally) into(c *Census) {
	for i := range c.Orgs {
		o := &c.Orgs[i]
		for title, n := range t[o.ID] {
			o.Posts = append(o.Posts, Post{Title: title, Persons: n.persons, Powers: inOrder(func(p law.PowerID) bool { return n.holders[p] > 0 })})
			o.Persons += n.persons
			for p, k := range n.holders {
				o.Holders[p] += k
			}
		}
		slices.SortFunc(o.Posts, func(a, b Post) int {
			return cmp.Or(cmp.Compare(b.Persons, a.Persons), cmp.Compare(a.Title, b.Title))
		})
		c.Persons += o.Persons
	}
}
