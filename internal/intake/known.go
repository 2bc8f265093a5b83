package intake

import (
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
)

// Known is what the register already holds. The register rooms implement it; Roll
// is one in memory.
type Known interface {
	// Organisations is every organisation, withdrawn ones included.
	Organisations() []KnownOrganisation
	// HolderOf is the person to whom an AP number was ever given.
	HolderOf(number string) (KnownPerson, bool)
	// Named is everybody of that name and date of birth, merged people left out.
	Named(surname, forenames string, born clock.Day) []KnownPerson
}

// KnownOrganisation is an organisation of the register.
type KnownOrganisation struct {
	ID        id.Org
	Reference string
	Name      string
	Aliases   []string
	Status    Status
	Roles     []RoleLine
	Line      int // where it comes in with the same import; else 0
}

// KnownPerson is a person of the register.
type KnownPerson struct {
	ID           id.Person
	Number       string
	Former       []string // numbers of other accreditations
	Surname      string
	Forenames    string
	Born         clock.Day
	Organisation id.Org
	Employer     string // its name
	Status       Status
}

// Roll is a register in memory.
type Roll struct {
	organisations []KnownOrganisation
	holders       map[string]KnownPerson
	named         map[string][]KnownPerson
}

// NewRoll is a register of those organisations and people.
func NewRoll(organisations []KnownOrganisation, people []KnownPerson) *Roll {
	r := &Roll{organisations: organisations, holders: make(map[string]KnownPerson, len(people)), named: make(map[string][]KnownPerson, len(people))}
	for _, p := range people {
		for _, n := range append([]string{p.Number}, p.Former...) {
			if n != "" {
				r.holders[numberKey(n)] = p
			}
		}
		key := personKey(p.Surname, p.Forenames, p.Born)
		r.named[key] = append(r.named[key], p)
	}
	return r
}

// personKey is name and birth as they are compared.
func personKey(surname, forenames string, born clock.Day) string {
	return nameKey(surname, forenames) + "|" + born.String()
}

// Named is everybody of that name and date of birth.
func (r *Roll) Named(surname, forenames string, born clock.Day) []KnownPerson {
	return r.named[personKey(surname, forenames, born)]
}

// Organisations is every organisation of the roll.
func (r *Roll) Organisations() []KnownOrganisation { return r.organisations }

// HolderOf is the person to whom an AP number was ever given.
func (r *Roll) HolderOf(number string) (KnownPerson, bool) {
	p, ok := r.holders[numberKey(number)]
	return p, ok
}

// Entry is the line as the register will know it, so that people can be read
// against organisations that come in with them.
func (o OrganisationLine) Entry() KnownOrganisation {
	return KnownOrganisation{ID: o.Known, Reference: o.Reference, Name: o.Name, Aliases: o.Aliases, Status: o.Status, Roles: o.Roles, Line: o.Line}
}

// allows reports whether any of the roles may carry the power.
func allows(roles []RoleLine, p law.PowerID) bool {
	for _, r := range roles {
		for _, have := range r.Powers {
			if have == p {
				return true
			}
		}
	}
	return false
}
