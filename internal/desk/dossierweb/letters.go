package dossierweb

import (
	"net/http"
	"strings"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"

	"html/template"
)

// letterTable is the letters about one person, to the person and copied to the employer.
func letterTable(list []accred.Letter) part.Table {
	t := part.Table{Caption: "Letters", RowHeaders: true, Empty: noLetter, Columns: []part.Column{{Text: "Letter"}, {Text: "To"}, {Text: "Day"}, {Text: "PDF"}}}
	for _, l := range list {
		to := l.Body.Name
		if l.To == "employer" {
			to += " (copy)"
		}
		of := "to " + to + ", " + clock.DayOf(l.At).Long()
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{HTML: named(l.Subject, of), Href: letterURL(l.ID)}, {Text: to}, {Text: letterDay(l), Nowrap: true}, {HTML: pdfLink(letterURL(l.ID)+"/letter.pdf", l.Subject+", "+of)}}})
	}
	return t
}

// copyTable is the copies to one employer, by whom they are about.
func copyTable(v *visit.Visit, list []accred.Letter, names map[id.Person]string) part.Table {
	t := part.Table{Caption: "Letters", RowHeaders: true, Empty: noLetter, Columns: []part.Column{{Text: "About"}, {Text: "Letter"}, {Text: "Day"}, {Text: "PDF"}}}
	for _, l := range list {
		about := part.Cell{Text: "The arrangements"}
		if l.Person != "" {
			about = part.Cell{Text: names[l.Person], Href: v.Link(personURL(l.Person))}
		}
		of := about.Text + ", " + clock.DayOf(l.At).Long()
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{about, {HTML: named(l.Subject, of), Href: letterURL(l.ID)}, {Text: letterDay(l), Nowrap: true}, {HTML: pdfLink(letterURL(l.ID)+"/letter.pdf", l.Subject+", "+of)}}})
	}
	return t
}

const noLetter = "No letter has been written. One is written whenever an accreditation is granted, changed or ended."

// named is the words of a link that stands among others like it, with what tells it apart
// for those who hear it alone.
func named(words, of string) template.HTML {
	return template.HTML(template.HTMLEscapeString(words) + `<span class="govuk-visually-hidden">, ` + template.HTMLEscapeString(of) + `</span>`)
}

func letterURL(l id.Letter) string { return "/letters/" + string(l) }

// pdfLink is a link to the PDF of something, named for those who hear it alone.
func pdfLink(href, of string) template.HTML {
	return template.HTML(`<a class="govuk-link" href="` + template.HTMLEscapeString(href) + `">PDF<span class="govuk-visually-hidden"> of ` + template.HTMLEscapeString(of) + `</span></a>`)
}

// personLetters is the letters about a person that the actor may read.
func (h *Handlers) personLetters(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	v.Bar, v.Wrong, v.When = part.AsAt{Now: v.Now.At}, nil, v.Now
	p := &orgPartPage{}
	err := h.read(r, func(tx *db.Tx) error {
		d, err := h.dossier(tx, v.Who, personOf(r), v.Now)
		if err != nil {
			return err
		}
		list, err := h.Accreds.LettersOf(tx, v.Who, d.id)
		p.Page = d.page(&v, "Letters: "+d.person.Name(), "Letters")
		p.Head = part.Head{Caption: d.person.Name(), Title: "Letters"}
		p.Note = "Notice to the person and a copy to the employer, as section 42(3) and (6) of the Police Reform Act 2002 require."
		p.Table = letterTable(list)
		return err
	})
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "letters.html", p)
}

// letterPage is one letter, or a certificate.
type documentPage struct {
	web.Page
	Document template.HTML
	PDF      string
	Note     string
	Sub      moj.SubNavigation
}

// letterOf reads a letter with the force that wrote it, and whom it is about.
func (h *Handlers) letterOf(r *http.Request) (l accred.Letter, f area.Force, name, owner string, err error) {
	v := visit.At(r, h.Clock)
	err = h.read(r, func(tx *db.Tx) (err error) {
		if l, err = h.Accreds.Letter(tx, v.Who, id.Letter(r.PathValue("letter"))); err != nil {
			return err
		}
		if f, err = h.Areas.Force(tx, v.Who.Force); err != nil {
			return err
		}
		if owner, err = h.owner(tx, v.Who.Force, l.At); err != nil {
			return err
		}
		if l.Person == "" { // about the organisation itself
			o, err := h.Orgs.Any(tx, v.Who.Force, l.Org, v.Now)
			name = o.State.Name
			return err
		}
		d, err := h.Persons.Any(tx, v.Who.Force, l.Person, v.Now)
		name = d.State.Name()
		return err
	})
	return l, f, name, owner, err
}

