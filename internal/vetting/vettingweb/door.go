package vettingweb

import (
	"net/http"
	"slices"
	"strconv"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// cookieName is that of the cookie that keeps a form open.
func (h *Handlers) cookieName() string {
	if h.secure {
		return "__Host-vetting"
	}
	return "vetting"
}

func (h *Handlers) setCookie(w http.ResponseWriter, value string) {
	c := &http.Cookie{Name: h.cookieName(), Value: value, Path: "/", HttpOnly: true, Secure: h.secure, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// unkept tells browsers and whoever stands between to keep nothing of the page.
func unkept(w http.ResponseWriter) { w.Header().Set("Cache-Control", "no-store") }

// holder is who has the form open.
func (h *Handlers) holder(w http.ResponseWriter, r *http.Request) (envelope.Holder, error) {
	unkept(w)
	value := ""
	if c, err := r.Cookie(h.cookieName()); err == nil {
		value = c.Value
	}
	return h.Envelopes.Holder(r.Context(), value)
}

type doorPage struct {
	web.Page
	Word  bool // a word was chosen before
	Until string
}

func (h *Handlers) doorPage(w http.ResponseWriter, r *http.Request) (*doorPage, error) {
	unkept(w)
	w.Header().Set("Referrer-Policy", "no-referrer")
	d, err := h.Envelopes.Door(r.Context(), r.PathValue("secret"))
	if err != nil {
		return nil, err
	}
	return &doorPage{Page: web.Page{Title: "Your vetting form"}, Word: d.Word, Until: (clock.DayOf(d.Until) - 1).Long()}, nil
}

// door is where a link leads: it says what this is, and asks for the word.
func (h *Handlers) door(w http.ResponseWriter, r *http.Request) error {
	p, err := h.doorPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "door.html", p)
}

func (h *Handlers) enter(w http.ResponseWriter, r *http.Request) error {
	p, err := h.doorPage(w, r)
	if err != nil {
		return err
	}
	if _, err := web.Form[struct{}](r); err != nil {
		return err
	}
	cookie, err := h.Envelopes.Enter(r.Context(), r.PathValue("secret"), r.PostForm.Get("word"), r.PostForm.Get("again"))
	r.PostForm.Del("word")
	r.PostForm.Del("again")
	if err != nil {
		return h.public.Again(w, r, "door.html", p, err)
	}
	h.setCookie(w, cookie)
	return web.SeeOther(w, r, "/vetting-form", "")
}

func (h *Handlers) leave(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err == nil {
		err = h.Envelopes.Leave(r.Context(), holder)
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	h.setCookie(w, "")
	return h.public.Render(w, r, "left.html", &web.Page{Title: "You have left your form"})
}

type homePage struct {
	web.Page
	Name     string
	Text     string
	Saved    string // when it was last saved, in words
	Until    string
	Groups   []taskGroup
	Stand    part.DueList
	Status   part.Status
	Next     []govuk.Task
	Tasks    govuk.TaskList
	Letter   *letter
	Steps    []step
	FormOpen bool
	Equality string // the address of the voluntary questions; empty: none are asked
}

// taskGroup is one numbered group of the task list.
type taskGroup struct {
	Title string
	List  govuk.TaskList
}

// step is one stage of the way, with its day.
type step struct {
	Text, Day string
	Done, Now bool
}

// letter is what the person is told of the decision.
type letter struct {
	Status                    part.Status
	Paragraphs, Restrictions  []string
	Level, Expires, Aftercare string
	AppealBy                  string // they may appeal to the end of this day
}

// home is the list of tasks while the form is with the person, and afterwards where
// things stand and what is asked.
func (h *Handlers) home(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err != nil {
		return err
	}
	f, err := h.Envelopes.Filled(r.Context(), holder)
	if err != nil {
		return err
	}
	p := &homePage{Page: web.Page{Title: "Your vetting"}, Name: f.Name, Until: (clock.DayOf(holder.Until) - 1).Long(), FormOpen: f.Case.State == envelope.Invited}
	p.Steps = steps(f, h.today())
	if h.Deps.Equality != nil {
		p.Equality = h.Deps.Equality(holder.Actor().Force)
	}
	if p.FormOpen {
		p.tasks(f)
	} else {
		p.stands(f, holder.Actor(), h.today())
	}
	return h.public.Render(w, r, "home.html", p)
}

// tasks fills the task list.
func (p *homePage) tasks(f envelope.Filled) {
	groups := []struct {
		title    string
		sections []string
	}{
		{"Who you are", []string{"you", "reach", "addresses", "identity"}},
		{"What the police ask", []string{"record", "money", "household", "ties"}},
		{"Your work", []string{"work", "consent"}},
	}
	sections := envelope.Form(f.Ask)
	done := 0
	for i, g := range groups {
		t := taskGroup{Title: string(rune('1'+i)) + ". " + g.title, List: govuk.TaskList{IDPrefix: "tasks-" + string(rune('1'+i))}}
		for _, s := range sections {
			if !slices.Contains(g.sections, s.Name) {
				continue
			}
			progress := f.Answers.Progress(s, f.Ask)
			if progress == envelope.Finished {
				done++
			}
			t.List.Items = append(t.List.Items, task(s, progress, f))
		}
		p.Groups = append(p.Groups, t)
	}
	last := govuk.Task{Title: govuk.Words{Text: "Check your answers and send"}, Href: "/vetting-form/check", Status: govuk.TaskStatus{HTML: statusOf(envelope.NotStarted)}}
	if done < len(sections) {
		last.Hint.Text = "It shows what is still missing"
	}
	p.Groups = append(p.Groups, taskGroup{Title: "4. Send", List: govuk.TaskList{IDPrefix: "tasks-4", Items: []govuk.Task{last}}})
	p.Text = "You have completed " + strconv.Itoa(done) + " of " + strconv.Itoa(len(sections)) + " parts."
	if !f.Saved.IsZero() && len(f.Answers.Values) > 0 {
		p.Saved = "Last saved " + clock.Moment(f.Saved) + "."
	}
}

func task(s envelope.Section, progress envelope.Progress, f envelope.Filled) govuk.Task {
	var hint govuk.Words
	if n := f.Answers.Lacks(s, f.Ask); progress == envelope.Started && n > 0 {
		hint.Text = part.Count(n, "answer is missing", "answers are missing")
	}
	return govuk.Task{Hint: hint, Title: govuk.Words{Text: s.Title}, Href: "/vetting-form/pages/" + s.Pages[0].Name, Status: govuk.TaskStatus{HTML: statusOf(progress)}}
}

// stands fills what is shown once the form is sent.
func (p *homePage) stands(f envelope.Filled, who authz.Actor, today clock.Day) {
	c := f.Case
	p.Status = statusOfCase(c, today)
	add := func(title, hint, href string) {
		p.Next = append(p.Next, govuk.Task{Title: govuk.Words{Text: title}, Hint: govuk.Words{Text: hint}, Href: href, Status: govuk.TaskStatus{HTML: statusOf(envelope.NotStarted)}})
	}
	for i, q := range f.Open {
		title := "Answer the vetting unit"
		if len(f.Open) > 1 {
			title += ", question " + strconv.Itoa(i+1)
		}
		add(title, "Asked on "+clock.DayOf(q.Made).Long()+". Answer by "+c.AnswerBy.Long()+".", "/vetting-form/questions/"+string(q.ID))
	}
	can := func(verb string) bool { return c.Refuses(who, verb, today) == nil }
	if can("vetting.declare") {
		hint := "Once a year you say what has changed, or that nothing has."
		if c.Declaration != clock.NoDay {
			hint = "The next one is due by " + c.Declaration.Long() + "."
		}
		add("Yearly declaration", hint, "/vetting-form/declaration")
	}
	if can("vetting.appeal") {
		add("Appeal against the decision", "Until "+c.AppealBy.Long()+". Somebody else than who decided looks at it.", "/vetting-form/appeal")
	}
	if can("vetting.report") {
		add("Tell of a change", "If something you told has changed: name, address, household, a court, money, work.", "/vetting-form/change")
	}
	p.Tasks = govuk.TaskList{Items: p.Next}
	p.Letter = letterOf(f, today)
	switch {
	case c.State == envelope.Sent && f.Expected != clock.NoDay:
		p.Text = "The vetting unit has your form. You can expect the decision about " + f.Expected.Long() + ", going by how fast the unit decides now. It may be sooner or later."
	case c.State == envelope.Asked:
		p.Text = "The vetting unit needs an answer from you before it can go on."
	case c.State == envelope.Appealed:
		p.Text = "Your appeal is with the vetting unit since " + c.Appealed.Long() + "."
	case c.State == envelope.Stopped:
		p.Text = "There is no vetting under way any more. If you think this is a mistake, ask your employer."
	}
}

func letterOf(f envelope.Filled, today clock.Day) *letter {
	if f.Letter == nil {
		return nil
	}
	l := &letter{Status: statusOfCase(f.Case, today), Paragraphs: paragraphs(f.Letter.Letter), Restrictions: f.Letter.Restrictions}
	if f.Case.State == envelope.Cleared {
		l.Level, l.Expires = f.Letter.Level, f.Letter.Expires.Long()
		if f.Letter.Aftercare != clock.NoDay {
			l.Aftercare = f.Letter.Aftercare.Long()
			if f.Letter.AftercareWhat != "" {
				l.Aftercare += ": " + f.Letter.AftercareWhat
			}
		}
	}
	if (f.Case.State == envelope.Refused || f.Case.State == envelope.Withdrawn) && today <= f.Case.AppealBy {
		l.AppealBy = f.Case.AppealBy.Long()
	}
	return l
}

// steps is the way of the case, with the days known.
func steps(f envelope.Filled, today clock.Day) []step {
	c := f.Case
	if c.Kind == envelope.Kept {
		return nil
	}
	out := []step{{Text: "Vetting asked for", Day: c.Requested.Long(), Done: true}, {Text: "Link given to you", Day: c.Invited.Long(), Done: true},
		{Text: "You fill the form", Done: c.Sent != clock.NoDay, Now: c.State == envelope.Invited}, {Text: "The vetting unit looks at it", Day: c.Sent.Long(), Done: c.Decided != clock.NoDay, Now: c.State == envelope.Sent || c.State == envelope.Asked}}
	decision := step{Text: "Decision", Day: c.Decided.Long(), Done: c.Decided != clock.NoDay}
	if c.State == envelope.Sent && f.Expected != clock.NoDay {
		decision.Day = "About " + f.Expected.Long()
	}
	out = append(out, decision)
	if c.Appealed != clock.NoDay {
		out = append(out, step{Text: "Appeal", Day: c.Appealed.Long(), Done: c.Heard != clock.NoDay, Now: c.State == envelope.Appealed})
	}
	if c.State == envelope.Cleared {
		out = append(out, step{Text: "Clearance ends", Day: c.Expires.Long(), Now: today <= c.Expires})
	}
	return out
}
