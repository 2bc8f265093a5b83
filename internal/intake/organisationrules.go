package intake

import (
	"fmt"
	"slices"

	"watchword/internal/clock"
)

// together judges the lines against each other and against the register: names and
// aliases that collide, and organisations that are parts of others.
func (o *organisationReader) together() {
	o.names()
	o.references()
	o.aliases()
	o.parents()
}

// names notes a name that stands on an earlier line, and knows again what is in the
// register already.
func (o *organisationReader) names() {
	for i := range o.lines {
		c := &o.lines[i]
		key := fold(c.line.Name)
		if key == "" {
			continue
		}
		if at, ok := o.seen[key]; ok {
			first := &o.lines[at]
			further := furtherRole(&c.line, &first.line)
			switch {
			case o.join(first, c), further && c.faults.n > 0:
			case further:
				c.faults.bad(FieldOrganisation, NameDuplicate, "%s stands on line %d already, and that line is bad. Mend it, and this role comes in with it.", c.line.Name, first.line.Line).OtherLine = first.line.Line
			default:
				c.faults.bad(FieldOrganisation, NameDuplicate, "%s stands on line %d already. Take one of the lines out.", c.line.Name, first.line.Line).OtherLine = first.line.Line
			}
			continue
		}
		o.seen[key] = i
		for _, k := range o.known {
			if fold(k.Name) == key {
				c.line.Known = k.ID
			}
		}
	}
}

// references notes a reference that is another organisation's.
func (o *organisationReader) references() {
	first := map[string]KnownOrganisation{}
	for _, k := range o.known {
		first[fold(k.Reference)] = k
	}
	for i := range o.lines {
		c := &o.lines[i]
		key := fold(c.line.Reference)
		if key == "" || c.joined || c.faults.n > 0 {
			continue
		}
		if k, ok := first[key]; ok && (k.ID == "" || k.ID != c.line.Known) {
			c.faults.bad(FieldReference, RefDuplicate, "The reference %s is that of %s. Give another, or leave the cell empty.", shown(c.line.Reference), k.Name).OtherLine = k.Line
			continue
		}
		first[key] = c.line.Entry()
	}
}

// join reads a line as one with the first of its organisation, where it names a further
// role and says nothing else that the first does not say.
func (o *organisationReader) join(first, further *candidate) bool {
	a, b := &first.line, &further.line
	if first.faults.n > 0 || further.faults.n > 0 || !furtherRole(b, a) {
		return false
	}
	a.Roles = append(a.Roles, b.Roles...)
	a.CellNotes = append(a.CellNotes, b.CellNotes...)
	if b.HeadCount >= 0 {
		a.HeadCount = max(a.HeadCount, 0) + b.HeadCount
	}
	further.joined = true
	o.t.warnings = slices.DeleteFunc(o.t.warnings, func(p Problem) bool { return p.Line == b.Line })
	o.joined++
	return true
}

// furtherRole reports whether a line tells roles that another line of the organisation has
// not, and nothing else.
func furtherRole(l, than *OrganisationLine) bool {
	for _, r := range l.Roles {
		if slices.ContainsFunc(than.Roles, func(have RoleLine) bool { return fold(have.Name) == fold(r.Name) }) {
			return false
		}
	}
	return len(l.Roles) > 0 && saysNoMore(l, than)
}

// saysNoMore reports whether all that a line tells beside its roles is left out or the
// same as in another.
func saysNoMore(l, than *OrganisationLine) bool {
	for _, x := range [][2]string{{l.Reference, than.Reference}, {l.Kind, than.Kind}, {l.Parent, than.Parent}, {l.Address, than.Address}, {l.Postcode, than.Postcode},
		{l.Telephone, than.Telephone}, {l.Email, than.Email}, {l.Contact, than.Contact}, {l.Signatory, than.Signatory}, {string(l.Status), string(than.Status)}, {l.Notes, than.Notes}} {
		if x[0] != "" && x[0] != x[1] {
			return false
		}
	}
	for _, x := range [][2][]string{{l.Aliases, than.Aliases}, {l.Liaison, than.Liaison}, {l.Areas, than.Areas}} {
		if len(x[0]) > 0 && !slices.Equal(x[0], x[1]) {
			return false
		}
	}
	return (l.From == clock.NoDay || l.From == than.From) && (l.To == clock.NoDay || l.To == than.To)
}

