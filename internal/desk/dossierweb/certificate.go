package dossierweb

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/print"
	"watchword/internal/web"
)

// certificate is what a certificate is made from: the accreditation as it was signed.
type certificate struct {
	of       id.Person
	name     string
	a        accred.Accreditation
	org      org.Organisation
	force    area.Force
	entry    ledger.Entry
	owner    string // unit of the force, on the day it was signed
	versions int
	check    string // address where the public checks the number
}

// certificateOf reads the certificate asked for: the version of the address, or the latest.
func (h *Handlers) certificateOf(r *http.Request) (*certificate, error) {
	v := visit.At(r, h.Clock)
	c := &certificate{of: personOf(r)}
	err := h.read(r, func(tx *db.Tx) error {
		d, err := h.dossier(tx, v.Who, c.of, v.Now)
		if err != nil {
			return err
		}
		c.name, c.org, c.force = d.person.Name(), d.org, d.force
		if !d.granted() || d.chief.State.Certificate == 0 {
			return fault.New(fault.NotFound, "There is no certificate: %s was never accredited.", c.name)
		}
		c.versions = d.chief.State.Certificate
		want := c.versions
		if s := r.URL.Query().Get("version"); s != "" {
			if want, err = strconv.Atoi(s); err != nil || want < 1 || want > c.versions {
				return fault.New(fault.NotFound, "There is no such version of the certificate.")
			}
		}
		all, err := h.Accreds.History(tx, v.Who, d.accreditation(), true)
		if err != nil {
			return err
		}
		for _, x := range all { // the first that bears the version is as it was signed
			if x.State.Certificate == want {
				c.a = x.State
				if c.owner, err = h.owner(tx, v.Who.Force, c.a.Signed.At); err != nil {
					return err
				}
				c.entry, err = h.Ledger.Find(tx, v.Who.Force, id.Entry(x.Entry))
				return err
			}
		}
		return fault.New(fault.NotFound, "There is no such version of the certificate.")
	})
	if err != nil {
		return nil, err
	}
	c.check = h.CheckAddress(c.force, c.a.Number)
	return c, nil
}

// number is the certificate's own: "EM 4417 / 1".
func (c *certificate) number() string { return fmt.Sprintf("%s / %d", c.a.Number, c.a.Certificate) }

// document is the certificate as print renders it.
func (c *certificate) document() print.Document {
	d := print.Document{Style: print.Certificate, Title: "Accreditation", Force: c.force.Name, Scheme: "Community Safety Accreditation Scheme",
		Refs: []print.Row{{Key: "Certificate", Value: c.number()}}, Made: c.a.Signed.At}
	if c.owner != "" {
		d.Refs = append(d.Refs, print.Row{Key: "Document owner", Value: c.owner})
	}
	uniform := "With the badge specified by the Secretary of State"
	if c.a.Uniform != "" {
		uniform = c.a.Uniform
		if c.org.UniformApproved != clock.NoDay && c.org.Uniform == c.a.Uniform {
			uniform += ", approved " + c.org.UniformApproved.Long()
		}
		uniform += ", with the badge specified by the Secretary of State"
	}
	conditions := strings.Join(c.a.Conditions, "; ")
	if conditions == "" {
		conditions = "None further"
	}
	areaText := c.a.AreaText
	if areaText == "" {
		areaText = "The whole area of " + c.force.Name
	}
	d.Blocks = []print.Block{
		print.Paragraph{Size: print.Lead, Text: print.Plain("The " + chief(c.force) + ", under section 41 of the Police Reform Act 2002, being satisfied of the matters in section 41(4), grants accreditation to")},
		print.Paragraph{Size: print.Name, Text: print.Bold(c.name)},
		print.Paragraph{Size: print.Lead, Text: print.Text{{Text: small(c.a.RoleTitle) + ", employed by "}, {Text: c.org.Name, Bold: true}}},
		print.Summary{Rows: []print.Row{{Key: "In force", Value: "From " + c.a.From.Long() + " to the end of " + c.a.To.Long()}, {Key: "Area", Value: areaText},
			{Key: "Uniform", Value: uniform}, {Key: "Conditions", Value: conditions}}},
	}
	d.Blocks = append(d.Blocks, c.powers()...)
	d.Blocks = append(d.Blocks, print.Paragraph{Size: print.Small, Text: print.Plain("Usable only in the course of that employment, in uniform and with the badge, and shown on request. It ends at once if the employment or the employer’s arrangements end. It gives no power to arrest, detain, search or use force.")},
		print.Signature{Name: c.a.Signed.By, Post: "For the " + chief(c.force), Signed: "Signed " + clock.Moment(c.a.Signed.At), QR: c.check, Aside: c.proof()})
	return d
}

