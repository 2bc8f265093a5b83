package dossierweb

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/web"
)

// heldForm is the instant that a paper for court speaks for.
type heldForm struct {
	Day   clock.Day `form:"as_at" label:"Day"`
	Time  string    `form:"time" label:"Time" max:"8"`
	Known clock.Day `form:"as_known" label:"As known on"`
}

// heldPage is who held what at an instant and by whose decision, to be printed.
type heldPage struct {
	documentPage
	Form  heldForm
	Today clock.Day
}

// paper is what a paper for court is made from.
type paper struct {
	*dossier
	by      string // who has it made
	made    time.Time
	earlier *dossier // as things stood when the day began
	compare *comparison
	rests   []*desk.Evidence // the entries it rests on, in the order in which they were written
}

// held shows who held what at an instant.
func (h *Handlers) held(w http.ResponseWriter, r *http.Request) error {
	p := &heldPage{Today: clock.DayOf(h.Clock.Now())}
	v, form, wrong := h.heldAt(r)
	p.Form = form
	d, err := h.paper(&v)
	if err != nil {
		return err
	}
	if p.Document, err = d.document().HTML(); err != nil {
		return err
	}
	p.PDF = personURL(d.id) + "/held.pdf?" + form.values().Encode()
	p.Page = web.Page{Title: "Who held what: " + d.person.Name(), Active: "/people", Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: d.person.Name(), Href: personURL(d.id)}, {Text: "Who held what"}}}
	if wrong != nil {
		r.Form = r.URL.Query()
		return h.page.Again(w, r, "held.html", p, wrong)
	}
	return h.page.Render(w, r, "held.html", p)
}

// heldPDF is the same as a file.
func (h *Handlers) heldPDF(w http.ResponseWriter, r *http.Request) error {
	v, _, err := h.heldAt(r)
	if err != nil {
		return err
	}
	d, err := h.paper(&v)
	if err != nil {
		return err
	}
	pdf, err := d.document().PDF()
	if err != nil {
		return err
	}
	name := d.chief.State.Number
	if name == "" {
		name = "no number"
	}
	return web.SendPDF(w, "held-"+strings.ReplaceAll(strings.ToLower(name), " ", "-")+"-"+v.Day().String()+".pdf", pdf)
}

func (f heldForm) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"as_at": f.Day.String(), "time": f.Time, "as_known": f.Known.String()} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// heldAt reads the instant asked for: a day means the end of it, today the present.
func (h *Handlers) heldAt(r *http.Request) (visit.Visit, heldForm, error) {
	v := visit.At(r, h.Clock)
	form := heldForm{Day: v.Bar.At, Known: v.Bar.Known}
	wrong := v.Wrong
	if wrong == nil && v.Day() > clock.DayOf(h.Clock.Now()) {
		form.Time = clean(r.URL.Query().Get("time"))
		v.When.At = h.Clock.Now()
		return v, form, fault.In("as_at", "Day must be today or in the past. What somebody will hold cannot be attested")
	}
	if form.Time = clean(r.URL.Query().Get("time")); form.Time != "" && wrong == nil {
		hour, minute, ok := parseTime(form.Time)
		if !ok {
			return v, form, fault.In("time", "Enter the time as hours and minutes, for example 14:30")
		}
		v.When.At = clock.OnClock(v.Day(), hour, minute)
	}
	if form.Day == clock.NoDay {
		form.Day = v.Today()
	}
	return v, form, wrong
}

// paper reads what a paper for court says, and the entries it rests on.
func (h *Handlers) paper(v *visit.Visit) (*paper, error) {
	out := &paper{by: v.Who.Name, made: v.Now.At}
	err := h.read(v.R, func(tx *db.Tx) (err error) {
		if out.dossier, err = h.dossier(tx, v.Who, personOf(v.R), v.When); err != nil {
			return err
		}
		begin := v.When
		begin.At = v.Day().Start()
		if out.earlier, err = h.dossier(tx, v.Who, out.id, begin); err != nil {
			return err
		}
		if out.compare, err = h.compare(tx, v, out.dossier); err != nil {
			return err
		}
		out.rests, err = h.restsOn(tx, v, out.dossier)
		return err
	})
	return out, err
}

// decisive is the acts on which rests what a person holds: about the person, and about
// the employer.
var decisive = map[string][]string{
	"person":       {"person.nominate", "person.leave", "vetting.record", "vetting.pass", "vetting.refuse", "vetting.withdraw", "vetting.allow", "training.record", "accreditation.recommend", "accreditation.grant", "accreditation.refuse", "accreditation.modify", "accreditation.renew", "accreditation.suspend", "accreditation.reinstate", "accreditation.withdraw"},
	"organisation": {"organisation.approve", "organisation.suspend", "organisation.reinstate", "organisation.withdraw", "organisation.leave", "organisation.powers"},
}

// restsLimit is how many of the newest acts of a kind of subject are looked through.
const restsLimit = 400

// restsOn finds the entries that a paper rests on, each checked afresh: those by which the
// registers stand as they do, and the decisions that led there, known by then.
func (h *Handlers) restsOn(tx *db.Tx, v *visit.Visit, d *dossier) ([]*desk.Evidence, error) {
	var places []int64
	for _, entry := range d.rests {
		e, err := h.Ledger.Find(tx, v.Who.Force, entry)
		if err != nil {
			return nil, err
		}
		if !later(e, v.When.At) && e.Act != "person.photo" { // what only ended the period afterwards, or changed a picture, is not what it rests on
			places = append(places, e.Place)
		}
	}
	for _, about := range []ledger.Subject{person.Subject(string(d.id)), ledger.About("organisation", d.person.Org)} {
		list, err := h.Ledger.List(tx, v.Who.Force, ledger.Query{Subject: about, Outcome: ledger.Done, Until: v.When.Known.Add(time.Millisecond), Limit: restsLimit})
		if err != nil {
			return nil, err
		}
		approved := false
		for _, e := range list { // newest first
			if approved || later(e, v.When.At) || !slices.Contains(decisive[about.Kind()], e.Act) {
				continue
			}
			places = append(places, e.Place)
			approved = e.Act == "organisation.approve" // what was decided before it is in it
		}
	}
	slices.Sort(places)
	var out []*desk.Evidence
	for _, place := range slices.Compact(places) {
		if place < 0 {
			continue // it waits for its place; the next reading has it
		}
		e, err := h.Reader.Evidence(tx, v.Who, place)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b *desk.Evidence) int { return cmp.Compare(a.Entry.Place, b.Entry.Place) })
	return out, nil
}

// later reports whether an entry tells of a decision that had not been made at the
// instant. One by which a register came in from elsewhere tells of earlier times.
func later(e ledger.Entry, at time.Time) bool {
	from := e.At
	if e.TrueFrom != nil {
		from = *e.TrueFrom
	}
	return from.After(at) && (slices.Contains(decisive["person"], e.Act) || slices.Contains(decisive["organisation"], e.Act))
}