// aliases notes an alias that is another's name, and tells of one that two share.
func (o *organisationReader) aliases() {
	first, shared := map[string]int{}, map[string]bool{}
	for i := range o.lines {
		c := &o.lines[i]
		if c.joined {
			continue
		}
		for _, a := range c.line.Aliases {
			key := fold(a)
			if other, line := o.named(key, c.line); other != "" {
				p := c.faults.bad(FieldAliases, AliasConflict, "%q is the name of another organisation, so it cannot be another name of %s. Take it out.", a, c.line.Name)
				p.OtherLine = line
				continue
			}
			if line, ok := first[key]; ok {
				w := c.faults.warn(FieldAliases, AliasShared, "%q is another name of the organisation on line %d too. It is left out of both: where people are listed under it, it would not be clear which is meant.", a, line)
				w.OtherLine = line
				shared[key] = true
				continue
			}
			first[key] = c.line.Line
			for _, k := range o.known {
				if fold(k.Name) != fold(c.line.Name) && slices.ContainsFunc(k.Aliases, func(b string) bool { return fold(b) == key }) {
					c.faults.warn(FieldAliases, AliasShared, "%q is another name of %s in the register. It is left out here: where people are listed under it, it would not be clear which is meant.", a, k.Name)
					shared[key] = true
				}
			}
		}
	}
	o.withoutShared(shared)
}

// withoutShared takes the other names that two organisations share out of all lines.
func (o *organisationReader) withoutShared(shared map[string]bool) {
	for i := range o.lines {
		l := &o.lines[i].line
		l.Aliases = slices.DeleteFunc(l.Aliases, func(a string) bool { return shared[fold(a)] })
	}
}

// named is the organisation, other than the line's own, whose name folds to the key.
func (o *organisationReader) named(key string, l OrganisationLine) (string, int) {
	if at, ok := o.seen[key]; ok && key != fold(l.Name) {
		return key, o.lines[at].line.Line
	}
	for _, k := range o.known {
		if fold(k.Name) == key && key != fold(l.Name) && (k.ID != l.Known || k.ID == "") {
			return k.Name, k.Line
		}
	}
	return "", 0
}

// parents finds the organisation that each line is part of, and notes those that
// are unknown, part of themselves, or part of each other in a ring.
func (o *organisationReader) parents() {
	all := slices.Clone(o.known)
	for _, c := range o.lines {
		all = append(all, c.line.Entry())
	}
	all = slices.CompactFunc(sortedByName(all), func(a, b KnownOrganisation) bool { return fold(a.Name) == fold(b.Name) })
	dir := newDirectory(all)
	up := map[string]string{}
	for i := range o.lines {
		c := &o.lines[i]
		if c.line.Parent == "" || c.joined {
			continue
		}
		found := dir.find(c.line.Parent)
		switch {
		case found.at < 0:
			p := c.faults.bad(FieldParent, ParentUnknown, "No organisation is called %q, so %s cannot be part of it. Enter it first, or correct the name.", shown(c.line.Parent), c.line.Name)
			p.Suggestion = found.suggestion
		case fold(all[found.at].Name) == fold(c.line.Name):
			c.faults.bad(FieldParent, ParentSelf, "%s cannot be part of itself. Take the parent out, or correct it.", c.line.Name)
		default:
			c.line.Parent = all[found.at].Name
			up[fold(c.line.Name)] = fold(c.line.Parent)
		}
	}
	for i := range o.lines {
		c := &o.lines[i]
		if inRing(fold(c.line.Name), up) {
			c.faults.bad(FieldParent, ParentCycle, "%s", fmt.Sprintf("%s is part of %s, which is in turn part of it. Take one of the parents out.", c.line.Name, c.line.Parent))
		}
	}
}

func sortedByName(list []KnownOrganisation) []KnownOrganisation {
	slices.SortStableFunc(list, func(a, b KnownOrganisation) int {
		switch x, y := fold(a.Name), fold(b.Name); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return list
}

// inRing reports whether going up from a name leads back to it.
func inRing(name string, up map[string]string) bool {
	seen := map[string]bool{}
	for at, ok := up[name]; ok && !seen[at]; at, ok = up[at] {
		if at == name {
			return true
		}
		seen[at] = true
	}
	return false
}
