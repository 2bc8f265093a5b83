package complaintweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/print"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// noteView is something written down or found, with who did.
type noteView struct {
	Finding            *part.Status
	Text, Learning, By string
}

// partView is a part of the page with notes under one heading.
type partView struct {
	Title string
	Notes []noteView
}

type onePage struct {
	web.Page
	Bar       part.AsAt
	Head      part.Head
	At        string
	Notices   []string
	Gist      string
	Said      []saidView
	SaidTitle string
	Parts     []partView
	Facts     []part.Fact
	From      string
	Way       part.Way
	Letter    string
	Acts      []govuk.Button
	Suspends  bool
}

// dossier is what the pages about one complaint read.
type dossier struct {
	v      complaint.Version
	set    area.Settings
	org    string
	person string // the name, for who may see the person
}

func (h *Handlers) dossier(tx *db.Tx, v visit.Visit) (d dossier, err error) {
	if d.v, err = h.Complaints.Find(tx, v.Who, complaintOf(v.R), v.When); err != nil {
		return d, err
	}
	f, err := h.Areas.Force(tx, v.Who.Force)
	if err != nil {
		return d, err
	}
	d.set = f.Settings
	c := &d.v.State
	if c.Org != "" {
		o, err := h.Orgs.Any(tx, v.Who.Force, c.Org, v.When)
		if err != nil {
			return d, err
		}
		d.org = o.State.Name
	}
	if c.Person != "" {
		p, err := h.Persons.Find(tx, v.Who, c.Person, v.When)
		if fault.Is(err, fault.Forbidden) {
			return d, nil
		}
		d.person = p.State.Name()
		return d, err
	}
	return d, nil
}

// one is a complaint: what was said, what was done, and what comes next.
func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	d, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (dossier, error) { return h.dossier(tx, v) })
	if err != nil {
		return err
	}
	c := &d.v.State
	p := &onePage{Page: web.Page{Title: "Complaint " + c.Reference, Active: "/complaints", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Complaints", Href: v.Bar.Link("/complaints")}, {Text: c.Reference}}}, Bar: v.Bar,
		At: complaintURL(complaintOf(r)), SaidTitle: "What the complainant says", Way: wayOf(c.Steps(d.set))}
	caption := "Complaint"
	if c.Praise {
		caption, p.SaidTitle, p.Title = "Praise", "What was written", "Praise "+c.Reference
	}
	p.Head = part.Head{Caption: caption, Title: c.Reference, Statuses: []part.Status{stateStatus(c.State)}, Facts: []part.Fact{{Key: "Received", Value: clock.DayOf(c.Received).Long()}}}
	if !c.Praise {
		p.Head.Facts = append(p.Head.Facts, part.Fact{Key: map[bool]string{true: "Open for", false: "Was open for"}[c.State.Open()], Value: part.Count(c.OpenDays(clock.DayOf(v.When.At)), "day", "days")})
	}
	if c.Suspended != nil {
		p.Head.Statuses = append(p.Head.Statuses, part.Status{Kind: part.Suspended, Text: "Accreditation suspended"})
	}
	if next := c.Days(d.set).Next(); next != clock.NoDay {
		p.Head.Facts = append(p.Head.Facts, part.Fact{Key: "Next due", Value: next.Long()})
	}
	p.Said = saidOf(c, p.At)
	if c.Erased != clock.NoDay {
		p.Notices = append(p.Notices, "Its personal data was erased on "+c.Erased.Long()+" under the retention rule. What is left is what is counted.")
	} else {
		p.notices(v.Who, c)
	}
	p.facts(v, d)
	p.parts(c)
	if c.Outcome != nil && c.Said != nil && !v.Who.Role.OfEmployer() {
		p.Letter = p.At + "/letter"
	}
	if !p.Past && c.Erased == clock.NoDay {
		p.acts(v.Who, c)
	}
	return v.Show(h.page, w, "one.html", p)
}

func (p *onePage) notices(actor authz.Actor, c *complaint.Complaint) {
	if len(c.Said) == 0 {
		p.Gist = c.Gist
	} else if c.Gist != "" {
		p.Parts = append(p.Parts, partView{"What the person was told", []noteView{{Text: c.Gist, By: clock.Moment(c.Informed)}}})
	}
	if c.Unweighed() && actor.Can(authz.WorkComplaints) {
		p.Notices = append(p.Notices, "It touches "+lower(c.MatterWords())+". Weigh today whether professional standards must have it: refer it, or record why not.")
	}
	if c.Suspended != nil && !c.State.Open() && (actor.Can(authz.Grant) || actor.Can(authz.WorkComplaints)) {
		p.Notices = append(p.Notices, "The accreditation was suspended while this was looked into. If it still is, the delegate reinstates or withdraws it on the person’s page.")
	}
	if c.Held && actor.Can(authz.WorkComplaints) {
		p.Notices = append(p.Notices, "The employer does not see it until it is given to the employer to look into, or decided.")
	}
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]|0x20) + s[1:]
}

