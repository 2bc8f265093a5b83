package schemeweb

import (
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/scheme/policy"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type policiesPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	CSV   string
	Table part.Table
}

func (h *Handlers) allPolicies(v visit.Visit) ([]policy.Line, error) {
	return db.Find(v.R.Context(), h.DB, func(tx *db.Tx) ([]policy.Line, error) { return h.Policies.Policies(tx, v.Who, v.When) })
}

// policies is every policy with what of it is in force.
func (h *Handlers) policies(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	all, err := h.allPolicies(v)
	if err != nil {
		return err
	}
	p := &policiesPage{Page: web.Page{Title: "Policies of the scheme", Active: "/administration", Past: v.Bar.Past()}, Bar: v.Bar, CSV: v.Link("/policies.csv"),
		Head: part.Head{Title: "Policies of the scheme", Text: "What the scheme settles for itself. No version comes into force without its equality impact assessment."}}
	if v.May(authz.KeepScheme) {
		p.Head.Actions = []govuk.Button{{Text: "Enter a policy", Href: "/policies/enter"}}
	}
	p.Table = part.Table{Caption: "Policies", RowHeaders: true, Empty: "No policy is kept. Enter the first, such as that of complaints or of fees.", Columns: []part.Column{{Text: "Policy"}, {Text: "In force"}, {Text: "Assessed"}, {Text: "Review by"}, {Text: "Being drafted"}}}
	for _, l := range all {
		row := part.Row{Ended: l.State.State == policy.Ended, Cells: []part.Cell{{Text: l.State.Name, Href: v.Link("/policies/" + l.ID), Sub: l.State.Owner}, {Status: part.Status{Kind: part.NotInForce, Text: "None", Plain: true}}, {}, {}, {}}}
		if row.Ended {
			row.Cells[1] = part.Cell{Status: part.Status{Kind: part.Ended, Text: "Ended", Plain: true}}
		}
		if x, ok := l.InForce(v.Day()); ok {
			s := &x.State
			row.Cells[1] = part.Cell{Text: "Version " + strconv.Itoa(s.N), Href: v.Link("/policy-versions/" + x.ID), Sub: "Since " + s.From.Short()}
			row.Cells[2], row.Cells[3] = part.DayCell(s.Assessment.On), reviewDay(s.Review, v.Day())
		}
		if x, ok := l.Being(); ok && !row.Ended {
			row.Cells[4] = part.Cell{Text: "Version " + strconv.Itoa(x.State.N), Href: v.Link("/policy-versions/" + x.ID)}
			if x.State.Assessment == nil {
				row.Cells[4].Sub = "Not assessed"
			}
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
	return v.Show(h.page, w, "policies.html", p)
}

// reviewDay is the last day of a review, marked when it is near or past.
func reviewDay(due, today clock.Day) part.Cell {
	switch {
	case due < today:
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.NotInForce, Text: due.Short(), Plain: true}, Sub: "Overdue"}
	case due <= today.AddDays(30):
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.Due, Text: due.Short(), Plain: true}}
	}
	return part.DayCell(due)
}

// policiesCSV is every version of every policy, as a file.
func (h *Handlers) policiesCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	all, err := h.allPolicies(v)
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "policies-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Policy", "Owner", "Version", "State", "From", "Approved by", "Approved on", "Assessed by", "Assessment approved by", "Assessment approved on", "Review by")
	for _, l := range all {
		for i := range l.Versions {
			x := &l.Versions[i]
			s, a := &x.State, x.State.Assessment
			if a == nil {
				a = &policy.Assessment{}
			}
			out.Line(l.State.Name, l.State.Owner, strconv.Itoa(s.N), l.On(x, v.Day()), s.From.String(), s.ApprovedBy, s.ApprovedOn.String(), a.Assessor, a.Approver, a.On.String(), s.Review.String())
		}
	}
	return out.End()
}

