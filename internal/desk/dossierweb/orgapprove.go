package dossierweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// approveForm is a decision on arrangements; the answers stand in fields of their own.
type approveForm struct {
	From     clock.Day `form:"from" label:"First day"`
	To       clock.Day `form:"to" label:"Last day"`
	Evidence string    `form:"evidence" label:"Evidence" max:"2000" text:"lines"`
}

// question is one power asked for one role, to be answered.
type question struct {
	Role     org.Role
	Power    law.PowerID
	N        int
	Name     string
	Href     string
	Para     string
	Reason   string
	Law      string // why it cannot be allowed, if so
	Answer   string
	Note     string
	Answers  []govuk.Choice
	Offences []choice
}

// Field names the question's fields: "answer-3".
func (q question) Field(name string) string { return name + "-" + strconv.Itoa(q.N) }

type questionGroup struct {
	Title     string
	Questions []question
}

type approvePage struct {
	web.Page
	Head    part.Head
	Back    string
	Powers  bool // powers alone, without period and evidence
	Missing []criterion
	Groups  []questionGroup
	Form    approveForm

	f *file
}

var answers = []govuk.Choice{{Value: string(org.Allowed), Text: "Yes"}, {Value: string(org.Conditional), Text: "With a condition"}, {Value: string(org.Refused), Text: "Refuse"}}

func (h *Handlers) approvePage(r *http.Request, powers bool) (*approvePage, error) {
	p := &approvePage{Powers: powers}
	title := "Decide on the arrangements"
	if powers {
		title = "Decide the powers asked for"
	}
	f, err := h.aboutOrg(r, authz.DecideOrg, title, &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, err
	}
	p.f = f
	v := visit.At(r, h.Clock)
	today := v.Today()
	for _, c := range f.checked(&v)[1:] {
		if c.Status.Kind != part.InForce && c.Text != "Complaints procedure" && c.Text != "Police liaison" {
			p.Missing = append(p.Missing, c)
		}
	}
	p.Form.From = today
	p.Form.To = today.AddMonths(max(1, f.force.Settings.ArrangementMonths)).AddDays(-1)
	p.ask(today)
	return p, nil
}

// ask makes a question of every power asked for; with powers alone, of those not answered,
// or of all when none is left.
func (p *approvePage) ask(on clock.Day) {
	open := p.Powers && p.f.unanswered() > 0
	n := 0
	in := p.f.force.Settings.Law()
	for _, role := range p.f.org.Roles {
		g := questionGroup{Title: role.Title}
		for i := range law.Powers() {
			power := &law.Powers()[i]
			x, _ := role.Allows(power.ID)
			if x.Power == "" || open && x.Answer != org.Asked {
				continue
			}
			n++
			q := question{Role: role, Power: power.ID, N: n, Name: power.Name, Href: "/powers/" + string(power.ID), Para: power.Para, Reason: x.Reason, Answers: answers}
			if x.Answer != org.Asked {
				q.Answer, q.Note = string(x.Answer), x.Condition
				if x.Answer == org.Refused {
					q.Note = x.Because
				}
			}
			if bad, ok := law.Grantable(power.ID, "", on, in); !ok {
				q.Law = bad.Text
			}
			for _, off := range x.Offences {
				if o, ok := law.FindOffence(off); ok {
					q.Offences = append(q.Offences, choice{string(off), o.Name, true})
				}
			}
			g.Questions = append(g.Questions, q)
		}
		if len(g.Questions) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
}

// take reads the answers that were sent, and keeps them for the form to show again.
func (p *approvePage) take(r *http.Request) (ds []org.PowerDecision, at []question, err error) {
	var wrong fault.Fields
	for i := range p.Groups {
		for j := range p.Groups[i].Questions {
			q := &p.Groups[i].Questions[j]
			q.Answer, q.Note = clean(r.PostForm.Get(q.Field("answer"))), clean(r.PostForm.Get(q.Field("note")))
			d := org.PowerDecision{Role: q.Role.ID, Power: q.Power, Answer: org.Answer(q.Answer)}
			for k := range q.Offences {
				q.Offences[k].Checked = slices.Contains(r.PostForm[q.Field("offences")], q.Offences[k].ID)
				if q.Offences[k].Checked {
					d.Offences = append(d.Offences, law.OffenceID(q.Offences[k].ID))
				}
			}
			switch d.Answer {
			case org.Refused:
				d.Reason = q.Note
			case org.Conditional:
				d.Condition = q.Note
			case org.Allowed:
			default:
				wrong.Add(q.Field("answer"), "%s, %s: choose yes, with a condition, or refuse", q.Role.Title, small(q.Name))
			}
			if len(q.Note) > 1000 {
				wrong.Add(q.Field("note"), "%s, %s: write 1,000 letters or fewer", q.Role.Title, small(q.Name))
			}
			if len(q.Offences) > 0 && len(d.Offences) == 0 && d.Answer != org.Refused {
				wrong.Add(q.Field("answer"), "%s, %s: leave at least one offence ticked, or refuse", q.Role.Title, small(q.Name))
			}
			ds, at = append(ds, d), append(at, *q)
		}
	}
	return ds, at, wrong.Err()
}

// atQuestions names the fields of the form in place of those of the use case.
func atQuestions(err error, at []question) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	out := *f
	out.Fields = nil
	for _, x := range f.Fields {
		for i, q := range at {
			if rest, ok := strings.CutPrefix(x.Name, "powers["+strconv.Itoa(i)+"]."); ok {
				x.Name = q.Field(map[string]string{"answer": "answer", "power": "answer", "role": "answer"}[rest])
				if rest == "reason" || rest == "condition" {
					x.Name = q.Field("note")
				}
				x.Message = q.Role.Title + ", " + small(q.Name) + ": " + small(x.Message)
				break
			}
		}
		out.Fields = append(out.Fields, x)
	}
	return &out
}

func (h *Handlers) approve(w http.ResponseWriter, r *http.Request) error {
	p, err := h.approvePage(r, r.PathValue("what") == "powers")
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "approve.html", p)
}

// approveNow puts arrangements in force, or decides powers alone.
func (h *Handlers) approveNow(w http.ResponseWriter, r *http.Request) error {
	powers := r.PathValue("what") == "powers"
	p, err := h.approvePage(r, powers)
	if err != nil {
		return err
	}
	form, err := web.Form[approveForm](r)
	ds, at, terr := p.take(r)
	if err == nil {
		err = terr
	}
	who := account.Actor(r.Context())
	switch {
	case err != nil:
	case powers:
		err = atQuestions(h.Orgs.DecidePowers(r.Context(), who, p.f.id, ds), at)
	default:
		err = atQuestions(h.Orgs.Approve(r.Context(), who, p.f.id, org.Approval{From: form.From, To: form.To, Evidence: form.Evidence, Powers: ds}), at)
	}
	if err != nil {
		p.Form = form
		return h.page.Again(w, r, "approve.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, map[bool]string{true: "org.decided", false: "org.approved"}[powers])
}
