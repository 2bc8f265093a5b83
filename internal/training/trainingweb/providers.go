package trainingweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

const providersURL = "/training/providers"

func (h *Handlers) providers(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := newList(v, "Training providers", providersURL)
	p.Table = part.Table{Caption: "Training providers", RowHeaders: true, Empty: "No provider is approved. Approve the force’s own team, or an external provider, before courses are added.",
		Columns: []part.Column{{Text: "Provider", Under: "Kind"}, {Text: "Approved from"}, {Text: "Until"}, {Text: "State"}}}
	if v.May(authz.ApproveTraining) {
		p.Head.Actions = []govuk.Button{{Text: "Approve a provider", Href: providersURL + "/add"}}
	}
	err := h.read(r, func(tx *db.Tx) error {
		all, err := h.Courses.Providers(tx, v.Who, v.When)
		for _, x := range all {
			kind := "External"
			if x.State.InHouse {
				kind = "In house"
			}
			until := part.Cell{Text: "No end", Quiet: true}
			if x.State.Until != clock.NoDay {
				until = part.DayCell(x.State.Until)
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Ended: x.State.Closed != clock.NoDay, Cells: []part.Cell{{Text: x.State.Name, Href: v.Bar.Link(providersURL + "/" + x.ID), Sub: kind}, part.DayCell(x.State.From), until, {Status: providerStatus(&x.State, v.Day(), true)}}})
		}
		return err
	})
	if err != nil {
		return err
	}
	p.arrange(v)
	return v.Show(h.page, w, "list.html", p)
}

func providerStatus(p *course.Provider, today clock.Day, plain bool) part.Status {
	switch {
	case p.Closed != clock.NoDay && p.Closed < today:
		return part.Status{Kind: part.Ended, Text: "Closed " + p.Closed.Short(), Plain: plain}
	case p.Closed != clock.NoDay:
		return part.Status{Kind: part.Due, Text: "Closes " + p.Closed.Short(), Plain: plain}
	case !p.ApprovedOn(today) && p.From > today:
		return part.Status{Kind: part.Waiting, Text: "Approved from " + p.From.Short(), Plain: plain}
	case !p.ApprovedOn(today):
		return part.Status{Kind: part.NotInForce, Text: "Approval ended " + p.Until.Short(), Plain: plain}
	case p.Until != clock.NoDay && p.Until <= today.AddDays(90):
		return part.Status{Kind: part.Due, Text: "Approval ends " + p.Until.Short(), Plain: plain}
	}
	return part.Status{Kind: part.InForce, Text: "Approved", Plain: plain}
}

// provider is one provider: its approval, its courses and who teaches for it.
func (h *Handlers) provider(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Provider(tx, v.Who, id.Provider(r.PathValue("provider")), v.When)
		if err != nil {
			return err
		}
		s := &x.State
		p.Page = common(s.Name, web.Crumb{Text: "Providers", Href: providersURL}, web.Crumb{Text: s.Name})
		p.Past = v.Bar.Past()
		p.Head = part.Head{Caption: "Training provider", Title: s.Name, Statuses: []part.Status{providerStatus(s, v.Day(), false)}}
		if v.May(authz.ApproveTraining) && s.Closed == clock.NoDay {
			p.Head.Actions = []govuk.Button{secondary("Change", providersURL+"/"+x.ID+"/change"), secondary("Close or hand over", providersURL+"/"+x.ID+"/close")}
		}
		p.add("Approved from", s.From.Long())
		p.add("Approved until", s.Until.Long())
		p.add("The approval rests on", s.Evidence)
		p.add("Contact", s.Contact)
		p.add("E-mail address", s.Email)
		p.add("Telephone", s.Phone)
		if s.Closed != clock.NoDay {
			p.add("Last day", s.Closed.Long())
			p.add("Closed because", s.Why)
		}
		if s.HandedTo != "" {
			to, err := h.Courses.Provider(tx, v.Who, s.HandedTo, v.When)
			if err != nil {
				return err
			}
			p.link("Handed over to", to.State.Name, v.Bar.Link(providersURL+"/"+to.ID))
		}
		p.add("Last changed by", s.Last.By+", "+clock.Moment(s.Last.At))
		return h.ofProvider(tx, v, p, id.Provider(x.ID))
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

// ofProvider adds a provider's courses and trainers.
func (h *Handlers) ofProvider(tx *db.Tx, v visit.Visit, p *onePage, of id.Provider) error {
	cs, err := h.Courses.Courses(tx, v.Who, v.When)
	if err != nil {
		return err
	}
	t := part.Table{Caption: "Its courses", RowHeaders: true, Empty: "It delivers no course.", Columns: []part.Column{{Text: "Course"}, {Text: "For"}, {Text: "Length"}}}
	for _, c := range cs {
		if c.State.Provider == of {
			t.Rows = append(t.Rows, part.Row{Ended: c.State.Ended != clock.NoDay, Cells: []part.Cell{{Text: c.State.Title, Href: v.Bar.Link("/training/courses/" + c.ID)}, {Text: c.State.Kind.Title()}, {Text: count(c.State.Days, "day", "days")}}})
		}
	}
	p.Tables = append(p.Tables, section{Heading: part.Heading{Text: "Courses", Count: web.Number(len(t.Rows))}, Table: t})
	ts, err := h.Courses.Trainers(tx, v.Who, v.When)
	people := part.Table{Caption: "Who teaches for it", RowHeaders: true, Empty: "No trainer is entered for it.", Columns: []part.Column{{Text: "Trainer"}, {Text: "State"}}}
	for _, x := range ts {
		if x.State.Provider == of {
			people.Rows = append(people.Rows, part.Row{Ended: x.State.Ended != clock.NoDay, Cells: []part.Cell{{Text: x.State.Name, Href: v.Bar.Link(trainersURL + "/" + x.ID)}, {Status: trainerStatus(&x.State, v.Day(), true)}}})
		}
	}
	p.Tables = append(p.Tables, section{Heading: part.Heading{Text: "Trainers", Count: web.Number(len(people.Rows))}, Table: people})
	return err
}

type providerForm struct {
	Name     string    `form:"name" label:"Name" max:"120"`
	InHouse  string    `form:"in_house" max:"5"`
	Contact  string    `form:"contact" label:"Contact" max:"120"`
	Email    string    `form:"email" label:"E-mail address" max:"254"`
	Phone    string    `form:"phone" label:"Telephone" max:"40"`
	From     clock.Day `form:"from" label:"Approved from"`
	Until    clock.Day `form:"until" label:"Approved until"`
	Evidence string    `form:"evidence" label:"Evidence" max:"2000" text:"lines"`
}

type providerPage struct {
	formPage
	Kinds []govuk.Choice
	Form  providerForm
	of    id.Provider
}

func (h *Handlers) providerPage(r *http.Request) (*providerPage, error) {
	p := &providerPage{of: id.Provider(r.PathValue("provider")), formPage: formPage{Button: "Approve it", Back: providersURL}, Kinds: []govuk.Choice{{Value: "no", Text: "An external provider"}, {Value: "yes", Text: "The force itself"}}}
	title := "Approve a provider"
	p.Form.From = clock.DayOf(h.Clock.Now())
	if p.of != "" {
		x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (course.ProviderVersion, error) { return h.Courses.Provider(tx, who(r), p.of, h.now()) })
		if err != nil {
			return nil, err
		}
		s := x.State
		title, p.Button, p.Back = "Change the provider", "Change it", providersURL+"/"+x.ID
		p.Head.Caption = s.Name
		p.Form = providerForm{Name: s.Name, InHouse: map[bool]string{true: "yes", false: "no"}[s.InHouse], Contact: s.Contact, Email: s.Email, Phone: s.Phone, From: s.From, Until: s.Until, Evidence: s.Evidence}
	}
	p.Page, p.Head.Title = common(title, web.Crumb{Text: "Providers", Href: providersURL}, web.Crumb{Text: title}), title
	return p, nil
}