type policyPage struct {
	web.Page
	Bar      part.AsAt
	Head     part.Head
	Here     string
	List     govuk.SummaryList
	Text     string
	File     part.Link
	Versions part.Table
	Reviews  bool
	Ends     bool
	Form     struct {
		Found string
		Next  clock.Day
		Why   string
	}
}

func policyOf(r *http.Request) id.Policy { return id.Policy(r.PathValue("policy")) }

func (h *Handlers) policyPage(v visit.Visit) (*policyPage, policy.Line, error) {
	l, err := db.Find(v.R.Context(), h.DB, func(tx *db.Tx) (policy.Line, error) {
		return h.Policies.Policy(tx, v.Who, policyOf(v.R), v.When)
	})
	if err != nil {
		return nil, l, err
	}
	s := &l.State
	p := &policyPage{Bar: v.Bar, Here: "/policies/" + l.ID, Page: web.Page{Title: s.Name, Active: "/administration", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Policies", Href: v.Link("/policies")}, {Text: s.Name}}},
		Head: part.Head{Caption: "Policy", Title: s.Name, Text: s.Purpose}}
	add := func(key, value string) {
		if value != "" {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	now, in := l.InForce(v.Day())
	add("Owner", s.Owner)
	switch {
	case s.State == policy.Ended:
		p.Head.Statuses = []part.Status{{Kind: part.Ended, Text: "Ended"}}
		add("Ended because", s.Why)
	case in:
		x := &now.State
		p.Head.Statuses = []part.Status{{Kind: part.InForce, Text: "Version " + strconv.Itoa(x.N) + " in force"}}
		add("In force since", x.From.Long())
		add("Approved by", x.ApprovedBy+", "+x.ApprovedOn.Long())
		add("Review by", x.Review.Long())
		if x.Reviewed != clock.NoDay {
			add("Last reviewed", x.Reviewed.Long()+". "+x.Found)
		}
		p.Text = x.Text
		if x.File != "" {
			p.File = part.Link{Text: x.FileName, Href: v.Link("/policy-versions/" + now.ID + "/file")}
		}
		p.Head.Links = []part.Link{{Text: "Its equality impact assessment", Href: v.Link("/policy-versions/" + now.ID)}}
	default:
		p.Head.Statuses = []part.Status{{Kind: part.NotInForce, Text: "No version is in force"}}
	}
	add("Last changed by", s.By+", "+clock.Moment(s.At))
	p.table(v, l)
	if v.May(authz.KeepScheme) && s.State == policy.Kept {
		p.offer(l, in)
	}
	return p, l, nil
}

func (p *policyPage) table(v visit.Visit, l policy.Line) {
	p.Versions = part.Table{Caption: "Versions", RowHeaders: true, Empty: "No version has been drafted.", Columns: []part.Column{{Text: "Version"}, {Text: "State"}, {Text: "From"}, {Text: "Assessed"}, {Text: "What changed"}}}
	for i := range l.Versions {
		x := &l.Versions[i]
		assessed := part.Cell{Text: "Not yet", Quiet: true}
		if a := x.State.Assessment; a != nil {
			assessed = part.DayCell(a.On)
		}
		p.Versions.Rows = append(p.Versions.Rows, part.Row{Ended: x.State.State == policy.Dropped, Cells: []part.Cell{{Text: "Version " + strconv.Itoa(x.State.N), Href: v.Link("/policy-versions/" + x.ID), Nowrap: true},
			{Status: versionStatus(l.On(x, v.Day()), true), Nowrap: true}, part.DayCell(x.State.From), assessed, {Text: x.State.Changes}}})
	}
}

func (p *policyPage) offer(l policy.Line, in bool) {
	if b, ok := l.Being(); ok {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "See the draft", Href: "/policy-versions/" + b.ID})
	} else {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "Draft a version", Href: p.Here + "/draft"})
	}
	p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "Change name or owner", Href: p.Here + "/change", Classes: "govuk-button--secondary"})
	p.Reviews, p.Ends = in, true
}

