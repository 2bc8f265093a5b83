package intake

import (
	"fmt"
	"slices"
)

// together judges the lines against each other and against the register: names and
// aliases that collide, and organisations that are parts of others.
func (o *organisationReader) together() {
	o.names()
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
		if first, ok := o.seen[key]; ok {
			c.faults.bad(FieldOrganisation, NameDuplicate, "%s stands on line %d already. Take one of the lines out.", c.line.Name, first).OtherLine = first
			continue
		}
		o.seen[key] = c.line.Line
		for _, k := range o.known {
			if fold(k.Name) == key {
				c.line.Known = k.ID
			}
		}
	}
}

// aliases notes an alias that is another's name, and tells of one that two share.
func (o *organisationReader) aliases() {
	first := map[string]int{}
	for i := range o.lines {
		c := &o.lines[i]
		for _, a := range c.line.Aliases {
			key := fold(a)
			if other, line := o.named(key, c.line); other != "" {
				p := c.faults.bad(FieldAliases, AliasConflict, "%q is the name of another organisation, so it cannot be another name of %s. Take it out.", a, c.line.Name)
				p.OtherLine = line
				continue
			}
			if line, ok := first[key]; ok {
				w := c.faults.warn(FieldAliases, AliasShared, "%q is another name of the organisation on line %d too. Where people are listed under it, it will not be clear which is meant.", a, line)
				w.OtherLine = line
				continue
			}
			first[key] = c.line.Line
			for _, k := range o.known {
				if fold(k.Name) != fold(c.line.Name) && slices.ContainsFunc(k.Aliases, func(b string) bool { return fold(b) == key }) {
					c.faults.warn(FieldAliases, AliasShared, "%q is another name of %s too. Where people are listed under it, it will not be clear which is meant.", a, k.Name)
				}
			}
		}
	}
}

// named is the organisation, other than the line's own, whose name folds to the key.
func (o *organisationReader) named(key string, l OrganisationLine) (string, int) {
	if line, ok := o.seen[key]; ok && key != fold(l.Name) {
		return key, line
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
		if c.line.Parent == "" {
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
