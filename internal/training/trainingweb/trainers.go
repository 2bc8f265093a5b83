package trainingweb

import (
	"io"
	"net/http"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

const trainersURL = "/training/trainers"

func (h *Handlers) trainers(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := newList(v, "Trainers", trainersURL)
	p.Table = part.Table{Caption: "Trainers", RowHeaders: true, Empty: "No trainer is entered. Enter one for an approved provider, with the evidence of their qualification.",
		Columns: []part.Column{{Text: "Trainer"}, {Text: "Teaches for"}, {Text: "Qualification", Under: "Awarded by"}, {Text: "State"}}}
	if v.May(authz.ApproveTraining) {
		p.Head.Actions = []govuk.Button{{Text: "Enter a trainer", Href: trainersURL + "/add"}}
	}
	err := h.read(r, func(tx *db.Tx) error {
		all, err := h.Courses.Trainers(tx, v.Who, v.When)
		if err != nil {
			return err
		}
		by, err := h.providerNames(tx, v.Who)
		for _, x := range all {
			shown := part.Cell{Text: "None recorded", Quiet: true}
			if n := len(x.State.Evidence); n > 0 {
				shown = part.Cell{Text: x.State.Evidence[n-1].What, Sub: x.State.Evidence[n-1].Awarded}
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Ended: x.State.Ended != clock.NoDay, Cells: []part.Cell{{Text: x.State.Name, Href: v.Bar.Link(trainersURL + "/" + x.ID)}, {Text: by[x.State.Provider]}, shown, {Status: trainerStatus(&x.State, v.Day(), true)}}})
		}
		return err
	})
	if err != nil {
		return err
	}
	p.arrange(v)
	return v.Show(h.page, w, "list.html", p)
}

func trainerStatus(t *course.Trainer, today clock.Day, plain bool) part.Status {
	until, has := t.Until()
	switch {
	case t.Ended != clock.NoDay:
		return part.Status{Kind: part.Ended, Text: "Teaches no longer", Plain: plain}
	case !has:
		return part.Status{Kind: part.Waiting, Text: "Shows no qualification yet", Plain: plain}
	case !t.QualifiedOn(today):
		return part.Status{Kind: part.NotInForce, Text: "Qualification ended " + until.Short(), Plain: plain}
	case until != clock.NoDay && until <= today.AddDays(90):
		return part.Status{Kind: part.Due, Text: "Qualified to " + until.Short(), Plain: plain}
	}
	return part.Status{Kind: part.InForce, Text: "Qualified", Plain: plain}
}

func (h *Handlers) trainer(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Trainer(tx, v.Who, id.Trainer(r.PathValue("trainer")), v.When)
		if err != nil {
			return err
		}
		s, at := &x.State, trainersURL+"/"+x.ID
		p.Page = common(s.Name, web.Crumb{Text: "Trainers", Href: trainersURL}, web.Crumb{Text: s.Name})
		p.Past = v.Bar.Past()
		p.Head = part.Head{Caption: "Trainer", Title: s.Name, Statuses: []part.Status{trainerStatus(s, v.Day(), false)}}
		if v.May(authz.ApproveTraining) && s.Ended == clock.NoDay {
			p.Head.Actions = []govuk.Button{{Text: "Record a qualification", Href: at + "/qualify"}, secondary("Change", at+"/change")}
			p.Head.Links = []part.Link{{Text: "They teach no longer", Href: at + "/end"}}
		}
		by, err := h.Courses.Provider(tx, v.Who, s.Provider, v.When)
		if err != nil {
			return err
		}
		p.link("Teaches for", by.State.Name, v.Bar.Link(providersURL+"/"+by.ID))
		if s.Ended != clock.NoDay {
			p.add("Until", s.Ended.Long())
			p.add("Ended because", s.Why)
		}
		p.add("Last changed by", s.Last.By+", "+clock.Moment(s.Last.At))
		t := part.Table{Caption: "Qualifications", RowHeaders: true, Empty: "No qualification is recorded. Until one is, they can teach no session.", Columns: []part.Column{{Text: "Qualification"}, {Text: "Awarded"}, {Text: "Counts until"}, {Text: "Evidence"}}}
		for i, q := range s.Evidence {
			until := part.Cell{Text: "No end", Quiet: true}
			if q.Until != clock.NoDay {
				until = part.DayCell(q.Until)
			}
			file := part.Cell{Text: "Seen, not kept", Quiet: true}
			if q.File != "" {
				file = part.Cell{Text: q.FileName}
				if v.Who.Can(authz.KeepTraining) {
					file.Href = v.Bar.Link(at + "/evidence/" + strconv.Itoa(i))
				}
			}
			t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: q.What, Sub: q.Awarded}, part.DayCell(q.From), until, file}})
		}
		p.Tables = []section{{Heading: part.Heading{Text: "Qualifications", Count: web.Number(len(t.Rows))}, Table: t}}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

type trainerForm struct {
	Name     string      `form:"name" label:"Name" max:"120"`
	Provider id.Provider `form:"provider" max:"64"`
}

type trainerPage struct {
	formPage
	Providers []govuk.Option
	Form      trainerForm
	of        id.Trainer
}