func chief(f area.Force) string {
	if f.Settings.ChiefOfficer != "" {
		return f.Settings.ChiefOfficer
	}
	return "Chief Constable of " + f.Name
}

// proof is the ledger entry and its fingerprint.
func (c *certificate) proof() []print.Text {
	var out []print.Text
	if c.entry.Place >= 0 {
		out = append(out, print.Plain("Ledger entry "+web.Number(int(c.entry.Place))))
	}
	return append(out, print.Text{{Text: fingerprint(c.entry.Commitment), Mono: true}}, print.Plain("A power may since have ended: scan for today"))
}

// fingerprint is the first letters of an entry's commitment, in fours.
func fingerprint(sum [32]byte) string {
	s := base64.StdEncoding.EncodeToString(sum[:])[:16]
	return s[:4] + " " + s[4:8] + " " + s[8:12] + " " + s[12:]
}

// powers is each power by its paragraph, with every offence and basis named.
func (c *certificate) powers() []print.Block {
	if len(c.a.Grants) == 0 {
		return []print.Block{print.Paragraph{Text: print.Bold("No powers are given with this accreditation.")}}
	}
	t := print.Table{Caption: "Powers by paragraph of Schedule 5", Quiet: true, Plain: true, Columns: []print.Column{{Title: "Paragraph", Share: 1, Mono: true}, {Title: "Power", Share: 6}}}
	on, in := c.a.From, c.force.Settings.Law()
	for _, g := range c.a.Grants {
		p, ok := law.Find(g.Power)
		if !ok {
			continue
		}
		text := p.Name
		if p.Notice != law.NoNotice && len(g.Offences) == 0 && p.Underlying != "" {
			text += " (" + p.Underlying + ")"
		}
		if note := certificateNote(&c.a, g, on, in); note != "" {
			text += "; " + note
		}
		t.Rows = append(t.Rows, []string{p.Para, text})
	}
	return []print.Block{print.Heading{Level: 2, Text: "Powers, Police Reform Act 2002, Schedule 5"}, t}
}

// certificateNote names offences, bases, what a power needs, and its condition.
func certificateNote(a *accred.Accreditation, g accred.Grant, on clock.Day, in law.Territory) string {
	var notes []string
	for _, off := range g.Offences {
		if o, ok := law.FindOffence(off); ok {
			notes = append(notes, small(o.Name)+" ("+o.CiteOn(on)+")")
		}
	}
	if g.Power == "csas-name-address" {
		for i := range law.Bases() {
			if b := &law.Bases()[i]; a.HasBasis(b) && b.StatusOn(on, in) == law.InForce {
				notes = append(notes, basisWords[b.ID]+" ("+b.Para+")")
			}
		}
	}
	for _, need := range law.Prerequisites(g.Power) {
		if p, ok := law.Find(need); ok {
			notes = append(notes, "with "+p.Para)
		}
	}
	if g.Condition != "" {
		notes = append(notes, "condition: "+g.Condition)
	}
	return strings.Join(notes, "; ")
}

func (h *Handlers) certificate(w http.ResponseWriter, r *http.Request) error {
	c, err := h.certificateOf(r)
	if err != nil {
		return err
	}
	html, err := c.document().HTML()
	if err != nil {
		return err
	}
	base := personURL(c.of) + "/certificate"
	p := &documentPage{Document: html, PDF: base + ".pdf?version=" + strconv.Itoa(c.a.Certificate)}
	p.Note = "It is a record of the day it was signed. The code tells how things stand today."
	if c.a.Certificate < c.versions {
		p.Note = "This is version " + strconv.Itoa(c.a.Certificate) + ". A later decision made version " + strconv.Itoa(c.versions) + "."
	}
	p.Page = web.Page{Title: "Certificate " + c.number(), Active: "/people", Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: c.name, Href: personURL(c.of)}, {Text: "Certificate " + c.number()}}}
	for n := 1; n <= c.versions && c.versions > 1; n++ {
		p.Sub.Items = append(p.Sub.Items, subItem("Version "+strconv.Itoa(n), base+"?version="+strconv.Itoa(n), n == c.a.Certificate))
	}
	return h.page.Render(w, r, "document.html", p)
}

func (h *Handlers) certificatePDF(w http.ResponseWriter, r *http.Request) error {
	c, err := h.certificateOf(r)
	if err != nil {
		return err
	}
	pdf, err := c.document().PDF()
	if err != nil {
		return err
	}
	return web.SendPDF(w, "certificate-"+strings.ReplaceAll(c.a.Number, " ", "-")+"-"+strconv.Itoa(c.a.Certificate)+".pdf", pdf)
}
