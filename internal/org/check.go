package org

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"watchword/internal/fault"
	"watchword/internal/law"
)

// nameLimit is how many letters a name or title may have; textLimit, a longer text.
const (
	nameLimit = 200
	textLimit = 4000
)

var postcode = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$`)

// check names every field that is wrong in itself.
func (o *Organisation) check() error {
	var fs fault.Fields
	o.Name = strings.TrimSpace(o.Name)
	switch {
	case o.Name == "":
		fs.Add("name", "Enter the organisation’s name")
	case len([]rune(o.Name)) > nameLimit:
		fs.Add("name", "The name must be %d letters or fewer. This one has %d", nameLimit, len([]rune(o.Name)))
	}
	if o.Kind.Title() == "Other employer" && o.Kind != "other" {
		fs.Add("kind", "Choose what kind of organisation it is")
	}
	if o.Postcode = strings.ToUpper(strings.TrimSpace(o.Postcode)); o.Postcode != "" && !postcode.MatchString(o.Postcode) {
		fs.Add("postcode", "Enter a postcode, for example EM1 4AB")
	}
	if !ValidEmail(o.Email) {
		fs.Add("email", "Enter an e-mail address, for example office@council.example")
	}
	for _, t := range []struct{ field, text string }{{"address", o.Address}, {"purpose", o.Purpose}, {"uniform", o.Uniform}, {"area_text", o.AreaText}} {
		if len(t.text) > textLimit {
			fs.Add(t.field, "This must be %d letters or fewer", textLimit)
		}
	}
	o.checkContacts(&fs)
	o.checkRoles(&fs)
	return fs.Err()
}

// ValidEmail reports whether the text is one e-mail address, or empty.
func ValidEmail(s string) bool {
	if s == "" {
		return true
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

func (o *Organisation) checkContacts(fs *fault.Fields) {
	for i, c := range o.Contacts {
		if !slices.Contains([]ContactKind{Signatory, Liaison, Supervisor, PoliceLiaison, Complaints}, c.Kind) {
			fs.Add("contacts["+itoa(i)+"].kind", "Choose what the contact is to the scheme")
		}
		if strings.TrimSpace(c.Name) == "" || len([]rune(c.Name)) > nameLimit {
			fs.Add("contacts["+itoa(i)+"].name", "Enter the contact’s name, in %d letters or fewer", nameLimit)
		}
		if !ValidEmail(c.Email) {
			fs.Add("contacts["+itoa(i)+"].email", "Enter an e-mail address, for example name@council.example")
		}
	}
}

func (o *Organisation) checkRoles(fs *fault.Fields) {
	seen := map[string]bool{}
	for i, r := range o.Roles {
		field := "roles[" + itoa(i) + "]"
		if strings.TrimSpace(r.Title) == "" || len([]rune(r.Title)) > nameLimit {
			fs.Add(field+".title", "Enter the title of the role, in %d letters or fewer", nameLimit)
		}
		if seen[Fold(r.Title)] {
			fs.Add(field+".title", "There are two roles named %s", r.Title)
		}
		seen[Fold(r.Title)] = true
		twice := map[law.PowerID]bool{}
		for j, p := range r.Powers {
			at := field + ".powers[" + itoa(j) + "]"
			known, ok := law.Find(p.Power)
			switch {
			case !ok:
				fs.Add(at+".power", "There is no power %s in the catalogue", p.Power)
			case twice[p.Power]:
				fs.Add(at+".power", "%s is asked for twice", known.Name)
			case known.Authority != law.Accreditation:
				fs.Add(at+".power", "%s does not come from an accreditation", known.Name)
			}
			twice[p.Power] = true
			for _, off := range p.Offences {
				if _, ok := law.FindOffence(off); !ok {
					fs.Add(at+".offences", "There is no offence %s in the catalogue", off)
				}
			}
		}
	}
}
