package dossierweb

import (
	"net/http"
	"sort"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

func subItem(text, href string, active bool) moj.NavItem {
	return moj.NavItem{Text: text, Href: href, Active: active}
}

// mePage is an accredited person's own page.
type mePage struct {
	web.Page
	Head    part.Head
	Powers  []ownPower
	None    string
	Stopped part.Points
	Never   part.Points
	Dates   part.DueList
	Letters part.Table
	Facts   govuk.SummaryList
}

// ownPower is a power that may be used now, in plain words.
type ownPower struct {
	Name, Meaning, Note, Href string
	Must                      []string
}

// me shows an accredited person what they hold now.
func (h *Handlers) me(w http.ResponseWriter, r *http.Request) error {
	v := h.visit(r)
	v.bar, v.wrong, v.when = part.AsAt{Now: v.now.At}, nil, v.now
	if v.who.Person == "" {
		return fault.New(fault.NotFound, "This account does not belong to a person in the register.")
	}
	p := &mePage{}
	err := h.read(r, func(tx *db.Tx) error {
		d, err := h.dossier(tx, v.who, v.who.Person, v.now)
		if err != nil {
			return err
		}
		if v.who.Can(authz.ReadLetters) {
			list, err := h.Accreds.LettersOf(tx, v.who, d.id)
			if err != nil {
				return err
			}
			p.Letters = letterTable(&v, list, nil)
		}
		p.fill(&v, d)
		return nil
	})
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "me.html", p)
}

func (p *mePage) fill(v *visit, d *dossier) {
	p.Page = web.Page{Title: d.person.Name(), Active: "/me"}
	p.Head = d.head(v)
	if d.granted() {
		p.Head.Actions = []govuk.Button{button("Show my card", "/my-card", true)}
		p.Head.Links = []part.Link{{Text: "Certificate", Href: personURL(d.id) + "/certificate"}}
	}
	p.Head.Links = append(p.Head.Links, part.Link{Text: "May I, here and now?", Href: personURL(d.id) + "/ask"})
	on, in := v.today(), d.territory()
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
		p.Powers = append(p.Powers, ownPower{Name: known.Name, Meaning: toYou(known.Meaning), Note: grantNote(x.Grant, on, in), Href: "/powers/" + string(known.ID), Must: musts(known)})
	}
	if len(p.Powers) == 0 {
		_, more := d.none(v)
		p.None = "You may use no power now. " + more
	}
	for _, n := range law.Nevers {
		p.Never.Items = append(p.Never.Items, part.Point{Kind: part.NotInForce, Says: "You may never", Strong: neverOf(n.Lead), Text: neverOf(n.Rest)})
	}
	p.Dates = part.DueList{Items: d.dates(v), Empty: "Nothing of yours ends in the next 90 days."}
	p.Facts = summary("Name", d.person.Name(), "Supervisor", orNone(d.person.Supervisor), "Uniform", orNone(d.org.Uniform))
}

// toYou says what an accredited person may do to the person.
func toYou(s string) string {
	if rest, ok := strings.CutPrefix(s, "An accredited person may "); ok {
		return "You may " + rest
	}
	return s
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

// dates is what of the person's ends soon, and what then happens by itself.
func (d *dossier) dates(v *visit) []part.DueItem {
	var out []part.DueItem
	at := v.now.At
	for _, x := range d.standing.Powers {
		if x.Status == accred.PowerInForce && soon(x.Until, at) {
			if known, ok := law.Find(x.Grant.Power); ok {
				why := "Its training ends, so it stops by itself"
				if x.Grant.Trained == clock.NoDay || !x.Grant.Trained.End().Equal(x.Until) {
					why = "It ends in law, by itself"
				}
				out = append(out, part.DueItem{Day: lastDay(x.Until), Text: known.Name, Sub: why, Soon: daysUntil(x.Until, at) <= 30})
			}
		}
	}
	if d.granted() && soon(d.standing.Until, at) {
		out = append(out, part.DueItem{Day: lastDay(d.standing.Until), Text: "Your accreditation", Sub: "Then it stops by itself: " + small(d.standing.Ends.Title()), Soon: daysUntil(d.standing.Until, at) <= 30})
	}
	if d.granted() && len(out) == 0 && d.standing.Until.Before(clock.Forever) {
		out = append(out, part.DueItem{Day: lastDay(d.standing.Until), Text: "Your accreditation", Sub: "Its last day, if nothing changes"})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Day < out[j].Day })
	return out
}
