// Package schemeweb is the pages of the scheme as a whole: its risks, how far it reaches and
// how it grows, its policies, who may decide, and what applicants answer of themselves.
//
// Read Doors, then risks.go and coverage.go.
package schemeweb

import (
	"embed"
	"net/http"
	"strconv"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/scheme"
	"watchword/internal/scheme/growth"
	"watchword/internal/scheme/monitor"
	"watchword/internal/scheme/policy"
	"watchword/internal/sheet"
	"watchword/internal/web"
)

//go:embed templates/*.html public/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB       *db.DB
	Clock    clock.Clock
	Scheme   *scheme.Service
	Growth   *growth.Service
	Policies *policy.Service
	Monitor  *monitor.Service
	Areas    *area.Service
	Orgs     *org.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page    *web.Pages
	public  *web.Pages
	answers *web.Limiter // of the voluntary questions, so that nobody fills the tallies
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, answers: site.Limiter(5, 5*time.Minute), public: site.Public(templates, "public/*.html", nil), page: site.Office(templates, "templates/*.html", web.Done{
		"risk.entered":    "The risk is in the register.",
		"risk.reviewed":   "The review is recorded. What it said before stays in its history.",
		"risk.closed":     "The risk is closed.",
		"risk.reopened":   "The risk is open again. Review it.",
		"authority":       "That is what holds of the authority.",
		"target.set":      "The target is set. Its figures come from the registers.",
		"target.change":   "The target is changed. What it was stays in its history.",
		"target.close":    "The target is closed.",
		"talk.record":     "The contact is in the log.",
		"talk.follow":     "What came of it is in the log.",
		"policy.entered":  "The policy is kept. Draft its first version.",
		"policy.changed":  "The policy is changed.",
		"policy.ended":    "The policy has ended. Its past stays.",
		"policy.drafted":  "The draft is kept. It comes into force once it is assessed and adopted.",
		"policy.assessed": "The assessment is entered. The version can be adopted.",
		"policy.adopted":  "The version is adopted.",
		"policy.dropped":  "The draft is dropped.",
		"policy.reviewed": "The review is recorded.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /risks", authz.ReadRisks, (*Handlers).list),
	visit.To("GET /risks.csv", authz.ReadRisks, (*Handlers).listCSV),
	visit.To("GET /risks/enter", authz.KeepRisks, (*Handlers).enter),
	visit.To("POST /risks/enter", authz.KeepRisks, (*Handlers).enterNow),
	visit.To("GET /risks/{risk}", authz.ReadRisks, (*Handlers).one),
	visit.To("GET /risks/{risk}/review", authz.KeepRisks, (*Handlers).review),
	visit.To("POST /risks/{risk}/review", authz.KeepRisks, (*Handlers).reviewNow),
	visit.To("POST /risks/{risk}/turn", authz.KeepRisks, (*Handlers).turnNow),

	visit.To("GET /coverage", authz.ReadScheme, (*Handlers).coverage),
	visit.To("GET /coverage.csv", authz.ReadScheme, (*Handlers).coverageCSV),
	visit.To("GET /coverage/add", authz.KeepScheme, (*Handlers).authority),
	visit.To("POST /coverage/add", authz.KeepScheme, (*Handlers).authorityNow),
	visit.To("GET /coverage/{authority}", authz.KeepScheme, (*Handlers).authority),
	visit.To("POST /coverage/{authority}", authz.KeepScheme, (*Handlers).authorityNow),
	visit.To("GET /targets", authz.ReadScheme, (*Handlers).targets),
	visit.To("GET /targets/set", authz.KeepScheme, (*Handlers).target),
	visit.To("POST /targets/set", authz.KeepScheme, (*Handlers).targetNow),
	visit.To("GET /targets/{target}", authz.ReadScheme, (*Handlers).oneTarget),
	visit.To("GET /targets/{target}/change", authz.KeepScheme, (*Handlers).target),
	visit.To("POST /targets/{target}/change", authz.KeepScheme, (*Handlers).targetNow),
	visit.To("POST /targets/{target}/close", authz.KeepScheme, (*Handlers).closeNow),
	visit.To("GET /growth-log", authz.KeepScheme, (*Handlers).talks),
	visit.To("GET /growth-log.csv", authz.KeepScheme, (*Handlers).talksCSV),
	visit.To("GET /growth-log/record", authz.KeepScheme, (*Handlers).talk),
	visit.To("POST /growth-log/record", authz.KeepScheme, (*Handlers).talkNow),
	visit.To("GET /growth-log/{talk}", authz.KeepScheme, (*Handlers).oneTalk),
	visit.To("POST /growth-log/{talk}/follow", authz.KeepScheme, (*Handlers).followNow),

	visit.To("GET "+Questions+"{ticket}", api.Anyone, (*Handlers).questions),
	visit.To("POST "+Questions+"{ticket}", api.Anyone, (*Handlers).questionsNow),
	visit.To("GET /equality-answered", api.Anyone, (*Handlers).answered),
	visit.To("GET /equality-monitoring", authz.ReadScheme, (*Handlers).monitoring),
	visit.To("GET /equality-monitoring.csv", authz.ReadScheme, (*Handlers).monitoringCSV),
	visit.To("GET /who-decides", authz.ReadScheme, (*Handlers).decisions),
	visit.To("GET /who-decides.csv", authz.ReadScheme, (*Handlers).decisionsCSV),
	visit.To("GET /policies", authz.ReadScheme, (*Handlers).policies),
	visit.To("GET /policies.csv", authz.ReadScheme, (*Handlers).policiesCSV),
	visit.To("GET /policies/enter", authz.KeepScheme, (*Handlers).policyForm),
	visit.To("POST /policies/enter", authz.KeepScheme, (*Handlers).policyFormNow),
	visit.To("GET /policies/{policy}", authz.ReadScheme, (*Handlers).policy),
	visit.To("GET /policies/{policy}/change", authz.KeepScheme, (*Handlers).policyForm),
	visit.To("POST /policies/{policy}/change", authz.KeepScheme, (*Handlers).policyFormNow),
	visit.To("POST /policies/{policy}/review", authz.KeepScheme, (*Handlers).reviewPolicyNow),
	visit.To("POST /policies/{policy}/end", authz.KeepScheme, (*Handlers).endPolicyNow),
	visit.To("GET /policies/{policy}/draft", authz.KeepScheme, (*Handlers).draft),
	visit.WithFile("POST /policies/{policy}/draft", authz.KeepScheme, (*Handlers).draftNow, blob.DocumentBytes+1<<20),
	visit.To("GET /policy-versions/{version}", authz.ReadScheme, (*Handlers).version),
	visit.To("GET /policy-versions/{version}/file", authz.ReadScheme, (*Handlers).versionFile),
	visit.To("GET /policy-versions/{version}/draft", authz.KeepScheme, (*Handlers).draft),
	visit.WithFile("POST /policy-versions/{version}/draft", authz.KeepScheme, (*Handlers).draftNow, blob.DocumentBytes+1<<20),
	visit.To("GET /policy-versions/{version}/assess", authz.KeepScheme, (*Handlers).assess),
	visit.To("POST /policy-versions/{version}/assess", authz.KeepScheme, (*Handlers).assessNow),
	visit.To("GET /policy-versions/{version}/adopt", authz.KeepScheme, (*Handlers).adopt),
	visit.To("POST /policy-versions/{version}/adopt", authz.KeepScheme, (*Handlers).adoptNow),
	visit.To("POST /policy-versions/{version}/drop", authz.KeepScheme, (*Handlers).dropNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func of(r *http.Request) id.Risk { return id.Risk(r.PathValue("risk")) }

func url[T ~string](of T) string { return "/risks/" + string(of) }

// listCSV is the register as a file.
func (h *Handlers) listCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]scheme.RiskVersion, error) {
		return h.Scheme.Risks(tx, v.Who, "", "number", v.When)
	})
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "risks-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Number", "State", "Risk", "Effect", "Owner", "Likelihood", "Impact", "Score", "Action", "Review by", "Reviewed")
	for _, x := range all {
		k := &x.State
		out.Line(k.Number, string(k.State), k.Title, k.Effect, k.Owner, strconv.Itoa(k.Likelihood), strconv.Itoa(k.Impact), strconv.Itoa(k.Score()), k.Action, k.Review.String(), k.Reviewed.String())
	}
	return out.End()
}
