package schemeweb

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/scheme/policy"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

func versionOf(r *http.Request) id.PolicyVersion { return id.PolicyVersion(r.PathValue("version")) }

type versionPage struct {
	web.Page
	Bar      part.AsAt
	Head     part.Head
	Here     string
	List     govuk.SummaryList
	Text     string
	File     part.Link
	Assessed govuk.SummaryList
	Findings part.Table
	Duty     govuk.SummaryList
	Drops    bool
	Form     struct{ Why string }
}

// found is a version with its policy.
func (h *Handlers) found(r *http.Request, who authz.Actor, w register.When) (x policy.VersionEntry, l policy.Line, err error) {
	err = h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if x, err = h.Policies.Version(tx, who, versionOf(r), w); err != nil {
			return err
		}
		l, err = h.Policies.Policy(tx, who, x.State.Policy, w)
		return err
	})
	return x, l, err
}

func (h *Handlers) versionPage(v visit.Visit) (*versionPage, error) {
	x, l, err := h.found(v.R, v.Who, v.When)
	if err != nil {
		return nil, err
	}
	s, here := &x.State, "Version "+strconv.Itoa(x.State.N)
	p := &versionPage{Bar: v.Bar, Here: "/policy-versions/" + x.ID, Text: s.Text, Page: web.Page{Title: l.State.Name + ", " + here, Active: "/administration", Past: v.Bar.Past(),
		Crumbs: []web.Crumb{{Text: "Policies", Href: v.Link("/policies")}, {Text: l.State.Name, Href: v.Link("/policies/" + l.ID)}, {Text: here}}},
		Head: part.Head{Caption: l.State.Name, Title: here, Text: s.Changes, Statuses: []part.Status{versionStatus(l.On(&x, v.Day()), false)}}}
	row := func(list *govuk.SummaryList, key, value string) {
		if value != "" {
			list.Rows = append(list.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: lined(value)}})
		}
	}
	if s.State == policy.Adopted {
		row(&p.List, "From", s.From.Long())
		row(&p.List, "Approved by", s.ApprovedBy+", "+s.ApprovedOn.Long())
		row(&p.List, "Review by", s.Review.Long())
	}
	row(&p.List, "Dropped because", s.Why)
	row(&p.List, "Last changed by", s.By+", "+clock.Moment(s.At))
	if s.File != "" {
		p.File = part.Link{Text: s.FileName, Href: v.Link(p.Here + "/file")}
	}
	if a := s.Assessment; a != nil {
		row(&p.Assessed, "Assessed by", a.Assessor)
		row(&p.Assessed, "Approved by", a.Approver+", "+a.On.Long())
		row(&p.Assessed, "What is done", a.Actions)
		p.Findings = findings(a)
		for i, text := range []string{a.Eliminate, a.Advance, a.Foster} {
			row(&p.Duty, policy.Aims[i].Title+" ("+policy.Aims[i].Cite+")", text)
		}
	}
	if v.May(authz.KeepScheme) && s.State == policy.Draft && l.State.State == policy.Kept {
		p.Drops = true
		quiet := "govuk-button--secondary"
		p.Head.Actions = []govuk.Button{{Text: "Assess the equality impact", Href: p.Here + "/assess"}, {Text: "Change the draft", Href: p.Here + "/draft", Classes: quiet}}
		if s.Assessment != nil {
			p.Head.Actions = []govuk.Button{{Text: "Adopt it", Href: p.Here + "/adopt"}, {Text: "Change the assessment", Href: p.Here + "/assess", Classes: quiet}, {Text: "Change the draft", Href: p.Here + "/draft", Classes: quiet}}
		}
	}
	return p, nil
}

// over is the refusal to come to a form of a policy that has ended, or of a version to which
// the act is not open.
func over(r *http.Request, l policy.Line, open bool, says string) error {
	switch {
	case l.State.State == policy.Ended:
		return visit.Unsent(r, fault.New(fault.Conflict, "%s has ended, so this cannot be done.", l.State.Name))
	case !open:
		return visit.Unsent(r, fault.New(fault.Conflict, "%s", says))
	}
	return nil
}