func (p *onePage) facts(v visit.Visit, d dossier) {
	c := &d.v.State
	add := func(key, value string) {
		if value != "" {
			p.Facts = append(p.Facts, part.Fact{Key: key, Value: value})
		}
	}
	link := func(key, text, href string) {
		if text != "" {
			p.Facts = append(p.Facts, part.Fact{Key: key, HTML: part.Link{Text: text, Href: v.Bar.Link(href)}.Render()})
		}
	}
	if d.person != "" {
		link("Person", d.person, "/people/"+string(c.Person))
	}
	add("AP number", c.Number)
	link("Employer", d.org, "/organisations/"+string(c.Org))
	add("Looks", c.Looks)
	add("Touches", c.MatterWords())
	if x, ok := law.Find(c.Power); ok {
		link("Power used", x.Name, "/powers/"+string(x.ID))
	}
	add("Where", c.Where)
	if c.On != clock.NoDay {
		when := c.On.Long()
		if c.Time != "" {
			when += ", " + c.Time
		}
		add("When", when)
	}
	for _, o := range complaint.Channels {
		if o.Value == c.Channel {
			add("Reached us by", o.Text)
		}
	}
	if a := c.Assigned; a != nil {
		text := string(a.To.Title()[0]-32) + a.To.Title()[1:]
		if a.Name != "" {
			text += " (" + a.Name + ")"
		}
		add("Looked into by", text+", by "+a.By.Long())
	}
	if !c.Informed.IsZero() {
		add("Person told", clock.Moment(c.Informed))
	}
	switch f := c.From; {
	case v.Who.Role == authz.AccreditedPerson: // who never reads who it is, nor whether they said so
	case f.Name == "" && f.Email == "" && f.Phone == "" && v.Who.Role.OfEmployer():
		p.From = "Not told to the employer."
	case f.Name == "" && f.Email == "" && f.Phone == "":
		p.From = "Did not say who they are. They come back by their link."
	default:
		p.From = f.Name
		for _, s := range []string{f.Email, f.Phone} {
			if s != "" {
				p.From += "\n" + s
			}
		}
		if !f.Share {
			p.From += "\nThe employer is not told who it is."
		}
	}
}

var findingKinds = map[complaint.Finding]part.Kind{"upheld": part.NotInForce, "partly-upheld": part.Due, "not-upheld": part.InForce, "resolved": part.InForce, "no-finding": part.NotKnown}

func noted(n *complaint.Note) noteView {
	return noteView{Text: n.Text, By: n.By + ", " + clock.Moment(n.At)}
}

func found(o *complaint.Outcome) noteView {
	x := noted(&o.Note)
	x.Finding, x.Learning = &part.Status{Kind: findingKinds[o.Finding], Text: o.Finding.Title()}, o.Learning
	return x
}

func (p *onePage) parts(c *complaint.Complaint) {
	add := func(title string, notes ...noteView) {
		if len(notes) > 0 {
			p.Parts = append(p.Parts, partView{title, notes})
		}
	}
	if c.Weighed != nil {
		add("Why professional standards need not have it", noted(c.Weighed))
	}
	if r := c.Referred; r != nil {
		add("Referral to professional standards", noted(&r.Note))
		switch {
		case r.Taken:
			add("Their answer", noteView{Text: "They deal with it.", By: r.AnswerBy + ", " + clock.Moment(r.Answered)})
		case !r.Answered.IsZero():
			add("Their answer", noteView{Text: r.Answer, By: r.AnswerBy + ", " + clock.Moment(r.Answered)})
		}
	}
	if c.Suspended != nil {
		add("Interim suspension", noted(c.Suspended))
	}
	var notes []noteView
	for i := range c.Enquiries {
		notes = append(notes, noted(&c.Enquiries[i]))
	}
	add("Enquiries", notes...)
	if c.Report != nil {
		add("What was found", found(c.Report))
	}
	if c.Outcome != nil {
		add("Outcome", found(c.Outcome))
	}
	if c.Asked != nil {
		add("What the complainant asks to be reviewed", noted(c.Asked))
	}
	if c.Review != nil {
		add("Review", found(c.Review))
	}
	if c.Why != "" && c.State != complaint.Decided {
		add(map[bool]string{true: "Why it was withdrawn", false: "Why the force goes on"}[c.State == complaint.Withdrawn], noteView{Text: c.Why})
	}
}

// acts fills the buttons: what the reader may do now, the next step first.
func (p *onePage) acts(actor authz.Actor, c *complaint.Complaint) {
	object := authz.Object{Org: c.Org, Person: c.Person}
	for _, a := range acts {
		if !c.State.Allows("complaint."+a.act) || !a.fits(c, actor) || actor.May(needs(a.act), object) != nil {
			continue
		}
		if a.act == "suspend" {
			p.Suspends = true
			continue
		}
		b := govuk.Button{Text: a.text, Href: p.At + "/" + a.act}
		if !a.main {
			b.Classes = "govuk-button--secondary"
		}
		p.Acts = append(p.Acts, b)
	}
}

func (h *Handlers) file(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var got blob.File
	var name string
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		got, name, err = h.Complaints.File(tx, v.Who, complaintOf(r), blob.Hash(r.PathValue("hash")), v.When)
		return err
	})
	if err != nil {
		return err
	}
	return got.Send(w, name)
}

func (h *Handlers) letter(w http.ResponseWriter, r *http.Request) error {
	d, err := h.document(r)
	if err != nil {
		return err
	}
	p, err := letterOf(d, complaintURL(complaintOf(r)))
	if err != nil {
		return err
	}
	p.Active = "/complaints"
	return h.page.Render(w, r, "letter.html", p)
}

func (h *Handlers) letterPDF(w http.ResponseWriter, r *http.Request) error {
	d, err := h.document(r)
	if err != nil {
		return err
	}
	return sendPDF(w, d)
}

func (h *Handlers) document(r *http.Request) (print.Document, error) {
	v := visit.At(r, h.Clock)
	return db.Find(r.Context(), h.DB, func(tx *db.Tx) (print.Document, error) {
		return h.Complaints.Letter(tx, v.Who, complaintOf(r), v.When)
	})
}
