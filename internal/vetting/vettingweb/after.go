package vettingweb

import (
	"net/http"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// wordsPage asks for a text, and perhaps a signature.
type wordsPage struct {
	web.Page
	Caption string
	Heading string
	Lines   []string // above the field: what the unit asks, what follows
	Quote   []string // what was asked, set off
	Field   string
	Label   string
	Hint    string
	Value   string
	Sign    bool
	Signed  string
	Button  string
	Back    string
}

func (h *Handlers) questionPage(w http.ResponseWriter, r *http.Request) (*wordsPage, envelope.Holder, error) {
	holder, err := h.holder(w, r)
	if err != nil {
		return nil, holder, err
	}
	f, err := h.Envelopes.Filled(r.Context(), holder)
	if err != nil {
		return nil, holder, err
	}
	for _, q := range f.Open {
		if string(q.ID) == r.PathValue("question") {
			return &wordsPage{Page: web.Page{Title: "Answer the vetting unit"}, Caption: "Asked on " + clock.DayOf(q.Made).Long(), Heading: "The vetting unit asks you", Quote: paragraphs(q.Text),
				Field: "answer", Label: "Your answer", Hint: "Only the vetting unit reads it. Your employer does not.", Button: "Send the answer", Back: "/vetting-form"}, holder, nil
		}
	}
	return nil, holder, possible(r, fault.New(fault.Conflict, "There is no such question to answer now: it is answered already, or was not asked."))
}

func (h *Handlers) question(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.questionPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "words.html", p)
}

type answerForm struct {
	Answer string `form:"answer" label:"Your answer" max:"6000" text:"lines"`
}

func (h *Handlers) answer(w http.ResponseWriter, r *http.Request) error {
	p, holder, err := h.questionPage(w, r)
	if err != nil {
		return err
	}
	form, err := web.Form[answerForm](r)
	if err == nil {
		err = h.Envelopes.Answer(r.Context(), holder, id.Sealed(r.PathValue("question")), form.Answer)
	}
	if err != nil {
		return h.public.Again(w, r, "words.html", p, err)
	}
	return web.SeeOther(w, r, "/vetting-form", "vetting-form.answered")
}

func (h *Handlers) appealPage(w http.ResponseWriter, r *http.Request) (*wordsPage, envelope.Holder, error) {
	holder, err := h.holder(w, r)
	if err != nil {
		return nil, holder, err
	}
	f, err := h.Envelopes.Filled(r.Context(), holder)
	if err != nil {
		return nil, holder, err
	}
	if err := f.Case.Refuses(holder.Actor(), "vetting.appeal", h.today()); err != nil {
		return nil, holder, possible(r, err)
	}
	return &wordsPage{Page: web.Page{Title: "Appeal against the decision"}, Heading: "Appeal against the decision",
		Lines: []string{"You may appeal to the end of " + f.Case.AppealBy.Long() + ". Somebody else than who decided first looks at everything again.", "Until the appeal is decided, the decision stands."},
		Field: "grounds", Label: "Why you think the decision wrong", Hint: "Say what was overlooked or misunderstood, and what shows it.", Sign: true, Button: "Send the appeal", Back: "/vetting-form"}, holder, nil
}

func (h *Handlers) appeal(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.appealPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "words.html", p)
}

type appealForm struct {
	Grounds string `form:"grounds" label:"Why you think the decision wrong" max:"6000" text:"lines"`
	Signed  string `form:"signed" label:"Your full name" max:"200"`
}

func (h *Handlers) appealNow(w http.ResponseWriter, r *http.Request) error {
	p, holder, err := h.appealPage(w, r)
	if err != nil {
		return err
	}
	form, err := web.Form[appealForm](r)
	if err == nil {
		err = h.Envelopes.Appeal(r.Context(), holder, form.Grounds, form.Signed)
	}
	if err != nil {
		return h.public.Again(w, r, "words.html", p, err)
	}
	return web.SeeOther(w, r, "/vetting-form", "vetting-form.appealed")
}