// findings is the nine characteristics with what was found.
func findings(a *policy.Assessment) part.Table {
	t := part.Table{Caption: "What was looked at, by protected characteristic", RowHeaders: true, Columns: []part.Column{{Text: "Characteristic"}, {Text: "Found"}, {Text: "What was looked at"}}}
	for i, f := range a.Findings {
		kind := map[policy.Effect]part.Kind{"none": part.InForce, "positive": part.InForce, "negative": part.NotInForce, "mixed": part.Due, "unknown": part.NotKnown}[f.Effect]
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: policy.Characteristics[i].Title}, {Status: part.Status{Kind: kind, Text: f.Effect.Title(), Plain: true}}, {HTML: lined(f.Looked)}}})
	}
	return t
}

func (h *Handlers) version(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, err := h.versionPage(v)
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "version.html", p)
}

// versionFile is the document of a version, served so that it does nothing.
func (h *Handlers) versionFile(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var f blob.File
	var name string
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		f, name, err = h.Policies.File(tx, v.Who, versionOf(r), v.When)
		return err
	})
	if err != nil {
		return err
	}
	return f.Send(w, name)
}

func (h *Handlers) dropNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.versionPage(visit.Present(r, h.Clock))
	if err != nil {
		return err
	}
	f, err := web.Form[struct {
		Why string `form:"why" label:"Why" max:"600" text:"lines"`
	}](r)
	p.Form.Why = f.Why
	if err == nil {
		err = h.Policies.Drop(r.Context(), account.Actor(r.Context()), versionOf(r), f.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "version.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, "policy.dropped")
}

type draftForm struct {
	Text    string   `form:"text" label:"What it says" max:"60000" text:"lines"`
	Changes string   `form:"changes" label:"What changed" max:"2000" text:"lines"`
	File    web.File `form:"file"`
}

// draftPage is a version drafted, or its draft changed.
type draftPage struct {
	web.Page
	Head    part.Head
	Back    string
	Later   bool // it is not the first
	HasFile string
	Lapses  bool // its assessment
	Form    draftForm
}

func (h *Handlers) draftPage(r *http.Request) (*draftPage, error) {
	who, now := account.Actor(r.Context()), register.Now(h.Clock.Now())
	p := &draftPage{}
	var l policy.Line
	var err error
	if of := policyOf(r); of != "" {
		if l, err = db.Find(r.Context(), h.DB, func(tx *db.Tx) (policy.Line, error) { return h.Policies.Policy(tx, who, of, now) }); err != nil {
			return nil, err
		}
		b, being := l.Being()
		if err := over(r, l, !being, "Version "+strconv.Itoa(b.State.N)+" is being drafted. Adopt or drop it first."); err != nil {
			return nil, err
		}
		p.Head, p.Back, p.Later = part.Head{Caption: l.State.Name, Title: "Draft version " + strconv.Itoa(len(l.Versions)+1)}, "/policies/"+l.ID, len(l.Versions) > 0
		if x, ok := l.InForce(clock.DayOf(now.At)); ok {
			p.Form.Text = x.State.Text
		}
	} else {
		x, line, err := h.found(r, who, now)
		if err != nil {
			return nil, err
		}
		l = line
		if err := over(r, l, x.State.Can("policy.draft"), "This version is no draft any more. Draft another."); err != nil {
			return nil, err
		}
		p.Head, p.Back, p.Later = part.Head{Caption: l.State.Name, Title: "Change the draft of version " + strconv.Itoa(x.State.N)}, "/policy-versions/"+x.ID, x.State.N > 1
		p.HasFile, p.Lapses, p.Form = x.State.FileName, x.State.Assessment != nil, draftForm{Text: x.State.Text, Changes: x.State.Changes}
	}
	p.Page = web.Page{Title: p.Head.Title, Active: "/administration", Crumbs: []web.Crumb{{Text: "Policies", Href: "/policies"}, {Text: l.State.Name, Href: "/policies/" + l.ID}, {Text: p.Head.Title}}}
	return p, nil
}

func (h *Handlers) draft(w http.ResponseWriter, r *http.Request) error {
	p, err := h.draftPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "draft.html", p)
}

