package reviewweb

import (
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/review"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// linesPage is a form that goes line by line: the organisation's answer, or the decision.
type linesPage struct {
	web.Page
	Head         part.Head
	Says         string
	Groups       []lineGroup
	Button, Back string
	Heads        []string       // of the columns after the power
	Choices      []govuk.Choice // of the column that is chosen from

	decides bool
	f       found
}

type lineGroup struct {
	Title string
	Lines []formLine
}

// formLine is one power on the form, as it was typed or as it stands.
type formLine struct {
	Line                       int // of the review
	Name, Href, Para           string
	Facts                      []string
	Uses, Needed, Why          string
	Verdict, Condition, Reason string
}

// cell is one field of a line.
type cell struct {
	P                  *linesPage
	Name, Label, Value string
	Choices            []govuk.Choice // empty: it is typed
	Width              string         // of a number
}

// Cells is the fields of the line, in the order of the headings.
func (l formLine) Cells(p *linesPage) []cell {
	if p.decides {
		return []cell{{P: p, Name: l.Field("verdict"), Label: "Decision on " + l.Name, Value: l.Verdict, Choices: p.Choices}, {P: p, Name: l.Field("condition"), Label: "Condition of " + l.Name, Value: l.Condition},
			{P: p, Name: l.Field("reason"), Label: "Reason for " + l.Name, Value: l.Reason}}
	}
	return []cell{{P: p, Name: l.Field("uses"), Label: "How often " + l.Name + " was used", Value: l.Uses, Width: "govuk-input--width-4"}, {P: p, Name: l.Field("needed"), Label: "Whether " + l.Name + " is still needed", Value: l.Needed, Choices: p.Choices},
		{P: p, Name: l.Field("why"), Label: "Why, or why not: " + l.Name, Value: l.Why}}
}

// Field names a field of the line: "needed-3".
func (l formLine) Field(name string) string { return name + "-" + strconv.Itoa(l.Line) }

func (h *Handlers) linesPage(r *http.Request, verb string) (*linesPage, error) {
	v := visit.Present(r, h.Clock)
	f, err := h.find(v)
	if err != nil {
		return nil, err
	}
	k := &f.State
	if !k.Can(verb, v.Day()) {
		text := "%s is " + strings.ToLower(k.State.Title()) + ", so this cannot be done."
		if verb == "power-review.decide" && k.State == review.Asked {
			text = "%s waits for the organisation’s answer until " + k.Due.Long() + "."
		}
		return nil, visit.Unsent(r, fault.New(fault.Conflict, text, k.Number))
	}
	p := &linesPage{f: f, Back: url(f.ID), decides: verb == "power-review.decide", Heads: []string{"Times used", "Still needed", "Why, or why not"}, Choices: []govuk.Choice{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No"}}}
	title := "Which powers do you still need?"
	p.Says, p.Button = "Say of each power how often your people used it from "+k.From.Long()+" to "+k.To.Long()+", and whether and why it is still needed. Leave the number empty where you did not count.", "Send the answer"
	if p.decides {
		title, p.Choices, p.Heads = "Decide the powers", nil, []string{"Decision", "Condition, if any", "Reason"}
		p.Says, p.Button = "What you remove ends in the same second for everybody who holds it in that role, by notice. Give a reason wherever you do not simply keep what the organisation says it needs; it will read it.", "Decide these powers"
		for _, x := range review.Verdicts {
			p.Choices = append(p.Choices, govuk.Choice{Value: string(x.Verdict), Text: x.Title})
		}
	}
	p.Page = f.page(v, title+" "+k.Number, title)
	p.Head = part.Head{Caption: f.cycle.Org.State.Name + ", " + k.Number, Title: title}
	p.lines()
	return p, nil
}

// lines makes a line of the form of every power that is still held.
func (p *linesPage) lines() {
	for i := range p.f.State.Lines {
		l := &p.f.State.Lines[i]
		if l.Gone {
			continue
		}
		if len(p.Groups) == 0 || p.Groups[len(p.Groups)-1].Title != l.RoleTitle {
			p.Groups = append(p.Groups, lineGroup{Title: l.RoleTitle})
		}
		x := formLine{Line: i, Name: l.Name(), Href: "/powers/" + string(l.Power), Para: l.Para()}
		x.Facts = append(x.Facts, "Held since "+l.Since.Long()+". May be used by "+part.Count(l.InForce, "person", "persons")+" today; "+strconv.Itoa(l.Trained)+" trained.")
		if l.Condition != "" {
			x.Facts = append(x.Facts, "Condition: "+l.Condition)
		}
		if w := l.Word; w != nil {
			x.Needed, x.Why = map[bool]string{true: "yes", false: "no"}[w.Needed], w.Why
			used := "not counted"
			if w.Counted {
				x.Uses, used = strconv.Itoa(w.Uses), part.Count(w.Uses, "time", "times")
			}
			if p.decides {
				x.Facts = append(x.Facts, "Used "+used+", "+w.Source.Title()+". Still needed: "+x.Needed+". "+w.Why)
			}
		} else if p.decides {
			x.Facts = append(x.Facts, "The organisation has not said whether it is still needed.")
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Lines = append(g.Lines, x)
	}
}

func (h *Handlers) answer(w http.ResponseWriter, r *http.Request) error {
	p, err := h.linesPage(r, "power-review.answer")
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "lines.html", p)
}

type linesForm struct{}

func (h *Handlers) answerNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.linesPage(r, "power-review.answer")
	if err != nil {
		return err
	}
	var told []review.Told
	if _, err = web.Form[linesForm](r); err == nil {
		told, err = p.told(r)
	}
	if err == nil {
		err = h.Reviews.Answer(r.Context(), account.Actor(r.Context()), of(r), told)
	}
	if err != nil {
		return h.page.Again(w, r, "lines.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "review.answered")
}

// told reads the answer, and keeps it for the form to show again.
func (p *linesPage) told(r *http.Request) (out []review.Told, err error) {
	var wrong fault.Fields
	p.each(func(l *formLine) {
		l.Needed, l.Why, l.Uses = typed(r, l, "needed"), typed(r, l, "why"), typed(r, l, "uses")
		t := review.Told{Line: l.Line, Why: l.Why}
		if yes := l.Needed == "yes"; yes || l.Needed == "no" {
			t.Needed = &yes
		}
		if l.Uses != "" {
			n, err := strconv.Atoi(strings.ReplaceAll(l.Uses, ",", ""))
			if err != nil {
				wrong.Add(l.Field("uses"), "%s: enter how often it was used, as a number", l.Name)
			}
			t.Uses = &n
		}
		out = append(out, t)
	})
	return out, wrong.Err()
}

func (h *Handlers) decide(w http.ResponseWriter, r *http.Request) error {
	p, err := h.linesPage(r, "power-review.decide")
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "lines.html", p)
}

func (h *Handlers) decideNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.linesPage(r, "power-review.decide")
	if err != nil {
		return err
	}
	var ds []review.Ruling
	if _, err = web.Form[linesForm](r); err == nil {
		p.each(func(l *formLine) {
			l.Verdict, l.Condition, l.Reason = typed(r, l, "verdict"), typed(r, l, "condition"), typed(r, l, "reason")
			ds = append(ds, review.Ruling{Line: l.Line, Verdict: review.Verdict(l.Verdict), Condition: l.Condition, Reason: l.Reason})
		})
		err = h.Reviews.Decide(r.Context(), account.Actor(r.Context()), of(r), ds)
	}
	if err != nil {
		return h.page.Again(w, r, "lines.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "review.decided")
}

func (p *linesPage) each(do func(*formLine)) {
	for i := range p.Groups {
		for j := range p.Groups[i].Lines {
			do(&p.Groups[i].Lines[j])
		}
	}
}

func typed(r *http.Request, l *formLine, name string) string {
	return strings.TrimSpace(r.PostForm.Get(l.Field(name)))
}

// offPage gives a review up.
type offPage struct {
	web.Page
	Head part.Head
	Back string
	Form offForm
}

type offForm struct {
	Why string `form:"why" label:"Reason" max:"1000" text:"lines"`
}

func (h *Handlers) offPage(r *http.Request) (*offPage, error) {
	v := visit.Present(r, h.Clock)
	f, err := h.find(v)
	if err != nil {
		return nil, err
	}
	if k := &f.State; !k.Can("power-review.call-off", clock.DayOf(h.Clock.Now())) {
		return nil, visit.Unsent(r, fault.New(fault.Conflict, "%s is %s, so this cannot be done.", k.Number, strings.ToLower(k.State.Title())))
	}
	title := "Call the review off"
	return &offPage{Page: f.page(v, title+": "+f.State.Number, title), Head: part.Head{Caption: f.cycle.Org.State.Name + ", " + f.State.Number, Title: title}, Back: url(f.ID)}, nil
}

func (h *Handlers) callOff(w http.ResponseWriter, r *http.Request) error {
	p, err := h.offPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "off.html", p)
}

func (h *Handlers) callOffNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.offPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[offForm](r); err == nil {
		err = h.Reviews.CallOff(r.Context(), account.Actor(r.Context()), of(r), p.Form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "off.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "review.off")
}
