package agreementweb

import (
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/org"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type documentPage struct {
	web.Page
	Bar      part.AsAt
	Links    []part.Link
	Note     string
	Document template.HTML
}

// read is the agreement of the address as it stood, with its document.
func (h *Handlers) read(v visit.Visit) (x agreement.Version, o org.Organisation, d print.Document, err error) {
	err = h.DB.Read(v.R.Context(), func(tx *db.Tx) error {
		if x, err = h.Agreements.Find(tx, v.Who, of(v.R), v.When); err != nil {
			return err
		}
		found, err := h.Orgs.Any(tx, v.Who.Force, x.State.Org, v.When)
		if err != nil {
			return err
		}
		o = found.State
		d, err = h.Agreements.Document(tx, v.Who, x)
		return err
	})
	return x, o, d, err
}

func (h *Handlers) document(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	x, o, d, err := h.read(v)
	if err != nil {
		return err
	}
	p := &documentPage{Page: page(x, &o, x.State.Title+" "+x.State.Number, "Document"), Bar: v.Bar, Links: papers(v, x)[1:]}
	if x.State.Text != "" {
		p.Note = "The text was fixed on " + clock.DayOf(x.State.Issued).Long() + ". Its SHA-256 fingerprint is " + string(x.State.Text) + "."
	}
	if p.Document, err = d.HTML(); err != nil {
		return err
	}
	return v.Show(h.page, w, "document.html", p)
}

func (h *Handlers) pdf(w http.ResponseWriter, r *http.Request) error {
	x, _, d, err := h.read(visit.At(r, h.Clock))
	if err != nil {
		return err
	}
	pdf, err := d.PDF()
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", file(x)+".pdf", pdf)
}

// text is the words as they were issued, byte for byte: what a fingerprint is taken of.
func (h *Handlers) text(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var x agreement.Version
	var plain []byte
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if x, err = h.Agreements.Find(tx, v.Who, of(r), v.When); err != nil {
			return err
		}
		if x.State.Text == "" {
			return fault.New(fault.NotFound, "There is no fixed text: it has not been issued.")
		}
		plain, err = h.Agreements.Plain(tx, v.Who, x)
		return err
	})
	if err != nil {
		return err
	}
	return web.Send(w, "text/plain; charset=utf-8", file(x)+".txt", plain)
}

// file is the name of a file with an agreement.
func file(x agreement.Version) string {
	return strings.NewReplacer(" ", "-", "/", "-").Replace(strings.ToLower(x.State.Number))
}

type schedulePage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Note  string
	Print string // the fingerprint of a schedule that was kept
	Table part.Table
	Links []part.Link
}

type scheduleForm struct {
	Kept agreement.Side `form:"kept" max:"20"`
}

// schedule is the accredited persons and their supervisors: as the register has them, or as
// they were kept with a signature.
func (h *Handlers) schedule(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[scheduleForm](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	p := &schedulePage{Bar: v.Bar}
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Agreements.Find(tx, v.Who, of(r), v.When)
		if err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, v.Who.Force, x.State.Org, v.When)
		if err != nil {
			return err
		}
		p.Page = page(x, &o.State, "Schedule of "+x.State.Number, "Schedule")
		p.Head = part.Head{Caption: caption(x, &o.State), Title: "Schedule of accredited persons"}
		var all []agreement.Scheduled
		if form.Kept == "" {
			p.Note = "Made from the register, and follows it from day to day."
			all, err = h.Agreements.Schedule(tx, v.Who, x.State.Org, v.When)
			for _, s := range x.State.Signatures {
				if s.Schedule != "" {
					p.Links = append(p.Links, part.Link{Text: "As kept when " + s.Typed + " signed", Href: v.Bar.Link(url(of(r)) + "/schedule?kept=" + string(s.Side))})
				}
			}
		} else {
			all, err = h.kept(tx, v, p, x, form.Kept)
		}
		p.fill(v, all, form.Kept != "")
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "schedule.html", p)
}

func (h *Handlers) kept(tx *db.Tx, v visit.Visit, p *schedulePage, x agreement.Version, side agreement.Side) ([]agreement.Scheduled, error) {
	all, _, err := h.Agreements.Snapshot(tx, v.Who, of(v.R), side)
	if err != nil {
		return nil, err
	}
	now, err := h.Agreements.Find(tx, v.Who, of(v.R), register.Now(h.Clock.Now()))
	if err != nil {
		return nil, err
	}
	s, _ := now.State.SignedBy(side)
	p.Note, p.Print = "As it stood when "+s.Typed+" signed, "+clock.Moment(s.At)+".", string(s.Schedule)
	p.Links = []part.Link{{Text: "As the register has it", Href: v.Bar.Link("/agreements/" + x.ID + "/schedule")}}
	return all, nil
}

func (p *schedulePage) fill(v visit.Visit, all []agreement.Scheduled, kept bool) {
	p.Table = part.Table{Caption: "Accredited persons and their immediate supervisors", RowHeaders: true, Empty: "Nobody is accredited for this organisation.",
		Columns: []part.Column{{Text: "Name"}, {Text: "AP number"}, {Text: "Role"}, {Text: "Immediate supervisor"}, {Text: "Standing"}}}
	if kept {
		p.Table.Empty = "Nobody was accredited for this organisation then."
	}
	for _, s := range all {
		kind := part.InForce
		if s.Standing != "Accreditation in force" {
			kind = part.Suspended
		}
		supervisor := part.Cell{Text: s.Supervisor}
		if s.Supervisor == "" {
			supervisor = part.Cell{Status: part.Status{Kind: part.NotInForce, Text: "None named", Plain: true}}
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: s.Name, Href: v.Bar.Link("/people/" + string(s.Person))}, {Text: s.Number, Nowrap: true}, {Text: s.Role}, supervisor,
			{Status: part.Status{Kind: kind, Text: s.Standing, Plain: true}}}})
	}
}
