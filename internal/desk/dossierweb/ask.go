package dossierweb

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk/asking"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// askForm is a question about one power at a place and instant.
type askForm struct {
	Power   law.PowerID   `form:"power" max:"64"`
	Offence law.OffenceID `form:"offence" max:"64"`
	Basis   law.BasisID   `form:"basis" max:"64"`
	Day     clock.Day     `form:"day" label:"Day"`
	Time    string        `form:"time" label:"Time" max:"8"`
	Area    id.Area       `form:"area" max:"64"`
	Point   string        `form:"point" label:"Point" max:"60"`
	Proper  bool          `form:"proper"` // in uniform, with the badge, at work
}

type askPage struct {
	web.Page
	Head     part.Head
	Back     string
	Form     askForm
	Powers   []govuk.Option
	Offences []govuk.Option
	Bases    []govuk.Option
	Areas    []govuk.Option
	Verdict  *verdict
}

// verdict is the law's answer in words.
type verdict struct {
	Status   part.Status
	Sentence string
	Bars     []law.Reason
	Waits    []law.Reason
	Notice   string
	Law      string
	Doubts   []string // what the answer rests on and is not confirmed
}

// ask answers what a person may do at a place and instant.
func (h *Handlers) ask(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &askPage{}
	d, err := h.about(r, authz.AskMay, "Ask about another day or place", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return err
	}
	if v.Who.Role == authz.AccreditedPerson {
		p.Back = "/me"
	}
	if err := h.askChoices(r, p, d, v.Who); err != nil {
		return err
	}
	form, err := web.Query[askForm](r)
	p.Form = form
	if form.Power == "" && err == nil {
		p.Form.Day, p.Form.Time, p.Form.Proper = v.Day(), clockTime(v.When.At), true
		if v.Bar.Past() {
			p.Form.Time = "12:00"
		}
		return h.page.Render(w, r, "ask.html", p)
	}
	if err == nil {
		p.Verdict, err = h.verdict(r, v, d, form)
	}
	if err != nil {
		return h.page.Again(w, r, "ask.html", p, err)
	}
	return h.page.Render(w, r, "ask.html", p)
}

func clockTime(t time.Time) string { return clock.Local(t).Format("15:04") }

// askChoices fills the lists: every power of Schedule 5, since one may ask about any.
func (h *Handlers) askChoices(r *http.Request, p *askPage, d *dossier, who authz.Actor) error {
	p.Powers = []govuk.Option{{Blank: true, Text: "Choose"}}
	held, rest := []govuk.Option{}, []govuk.Option{}
	for i := range law.Powers() {
		x := &law.Powers()[i]
		if x.Authority != law.Accreditation {
			continue
		}
		o := govuk.Option{Value: string(x.ID), Text: x.Name + " (para " + x.Para + ")"}
		if _, ok := d.chief.State.Grant(x.ID); ok {
			held = append(held, o)
		} else {
			rest = append(rest, o)
		}
	}
	p.Powers = append(append(p.Powers, held...), rest...)
	p.Offences, p.Bases = []govuk.Option{{Blank: true, Text: "Not told"}}, []govuk.Option{{Blank: true, Text: "Not told"}}
	for i := range law.Offences() {
		if o := &law.Offences()[i]; o.Barred.From == 0 {
			p.Offences = append(p.Offences, govuk.Option{Value: string(o.ID), Text: o.Name})
		}
	}
	for i := range law.Bases() {
		p.Bases = append(p.Bases, govuk.Option{Value: string(law.Bases()[i].ID), Text: law.Bases()[i].Name})
	}
	p.Areas = []govuk.Option{{Blank: true, Text: "Not told"}}
	return h.read(r, func(tx *db.Tx) error {
		all, err := h.areaLines(tx, who.Force)
		for _, a := range all {
			p.Areas = append(p.Areas, govuk.Option{Value: string(a.ID), Text: a.Name + " (" + small(a.Kind.Title()) + ")"})
		}
		return err
	})
}

