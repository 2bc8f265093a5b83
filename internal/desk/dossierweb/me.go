package dossierweb

import (
	"net/http"
	"sort"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

func subItem(text, href string, active bool) moj.NavItem {
	return moj.NavItem{Text: text, Href: href, Active: active}
}

// mePage is an accredited person's own page: the card, what the person may do, where and
// until when, what ends soon, the employer, what is recorded and how it is put right.
type mePage struct {
	web.Page
	Head     part.Head
	HasCard  bool
	Card     CardShown
	Bounds   govuk.SummaryList // where, when, in what
	Powers   []ownPower
	None     string
	Stopped  part.Points
	Never    part.Points
	Dates    part.DueList
	Employer ownEmployer
	Recorded govuk.SummaryList
	Entry    string // address of the whole entry
	Office   string // where one writes to the scheme office; empty: not set
	Letters  []ownLetter
	History  moj.Timeline
	All      string // address of the whole history
}

// ownPower is a power that may be used now, in plain words.
type ownPower struct {
	Name, Meaning, Note, Href string
	Must                      []string
}

// ownEmployer is who is to be reached at the employer.
type ownEmployer struct {
	Name, Href string
	Facts      govuk.SummaryList
	Signatory  string // who may put particulars right
}

// ownLetter is a letter to the person.
type ownLetter struct{ Subject, Href, Day string }

// me shows an accredited person what they hold now.
func (h *Handlers) me(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	v.Bar, v.Wrong, v.When = part.AsAt{Now: v.Now.At}, nil, v.Now
	if v.Who.Person == "" {
		return fault.New(fault.NotFound, "This account does not belong to a person in the register.")
	}
	p := &mePage{}
	var d *dossier
	err := h.read(r, func(tx *db.Tx) (err error) {
		if d, err = h.dossier(tx, v.Who, v.Who.Person, v.Now); err != nil {
			return err
		}
		if v.Who.Can(authz.ReadLetters) {
			list, err := h.Accreds.LettersOf(tx, v.Who, d.id)
			if err != nil {
				return err
			}
			p.Letters = ownLetters(list)
		}
		list, _, err := h.entries(tx, &v, person.Subject(string(d.id)), 0, latest)
		p.History = moj.Timeline{Items: merged(latest, events(v.Who, list, d.person.Name()), d.lapses()), Empty: "Nothing is recorded yet."}
		return err
	})
	if err != nil {
		return err
	}
	if h.Cards != nil && v.Who.May(authz.ReadCard, d.object()) == nil {
		if p.Card, p.HasCard, err = h.Cards.Shown(r.Context(), v.Who, d.id, v.Now); err != nil {
			return err
		}
	}
	ahead, err := h.Board.Ahead(r.Context(), v.Who, soonDays, desk.StartMost)
	if err != nil {
		return err
	}
	p.fill(&v, d, ahead)
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "me.html", p)
}

// ownLetters is the letters to the person; the copies are the employer's.
func ownLetters(list []accred.Letter) []ownLetter {
	var out []ownLetter
	for _, l := range list {
		if l.To != "employer" {
			out = append(out, ownLetter{l.Subject, letterURL(l.ID), letterDay(l)})
		}
	}
	return out
}

func (p *mePage) fill(v *visit.Visit, d *dossier, ahead desk.Ahead) {
	p.Page = web.Page{Title: d.person.Name(), Active: "/me"}
	p.Head = d.head(v)
	if p.HasCard && p.Card.Picture != "" { // it bears the photograph and the number
		p.Head.Photo = ""
	}
	p.Head.Facts = nil
	if d.granted() {
		p.Head.Facts = []part.Fact{{Key: "AP number", Value: d.chief.State.Number}}
		p.Head.Links = []part.Link{{Text: "Certificate", Href: personURL(d.id) + "/certificate"}}
		p.Bounds = d.bounds()
	}
	p.Head.Links = append(p.Head.Links, part.Link{Text: "May I, here and now?", Href: personURL(d.id) + "/ask"})
	if v.Who.Can(authz.OwnConsent) {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "Taking part", Href: "/me/taking-part"})
	}
	if v.Who.Can(authz.OwnVetting) {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "Your vetting", Href: "/my-vetting"})
	}
	if v.Who.Can(authz.Appeal) && d.has && d.chief.State.AppealBy(d.force.Settings.AppealDays) >= v.Today() {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "Appeal against the decision", Href: personURL(d.id) + "/appeal"})
	}
	p.powers(v, d)
	for _, n := range law.Nevers {
		p.Never.Items = append(p.Never.Items, part.Point{Kind: part.NotInForce, Says: "You may never", Strong: neverOf(n.Lead), Text: neverOf(n.Rest)})
	}
	p.Dates = part.DueList{Items: d.dates(v, ahead.Due), Empty: "Nothing of yours ends in the next 90 days."}
	p.Employer, p.Recorded, p.Entry = d.employerOf(v), d.recorded(), personURL(d.id)
	p.Office = strings.Join(d.force.Settings.ReturnAddress, ", ")
	p.All = personURL(d.id) + "/history"
}

// bounds is where, when and how the powers may be used.
func (d *dossier) bounds() govuk.SummaryList {
	a := &d.chief.State
	wear := "The employer’s uniform"
	if s := a.Uniform; s != "" {
		wear = s
	} else if s := d.org.Uniform; s != "" {
		wear = s
	}
	badge := d.force.Settings.Badge
	if badge == "" {
		badge = area.Defaults().Badge
	}
	where := a.AreaText
	if where == "" {
		where = "The whole force area"
	}
	return summary("Where", where, "When", "At work for "+d.org.Name, "From", a.From.Long()+" to the end of "+a.To.Long(), "Wear", wear+", and "+badge)
}

