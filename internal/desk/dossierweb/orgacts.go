package dossierweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// putForward is the act that leads to the form for a new person, with the employer chosen.
const putForward = "Put somebody forward"

// acts is what the actor may do about this organisation as things stand.
func (f *file) acts(v *visit.Visit) []act {
	var out []act
	if !f.here || v.Bar.Past() {
		return nil
	}
	base := orgURL(f.id)
	add := func(p authz.Permission, so bool, title, path, says string, first bool) {
		if so && f.may(v.Who, p) {
			a := act{title, says, base + path, first}
			if title == putForward {
				a.Href = queryOf("/people/add", "org", string(f.id))
			}
			out = append(out, a)
		}
	}
	state := f.org.State
	inForce := state == org.InForce || state == org.Suspended
	lapsed := inForce && f.standing().State == law.Ended
	waiting := f.unanswered() > 0
	add(authz.DecideOrg, state == org.Applying, "Decide on the application", "/approve", "Answer every power asked for and put arrangements in force.", true)
	add(authz.DecideOrg, state == org.Applying, "Decline", "/decline", "It is not accredited. The reason is kept, and it can apply again.", false)
	add(authz.DecideOrg, waiting && inForce, "Decide the powers asked for", "/powers/decide", "Answer what was asked for since the arrangements were decided.", true)
	add(authz.DecideOrg, state == org.Suspended, "Reinstate", "/reinstate", "The suspension ends for everybody under the arrangements.", !lapsed)
	add(authz.DecideOrg, state != org.Applying && (lapsed || state != org.Suspended), map[bool]string{true: "Start review", false: "Approve anew"}[state == org.InForce && !lapsed], "/approve",
		"Decide on the arrangements for a further period, with every power.", true)
	add(authz.DecideOrg, state == org.InForce && !lapsed, "Suspend", "/suspend", "Everybody under the arrangements stops at once.", false)
	add(authz.SuspendNow, inForce && !lapsed, "Suspend a power or a team", "/suspend-part", "One power of all, or of one team; or everything of a team.", false)
	add(authz.DecideOrg, inForce, "Withdraw", "/withdraw", "The arrangements end, and every accreditation under them.", false)
	add(authz.NominatePerson, f.takesOn(), putForward, "", "Enter a person whom the organisation wants accredited.", inForce)
	add(authz.ReportLeaving, inForce, "Say who left and who moved", "/roll", "On one page, and confirm everybody else.", false)
	add(authz.NominatePerson, f.takesOn(), "Put several forward", "/nominate", "By spreadsheet. Nothing is entered before you say so.", false)
	add(authz.ReadReviews, inForce, "Review the powers", "/power-reviews", "Whether each power is used and still needed; past reviews.", false)
	add(authz.ChangeOrg, true, "Change particulars", "/change", "Name, kind, address, what its people do, uniform.", false)
	add(authz.ChangeOrg, true, "Change contacts", "/contacts/change", "Signatory, liaison officers, supervisors, complaints.", state == org.Applying && len(f.org.Contacts) == 0)
	add(authz.ChangeOrg, true, "Change the area", "/area", "Districts and wards, or a boundary of its own.", state == org.Applying && f.org.AreaText == "")
	add(authz.ChangeOrg, true, "Add a role", "/roles/add", "A kind of post, with the powers asked for it and why.", state == org.Applying && len(f.org.Roles) == 0)
	add(authz.ChangeOrg, inForce, "Record that it leaves the scheme", "/exit", "At the employer’s wish, at once or with notice. Every accreditation under the arrangements ends.", false)
	add(authz.ReadAgreement, state == org.Left || state == org.Withdrawn, "See what is still open", "/exit", "Cards to be handed back, and what the parties have not settled.", false)
	return out
}

// takesOn reports whether people can be put forward: there is a role for them, and the
// organisation applies or is accredited.
func (f *file) takesOn() bool {
	return len(f.org.Roles) > 0 && f.org.State != org.Declined && f.org.State != org.Withdrawn && f.org.State != org.Left
}

// buttons is the next step, then the way to the other acts.
func (f *file) buttons(v *visit.Visit) []govuk.Button {
	acts := f.acts(v)
	if len(acts) == 0 {
		return nil
	}
	var out []govuk.Button
	for _, a := range acts {
		if a.First {
			out = append(out, button(a.Title, a.Href, true))
			break
		}
	}
	if len(acts) > len(out) {
		text := "Change"
		if f.may(v.Who, authz.DecideOrg) {
			text = "Suspend or withdraw"
			if f.org.State != org.InForce {
				text = "Other decisions"
			}
		}
		out = append(out, button(text, orgURL(f.id)+"/acts", len(out) == 0))
	}
	return out
}

// orgActs lists what may be done about an organisation.
func (h *Handlers) orgActs(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &actsPage{}
	err := h.read(r, func(tx *db.Tx) error {
		f, err := h.file(tx, v.Who, orgOf(r), v.Now)
		if err != nil {
			return err
		}
		p.Page = f.page(&v, "What to do about "+f.org.Name, "What to do")
		p.Head = part.Head{Caption: f.org.Name, Title: "What do you want to do?", Statuses: []part.Status{f.status()}}
		p.Acts = f.acts(&v)
		return nil
	})
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "acts.html", p)
}