// versionStatus is what a version is on the day, as a state.
func versionStatus(on string, plain bool) part.Status {
	kind := map[string]part.Kind{"In force": part.InForce, "Past": part.Ended, "Dropped": part.Ended, "Draft": part.Waiting}[on]
	if kind == "" {
		kind = part.Due
	}
	return part.Status{Kind: kind, Text: on, Plain: plain}
}

func (h *Handlers) policy(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, _, err := h.policyPage(v)
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "policy.html", p)
}

// reviewPolicyNow records a review of the version in force.
func (h *Handlers) reviewPolicyNow(w http.ResponseWriter, r *http.Request) error {
	v := visit.Present(r, h.Clock)
	p, l, err := h.policyPage(v)
	if err != nil {
		return err
	}
	f, err := web.Form[struct {
		Found string    `form:"found" label:"What it found" max:"2000" text:"lines"`
		Next  clock.Day `form:"review" label:"Review by"`
	}](r)
	p.Form.Found, p.Form.Next = f.Found, f.Next
	if err == nil {
		now, _ := l.InForce(v.Day())
		err = h.Policies.Review(r.Context(), v.Who, id.PolicyVersion(now.ID), f.Found, f.Next)
	}
	if err != nil {
		return h.page.Again(w, r, "policy.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, "policy.reviewed")
}

func (h *Handlers) endPolicyNow(w http.ResponseWriter, r *http.Request) error {
	v := visit.Present(r, h.Clock)
	p, _, err := h.policyPage(v)
	if err != nil {
		return err
	}
	f, err := web.Form[struct {
		Why string `form:"why" label:"Why it ends" max:"600" text:"lines"`
	}](r)
	p.Form.Why = f.Why
	if err == nil {
		err = h.Policies.End(r.Context(), v.Who, policyOf(r), f.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "policy.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, "policy.ended")
}

type kindForm struct {
	Name    string `form:"name" label:"Name" max:"120"`
	Purpose string `form:"purpose" label:"What it settles" max:"600" text:"lines"`
	Owner   string `form:"owner" label:"Owner" max:"100"`
}

// kindPage is a policy entered, or changed.
type kindPage struct {
	web.Page
	Head         part.Head
	Button, Back string
	Form         kindForm
}

func (h *Handlers) kindPage(r *http.Request) (*kindPage, error) {
	p := &kindPage{Head: part.Head{Title: "Enter a policy"}, Button: "Enter it", Back: "/policies"}
	if of := policyOf(r); of != "" {
		l, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (policy.Line, error) {
			return h.Policies.Policy(tx, account.Actor(r.Context()), of, register.Now(h.Clock.Now()))
		})
		if err != nil {
			return nil, err
		}
		p.Head, p.Button, p.Back = part.Head{Caption: l.State.Name, Title: "Change name or owner"}, "Change it", "/policies/"+l.ID
		p.Form = kindForm{l.State.Name, l.State.Purpose, l.State.Owner}
	}
	p.Page = web.Page{Title: p.Head.Title, Active: "/administration", Crumbs: []web.Crumb{{Text: "Policies", Href: "/policies"}, {Text: p.Head.Title}}}
	return p, nil
}

func (h *Handlers) policyForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.kindPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "kind.html", p)
}

func (h *Handlers) policyFormNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.kindPage(r)
	if err != nil {
		return err
	}
	of, done := policyOf(r), "policy.changed"
	if p.Form, err = web.Form[kindForm](r); err == nil {
		k, who := policy.Kind{Name: p.Form.Name, Purpose: p.Form.Purpose, Owner: p.Form.Owner}, account.Actor(r.Context())
		if of == "" {
			done = "policy.entered"
			of, err = h.Policies.Enter(r.Context(), who, k)
		} else {
			err = h.Policies.Alter(r.Context(), who, of, k)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "kind.html", p, err)
	}
	return web.SeeOther(w, r, "/policies/"+string(of), done)
}

// lined is a text with its line breaks.
func lined(text string) template.HTML {
	return template.HTML(`<span class="ww-lines">` + template.HTMLEscapeString(text) + `</span>`)
}
