package applyweb

import (
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/apply"
	"watchword/internal/clock"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type taskGroup struct {
	Title string
	List  govuk.TaskList
}

type homePage struct {
	web.Page
	Name   string
	Open   bool
	Text   string
	Saved  string
	Asked  []notedView // what the office asked for, if it gave the application back
	Groups []taskGroup
	Steps  []step
	Status part.Status
	Letter bool
	Again  bool
	Ends   bool // it may be withdrawn
	Clerk  string
	Ref    string
}

func stateStatus(s apply.State) part.Status {
	kind := map[apply.State]part.Kind{apply.Draft: part.Waiting, apply.Sent: part.Due, apply.Returned: part.Waiting, apply.Recommended: part.Due, apply.Approved: part.InForce, apply.Refused: part.NotInForce, apply.Withdrawn: part.Ended}[s]
	return part.Status{Kind: kind, Text: s.Title()}
}

// home is the list of tasks while the application is with the applicant, and afterwards
// where it stands.
func (h *Handlers) home(w http.ResponseWriter, r *http.Request) error {
	_, f, err := h.filled(w, r)
	if err != nil {
		return err
	}
	a := &f.Application
	p := &homePage{Page: web.Page{Title: "Your application", Active: "/for-employers"}, Name: a.Name, Open: f.Open, Steps: stepsOf(f.Steps), Status: stateStatus(a.State), Letter: a.Decided != nil,
		Again: a.State == apply.Refused, Ends: a.State.Live(), Clerk: f.Clerk, Ref: a.Reference}
	switch a.State {
	case apply.Sent:
		p.Status.Text, p.Text = "With the scheme office", "We have your application and assess it. We write to you if we need more."
	case apply.Recommended:
		p.Status.Text, p.Text = "With the chief officer", "We have assessed your application. The chief officer’s delegate decides it."
	case apply.Approved:
		p.Text = "Your organisation is accredited. Next, the scheme office sets up an account for your signatory, who then puts your people forward."
	case apply.Refused:
		p.Text = "Your organisation was not accredited. The letter says why. When what it names is mended, you may apply again; all that you sent is kept for that."
	case apply.Withdrawn:
		p.Text = "The application was withdrawn. You may ask again at any time."
	}
	if f.Open {
		p.tasks(f)
		for _, q := range a.Asked {
			p.Asked = append(p.Asked, notedView{q.Text, clock.DayOf(q.At).Long()})
		}
	}
	return h.public.Render(w, r, "home.html", p)
}

func progressStatus(p apply.Progress) template.HTML {
	s := map[apply.Progress]part.Status{apply.NotStarted: {Kind: part.Waiting, Text: "Not yet started"}, apply.Started: {Kind: part.Due, Text: "Started"}, apply.Finished: {Kind: part.InForce, Text: "Completed"}}[p]
	s.Plain = true
	return s.Render()
}

// tasks fills the task list.
func (p *homePage) tasks(f apply.Filled) {
	sections := apply.Sections(f.Application.Private)
	done := 0
	for i, title := range apply.Groups {
		g := taskGroup{Title: strconv.Itoa(i+1) + ". " + title, List: govuk.TaskList{IDPrefix: "tasks-" + strconv.Itoa(i+1)}}
		for _, s := range sections {
			if s.Group != i {
				continue
			}
			progress, lacks := f.Form.Progress(s)
			t := govuk.Task{Title: govuk.Words{Text: s.Title}, Href: pageURL(s.Pages[0].Name), Status: govuk.TaskStatus{HTML: progressStatus(progress)}}
			switch progress {
			case apply.Finished:
				done++
			case apply.Started:
				t.Hint.Text = part.Count(lacks, "answer is missing", "answers are missing")
			}
			g.List.Items = append(g.List.Items, t)
		}
		p.Groups = append(p.Groups, g)
	}
	last := govuk.Task{Title: govuk.Words{Text: "Check your answers and send"}, Href: "/application/check", Status: govuk.TaskStatus{HTML: progressStatus(apply.NotStarted)}}
	if done < len(sections) {
		last.Hint.Text = "It shows what is still missing"
	}
	p.Groups = append(p.Groups, taskGroup{Title: strconv.Itoa(len(apply.Groups)+1) + ". Send", List: govuk.TaskList{IDPrefix: "tasks-send", Items: []govuk.Task{last}}})
	p.Text = "You have completed " + strconv.Itoa(done) + " of " + strconv.Itoa(len(sections)) + " parts."
	if !f.Saved.IsZero() {
		p.Saved = "Last saved " + clock.Moment(f.Saved) + "."
	}
}

func pageURL(name string) string { return "/application/pages/" + name }
