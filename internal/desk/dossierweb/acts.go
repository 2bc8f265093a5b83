package dossierweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/vetting"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// act is something that may be done, with what it is for.
type act struct {
	Title string
	Says  string
	Href  string
	First bool // the obvious next step for who reads
}

// acts is what the actor may do about this person as things stand. What is not among
// them is not offered anywhere.
func (d *dossier) acts(v *visit.Visit) []act {
	var out []act
	if !d.here || v.Bar.Past() || d.person.Merged != "" {
		return nil
	}
	base := personURL(d.id)
	add := func(p authz.Permission, so bool, title, path, says string, first bool) {
		if so && d.may(v.Who, p) {
			out = append(out, act{title, says, base + path, first})
		}
	}
	left := d.person.Left != clock.NoDay
	var state accred.State
	if d.has {
		state = d.chief.State.State
	}
	live, proposed := state.Live(), state == accred.Proposed
	over := d.has && (d.standing.Status == accred.StatusExpired || d.standing.Status == accred.StatusCeased)
	vetted := d.vetted(v.Now.At)
	add(authz.Grant, proposed, "Decide", "/decide", "See the four tests with their evidence, then accredit, ask for more, or refuse.", true)
	_, open := d.chief.State.Asked()
	add(authz.NominatePerson, open, "Answer the delegate", "/answer", "More was asked before deciding. The decision waits for the answer.", true)
	add(authz.NominatePerson, !left && d.vetting.Outcome != vetting.Waiting && !soonOrNever(d, v),
		"Ask for vetting", "/vetting/ask", "Put the person into the vetting unit’s queue.", !vetted)
	add(authz.RecordVetting, !left, "Record vetting", "/vetting", "Record what the unit decided: outcome, level and dates.", true)
	add(authz.RecordTraining, !left, "Record training", "/training", "Record a course passed, power by power.", v.Who.Role == authz.Trainer || vetted && !d.anyTrained(v))
	add(authz.Recommend, !left && vetted && !proposed && (!live || over) && d.org.Standing(v.Now.At).State == law.Active, "Put before the delegate", "/recommend",
		"Decide that the person is capable, and ask the delegate to decide on the accreditation.", d.anyTrained(v))
	appealable := d.has && d.chief.State.AppealBy(d.force.Settings.AppealDays) >= v.Today()
	add(authz.Appeal, appealable, "Appeal", "/appeal", "Ask that the decision be looked at again by somebody else.", v.Who.Role == authz.AccreditedPerson)
	if x, waits := d.chief.State.Appeal(); waits && x.First.Account != v.Who.Account {
		add(authz.Grant, true, "Decide the appeal", "/appeal/decide", "Read the grounds and the first reasons, then allow or dismiss it.", true)
	}
	add(authz.SuspendNow, state == accred.InForce && !over, "Suspend now", "/suspend", "Every power stops at once. One press and a reason.", false)
	suspended := state == accred.Suspended && (d.chief.State.Stopped == nil || d.chief.State.Stopped.Account != v.Who.Account)
	add(authz.Grant, suspended, "Reinstate", "/reinstate", "The suspension ends. What lapsed meanwhile has lapsed.", true)
	add(authz.Grant, live, "Change or renew the accreditation", "/modify", "Powers, area, conditions or the last day, by notice.", false)
	add(authz.Grant, live, "Withdraw the accreditation", "/withdraw", "Ends it at once and for good.", false)
	add(authz.ChangePerson, true, "Change particulars", "/change", "Name, date of birth, role, supervisor, how to reach the person.", false)
	add(authz.ChangePerson, !left, "Change the photograph", "/photograph", "For the card. JPEG or PNG.", d.person.Photo == "" && vetted && !live)
	add(authz.ReportLeaving, !left, "Report that the person left", "/leaving", "The accreditation ends with the employment.", false)
	add(authz.NominatePerson, !left && d.may(v.Who, authz.ReportLeaving) && v.Who.Role == authz.SchemeManager, "Move to another employer", "/move", "What is held ends, and the person begins anew there.", false)
	return out
}

// soonOrNever reports that asking for vetting is of no use: the clearance runs for longer
// than what counts as soon.
func soonOrNever(d *dossier, v *visit.Visit) bool {
	return d.vetted(v.Now.At) && !soon(d.vetting.Until(), v.Now.At)
}

// anyTrained reports whether some power of the role has training in date.
func (d *dossier) anyTrained(v *visit.Visit) bool {
	for _, p := range d.allowed(v.Today()) {
		if pass, ok := d.training.For(p.ID); ok && v.Now.At.Before(pass.Until()) {
			return true
		}
	}
	return false
}

type actsPage struct {
	web.Page
	Head part.Head
	Acts []act
}

// personActs lists what may be done about a person.
func (h *Handlers) personActs(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &actsPage{}
	err := h.read(r, func(tx *db.Tx) error {
		d, err := h.dossier(tx, v.Who, personOf(r), v.Now)
		if err != nil {
			return err
		}
		p.Page = d.page(&v, "What to do about "+d.person.Name(), "What to do")
		p.Head = part.Head{Caption: d.person.Name(), Title: "What do you want to do?", Statuses: []part.Status{d.state()}}
		p.Acts = d.acts(&v)
		return nil
	})
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "acts.html", p)
}
