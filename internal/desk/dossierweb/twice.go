package dossierweb

import (
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/db"
	"watchword/internal/double"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/web/part"
)

// twice is another entry of the same person, and what became of it.
type twice struct {
	Before, After string
	Link          part.Link
}

// twice is the entry into which this one was merged, and those that were merged into it, as
// far as the reader may see them.
func (h *Handlers) twice(tx *db.Tx, v *visit.Visit, of id.Person) ([]twice, error) {
	if h.Doubles == nil {
		return nil, nil
	}
	into, from, err := h.Doubles.Also(tx, v.Who, of, v.When)
	if err != nil {
		return nil, err
	}
	var out []twice
	link := func(e *double.Entry) part.Link {
		return part.Link{Text: e.Person.Name(), Href: v.Link(personURL(e.ID))}
	}
	if into != nil {
		out = append(out, twice{"This person was entered twice. This entry was merged on " + into.Merged.Long() + " into that of ", ". Its past stays here; everything from then on is there.", link(into)})
	}
	for i := range from {
		e := &from[i]
		list, more, err := h.entries(tx, v, person.Subject(string(e.ID)), 0, 100)
		if err != nil {
			return nil, err
		}
		held := []string{part.Count(len(list), "act", "acts")}
		if more {
			held[0] = "more than 100 acts"
		}
		if e.Accreds > 0 {
			held = append(held, part.Count(e.Accreds, "accreditation", "accreditations"))
		}
		if len(e.Numbers) > 0 {
			held = append(held, "AP number "+strings.Join(e.Numbers, ", "))
		}
		out = append(out, twice{"Also entered as ", ", merged into this entry on " + e.Merged.Long() + ". Its past is there: " + strings.Join(held, ", ") + ".", link(e)})
	}
	return out, nil
}
