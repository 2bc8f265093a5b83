// Package applytest is the force of accredtest with employers that want to join, and
// builders that take one through the scheme’s door as it and the office would.
package applytest

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

// World is a force with employers that want to join.
type World struct {
	*accredtest.World
}

// New is such a force on that database.
func New(t testing.TB, d *db.DB) *World { return &World{accredtest.New(t, d)} }

// Public is somebody who is not signed in.
func (w *World) Public() authz.Actor { return authz.Actor{Force: w.Force} }

// Enquiry is what a council asks.
func Enquiry() apply.Enquiry {
	return apply.Enquiry{Name: "Hallowdene District Council", Kind: "district-council", Contact: apply.Contact{Name: "Mina Sefton", Post: "Community safety manager", Email: "mina.sefton@hallowdene.example", Phone: "01700 900 300"},
		Purpose: "Four wardens patrol the town centre and the estates.", Powers: []law.PowerID{"csas-name-address-asb", "csas-fpn-litter"}, Staff: 4}
}

// Asked is an enquiry made on the public page.
func (w *World) Asked(t testing.TB, q apply.Enquiry) apply.Received {
	t.Helper()
	got, err := w.Applies.Enquire(t.Context(), w.Public(), q)
	accredtest.Must(t, err)
	return got
}

// Prospect is a prospect as it stands.
func (w *World) Prospect(t testing.TB, of id.Prospect) apply.Prospect {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (apply.ProspectVersion, error) {
		return w.Applies.FindProspect(tx, w.Manager, of, w.Now())
	})
	accredtest.Must(t, err)
	return v.State
}

// Complete is a form in which nothing is missing, of a council with wardens, or of a firm.
func (w *World) Complete(private bool) apply.Form {
	v := map[string]string{}
	for _, s := range apply.Sections(private) {
		for _, p := range s.Pages {
			for _, q := range p.Fields {
				switch {
				case q.Kind == apply.Choose:
					v[q.Name] = q.Options[len(q.Options)-1].Value
				case q.Kind == apply.Date:
					v[q.Name] = "2027-06-30"
				case q.Kind == apply.Email:
					v[q.Name] = "office@hallowdene.example"
				case !q.Optional:
					v[q.Name] = "As said: " + q.Label
				}
			}
		}
	}
	for k, x := range map[string]string{"legal_name": "Hallowdene District Council", "postcode": "EM7 2QP", "registration": "07654321", "area_text": "District of Hallowdene", "uniform": "Green jacket marked Warden",
		"signatory_name": "Priya Nair", "liaison1_name": "Joanne Birtwell", "liaison2_name": "Idris Pugh", "complaints_name": "Mina Sefton"} {
		v[k] = x
	}
	want := func(p law.PowerID) apply.Want {
		return apply.Want{Power: p, Reason: "Complaints come in weekly.", Uses: "Five times a month", Instead: "Calling 101 takes too long."}
	}
	f := apply.Form{Values: v, Supervisors: []apply.Contact{{Name: "Gareth Lyle", Post: "Team leader", Email: "gareth.lyle@hallowdene.example"}}, Areas: []id.Area{w.City}, Photo: string(w.photo().Hash),
		Roles: []apply.Role{{ID: id.New[id.Role](), Title: "Community warden", Staff: 4, Powers: []apply.Want{want("csas-name-address-asb"), want("csas-fpn-litter")}}}}
	if private {
		v["legal_name"] = "Northgate Security Ltd"
		f.Directors = []apply.Contact{{Name: "Sam Orrin", Post: "Director"}}
	}
	return f
}

func (w *World) photo() blob.File { return blob.New("image/png", []byte("a uniform")) }

// Invited is an employer that asked, was met and was invited; the holder is in by its link.
func (w *World) Invited(t testing.TB, q apply.Enquiry) (apply.Received, apply.Holder) {
	t.Helper()
	got := w.Asked(t, q)
	accredtest.Must(t, w.Applies.Meet(t.Context(), w.Manager, got.Prospect, clock.DayOf(w.Clock.Now()), "Ready to apply."))
	l, err := w.Applies.Invite(t.Context(), w.Manager, got.Prospect)
	accredtest.Must(t, err)
	return got, w.In(t, l.Secret)
}

