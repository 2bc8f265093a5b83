package applyweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// decideForm is the decision on arrangements; the answers stand in fields of their own.
type decideForm struct {
	From     clock.Day `form:"from" label:"First day"`
	To       clock.Day `form:"to" label:"Last day"`
	Evidence string    `form:"evidence" label:"Evidence" max:"2000" text:"lines"`
}

// asking is one power asked for one role, to be answered.
type asking struct {
	N                      int
	Role                   id.Role
	Power                  law.PowerID
	Name, Para, Href, Says string
	Conflicts              []conflictView
	Answer, Note           string
	Offences               []tick
}

// Field names the controls of the question: "answer-3".
func (q asking) Field(name string) string { return name + "-" + strconv.Itoa(q.N) }

type askingGroup struct {
	Title  string
	Asking []asking
}

type decidePage struct {
	web.Page
	Head      part.Head
	Back      string
	Recommend notedView
	For       part.Status
	Groups    []askingGroup
	Answers   []govuk.Choice
	Form      decideForm
}

func (h *Handlers) decidePage(r *http.Request) (*decidePage, error) {
	v := visit.Present(r, h.Clock)
	if err := v.Who.May(authz.DecideOrg, authz.Object{}); err != nil {
		return nil, err
	}
	d, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (dossier, error) { return h.dossier(tx, v) })
	if err != nil {
		return nil, err
	}
	a := &d.v.State
	if a.State != apply.Recommended {
		return nil, fault.New(fault.Conflict, "This application does not wait for a decision: it stands at “%s”.", strings.ToLower(a.State.Title()))
	}
	p := &decidePage{Back: applicationURL(applicationOf(r)), Answers: []govuk.Choice{{Value: string(org.Allowed), Text: "Yes"}, {Value: string(org.Conditional), Text: "With a condition"}, {Value: string(org.Refused), Text: "Refuse"}}}
	p.Page = web.Page{Title: "Decide on " + a.Name, Active: "/prospects", Crumbs: []web.Crumb{{Text: "Applications", Href: "/applications"}, {Text: a.Name, Href: p.Back}, {Text: "Decide"}}}
	p.Head = part.Head{Caption: "Application " + a.Reference, Title: "Decide on " + a.Name, Text: part.Count(a.Form.Staff(), "person", "people") + " in " + part.Count(len(a.Form.Roles), "role", "roles")}
	p.Recommend = notedView{a.Recommended.Text, a.Recommended.By + ", " + clock.Moment(a.Recommended.At)}
	p.For = map[bool]part.Status{true: {Kind: part.InForce, Text: "For approval"}, false: {Kind: part.NotInForce, Text: "For refusal"}}[a.Recommended.For]
	today := h.today()
	p.Form.From = today
	p.Form.To = today.AddMonths(max(1, d.set.ArrangementMonths)).AddDays(-1)
	p.ask(a, a.Form.Conflicts(a.Kind, apply.CatalogueOf(d.set), today, d.set.Law()))
	return p, nil
}

// ask makes a question of every power asked for, in the order of the catalogue.
func (p *decidePage) ask(a *apply.Application, conflicts []apply.Conflict) {
	n := 0
	for i := range a.Form.Roles {
		r := &a.Form.Roles[i]
		g := askingGroup{Title: r.Title + ", " + part.Count(r.Staff, "person", "people")}
		for j := range law.Powers() {
			power := &law.Powers()[j]
			w := r.Want(power.ID)
			if w == nil {
				continue
			}
			n++
			q := asking{N: n, Role: r.ID, Power: power.ID, Name: power.Name, Para: power.Para, Href: "/powers/" + string(power.ID), Says: wantSays(apply.Want{Reason: w.Reason, Uses: w.Uses, Instead: w.Instead, Checks: w.Checks})}
			q.Conflicts = conflictViews(a.Form, slices.DeleteFunc(slices.Clone(conflicts), func(c apply.Conflict) bool { return c.Role != r.ID || c.Power != power.ID }))
			for _, o := range w.Offences {
				if x, ok := law.FindOffence(o); ok {
					q.Offences = append(q.Offences, tick{ID: string(o), Name: x.Name, Checked: true})
				}
			}
			g.Asking = append(g.Asking, q)
		}
		p.Groups = append(p.Groups, g)
	}
}

// take reads the answers that were sent, and keeps them for the form to show again.
func (p *decidePage) take(r *http.Request) (ds []org.PowerDecision, at []asking, err error) {
	var wrong fault.Fields
	for i := range p.Groups {
		for j := range p.Groups[i].Asking {
			q := &p.Groups[i].Asking[j]
			q.Answer, q.Note = r.PostForm.Get(q.Field("answer")), clean(r.PostForm.Get(q.Field("note")))
			d := org.PowerDecision{Role: q.Role, Power: q.Power, Answer: org.Answer(q.Answer)}
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
				wrong.Add(q.Field("answer"), "%s: choose yes, with a condition, or refuse", q.Name)
			}
			if len(q.Offences) > 0 && len(d.Offences) == 0 && d.Answer != org.Refused {
				wrong.Add(q.Field("answer"), "%s: leave at least one offence ticked, or refuse", q.Name)
			}
			if len([]rune(q.Note)) > 1000 {
				wrong.Add(q.Field("note"), "%s: write 1,000 letters or fewer", q.Name)
			}
			ds, at = append(ds, d), append(at, *q)
		}
	}
	return ds, at, wrong.Err()
}

// atQuestions names the controls of the form in place of the fields of the use case.
func atQuestions(err error, at []asking) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	out := *f
	out.Fields = nil
	for _, x := range f.Fields {
		for i, q := range at {
			if rest, ok := strings.CutPrefix(x.Name, "powers["+strconv.Itoa(i)+"]."); ok {
				x.Message = q.Name + ": " + strings.ToLower(x.Message[:1]) + x.Message[1:]
				x.Name = q.Field("answer")
				if rest == "reason" || rest == "condition" {
					x.Name = q.Field("note")
				}
				break
			}
		}
		out.Fields = append(out.Fields, x)
	}
	return &out
}

func (h *Handlers) decide(w http.ResponseWriter, r *http.Request) error {
	p, err := h.decidePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "decide.html", p)
}

// decideNow accredits the employer, power by power.
func (h *Handlers) decideNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.decidePage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[decideForm](r)
	ds, at, terr := p.take(r)
	if err == nil {
		err = terr
	}
	if err == nil {
		err = atQuestions(h.Applies.Approve(r.Context(), who(r), applicationOf(r), org.Approval{From: form.From, To: form.To, Evidence: form.Evidence, Powers: ds}), at)
	}
	if err != nil {
		p.Form = form
		return h.page.Again(w, r, "decide.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "application.approved")
}
