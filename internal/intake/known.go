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
}

// KnownOrganisation is an organisation of the register.
type KnownOrganisation struct {
	ID      id.Org
	Name    string
	Aliases []string
	Status  Status
	Roles   []RoleLine
	Line    int // where it comes in with the same import; else 0
}

// KnownPerson is a person of the register.
type KnownPerson struct {
	ID        id.Person
	Number    string
	Surname   string
	Forenames string
	Born      clock.Day
}

// Roll is a register in memory.
type Roll struct {
	organisations []KnownOrganisation
	holders       map[string]KnownPerson
}

// NewRoll is a register of those organisations and people.
func NewRoll(organisations []KnownOrganisation, people []KnownPerson) *Roll {
	r := &Roll{organisations: organisations, holders: make(map[string]KnownPerson, len(people))}
	for _, p := range people {
		if p.Number != "" {
			r.holders[numberKey(p.Number)] = p
		}
	}
	return r
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
	return KnownOrganisation{ID: o.Known, Name: o.Name, Aliases: o.Aliases, Status: o.Status, Roles: o.Roles, Line: o.Line}
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