// verdict puts the question to the registers and the law.
func (h *Handlers) verdict(r *http.Request, v visit.Visit, d *dossier, f askForm) (*verdict, error) {
	in, err := f.inquiry(v)
	if err != nil {
		return nil, err
	}
	g := asking.Registers{Areas: h.Areas, Orgs: h.Orgs, Persons: h.Persons, Vettings: h.Vettings, Trainings: h.Trainings, Accreds: h.Accreds}
	q, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (law.Question, error) { return g.Question(tx, v.Who, d.id, in) })
	if fault.Is(err, fault.NotFound) {
		return nil, fault.In("day", "%s was not in the register on that day", d.person.Name())
	}
	if err != nil {
		return nil, err
	}
	return worded(law.May(&q), d.person.Name()), nil
}

// inquiry is the form as a question, with each field that cannot be read named.
func (f *askForm) inquiry(v visit.Visit) (asking.Inquiry, error) {
	var wrong fault.Fields
	in := asking.Inquiry{Power: f.Power, Area: f.Area}
	in.Circumstances.Offence, in.Circumstances.Basis = f.Offence, f.Basis
	hour, minute, ok := parseTime(f.Time)
	if !ok {
		wrong.Add("time", "Enter the time as hours and minutes, for example 14:30")
	}
	if f.Day == clock.NoDay {
		wrong.Add("day", "Enter the day, for example 3/2/2026")
	}
	in.When.At, in.When.Known = clock.OnClock(f.Day, hour, minute), v.Now.At
	if f.Point != "" {
		p, ok := parsePoint(f.Point)
		if !ok {
			wrong.Add("point", "Enter the point as latitude and longitude, for example 52.6, 1.3")
		}
		in.Point, in.Area = &p, ""
	}
	if f.Proper {
		for _, x := range []law.Fact{law.Uniform, law.Badge, law.OnDuty, law.Belief, law.OffenceInArea} {
			in.Circumstances.Facts[x] = law.Yes
		}
	}
	return in, wrong.Err()
}

func parseTime(s string) (hour, minute int, ok bool) {
	a, b, found := strings.Cut(strings.ReplaceAll(s, ".", ":"), ":")
	hour, err := strconv.Atoi(strings.TrimSpace(a))
	minute, err2 := strconv.Atoi(strings.TrimSpace(b))
	return hour, minute, found && err == nil && err2 == nil && hour >= 0 && hour < 24 && minute >= 0 && minute < 60
}

// parsePoint reads latitude and longitude as maps show them.
func parsePoint(s string) (geo.Point, bool) {
	a, b, found := strings.Cut(s, ",")
	if !found {
		a, b, found = strings.Cut(strings.TrimSpace(s), " ")
	}
	lat, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return geo.Point{lon, lat}, found && err == nil && err2 == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180
}

// worded is a verdict as the page says it.
func worded(x law.Verdict, name string) *verdict {
	out := &verdict{Law: x.Law}
	switch x.Answer {
	case law.Allowed:
		out.Status, out.Sentence = part.Status{Kind: part.InForce, Text: "May"}, name+" may use this power there and then."
	case law.OnlyIf:
		out.Status, out.Sentence = part.Status{Kind: part.NotKnown, Text: "May, if"}, name+" may use this power there and then, if what is not known turns out to be so."
	default:
		out.Status, out.Sentence = part.Status{Kind: part.NotInForce, Text: "May not"}, name+" may not use this power there and then."
	}
	for _, r := range x.Reasons {
		if r.Bars {
			out.Bars = append(out.Bars, r)
		} else {
			out.Waits = append(out.Waits, r)
		}
	}
	for _, d := range x.Doubts.List() {
		out.Doubts = append(out.Doubts, d.Text)
	}
	if x.Notice.Amount > 0 {
		out.Notice = "The notice is for " + x.Notice.Amount.String() + "."
	}
	return out
}
