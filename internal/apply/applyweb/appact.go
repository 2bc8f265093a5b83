package applyweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/apply"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// appActForm is what the acts on an application ask.
type appActForm struct {
	N         int       `form:"n"`
	Outcome   string    `form:"outcome" label:"Outcome" max:"20"`
	Evidence  string    `form:"evidence" label:"Evidence" max:"4000" text:"lines"`
	Until     clock.Day `form:"until" label:"Last day"`
	On        clock.Day `form:"on" label:"Day"`
	Where     string    `form:"where" label:"Where" max:"400"`
	Present   string    `form:"present" label:"Present" max:"1000"`
	Found     string    `form:"found" label:"Findings" max:"4000" text:"lines"`
	Reference string    `form:"reference" label:"Reference" max:"200"`
	Asked     clock.Day `form:"asked" label:"Day asked"`
	Came      clock.Day `form:"came" label:"Day of the report"`
	Approved  string    `form:"approved" label:"Result" max:"10"`
	Note      string    `form:"note" label:"Note" max:"4000" text:"lines"`
	With      []string  `form:"with" max:"200"`
	View      string    `form:"view" label:"View" max:"20"`
	Text      string    `form:"text" label:"Text" max:"4000" text:"lines"`
	For       string    `form:"for" label:"Recommendation" max:"10"`
	Why       string    `form:"why" label:"Reason" max:"4000" text:"lines"`
}

type appActPage struct {
	web.Page
	Head         part.Head
	Act          string
	Lede, Button string
	Warn         bool
	Back         string
	Form         appActForm
	Outcomes     []govuk.Choice
	Views        []govuk.Choice
	Whom         []govuk.Choice
	Results      []govuk.Choice
	Fors         []govuk.Choice
	Lacks        []string

	set  dossier
	item string // the criterion, or who was asked
}

// appActs is the acts on an application, by the last part of their address.
var appActs = map[string]struct{ title, lede, button string }{
	"judge":     {"Judge a criterion", "", "Record it"},
	"visit":     {"Record a visit", "The applicant sees its day, never the findings.", "Record the visit"},
	"company":   {"Company approval", "Private firms and charities are approved by Police Crime Prevention Initiatives, whose report comes to the force.", "Record it"},
	"consult":   {"Consult", "Ask those whose area or budget it touches. You write to them yourself; here it is kept who was asked, and by when they answer.", "Record that they are asked"},
	"answer":    {"Record an answer", "", "Record the answer"},
	"recommend": {"Put before the delegate", "The delegate sees all that is here. Somebody else than you decides.", "Put it before the delegate"},
	"ask":       {"Ask the applicant for more", "The application goes back to the applicant, who can change it and send it again. They are written to, without what you write here: that they read behind their link.", "Give it back to the applicant"},
	"discard":   {"Give up the application", "It is with the applicant and does not come. What was filled in and not sent is destroyed.", "Give it up"},
	"link":      {"Make a new link", "The links made before stop working, and whoever has the application open is put out.", "Make a new link"},
	"send-back": {"Send back to the office", "The office reads the reason, finds what is missing, and puts it before you again.", "Send it back"},
	"refuse":    {"Refuse the application", "The employer is told by letter, with your reason in it word for word, and may apply again.", "Refuse it"},
}

func choicesOf(all []apply.Option) []govuk.Choice {
	var out []govuk.Choice
	for _, o := range all {
		out = append(out, govuk.Choice{Value: o.Value, Text: o.Text})
	}
	return out
}

