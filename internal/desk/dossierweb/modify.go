package dossierweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// modifyPage is where the delegate changes or renews an accreditation.
type modifyPage struct {
	web.Page
	Head       part.Head
	Back       string
	Follows    []string
	Offer      []offered
	Areas      []govuk.Choice
	Chosen     []string
	To         clock.Day
	Conditions string
	Form       grantForm

	d     *dossier
	areas []areaLine
	whole []string
}

func (h *Handlers) modifyPage(r *http.Request) (*modifyPage, error) {
	p := &modifyPage{}
	d, err := h.about(r, authz.Grant, "Change or renew the accreditation", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, err
	}
	if !d.has || !d.chief.State.State.Live() {
		return nil, fault.New(fault.Conflict, "%s has no accreditation that could be changed.", d.person.Name())
	}
	v := visit.At(r, h.Clock)
	if err := h.read(r, func(tx *db.Tx) (err error) { p.areas, err = h.areaLines(tx, v.Who.Force); return err }); err != nil {
		return nil, err
	}
	a := &d.chief.State
	p.d, p.To = d, a.To
	p.Follows = []string{"From the moment you sign, the person has the powers left ticked here and no others.", writtenTo, "The certificate gets version " + strconv.Itoa(a.Certificate+1) + "."}
	p.Offer = d.offer(v.Today(), given(a))
	if out := leftOut(a, p.Offer); len(out) > 0 {
		p.Follows = append(p.Follows, "Left out, since they cannot be given as things stand: "+listed(out)+". They can be given again by a later change.")
	}
	stop, warn, err := h.hindered(r, a)
	if err != nil {
		return nil, err
	}
	for _, x := range stop {
		p.Follows = append(p.Follows, "It cannot be renewed to a later last day as things stand: "+x.Message+" "+x.Mend)
	}
	for _, x := range warn {
		p.Follows = append(p.Follows, "Before you renew it to a later last day: "+x.Message)
	}
	p.Areas, p.whole = h.areaOffer(d, p.areas)
	for _, x := range a.Areas {
		p.Chosen = append(p.Chosen, string(x))
	}
	if len(p.Chosen) == 0 {
		p.Chosen = p.whole
	}
	p.Conditions = strings.Join(a.Conditions, "\n")
	return p, nil
}

// hindered is what speaks against a renewal beside the four tests.
func (h *Handlers) hindered(r *http.Request, a *accred.Accreditation) (stop, warn []fault.Reason, err error) {
	v := visit.At(r, h.Clock)
	err = h.read(r, func(tx *db.Tx) (err error) {
		stop, warn, err = h.Accreds.Hindered(tx, v.Who.Force, *a, v.Now)
		return err
	})
	return stop, warn, err
}

// leftOut names the powers held that a change made now would not give again: training,
// arrangements or law have ended meanwhile.
func leftOut(a *accred.Accreditation, list []offered) []string {
	var out []string
	for _, g := range a.Grants {
		if slices.ContainsFunc(list, func(x offered) bool { return x.ID == g.Power && x.Checked }) {
			continue
		}
		if p, ok := law.Find(g.Power); ok {
			out = append(out, small(p.Name))
		}
	}
	return out
}

// given is what an accreditation gives, as ticks.
func given(a *accred.Accreditation) ticks {
	var t ticks
	for _, g := range a.Grants {
		t.powers, t.offences, t.bases = append(t.powers, g.Power), append(t.offences, g.Offences...), append(t.bases, g.Bases...)
		if g.Power == "csas-name-address" && len(g.Bases) == 0 { // all of them
			for _, b := range law.Bases() {
				t.bases = append(t.bases, b.ID)
			}
		}
	}
	return t
}

func (h *Handlers) modify(w http.ResponseWriter, r *http.Request) error {
	p, err := h.modifyPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "modify.html", p)
}

// modifyNow changes the accreditation by notice.
func (h *Handlers) modifyNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.modifyPage(r)
	if err != nil {
		return err
	}
	f, err := web.Form[grantForm](r)
	p.Offer = p.d.offer(clock.DayOf(h.Clock.Now()), f.ticks())
	if err == nil {
		err = h.modifyWith(r, p, f)
	}
	if err != nil {
		return h.page.Again(w, r, "modify.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "accred.modified")
}

func (h *Handlers) modifyWith(r *http.Request, p *modifyPage, f grantForm) error {
	gs, err := grants(p.Offer, f.ticks())
	if err != nil {
		return err
	}
	if len(p.Areas) > 0 && len(f.Areas) == 0 {
		return fault.In("areas", "Choose the area in which the powers may be used")
	}
	if f.To == clock.NoDay {
		return fault.In("to", "Enter the last day")
	}
	return h.Accreds.Modify(r.Context(), account.Actor(r.Context()), p.d.accreditation(), accred.Modification{Grants: gs, Areas: f.Areas,
		AreaText: areaText(f.Areas, p.whole, p.d.org.AreaText, p.areas), Conditions: lines(f.Conditions), To: f.To, Renews: f.To > p.d.chief.State.To, Why: f.Why, TypedName: f.TypedName})
}
