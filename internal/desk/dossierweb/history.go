package dossierweb

import (
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// latest is how many entries stand beside a page; historyPage, how many on a page of the
// whole history.
const (
	latest      = 8
	historyPage = 50
)

// policeSide reports whether an entry is for the force's own people: refusals, and who
// looked at what; and requests of the delegate, which the employer's people see as well
// who put others forward.
func policeSide(who authz.Actor, e ledger.Entry) bool {
	switch {
	case e.Outcome == ledger.Refused:
		return true
	case e.Act == "accreditation.ask" || e.Act == "accreditation.answer":
		return !who.Can(authz.NominatePerson)
	}
	return strings.HasPrefix(e.Act, "page.") || strings.HasPrefix(e.Act, "ledger.")
}

// ofForce reports whether the actor is one of the force's own people.
func ofForce(who authz.Actor) bool {
	switch who.Role {
	case authz.AccreditedPerson, authz.HubManager, authz.Commissioner, authz.Public:
		return false
	}
	return !who.Role.OfEmployer()
}

// inside reports whether the actor belongs to the force or to an employer; what an
// employer sees of others is bounded by permissions.
func inside(who authz.Actor) bool { return ofForce(who) || who.Role.OfEmployer() }

// entries is what the ledger holds about a subject that the actor is shown, newest first,
// up to what was known at the instant. More says that there are others before.
func (h *Handlers) entries(tx *db.Tx, v *visit.Visit, about ledger.Subject, before int64, limit int) (list []ledger.Entry, more bool, err error) {
	q := ledger.Query{Subject: about, Before: before, Limit: limit + 1}
	if v.Bar.Past() {
		q.Until = v.When.Known.Add(time.Millisecond)
		if v.When.At.Before(v.When.Known) {
			q.Until = v.When.At.Add(time.Millisecond)
		}
	}
	if list, err = h.Ledger.List(tx, v.Who.Force, q); err != nil {
		return nil, false, err
	}
	if more = len(list) > limit; more {
		list = list[:limit]
	}
	return list, more, nil
}

// events is entries as a timeline shows them. name is whose page it is: a summary that
// begins with it goes on without.
func events(who authz.Actor, list []ledger.Entry, name string) []moj.Event {
	var out []moj.Event
	for _, e := range list {
		if !ofForce(who) && policeSide(who, e) {
			continue
		}
		ev := moj.Event{Title: entryTitle(e, name), When: shortMoment(e.At), At: e.At, Byline: e.Name, Hollow: e.Outcome == ledger.Refused}
		if ev.Byline == "" && e.Role == authz.System {
			ev.Byline = "By itself"
		}
		if strings.HasPrefix(e.Act, "vetting.") {
			ev.Text = "Detail sealed"
			if e.Role == authz.VettingUnit {
				ev.Byline = vettingUnit
			}
		}
		if e.TrueFrom != nil {
			ev.Text = "True from " + clock.Moment(*e.TrueFrom)
		}
		if who.Can(authz.ReadLedger) && e.Place >= 0 {
			ev.Number, ev.Href = web.Number(int(e.Place)), "/ledger/"+strconv.FormatInt(e.Place, 10)
		}
		out = append(out, ev)
	}
	return out
}

// entryTitle is an entry in a few words.
func entryTitle(e ledger.Entry, name string) string {
	if !e.ErasedAt.IsZero() {
		return "The words of this entry were erased"
	}
	s := e.Summary
	if rest, ok := strings.CutPrefix(s, name); ok && name != "" {
		for _, join := range []string{": ", " was ", " "} {
			if cut, ok := strings.CutPrefix(rest, join); ok {
				s = capital(cut)
				break
			}
		}
	}
	if outcome, ok := strings.CutPrefix(s, "Vetting: "); ok {
		s = "Vetting " + small(outcome)
	}
	if s == "" {
		s = actTitles[e.Act]
	}
	if s == "" {
		s = capital(strings.ReplaceAll(strings.ReplaceAll(e.Act, ".", ": "), "-", " "))
	}
	if e.Outcome == ledger.Refused {
		return "Refused: " + small(s)
	}
	return strings.TrimSuffix(s, ".")
}

// actTitles is what is said of an act whose entry has no words of its own.
var actTitles = map[string]string{"vetting.request": "Vetting asked for", "vetting.record": "Vetting decided", "training.record": "Training recorded",
	"person.change": "Particulars changed", "person.photo": "Photograph changed"}

// lapses is what came about by itself by the instant: training that ended, powers and
// bases that ended in law, the end of period or clearance.
func (d *dossier) lapses() []moj.Event {
	if !d.granted() {
		return nil
	}
	var out []moj.Event
	add := func(at time.Time, title, text string) {
		if at.After(d.chief.State.From.Start()) && !at.After(d.when.At) {
			out = append(out, moj.Event{Title: title, When: shortMoment(at), At: at, Text: text, Hollow: true})
		}
	}
	in := d.territory()
	for _, p := range d.standing.Powers {
		known, ok := law.Find(p.Grant.Power)
		switch {
		case !ok:
		case p.Status == accred.PowerTrainingOver:
			add(p.Grant.Trained.End(), known.Name+": stopped by itself", "Training had ended")
		case p.Status == accred.PowerEnded && p.Grant.Ends != clock.NoDay:
			add(p.Grant.Ends.End(), known.Name+": ended in law", "By a change of the law that the force carried out")
		case p.Status == accred.PowerEnded && known.Ends(in) != clock.NoDay:
			add(known.Ends(in).Start(), known.Name+": ended in law", "No act by anybody")
		}
	}
	for i := range law.Bases() {
		b := &law.Bases()[i]
		if last := b.Periods[len(b.Periods)-1].Until; d.chief.State.HasBasis(b) && last != clock.NoDay {
			add(last.Start(), b.Name+" basis: ended in law", "No act by anybody")
		}
	}
	switch d.standing.Status {
	case accred.StatusExpired:
		add(d.chief.State.To.End(), "Accreditation ended by itself", "Its period was over")
	case accred.StatusVettingOver:
		add(d.chief.State.VettingUntil.End(), "Accreditation stopped by itself", "The clearance had ended")
	}
	return out
}

// merged is events in one line, newest first, at most limit (0: all).
func merged(limit int, lists ...[]moj.Event) []moj.Event {
	all := slices.Concat(lists...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].At.After(all[j].At) })
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	return all
}