func (h *Handlers) approve(w http.ResponseWriter, r *http.Request) error {
	p, err := h.providerPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "provider.html", p)
}

func (h *Handlers) approveNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.providerPage(r)
	if err != nil {
		return err
	}
	of := p.of
	if p.Form, err = web.Form[providerForm](r); err == nil {
		f := p.Form
		of, err = h.Courses.Approve(r.Context(), who(r), p.of, course.Provider{Name: f.Name, InHouse: f.InHouse == "yes", Contact: f.Contact, Email: f.Email, Phone: f.Phone, From: f.From, Until: f.Until, Evidence: f.Evidence})
	}
	if err != nil {
		return h.page.Again(w, r, "provider.html", p, err)
	}
	return web.SeeOther(w, r, providersURL+"/"+string(of), "provider.approved")
}

type closeForm struct {
	Day      clock.Day   `form:"day" label:"Last day"`
	Why      string      `form:"why" label:"Reason" max:"2000" text:"lines"`
	HandedTo id.Provider `form:"handed_to" max:"64"`
}

type closePage struct {
	formPage
	Others []govuk.Option
	Form   closeForm
}

func (h *Handlers) closePage(r *http.Request) (*closePage, error) {
	p := &closePage{formPage: formPage{Button: "Close the provider"}, Form: closeForm{Day: clock.DayOf(h.Clock.Now())}}
	err := h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Provider(tx, who(r), id.Provider(r.PathValue("provider")), h.now())
		if err != nil {
			return err
		}
		p.Back = providersURL + "/" + x.ID
		p.Page = common("Close or hand over", web.Crumb{Text: "Providers", Href: providersURL}, web.Crumb{Text: x.State.Name, Href: p.Back}, web.Crumb{Text: "Close"})
		p.Head = part.Head{Caption: x.State.Name, Title: "Close or hand over"}
		all, err := h.approved(tx, r)
		p.Others = []govuk.Option{{Value: "", Text: "Nobody: its courses end"}}
		for _, o := range all[min(1, len(all)):] {
			if o.Value != x.ID {
				p.Others = append(p.Others, o)
			}
		}
		return err
	})
	return p, err
}

func (h *Handlers) closing(w http.ResponseWriter, r *http.Request) error {
	p, err := h.closePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "close.html", p)
}

func (h *Handlers) closeNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.closePage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[closeForm](r); err == nil {
		err = h.Courses.CloseProvider(r.Context(), who(r), id.Provider(r.PathValue("provider")), course.Closing(p.Form))
	}
	if err != nil {
		return h.page.Again(w, r, "close.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "provider.closed")
}