// powers is what may be done now, and what may not and why.
func (p *mePage) powers(v *visit.Visit, d *dossier) {
	on, in := v.Today(), d.territory()
	for _, x := range d.standing.Powers {
		known, ok := law.Find(x.Grant.Power)
		if !ok {
			continue
		}
		if x.Status != accred.PowerInForce {
			s := d.powerStatus(x)
			p.Stopped.Items = append(p.Stopped.Items, part.Point{Kind: s.Kind, Strong: known.Name + ".", Text: " " + s.Text + "."})
			continue
		}
		p.Powers = append(p.Powers, ownPower{Name: known.Name, Meaning: toYou(known.Meaning), Note: grantNote(&d.chief.State, x.Grant, on, in), Href: "/powers/" + string(known.ID), Must: musts(known)})
	}
	if len(p.Powers) == 0 {
		_, more := d.none(v)
		p.None = "You may use no power now. " + more
	}
}

// employerOf is the employer and who is to be reached there.
func (d *dossier) employerOf(v *visit.Visit) ownEmployer {
	e := ownEmployer{Name: d.org.Name}
	if v.Who.May(authz.ReadOrg, authz.Object{Org: d.person.Org}) == nil {
		e.Href = orgURL(d.person.Org)
	}
	var liaison []string
	for _, c := range d.org.Contacts {
		switch c.Kind {
		case org.Signatory:
			e.Signatory = c.Name
		case org.Liaison:
			liaison = append(liaison, strings.Join(said(c.Name, c.Phone), ", "))
		}
	}
	e.Facts = summary("Supervisor", orNone(d.person.Supervisor), "Liaison officers", orNone(strings.Join(liaison, "; ")), "Telephone", orNone(d.org.Phone))
	return e
}

// said is the texts that say something.
func said(texts ...string) []string {
	var out []string
	for _, s := range texts {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// recorded is what the register holds of the person, for the person to read over.
func (d *dossier) recorded() govuk.SummaryList {
	rows := []string{"Name", d.person.Name(), "Role", orNone(d.person.RoleTitle)}
	if d.person.Joined != clock.NoDay {
		rows = append(rows, "With this employer since", d.person.Joined.Long())
	}
	rows = append(rows, "E-mail address", orNone(d.person.Email), "Telephone", orNone(d.person.Phone))
	vetted := d.testSuitable()
	rows = append(rows, "Vetting", strings.Join(append([]string{vetted.First}, vetted.Lines...), ". "))
	trained := d.testTrained()
	return summary(append(rows, "Training", strings.Join(append([]string{trained.First}, trained.Lines...), ". "))...)
}

// toYou turns what is said of accredited persons to the person.
func toYou(s string) string {
	rest, ok := strings.CutPrefix(s, "An accredited person may ")
	if !ok {
		return s
	}
	return "You may " + strings.NewReplacer("they have reason", "you have reason", "they themselves have", "you yourself have", "their accreditation", "your accreditation").Replace(rest)
}

// musts is what must be done when the power is used, apart from showing the accreditation,
// which is said once for all.
func musts(p *law.Power) []string {
	var out []string
	for _, m := range p.Must {
		if m != "Show the accreditation if asked" {
			out = append(out, m)
		}
	}
	return out
}

func orNone(s string) string {
	if s == "" {
		return "Not recorded"
	}
	return s
}

// neverOf turns what is said to the public to the person: "you" becomes "anybody".
func neverOf(s string) string {
	return strings.NewReplacer("search you,", "search anybody,", "Ask you to", "Ask anybody to", "show you their", "show your", "Move you on", "Move anybody on", "if you ask", "if asked", " No accredited person has these powers.", "").Replace(s)
}

// dates is what of the person's falls due, and what then happens by itself: the powers by
// their names, and all else as the rooms say it.
func (d *dossier) dates(v *visit.Visit, ahead []diary.Item) []part.DueItem {
	var out []part.DueItem
	at := v.Now.At
	for _, x := range d.standing.Powers {
		if x.Status == accred.PowerInForce && soon(x.Until, at) {
			if known, ok := law.Find(x.Grant.Power); ok {
				why := "Its training ends, so it stops by itself"
				if x.Grant.Trained == clock.NoDay || !x.Grant.Trained.End().Equal(x.Until) {
					why = "It ends in law, by itself"
				}
				out = append(out, part.DueItem{Day: clock.LastDay(x.Until), Text: known.Name, Sub: why, Soon: daysUntil(x.Until, at) <= 30})
			}
		}
	}
	for _, x := range ahead {
		if x.Kind == desk.LapseTraining || x.Kind == desk.LapseLaw {
			continue
		}
		item := part.DueItem{Day: x.Due, Text: x.Title, Sub: x.Itself, Soon: int(x.Due-clock.DayOf(at)) <= 30, Late: x.Due < clock.DayOf(at)}
		if x.Link != "/me" {
			item.HTML = part.Link{Text: x.Title, Href: x.Link}.Render()
		}
		if x.Overdue(clock.DayOf(at)) {
			item.Sub = "It was due then"
		}
		out = append(out, item)
	}
	if d.granted() && len(out) == 0 && d.standing.Until.Before(clock.Forever) {
		out = append(out, part.DueItem{Day: clock.LastDay(d.standing.Until), Text: "Your accreditation", Sub: "Its last day, if nothing changes"})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Day < out[j].Day })
	return out
}