func (h *Handlers) draftNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.draftPage(r)
	if err != nil {
		return err
	}
	of := versionOf(r)
	if p.Form, err = web.Form[draftForm](r); err == nil {
		of, err = h.keepDraft(r, p.Form)
	}
	if err != nil {
		return h.page.Again(w, r, "draft.html", p, err)
	}
	return web.SeeOther(w, r, "/policy-versions/"+string(of), "policy.drafted")
}

func (h *Handlers) keepDraft(r *http.Request, f draftForm) (id.PolicyVersion, error) {
	x := policy.Words{Text: f.Text, Changes: f.Changes}
	if f.File.Given() {
		file, err := document(f.File)
		if err != nil {
			return "", err
		}
		x.File, x.FileName = &file, f.File.Name
	}
	who := account.Actor(r.Context())
	if of := policyOf(r); of != "" {
		return h.Policies.Draft(r.Context(), who, of, x)
	}
	return versionOf(r), h.Policies.Redraft(r.Context(), who, versionOf(r), x)
}

// document is the upload as the file to keep.
func document(f web.File) (blob.File, error) {
	in, err := f.Open()
	if err != nil {
		return blob.File{}, err
	}
	content, err := io.ReadAll(io.LimitReader(in, blob.DocumentBytes+1))
	if err = errors.Join(err, in.Close()); err != nil {
		return blob.File{}, err
	}
	return blob.Document("file", content)
}

type adoptForm struct {
	From       clock.Day `form:"from" label:"From"`
	ApprovedBy string    `form:"approved_by" label:"Approved by" max:"100"`
	ApprovedOn clock.Day `form:"approved_on" label:"Approved on"`
	Review     clock.Day `form:"review" label:"Review by"`
}

type adoptPage struct {
	web.Page
	Head part.Head
	Back string
	Form adoptForm
}

func (h *Handlers) adoptPage(r *http.Request) (*adoptPage, error) {
	x, l, err := h.found(r, account.Actor(r.Context()), register.Now(h.Clock.Now()))
	if err != nil {
		return nil, err
	}
	if err := over(r, l, x.State.Can("policy.adopt"), "This version is no draft any more."); err != nil {
		return nil, err
	}
	p := &adoptPage{Head: part.Head{Caption: l.State.Name, Title: "Adopt version " + strconv.Itoa(x.State.N)}, Back: "/policy-versions/" + x.ID}
	if now, ok := l.InForce(clock.DayOf(h.Clock.Now())); ok {
		p.Head.Text = "Version " + strconv.Itoa(now.State.N) + " is in force until the day before."
	}
	p.Page = web.Page{Title: p.Head.Title, Active: "/administration", Crumbs: []web.Crumb{{Text: "Policies", Href: "/policies"}, {Text: l.State.Name, Href: "/policies/" + l.ID}, {Text: p.Head.Title}}}
	return p, nil
}

func (h *Handlers) adopt(w http.ResponseWriter, r *http.Request) error {
	p, err := h.adoptPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "adopt.html", p)
}

func (h *Handlers) adoptNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.adoptPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[adoptForm](r); err == nil {
		f := p.Form
		err = h.Policies.Adopt(r.Context(), account.Actor(r.Context()), versionOf(r), policy.Adoption{From: f.From, ApprovedBy: f.ApprovedBy, ApprovedOn: f.ApprovedOn, Review: f.Review})
	}
	if err != nil {
		return h.page.Again(w, r, "adopt.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "policy.adopted")
}