// toldPage asks what has changed.
type toldPage struct {
	web.Page
	Heading     string
	Lines       []string
	Declaration bool
	Choices     []govuk.Choice
	Chosen      []string
	Signed      string
	Back        string
	Button      string
	Office      bool // in the frame of an account
}

// Ticks is the changes to choose from, each with the field for its words.
func (p *toldPage) Ticks() []govuk.Choice {
	out := make([]govuk.Choice, 0, len(envelope.Changes)+1)
	for _, o := range envelope.Changes {
		c := govuk.Choice{Value: o.Value, Text: o.Text}
		name := "text-" + o.Value
		c.Conditional.HTML = govuk.Textarea{Name: name, Label: govuk.Label{Text: "If so: what has changed, and since when"}, Rows: "3", Value: p.Typed(name, ""), ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}}.Render()
		out = append(out, c)
	}
	return out
}

func tellPage(declaration bool, back string) *toldPage {
	p := &toldPage{Page: web.Page{Title: "Tell of a change"}, Heading: "What has changed?", Back: back, Button: "Tell the vetting unit",
		Lines: []string{"Only the vetting unit reads what you write here. Your employer and the scheme office do not."}}
	if declaration {
		p.Title, p.Heading, p.Declaration, p.Button = "Yearly declaration", "Has anything changed in the last year?", true, "Send the declaration"
		p.Lines = append([]string{"Tick what has changed since your form or your last declaration. If nothing has, tick nothing."}, p.Lines...)
	}
	return p
}

// told is what was ticked and written.
func told(r *http.Request, declaration bool) (envelope.Told, error) {
	t := envelope.Told{Declaration: declaration}
	form, err := web.Form[struct {
		What   []string `form:"what" max:"40"`
		Signed string   `form:"signed" label:"Your full name" max:"200"`
	}](r)
	if err != nil {
		return t, err
	}
	t.Signed = form.Signed
	for _, what := range form.What {
		t.Items = append(t.Items, envelope.ToldItem{What: what, Text: r.PostForm.Get("text-" + what)})
	}
	return t, nil
}

func (h *Handlers) change(w http.ResponseWriter, r *http.Request) error {
	return h.tellPage(w, r, false)
}

func (h *Handlers) changeNow(w http.ResponseWriter, r *http.Request) error {
	return h.tell(w, r, false)
}

func (h *Handlers) declaration(w http.ResponseWriter, r *http.Request) error {
	return h.tellPage(w, r, true)
}

func (h *Handlers) declarationNow(w http.ResponseWriter, r *http.Request) error {
	return h.tell(w, r, true)
}

// teller is the holder of the form, if something can be told now.
func (h *Handlers) teller(w http.ResponseWriter, r *http.Request, declaration bool) (envelope.Holder, error) {
	holder, err := h.holder(w, r)
	if err != nil {
		return holder, err
	}
	f, err := h.Envelopes.Filled(r.Context(), holder)
	if err != nil {
		return holder, err
	}
	return holder, possible(r, f.Case.Refuses(holder.Actor(), envelope.Telling(declaration), h.today()))
}

func (h *Handlers) tellPage(w http.ResponseWriter, r *http.Request, declaration bool) error {
	if _, err := h.teller(w, r, declaration); err != nil {
		return err
	}
	return h.public.Render(w, r, "told.html", tellPage(declaration, "/vetting-form"))
}

// tell tells the unit by the link.
func (h *Handlers) tell(w http.ResponseWriter, r *http.Request, declaration bool) error {
	holder, err := h.teller(w, r, declaration)
	if err != nil {
		return err
	}
	t, err := told(r, declaration)
	if err == nil {
		err = h.Envelopes.Tell(r.Context(), holder.Actor(), holder.Case, t)
	}
	if err != nil {
		return h.public.Again(w, r, "told.html", tellPage(declaration, "/vetting-form"), err)
	}
	return web.SeeOther(w, r, "/vetting-form", "vetting-form.told")
}