// owner is the unit of the force in whose name a document of that instant stands; empty if
// there was none.
func (h *Handlers) owner(tx *db.Tx, force id.Force, at time.Time) (string, error) {
	u, _, err := h.Areas.Owner(tx, force, register.Now(at))
	return u.Title(), err
}

// letterDocument is a letter as print renders it.
func letterDocument(l accred.Letter, f area.Force, owner string) print.Document {
	d := print.Document{Style: print.Letter, Title: l.Subject, Force: f.Name, Scheme: "Community Safety Accreditation Scheme", Date: clock.DayOf(l.At).Long(), Made: l.At,
		To: []string{l.Body.Name}, Refs: []print.Row{{Key: "Our reference", Value: string(l.Entry)[max(0, len(l.Entry)-8):]}}, Foot: f.Name + ", Community Safety Accreditation Scheme"}
	if owner != "" {
		d.Foot = owner + ", " + d.Foot
	}
	for _, line := range l.Body.Address {
		for _, x := range strings.Split(line, "\n") {
			if x = strings.TrimSpace(x); x != "" {
				d.To = append(d.To, x)
			}
		}
	}
	for _, p := range l.Body.Paragraphs {
		d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain(p)})
	}
	if len(l.Body.Powers) > 0 {
		list := print.List{}
		for _, p := range l.Body.Powers {
			list.Items = append(list.Items, print.Plain(p))
		}
		d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: "Powers"}, list)
	}
	return withClosing(d, l)
}

func withClosing(d print.Document, l accred.Letter) print.Document {
	d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain(l.Body.Closing)})
	return d
}

func (h *Handlers) letter(w http.ResponseWriter, r *http.Request) error {
	l, f, name, owner, err := h.letterOf(r)
	if err != nil {
		return err
	}
	html, err := letterDocument(l, f, owner).HTML()
	if err != nil {
		return err
	}
	p := &documentPage{Document: html, PDF: letterURL(l.ID) + "/letter.pdf"}
	p.Page = web.Page{Title: l.Subject, Active: "/people", Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: name, Href: personURL(l.Person)},
		{Text: "Letters", Href: personURL(l.Person) + "/letters"}, {Text: l.Subject}}}
	if l.Person == "" {
		p.Page.Active, p.Page.Crumbs = "/organisations", []web.Crumb{{Text: "Organisations", Href: "/organisations"}, {Text: name, Href: orgURL(l.Org)}, {Text: "Letters", Href: orgURL(l.Org) + "/letters"}, {Text: l.Subject}}
	}
	return h.page.Render(w, r, "document.html", p)
}

func (h *Handlers) letterPDF(w http.ResponseWriter, r *http.Request) error {
	l, f, _, owner, err := h.letterOf(r)
	if err != nil {
		return err
	}
	pdf, err := letterDocument(l, f, owner).PDF()
	if err != nil {
		return err
	}
	return web.SendPDF(w, "letter.pdf", pdf)
}

// css is what the forms of these pages need beside the common style sheet.
func (h *Handlers) css(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", dossierCSS)
}

// documentCSS is the style sheet of documents shown as pages.
func (h *Handlers) documentCSS(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", print.CSS)
}

// orgLetterLimit is how many letters of an organisation stand on its page.
const orgLetterLimit = 100

// orgLetters is the copies sent to an organisation about its people.
func (h *Handlers) orgLetters(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	v.Bar, v.Wrong, v.When = part.AsAt{Now: v.Now.At}, nil, v.Now
	p := &orgPartPage{Bar: v.Bar}
	err := h.read(r, func(tx *db.Tx) error {
		f, err := h.file(tx, v.Who, orgOf(r), v.Now)
		if err != nil {
			return err
		}
		list, err := h.Accreds.LettersTo(tx, v.Who, f.id, orgLetterLimit)
		if err != nil {
			return err
		}
		people := make([]id.Person, len(list))
		for i, l := range list {
			people[i] = l.Person
		}
		names, err := h.Desk.NamesOf(tx, v.Who, people)
		p.Page, p.Head, p.Sub = f.page(&v, "Letters: "+f.org.Name, "Letters"), f.head(&v), f.sub(&v, "/letters")
		p.Note = "Copies of the notices given to its people, as section 42(6) of the Police Reform Act 2002 requires. The latest " + web.Number(orgLetterLimit) + "."
		p.Table = copyTable(&v, list, names)
		return err
	})
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "letters.html", p)
}
