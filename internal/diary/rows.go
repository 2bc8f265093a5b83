package diary

import (
	"slices"

	"watchword/internal/authz"
	"watchword/internal/id"
)

// Shared is what sources have read for many actors of one force, at one instant and in one
// transaction. The zero Shared is empty.
type Shared struct{ pools map[string]any }

// pool is rows by whom they are about.
type pool[T any] struct {
	all     []T
	persons map[id.Person][]T
	orgs    map[id.Org][]T
}

// About is whom a row is about; either may be empty.
type About interface{ About() (id.Org, id.Person) }

// About is the organisation and the person.
func (i Item) About() (id.Org, id.Person) { return i.Org, i.Person }

// Rows is the rows about persons and organisations that an actor may see, to make items
// of. read reads those that reach an actor by every permission of needs. Where many are
// asked about (Window.Shared) it reads those of the whole force once, and each actor is
// given theirs out of them. Who changes a row copies it first.
func Rows[T About](w Window, name string, who authz.Actor, needs []authz.Permission, read func(authz.Actor) ([]T, error)) ([]T, error) {
	areas := false
	for _, p := range needs {
		r, ok := who.Reach(p)
		if !ok {
			return nil, nil
		}
		areas = areas || r == authz.OwnArea
	}
	if w.Shared == nil || areas { // in which areas somebody acts is known to the database alone
		return read(who)
	}
	p, ok := w.Shared.pools[name].(*pool[T])
	if !ok {
		all, err := read(authz.ByItself(who.Force))
		if err != nil {
			return nil, err
		}
		p = poolOf(all)
		if w.Shared.pools == nil {
			w.Shared.pools = map[string]any{}
		}
		w.Shared.pools[name] = p
	}
	rows := p.all
	for _, n := range needs {
		switch r, _ := who.Reach(n); r {
		case authz.OwnPerson:
			rows = p.persons[who.Person]
		case authz.OwnOrg:
			rows = p.orgs[who.Org]
		default:
			continue
		}
		break
	}
	var out []T
	for _, x := range rows {
		of, person := x.About()
		if !slices.ContainsFunc(needs, func(n authz.Permission) bool { return who.May(n, authz.Object{Org: of, Person: person}) != nil }) {
			out = append(out, x)
		}
	}
	return out, nil
}

func poolOf[T About](all []T) *pool[T] {
	p := &pool[T]{all: all, persons: map[id.Person][]T{}, orgs: map[id.Org][]T{}}
	for _, x := range all {
		of, person := x.About()
		p.persons[person] = append(p.persons[person], x)
		p.orgs[of] = append(p.orgs[of], x)
	}
	return p
}
