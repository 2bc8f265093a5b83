package trainingweb

import (
	"encoding/base64"
	"net/http"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/print"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/part"

	"html/template"
)

func placeURL[T ~string](of T) string { return "/training/places/" + string(of) }

// place is one person's place in a session, and what came of it.
func (h *Handlers) place(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.read(r, func(tx *db.Tx) error {
		y, err := h.Courses.Place(tx, v.Who, id.Place(r.PathValue("place")), v.When)
		if err != nil {
			return err
		}
		x, err := h.Courses.Session(tx, v.Who, y.State.Session, v.When)
		if err != nil {
			return err
		}
		c, err := h.Courses.Course(tx, v.Who, x.State.Course, v.When)
		if err != nil {
			return err
		}
		names, err := h.names(tx, v, []course.PlaceVersion{y})
		if err != nil {
			return err
		}
		s, n := &y.State, names[y.State.Person]
		p.Page = common(n.person+", "+x.State.Days(), web.Crumb{Text: x.State.Days(), Href: v.Bar.Link(sessionURL(x.ID))}, web.Crumb{Text: n.person})
		p.Past = v.Bar.Past()
		p.Head = part.Head{Caption: c.State.Title + ", " + x.State.Days(), Title: n.person, Text: n.org, Statuses: []part.Status{placeStatus(s, false)}}
		if v.Who.Can(authz.ReadPerson) {
			p.Head.Links = []part.Link{{Text: "The person’s entry", Href: v.Bar.Link("/people/" + string(s.Person))}}
		}
		if s.State == course.Passed {
			p.Head.Links = append(p.Head.Links, part.Link{Text: "Certificate", Href: v.Bar.Link(placeURL(y.ID) + "/certificate")})
		}
		p.add("Asked for", clock.Moment(s.Asked))
		p.came(s)
		p.add("Reason", s.Why)
		p.add("Last changed by", s.Changed.By+", "+clock.Moment(s.Changed.At))
		if v.May(authz.BookTraining) && (s.State == course.Booked || s.State == course.Waiting) && x.State.State == course.Planned {
			p.Stop = &stop{Action: placeURL(y.ID) + "/give-up", Button: "Give the place up", Says: "Whoever stands first on the waiting list then has it."}
			if s.State == course.Waiting {
				p.Stop.Button, p.Stop.Says = "Leave the waiting list", "The others move up."
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

// came adds what came of a place.
func (p *onePage) came(s *course.Place) {
	if s.Score > 0 {
		p.add("Score", web.Number(s.Score)+"%")
	}
	if s.Hours > 0 {
		p.add("Attended", count(s.Hours, "hour", "hours"))
	}
	p.add("Powers passed", strings.Join(powerNames(s.Powers), "; "))
	p.add("Modules not passed", strings.Join(s.Missed, "; "))
	p.add("Counts to the end of", s.Until.Long())
	p.add("Taught by", s.Trainer)
	for _, m := range s.Manuals {
		p.link("Manual given", m.Title+", version "+web.Number(m.Version), "/training/manuals/"+string(m.Manual)+"/files/"+web.Number(m.Version))
	}
}

// powerNames is powers as people name them.
func powerNames(ids []law.PowerID) []string {
	var out []string
	for _, i := range ids {
		if p, ok := law.Find(i); ok {
			out = append(out, p.Name+" ("+p.Para+")")
		}
	}
	return out
}

func (h *Handlers) giveUpNow(w http.ResponseWriter, r *http.Request) error {
	of := id.Place(r.PathValue("place"))
	if err := h.Courses.GiveUp(r.Context(), who(r), of, ""); err != nil {
		return err
	}
	return web.SeeOther(w, r, placeURL(of), "place.given-up")
}

// certificate is what a certificate of training is made from: the place as its result was
// recorded.
type certificate struct {
	of    id.Place
	place course.Place
	days  string
	org   string
	hours int
	force area.Force
	entry ledger.Entry
}

func (h *Handlers) certificateOf(r *http.Request) (*certificate, error) {
	v := visit.At(r, h.Clock)
	c := &certificate{of: id.Place(r.PathValue("place"))}
	err := h.read(r, func(tx *db.Tx) error {
		now, err := h.Courses.Place(tx, v.Who, c.of, h.now())
		if err != nil {
			return err
		}
		if now.State.State != course.Passed {
			return fault.New(fault.NotFound, "There is no certificate: the course was not passed in this session.")
		}
		all, err := h.Courses.PlaceHistory(tx, v.Who, c.of, true)
		if err != nil {
			return err
		}
		for _, x := range all { // the first that says so is as it was recorded
			if x.State.State == course.Passed {
				now = x
				break
			}
		}
		c.place = now.State
		x, err := h.Courses.Session(tx, v.Who, c.place.Session, h.now())
		if err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, v.Who.Force, c.place.Org, h.now())
		if err != nil {
			return err
		}
		c.days, c.org = x.State.Days(), o.State.Name
		if c.force, err = h.Areas.Force(tx, v.Who.Force); err != nil {
			return err
		}
		c.entry, err = h.Ledger.Find(tx, v.Who.Force, id.Entry(now.Entry))
		return err
	})
	return c, err
}

// document is the certificate as print renders it.
func (c *certificate) document() print.Document {
	p := &c.place
	d := print.Document{Style: print.Certificate, Title: "Community Safety Accredited Persons Training Certificate", Force: c.force.Name, Scheme: "Community Safety Accreditation Scheme", Made: p.Changed.At}
	rows := []print.Row{{Key: "Course", Value: p.Title}, {Key: "Held", Value: c.days + ", " + count(p.Hours, "hour", "hours")}, {Key: "Delivered by", Value: p.Provider}, {Key: "Counts to", Value: "The end of " + p.Until.Long()}}
	if p.Score > 0 {
		rows = append(rows, print.Row{Key: "Score", Value: web.Number(p.Score) + "%"})
	}
	t := print.Table{Caption: "Powers by paragraph of Schedule 5", Quiet: true, Plain: true, Columns: []print.Column{{Title: "Paragraph", Share: 1, Mono: true}, {Title: "Power", Share: 6}}}
	for _, x := range p.Powers {
		if power, ok := law.Find(x); ok {
			t.Rows = append(t.Rows, []string{power.Para, power.Name})
		}
	}
	d.Blocks = []print.Block{
		print.Paragraph{Size: print.Lead, Text: print.Plain("This is to certify that")},
		print.Paragraph{Size: print.Name, Text: print.Bold(p.Certified)},
		print.Paragraph{Size: print.Lead, Text: print.Text{{Text: "of "}, {Text: c.org, Bold: true}, {Text: " was assessed and passed the training for the powers below"}}},
		print.Summary{Rows: rows},
		print.Heading{Level: 2, Text: "Powers, Police Reform Act 2002, Schedule 5"}, t,
		print.Paragraph{Size: print.Small, Text: print.Plain("It gives no power by itself. A power is held only by who is accredited with it (section 41), and stops when its training has run out.")},
		print.Signature{Name: p.Trainer, Post: "Trainer, " + p.Provider, Signed: "Recorded " + clock.Moment(p.Changed.At), Aside: c.proof()},
	}
	return d
}

// proof is the ledger entry and the first letters of its fingerprint.
func (c *certificate) proof() []print.Text {
	sum := base64.StdEncoding.EncodeToString(c.entry.Commitment[:])[:16]
	var out []print.Text
	if c.entry.Place >= 0 {
		out = append(out, print.Plain("Ledger entry "+web.Number(int(c.entry.Place))))
	}
	return append(out, print.Text{{Text: sum[:4] + " " + sum[4:8] + " " + sum[8:12] + " " + sum[12:], Mono: true}})
}

type documentPage struct {
	web.Page
	PDF      string
	Document template.HTML
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
	p := &documentPage{Page: common("Certificate of "+c.place.Certified, web.Crumb{Text: c.place.Certified, Href: placeURL(c.of)}, web.Crumb{Text: "Certificate"}), PDF: placeURL(c.of) + "/certificate.pdf", Document: html}
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
	return web.SendPDF(w, "training-certificate.pdf", pdf)
}
