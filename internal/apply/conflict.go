package apply

import (
	"slices"

	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

// Conflict is what stands in the way of a power for a role, or is to be weighed before it
// is allowed.
type Conflict struct {
	Role    id.Role
	Power   law.PowerID
	Code    string
	Message string
	Source  string
	Mend    string
	Bars    bool // it cannot be allowed while this holds
}

// instead is the authority of a council that stands in the place of a power that nobody can
// be given any more, or that a council can give its own officers without accreditation.
var instead = map[law.PowerID]string{
	"csas-alcohol-dppo":    "A council can authorise people under a public spaces protection order instead (Anti-social Behaviour, Crime and Policing Act 2014, section 63).",
	"csas-fpn-dog-control": "A council can authorise people to give notices under a public spaces protection order instead (Anti-social Behaviour, Crime and Policing Act 2014, section 68).",
}

// councilOwn is the notices that an officer authorised by the council itself can give.
var councilOwn = map[law.PowerID]string{"csas-fpn-litter": "Environmental Protection Act 1990, section 88", "csas-fpn-graffiti": "Anti-social Behaviour Act 2003, section 43"}

// Conflicts is what conflicts in what is asked: powers that are not in force in law on the
// day, powers that need another, powers that end while they would be held, powers outside
// the usual set of the role in the force's catalogue, and authority that the council can
// give itself.
//
// Law: Police Reform Act 2002, Schedule 5; for 8B, its paragraph 8B(5).
func (f *Form) Conflicts(kind org.Kind, catalogue Catalogue, on clock.Day, in law.Territory) []Conflict {
	var out []Conflict
	for i := range f.Roles {
		r := &f.Roles[i]
		for _, w := range r.Powers {
			p, ok := law.Find(w.Power)
			if !ok {
				continue
			}
			out = append(out, inLaw(r, w, p, on, in)...)
			if usual, known := catalogue.Find(r.Title); known && !slices.Contains(usual.Powers, w.Power) {
				out = append(out, Conflict{Role: r.ID, Power: w.Power, Code: "role.unusual", Message: "It is not in the usual set of the role " + usual.Title + ".", Source: "The force’s catalogue of roles", Mend: "Say why this work differs."})
			}
			if source := councilOwn[w.Power]; source != "" && kind.Group() == "Council" {
				out = append(out, Conflict{Role: r.ID, Power: w.Power, Code: "council.own", Message: "A council can authorise its own officers to give this notice, without accreditation.", Source: source,
					Mend: "Ask for it only if they are not authorised already."})
			}
		}
	}
	return out
}

// inLaw is what the law says of one power asked.
func inLaw(r *Role, w Want, p *law.Power, on clock.Day, in law.Territory) []Conflict {
	var out []Conflict
	offences := w.Offences
	if len(offences) == 0 {
		offences = []law.OffenceID{""}
	}
	for _, o := range offences {
		bad, ok := law.Grantable(w.Power, o, on, in)
		if ok {
			continue
		}
		c := Conflict{Role: r.ID, Power: w.Power, Code: bad.Code, Message: bad.Text, Source: bad.Source, Mend: bad.Mend, Bars: true}
		if instead[w.Power] != "" {
			c.Mend = instead[w.Power]
		}
		out = append(out, c)
		if o == "" {
			return out
		}
	}
	for _, need := range law.Prerequisites(w.Power) {
		if n, ok := law.Find(need); ok && r.Want(need) == nil {
			out = append(out, Conflict{Role: r.ID, Power: w.Power, Code: "power.prerequisite", Message: "Needs " + n.Para + ", " + n.Name + ", which is not asked for this role.",
				Source: "Police Reform Act 2002, Schedule 5, paragraph " + p.Para, Mend: "Ask for " + n.Para + " as well.", Bars: true})
		}
	}
	if ends := p.Ends(in); ends != clock.NoDay && ends > on && ends <= on.AddYears(3) {
		out = append(out, Conflict{Role: r.ID, Power: w.Power, Code: "power.ends", Message: "It ends in law on " + ends.Long() + ", and for everybody by itself.", Source: p.Law})
	}
	return out
}

// Catalogue is the usual roles of a force, each with its usual set of powers.
type Catalogue []UsualRole

// UsualRole is a role as it is usual in the force.
type UsualRole struct {
	Title  string
	Powers []law.PowerID
}

// Find is the usual role of that title, whatever its capitals and spaces.
func (c Catalogue) Find(title string) (UsualRole, bool) {
	i := slices.IndexFunc(c, func(r UsualRole) bool { return org.Fold(r.Title) == org.Fold(title) })
	if i < 0 {
		return UsualRole{}, false
	}
	return c[i], true
}
