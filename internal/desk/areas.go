package desk

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// AreaLine is an area with what works in it, as far as the actor sees: accredited
// organisations whose people may act in it, in part of it or in all that it is part of,
// and such persons, in force. A person counts once in an area, and in every area in which
// they may act: the counts of several areas are never added.
type AreaLine struct {
	Area    area.Version
	Orgs    int64
	Persons int64
}

// ID is the identity of the area.
func (l AreaLine) ID() id.Area { return id.Area(l.Area.ID) }

// AreaSight is one area with what surrounds it and who works in it.
type AreaSight struct {
	AreaLine
	Above  []area.Version // what it is part of, the nearest first
	Parts  []AreaLine     // the areas at once below it
	Beside []AreaLine     // of its kind, itself included
	Here   []OrgHere      // accredited organisations, those with most persons here first
}

// OrgHere is an accredited organisation that works in an area.
type OrgHere struct {
	OrgLine
	Persons int64 // its accredited persons who may act there
}

// AreaList is the areas that pass the filter, as they stand or with when as they stood.
// Errors: fault.Forbidden.
func (b *Board) AreaList(ctx context.Context, who authz.Actor, f area.Filter, when *register.When) ([]AreaLine, error) {
	p, err := b.placed(ctx, who, when)
	if err != nil {
		return nil, err
	}
	return p.lines(f), nil
}

// AreaKinds is how many areas there are of each kind. Errors: fault.Forbidden.
func (b *Board) AreaKinds(ctx context.Context, who authz.Actor, when *register.When) (map[area.Kind]int, error) {
	p, err := b.placed(ctx, who, when)
	if err != nil {
		return nil, err
	}
	out := map[area.Kind]int{}
	for _, v := range p.areas {
		out[v.State.Kind]++
	}
	return out, nil
}

// AreaSight is one area, as it stands or as it stood. Errors: fault.NotFound,
// fault.Forbidden.
func (b *Board) AreaSight(ctx context.Context, who authz.Actor, of id.Area, when *register.When) (AreaSight, error) {
	p, err := b.placed(ctx, who, when)
	if err != nil {
		return AreaSight{}, err
	}
	i := slices.IndexFunc(p.areas, func(v area.Version) bool { return id.Area(v.ID) == of })
	if i < 0 {
		return AreaSight{}, fault.New(fault.NotFound, "There is no such area.")
	}
	out := AreaSight{AreaLine: p.line(p.areas[i]), Parts: p.lines(area.Filter{Parent: of}), Beside: p.lines(area.Filter{Kind: p.areas[i].State.Kind})}
	for _, up := range p.tree.Above(of) {
		if j := slices.IndexFunc(p.areas, func(v area.Version) bool { return id.Area(v.ID) == up }); j >= 0 {
			out.Above = append(out.Above, p.areas[j])
		}
	}
	for _, o := range p.orgs[of] {
		out.Here = append(out.Here, OrgHere{*o, p.persons[of][o.ID]})
	}
	slices.SortStableFunc(out.Here, func(a, b OrgHere) int { return int(b.Persons - a.Persons) })
	return out, nil
}

// placement is every area of a force, and who works in each, as one actor sees it.
type placement struct {
	areas   []area.Version
	tree    *area.Tree
	orgs    map[id.Area][]*OrgLine
	persons map[id.Area]map[id.Org]int64
	reach   map[string][]id.Area
}

func (p *placement) line(v area.Version) AreaLine {
	l := AreaLine{Area: v, Orgs: int64(len(p.orgs[id.Area(v.ID)]))}
	for _, n := range p.persons[id.Area(v.ID)] {
		l.Persons += n
	}
	return l
}

func (p *placement) lines(f area.Filter) []AreaLine {
	var out []AreaLine
	for _, v := range p.areas {
		if f.Passes(v.State) {
			out = append(out, p.line(v))
		}
	}
	return out
}

// placed reads the present every second at most, and the past each time.
func (b *Board) placed(ctx context.Context, who authz.Actor, when *register.When) (*placement, error) {
	if err := who.May(authz.ReadArea, authz.Object{}); err != nil {
		return nil, err
	}
	orgs, err := b.orgLines(ctx, who.Force, when)
	if err != nil {
		return nil, err
	}
	read := func() (*placement, error) {
		return db.Find(ctx, b.DB, func(tx *db.Tx) (*placement, error) { return b.readPlacement(tx, who, orgs, when) })
	}
	if when != nil {
		return read()
	}
	return b.places.of(b, scopeKey(who), fresh, read)
}

func (b *Board) readPlacement(tx *db.Tx, who authz.Actor, orgs []OrgLine, when *register.When) (*placement, error) {
	p := &placement{orgs: map[id.Area][]*OrgLine{}, persons: map[id.Area]map[id.Org]int64{}, reach: map[string][]id.Area{}}
	var err error
	if p.areas, err = b.Areas.List(tx, who, area.Filter{}, when); err != nil {
		return nil, err
	}
	p.tree = area.NewTree(p.areas)
	for i := range orgs {
		o := &orgs[i]
		if o.State != OrgInForce || who.May(authz.ReadOrg, authz.Object{Org: o.ID}) != nil {
			continue
		}
		for _, a := range p.reached(o.Entry.Areas) {
			p.orgs[a] = append(p.orgs[a], o)
		}
	}
	if when != nil {
		return p, b.countPast(tx, who, p, *when)
	}
	return p, b.countPresent(tx, who, p)
}

// reached is every area in which somebody who may act in these may act.
func (p *placement) reached(of []id.Area) []id.Area {
	var key strings.Builder
	for _, a := range of {
		key.WriteString(string(a))
		key.WriteByte(' ')
	}
	out, ok := p.reach[key.String()]
	if !ok {
		out = p.tree.Reach(of)
		p.reach[key.String()] = out
	}
	return out
}

// count counts a person of that employer who may act in these areas.
func (p *placement) count(of []id.Area, employer id.Org) {
	for _, a := range p.reached(of) {
		if p.persons[a] == nil {
			p.persons[a] = map[id.Org]int64{}
		}
		p.persons[a][employer]++
	}
}

// countPresent counts the lines of today.
func (b *Board) countPresent(tx *db.Tx, who authz.Actor, p *placement) error {
	w := who.Scope(counting(who), lineScope)
	StateInForce.where(&w, b.Clock.Now())
	rows, err := tx.Query(`
		SELECT l.person_id, l.org_id, a.area_id
		FROM desk_line l JOIN desk_line_area a ON a.force_id = l.force_id AND a.person_id = l.person_id`+w.SQL()+`
		ORDER BY l.person_id, a.area_id`, w.Args()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var person id.Person
	var employer id.Org
	var of []id.Area
	for rows.Next() {
		var next id.Person
		var org id.Org
		var a id.Area
		if err := rows.Scan(&next, &org, &a); err != nil {
			return err
		}
		if next != person {
			p.count(of, employer)
			person, employer, of = next, org, of[:0]
		}
		of = append(of, a)
	}
	p.count(of, employer)
	return rows.Err()
}

// countPast counts from the registers themselves. Who sees figures but no persons is told
// the figures of all.
func (b *Board) countPast(tx *db.Tx, who authz.Actor, p *placement, w register.When) error {
	switch {
	case !who.Can(counting(who)):
		return nil
	case !who.Can(authz.ReadPerson):
		who = authz.ByItself(who.Force)
	}
	lines, err := b.linesAsAt(tx, who, Filter{State: StateInForce}, w)
	for _, l := range lines {
		if l.Status(w.At) == accred.StatusInForce {
			p.count(l.areas, l.Org)
		}
	}
	return err
}