// In is who comes in by a link.
func (w *World) In(t testing.TB, secret string) apply.Holder {
	t.Helper()
	cookie, err := w.Applies.Enter(t.Context(), secret)
	accredtest.Must(t, err)
	h, err := w.Applies.Holder(t.Context(), cookie)
	accredtest.Must(t, err)
	return h
}

// Signed is a signature with every declaration.
var Signed = apply.Signing{Signed: "Priya Nair", Area: true, Changes: true, Fees: true, Checks: true}

// Filled fills the application of a holder whole.
func (w *World) Filled(t testing.TB, h apply.Holder, f apply.Form) {
	t.Helper()
	accredtest.Must(t, w.Applies.Save(t.Context(), h, func(x *apply.Form) error { *x = f; return nil }, w.photo()))
}

// Sent is an application that was sent: of a council, or of a firm.
func (w *World) Sent(t testing.TB, private bool) (id.Application, apply.Holder) {
	t.Helper()
	q := Enquiry()
	if private {
		q.Name, q.Kind = "Northgate Security Ltd", "security"
	}
	_, h := w.Invited(t, q)
	w.Filled(t, h, w.Complete(private))
	accredtest.Must(t, w.Applies.Send(t.Context(), h, Signed))
	return h.Application, h
}

// Application is an application as it stands.
func (w *World) Application(t testing.TB, of id.Application) apply.Application {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (apply.Version, error) { return w.Applies.Find(tx, w.Manager, of, w.Now()) })
	accredtest.Must(t, err)
	return v.State
}

// Ready is an application of which everything is found that an approval needs.
func (w *World) Ready(t testing.TB, private bool) (id.Application, apply.Holder) {
	t.Helper()
	of, h := w.Sent(t, private)
	w.Assessed(t, of)
	return of, h
}

// Assessed finds of a sent application all that an approval needs.
func (w *World) Assessed(t testing.TB, of id.Application) {
	t.Helper()
	a, today := w.Application(t, of), clock.DayOf(w.Clock.Now())
	set, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (area.Settings, error) { return w.Areas.Settings(tx, w.Manager) })
	accredtest.Must(t, err)
	for _, c := range a.Needs(set) {
		accredtest.Must(t, w.Applies.Judge(t.Context(), w.Manager, of, apply.Judgement{Criterion: c, Outcome: apply.Meets, Evidence: "Seen on the visit."}))
	}
	accredtest.Must(t, w.Applies.RecordVisit(t.Context(), w.Manager, of, apply.Visit{On: today, Where: "Their offices", Present: "Priya Nair, Ruth Adeyemi", Found: "Well run."}))
	accredtest.Must(t, w.Applies.Consult(t.Context(), w.Manager, of, []string{apply.Commissioner}))
	accredtest.Must(t, w.Applies.Answer(t.Context(), w.Manager, of, apply.Commissioner, apply.Content, "", today))
	if a.Private {
		accredtest.Must(t, w.Applies.RecordCompany(t.Context(), w.Manager, of, apply.Company{Reference: "CPI 1234", Asked: today, Came: today, Approved: true, Until: today.AddYears(1)}))
	}
}

// Yes answers every power asked for with yes, for three years from today.
func (w *World) Yes(t testing.TB, of id.Application) org.Approval {
	t.Helper()
	today := clock.DayOf(w.Clock.Now())
	out := org.Approval{From: today, To: today.AddYears(3).AddDays(-1), Evidence: "All criteria met."}
	for _, r := range w.Application(t, of).Form.Roles {
		for _, p := range r.Powers {
			out.Powers = append(out.Powers, org.PowerDecision{Role: r.ID, Power: p.Power, Answer: org.Allowed})
		}
	}
	return out
}
