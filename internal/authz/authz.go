// Package authz says what an account may do in this program. A permission is not a
// power: a power is what the law lets a person do in the street (see law).
//
// One table, rules.go, gives each role its permissions and how far each reaches:
// the whole force, the actor's own organisation, own areas, or own person. The same
// rule answers a single question (Actor.May) and filters a list (Actor.Scope), and
// a property test holds the two together. What no rule allows is denied, and every
// denial is a sentence.
//
// Read Actor and rules.go first.
package authz

import (
	"slices"

	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Actor is who acts: an account in one of its roles, for one force. The zero Actor
// is a member of the public: nobody is signed in.
type Actor struct {
	Force   id.Force
	Account id.Account
	Name    string    // as shown and as the ledger keeps it
	Role    Role      // Public when nobody is signed in
	Org     id.Org    // for an employer's people
	Person  id.Person // for an accredited person's own account
	Areas   []id.Area // for a neighbourhood team or hub: its own, their parts, and what they are part of
	Session string    // the session or token used, for the list of sessions; never its secret
}

// Object is what a permission is asked about. Fields that do not apply are empty.
type Object struct {
	Force  id.Force // empty means the actor's own
	Org    id.Org
	Person id.Person
	Areas  []id.Area // every area the thing lies in
}

// ByItself is the program as an actor of a force, for what happens by itself and for what
// nobody asks for.
func ByItself(force id.Force) Actor { return Actor{Force: force, Name: System.Title(), Role: System} }

// May returns nil if the actor has the permission on the object, and otherwise a
// fault.Forbidden that says why in a sentence; for a thing of another force it is
// fault.NotFound, since even its existence is not the actor's to know.
func (a Actor) May(p Permission, on Object) error {
	if on.Force != "" && on.Force != a.Force {
		return fault.New(fault.NotFound, "There is no such thing in this force.")
	}
	rule, ok := rules[a.Role][p]
	switch {
	case !ok && a.Role == Public:
		return fault.New(fault.Unauthorized, "Sign in to %s.", p.what())
	case !ok:
		return fault.New(fault.Forbidden, "You may not %s. %s", p.what(), p.holders())
	case !a.reaches(rule, on):
		return fault.New(fault.Forbidden, "You may not %s %s. %s", p.what(), rule.beyond(), "Your role reaches no further than that.")
	}
	return nil
}

// Can reports whether the actor has the permission on anything at all, to decide
// whether a page or a navigation item exists for them.
func (a Actor) Can(p Permission) bool {
	_, ok := rules[a.Role][p]
	return ok
}

// Reach is how far the actor's permission goes, and whether there is one.
func (a Actor) Reach(p Permission) (Reach, bool) {
	r, ok := rules[a.Role][p]
	return r, ok
}

func (a Actor) reaches(r Reach, on Object) bool {
	switch r {
	case WholeForce:
		return true
	case OwnOrg:
		return a.Org != "" && on.Org == a.Org
	case OwnArea:
		return slices.ContainsFunc(on.Areas, func(x id.Area) bool { return slices.Contains(a.Areas, x) })
	case OwnPerson:
		return a.Person != "" && on.Person == a.Person
	}
	return false
}

// Columns names where a table keeps what a rule looks at. A rule that needs a
// column the table lacks lets no row pass.
type Columns struct {
	Force  string // always needed
	Org    string
	Person string
	// Area is a condition with one %s for a list of ? marks, true for rows that lie
	// in one of the areas, for example
	// "EXISTS (SELECT 1 FROM line_area x WHERE x.force_id = l.force_id AND x.line_id = l.id AND x.area_id IN (%s))".
	Area string
}

// Scope is the filter that lets pass exactly the rows of a list on which May returns
// nil.
func (a Actor) Scope(p Permission, c Columns) db.Where {
	var w db.Where
	w.And(c.Force+" = ?", string(a.Force))
	rule, ok := rules[a.Role][p]
	if !ok {
		w.And("1 = 0")
		return w
	}
	switch {
	case rule == WholeForce:
	case rule == OwnOrg && c.Org != "" && a.Org != "":
		w.And(c.Org+" = ?", string(a.Org))
	case rule == OwnPerson && c.Person != "" && a.Person != "":
		w.And(c.Person+" = ?", string(a.Person))
	case rule == OwnArea && c.Area != "" && len(a.Areas) > 0:
		inAreas(&w, c.Area, a.Areas)
	default:
		w.And("1 = 0")
	}
	return w
}