func (h *Handlers) trainerPage(r *http.Request) (*trainerPage, error) {
	p := &trainerPage{of: id.Trainer(r.PathValue("trainer")), formPage: formPage{Button: "Enter them", Back: trainersURL}}
	title := "Enter a trainer"
	err := h.read(r, func(tx *db.Tx) (err error) {
		if p.of != "" {
			x, err := h.Courses.Trainer(tx, who(r), p.of, h.now())
			if err != nil {
				return err
			}
			title, p.Button, p.Back, p.Form = "Change the trainer", "Change it", trainersURL+"/"+x.ID, trainerForm{x.State.Name, x.State.Provider}
		}
		p.Providers, err = h.approved(tx, r)
		return err
	})
	p.Page, p.Head.Title = common(title, web.Crumb{Text: "Trainers", Href: trainersURL}, web.Crumb{Text: title}), title
	return p, err
}

func (h *Handlers) setTrainer(w http.ResponseWriter, r *http.Request) error {
	p, err := h.trainerPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "trainer.html", p)
}

func (h *Handlers) setTrainerNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.trainerPage(r)
	if err != nil {
		return err
	}
	of := p.of
	if p.Form, err = web.Form[trainerForm](r); err == nil {
		of, err = h.Courses.SetTrainer(r.Context(), who(r), p.of, p.Form.Name, p.Form.Provider)
	}
	if err != nil {
		return h.page.Again(w, r, "trainer.html", p, err)
	}
	return web.SeeOther(w, r, trainersURL+"/"+string(of), "trainer.set")
}

type qualifyForm struct {
	What    string    `form:"what" label:"Qualification" max:"160"`
	Awarded string    `form:"awarded" label:"Awarded by" max:"160"`
	From    clock.Day `form:"from" label:"Awarded on"`
	Until   clock.Day `form:"until" label:"Counts until"`
	File    web.File  `form:"file" label:"File"`
}

type qualifyPage struct {
	formPage
	Form qualifyForm
}

// aboutTrainer is what the forms about one trainer begin with.
func (h *Handlers) aboutTrainer(r *http.Request, title, button string) (formPage, error) {
	x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (course.TrainerVersion, error) {
		return h.Courses.Trainer(tx, who(r), id.Trainer(r.PathValue("trainer")), h.now())
	})
	at := trainersURL + "/" + x.ID
	return formPage{Page: common(title, web.Crumb{Text: "Trainers", Href: trainersURL}, web.Crumb{Text: x.State.Name, Href: at}, web.Crumb{Text: title}), Head: part.Head{Caption: x.State.Name, Title: title}, Button: button, Back: at}, err
}

func (h *Handlers) qualify(w http.ResponseWriter, r *http.Request) error {
	f, err := h.aboutTrainer(r, "Record a qualification", "Record it")
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "qualify.html", &qualifyPage{formPage: f})
}

func (h *Handlers) qualifyNow(w http.ResponseWriter, r *http.Request) error {
	f, err := h.aboutTrainer(r, "Record a qualification", "Record it")
	if err != nil {
		return err
	}
	p := &qualifyPage{formPage: f}
	if p.Form, err = web.Form[qualifyForm](r); err == nil {
		q := course.Evidence{What: p.Form.What, Awarded: p.Form.Awarded, From: p.Form.From, Until: p.Form.Until}
		var file *blob.File
		if p.Form.File.Given() {
			var sent blob.File
			if sent, err = document(p.Form.File, "file"); err == nil {
				file, q.FileName = &sent, p.Form.File.Name
			}
		}
		if err == nil {
			err = h.Courses.Qualify(r.Context(), who(r), id.Trainer(r.PathValue("trainer")), q, file)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "qualify.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "trainer.qualified")
}

// document is an upload as the file to keep.
func document(f web.File, field string) (blob.File, error) {
	in, err := f.Open()
	if err != nil {
		return blob.File{}, fault.In(field, "Choose a file")
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, blob.DocumentBytes+1))
	if err != nil {
		return blob.File{}, err
	}
	return blob.Document(field, content)
}

func (h *Handlers) endTrainerPage(r *http.Request) (*whyPage, error) {
	f, err := h.aboutTrainer(r, "They teach no longer", "Record it")
	return &whyPage{formPage: f, Label: "Why do they teach no longer?", Hint: "It is kept.", Follows: []string{"They can be named for no session after today. What their learners passed stays."}}, err
}

func (h *Handlers) endTrainer(w http.ResponseWriter, r *http.Request) error {
	p, err := h.endTrainerPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "why.html", p)
}

func (h *Handlers) endTrainerNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.endTrainerPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[whyForm](r); err == nil {
		err = h.Courses.EndTrainer(r.Context(), who(r), id.Trainer(r.PathValue("trainer")), p.Form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "why.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "trainer.ended")
}

func (h *Handlers) evidenceFile(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	return h.file(w, r, func(tx *db.Tx, n int) (blob.File, string, error) {
		return h.Courses.EvidenceFile(tx, v.Who, id.Trainer(r.PathValue("trainer")), n, v.When)
	})
}

// file sends a document that was kept, to be saved.
func (h *Handlers) file(w http.ResponseWriter, r *http.Request, find func(tx *db.Tx, n int) (blob.File, string, error)) error {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return fault.New(fault.NotFound, "There is no such file.")
	}
	var f blob.File
	var name string
	if err := h.read(r, func(tx *db.Tx) (err error) { f, name, err = find(tx, n); return err }); err != nil {
		return err
	}
	return f.Send(w, name)
}
