package dossierweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/compliance"
	"watchword/internal/compliance/complianceweb"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web/part"
)

// standards is the six standards beside an entry, in six lines, and the page that says why.
type standards struct {
	Parts []part.Status
	More  part.Link
}

// sixStandards is the six as lines; nil for who may not read them, or where there are none.
func (h *Handlers) sixStandards(r *http.Request, v *visit.Visit, at string, read func(*db.Tx) ([]compliance.Finding, error)) (*standards, error) {
	if h.Compliance == nil {
		return nil, nil
	}
	var out *standards
	err := h.read(r, func(tx *db.Tx) error {
		fs, err := read(tx)
		if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		out = &standards{More: part.Link{Text: "Why, and where it is seen to", Href: v.Link(at + "/standards")}}
		for _, f := range fs {
			st := complianceweb.Status(f.Colour)
			st.Text = f.Part.Title() + ": " + small(st.Text)
			out.Parts = append(out.Parts, st)
		}
		return nil
	})
	return out, err
}

func (h *Handlers) orgStandards(r *http.Request, v *visit.Visit, of id.Org) (*standards, error) {
	return h.sixStandards(r, v, orgURL(of), func(tx *db.Tx) ([]compliance.Finding, error) {
		o, err := h.Compliance.Of(tx, v.Who, of, v.When)
		return o.Findings, err
	})
}

func (h *Handlers) personStandards(r *http.Request, v *visit.Visit, of id.Person) (*standards, error) {
	return h.sixStandards(r, v, personURL(of), func(tx *db.Tx) ([]compliance.Finding, error) {
		p, err := h.Compliance.OfPerson(tx, v.Who, of, v.When)
		return p.Findings, err
	})
}