// historyPageData is the whole history of a person or an organisation.
type historyPageData struct {
	web.Page
	Bar      part.AsAt
	Head     part.Head
	Sub      moj.SubNavigation
	Timeline moj.Timeline
	Older    string // address of the entries before these; empty: there are none
	Newest   string // address of the first page; empty: this is it
	Note     string
}

// before reads from the address before which entry a page of the history begins.
func before(r *http.Request) (int64, error) {
	text := r.URL.Query().Get("before")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, fault.New(fault.NotFound, "There is no such page of the history.")
	}
	return n, nil
}

// older is the address of the entries before the last of the list.
func older(v *visit.Visit, list []ledger.Entry, more bool) string {
	if !more || len(list) == 0 {
		return ""
	}
	return v.Link(v.R.URL.Path + "?before=" + strconv.FormatInt(list[len(list)-1].Place, 10))
}

// historyNote says what those outside the force are not shown.
func historyNote(who authz.Actor) string {
	if ofForce(who) {
		return "Every entry of the ledger, refusals included, and what came about by itself."
	}
	return "What was decided and changed. Entries that are for the police alone are not shown."
}

// personHistory is the whole history of a person.
func (h *Handlers) personHistory(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	from, err := before(r)
	if err != nil {
		return err
	}
	p := &historyPageData{Bar: v.Bar, Note: historyNote(v.Who)}
	err = h.read(r, func(tx *db.Tx) error {
		d, err := h.dossier(tx, v.Who, personOf(r), v.When)
		if err != nil {
			return err
		}
		list, more, err := h.entries(tx, &v, person.Subject(string(d.id)), from, historyPage)
		if err != nil {
			return err
		}
		p.Page = d.page(&v, "History: "+d.person.Name(), "History")
		p.Head = part.Head{Caption: d.person.Name(), Title: "History"}
		p.Older = older(&v, list, more)
		lists := [][]moj.Event{events(v.Who, list, d.person.Name())}
		if from == 0 && !more {
			lists = append(lists, d.lapses())
		}
		p.Timeline = moj.Timeline{Items: merged(0, lists...), HeadingLevel: 2, Empty: "Nothing was recorded by this day."}
		if from > 0 {
			p.Newest = v.Link(r.URL.Path)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "history.html", p)
}