func (h *Handlers) appActPage(r *http.Request) (*appActPage, error) {
	act := r.PathValue("act")
	words, ok := appActs[act]
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no such page.")
	}
	v := visit.Present(r, h.Clock)
	p := &appActPage{Act: act, Lede: words.lede, Button: words.button, Back: applicationURL(applicationOf(r)), Warn: act == "refuse" || act == "discard"}
	var whom []string
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if p.set, err = h.dossier(tx, v); err != nil {
			return err
		}
		whom, err = h.Applies.Consultable(tx, v.Who.Force)
		return err
	})
	if err != nil {
		return nil, err
	}
	a := &p.set.v.State
	p.Page = web.Page{Title: words.title, Active: "/prospects", Crumbs: []web.Crumb{{Text: "Applications", Href: "/applications"}, {Text: a.Name, Href: p.Back}, {Text: words.title}}}
	p.Head = part.Head{Caption: a.Name, Title: words.title}
	p.Outcomes, p.Views = choicesOf(apply.Outcomes), choicesOf(apply.Views)
	p.Results = []govuk.Choice{{Value: "awaited", Text: "The report is awaited"}, {Value: "yes", Text: "Approved"}, {Value: "no", Text: "Not approved"}}
	p.Fors = []govuk.Choice{{Value: "yes", Text: "That it is accredited"}, {Value: "no", Text: "That it is refused"}}
	for _, x := range whom {
		p.Whom = append(p.Whom, govuk.Choice{Value: x, Text: x})
	}
	p.Form.On, p.Form.Asked = h.today(), h.today()
	n, _ := strconv.Atoi(r.FormValue("n"))
	p.Form.N = n
	switch act {
	case "judge":
		needs := a.Needs(p.set.set)
		if n < 0 || n >= len(needs) {
			return nil, fault.New(fault.NotFound, "There is no such criterion.")
		}
		p.item = needs[n]
		p.Head.Caption, p.Head.Title = a.Name+": judge a criterion", needs[n]
		if j, ok := a.Judged(p.item); ok {
			p.Form.Outcome, p.Form.Evidence, p.Form.Until = string(j.Outcome), j.Evidence, j.Until
		}
	case "answer":
		if n < 0 || n >= len(a.Consulted) {
			return nil, fault.New(fault.NotFound, "They were not asked.")
		}
		p.item = a.Consulted[n].With
		p.Head.Caption, p.Head.Title = a.Name+": record an answer", p.item
	case "company":
		if c := a.Company; c != nil {
			p.Form.Reference, p.Form.Asked, p.Form.Came, p.Form.Until, p.Form.Note = c.Reference, c.Asked, c.Came, c.Until, c.Note
		}
	case "recommend":
		for _, x := range a.Lacks(p.set.set, h.today()) {
			p.Lacks = append(p.Lacks, x.Message)
		}
	}
	return p, nil
}

// With is who is ticked, for the template.
func (p *appActPage) With() []string { return p.Form.With }

func (h *Handlers) appAct(w http.ResponseWriter, r *http.Request) error {
	p, err := h.appActPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "appact.html", p)
}

func (h *Handlers) appActNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.appActPage(r)
	if err != nil {
		return err
	}
	f, err := web.Form[appActForm](r)
	if err == nil && p.Act == "link" {
		l, lerr := h.Applies.MakeLink(r.Context(), who(r), applicationOf(r))
		if lerr == nil {
			return h.made(w, r, l, p.set.v.State.Name)
		}
		err = lerr
	} else if err == nil {
		err = h.doAppAct(r, p, f)
	}
	if err != nil {
		f.N = p.Form.N
		p.Form = f
		return h.page.Again(w, r, "appact.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "application."+p.Act)
}

func (h *Handlers) doAppAct(r *http.Request, p *appActPage, f appActForm) error {
	ctx, actor, of := r.Context(), who(r), applicationOf(r)
	switch p.Act {
	case "judge":
		return h.Applies.Judge(ctx, actor, of, apply.Judgement{Criterion: p.item, Outcome: apply.Outcome(f.Outcome), Evidence: f.Evidence, Until: f.Until})
	case "visit":
		return h.Applies.RecordVisit(ctx, actor, of, apply.Visit{On: f.On, Where: f.Where, Present: f.Present, Found: f.Found})
	case "company":
		c := apply.Company{Reference: f.Reference, Asked: f.Asked, Came: f.Came, Until: f.Until, Note: f.Note, Approved: f.Approved == "yes"}
		switch f.Approved {
		case "yes":
		case "no":
			if c.Came == clock.NoDay {
				return fault.In("came", "Enter the day of the report")
			}
		case "awaited":
			c.Came, c.Until = clock.NoDay, clock.NoDay
		default:
			return fault.In("approved", "Choose where it stands")
		}
		return h.Applies.RecordCompany(ctx, actor, of, c)
	case "consult":
		return h.Applies.Consult(ctx, actor, of, f.With)
	case "answer":
		return h.Applies.Answer(ctx, actor, of, p.item, apply.View(f.View), f.Text, f.On)
	case "recommend":
		if f.For != "yes" && f.For != "no" {
			return fault.In("for", "Choose what you recommend")
		}
		return h.Applies.Recommend(ctx, actor, of, f.For == "yes", f.Text)
	case "ask":
		return h.Applies.Ask(ctx, actor, of, f.Text)
	case "discard":
		return h.Applies.Discard(ctx, actor, of, f.Why)
	case "send-back":
		return h.Applies.SendBack(ctx, actor, of, f.Why)
	default: // refuse
		return h.Applies.Refuse(ctx, actor, of, f.Why)
	}
}
