// Package agreementweb is the pages of agreements: all of them, one with what it lacks,
// what waits and what was done, its text on paper, signing, proposing a change, reviewing,
// and the templates. The scheme office sees all; an organisation its own; a neighbourhood
// team those of its areas.
//
// Read Doors, then one.go.
package agreementweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB         *db.DB
	Clock      clock.Clock
	Areas      *area.Service
	Orgs       *org.Service
	Agreements *agreement.Service
	Liaison    *liaison.Service
	Supervised *supervision.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"agreement.begun":        "The draft is begun. Next, fill in its fields.",
		"agreement.filled":       "The fields are filled in.",
		"agreement.issued":       "It is issued. Both sides can read and sign it from now on.",
		"agreement.signed":       "Signed. The text, the instant and your name are kept with it.",
		"agreement.in-force":     "Signed. Both sides have signed, and it is in force.",
		"agreement.send-back":    "It is sent back to the scheme office with your reason.",
		"agreement.discard":      "It is discarded.",
		"agreement.end":          "It has ended.",
		"agreement.proposed":     "The change is proposed. The other side is asked to answer.",
		"agreement.answered":     "The answer is given.",
		"agreement.reviewed":     "The review is recorded.",
		"meeting.planned":        "The meeting is planned. Both sides see it.",
		"meeting.held":           "The meeting is recorded. The next is counted from its day.",
		"meeting.minuted":        "The minutes are kept. Both sides can read them.",
		"meeting.called-off":     "The meeting is called off.",
		"contact.verified":       "Verified today. It counts until the details change.",
		"issue.raised":           "The other side is written to and asked to answer.",
		"issue.said":             "It is said. The other side is written to.",
		"issue.proposed":         "The other side is written to and can read it.",
		"issue.agreed":           "It is closed. What was said stays here.",
		"issue.withdrawn":        "It is withdrawn. What was said stays here.",
		"evaluation.recorded":    "The evaluation is recorded. Agree actions below, if any follow.",
		"evaluation.action":      "The action is added. Whoever it is for is told when it falls due.",
		"evaluation.done":        "Recorded as done today.",
		"supervision.scheduled":  "It is planned.",
		"supervision.recorded":   "It is recorded. The next is counted from its day.",
		"supervision.called-off": "It is called off.",
		"supervision.mended":     "Recorded as put right today.",
		"supervision.planned":    "The plan is kept. Both sides can read it.",
		"template.added":         "The new version is kept. Drafts begun from now on use it.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.List("GET /agreements", authz.ReadAgreement, (*Handlers).list),
	visit.To("GET /agreements/begin", authz.WriteAgreement, (*Handlers).begin),
	visit.To("POST /agreements/begin", authz.WriteAgreement, (*Handlers).beginNow),
	visit.To("GET /agreements/{agreement}", authz.ReadAgreement, (*Handlers).one),
	visit.To("GET /agreements/{agreement}/document", authz.ReadAgreement, (*Handlers).document),
	visit.To("GET /agreements/{agreement}/agreement.pdf", authz.ReadAgreement, (*Handlers).pdf),
	visit.To("GET /agreements/{agreement}/agreement.txt", authz.ReadAgreement, (*Handlers).text),
	visit.To("GET /agreements/{agreement}/schedule", authz.ReadAgreement, (*Handlers).schedule),
	visit.To("GET /agreements/{agreement}/fill", authz.WriteAgreement, (*Handlers).fill),
	visit.To("POST /agreements/{agreement}/fill", authz.WriteAgreement, (*Handlers).fillNow),
	visit.To("POST /agreements/{agreement}/issue", authz.WriteAgreement, (*Handlers).issueNow),
	visit.To("POST /agreements/{agreement}/next", authz.WriteAgreement, (*Handlers).nextNow),
	visit.To("GET /agreements/{agreement}/sign", authz.SignAgreement, (*Handlers).sign),
	visit.To("POST /agreements/{agreement}/sign", authz.SignAgreement, (*Handlers).signNow),
	visit.To("GET /agreements/{agreement}/send-back", authz.SignAgreement, visit.For("send-back", (*Handlers).stop)),
	visit.To("POST /agreements/{agreement}/send-back", authz.SignAgreement, visit.For("send-back", (*Handlers).stopNow)),
	visit.To("GET /agreements/{agreement}/end", authz.SignAgreement, visit.For("end", (*Handlers).stop)),
	visit.To("POST /agreements/{agreement}/end", authz.SignAgreement, visit.For("end", (*Handlers).stopNow)),
	visit.To("GET /agreements/{agreement}/discard", authz.WriteAgreement, visit.For("discard", (*Handlers).stop)),
	visit.To("POST /agreements/{agreement}/discard", authz.WriteAgreement, visit.For("discard", (*Handlers).stopNow)),
	visit.To("GET /agreements/{agreement}/propose", authz.ProposeChange, (*Handlers).propose),
	visit.To("POST /agreements/{agreement}/propose", authz.ProposeChange, (*Handlers).proposeNow),
	visit.To("GET /agreements/{agreement}/answer", authz.ProposeChange, (*Handlers).answer),
	visit.To("POST /agreements/{agreement}/answer", authz.ProposeChange, (*Handlers).answerNow),
	visit.To("GET /agreements/{agreement}/review", authz.WriteAgreement, (*Handlers).review),
	visit.To("POST /agreements/{agreement}/review", authz.WriteAgreement, (*Handlers).reviewNow),
	visit.List("GET /meetings", authz.ReadAgreement, (*Handlers).everyMeeting),
	visit.List("GET /organisations/{org}/meetings", authz.ReadAgreement, (*Handlers).meetings),
	visit.To("GET /organisations/{org}/meetings/plan", authz.KeepLiaison, visit.For("plan", (*Handlers).meet)),
	visit.To("POST /organisations/{org}/meetings/plan", authz.KeepLiaison, visit.For("plan", (*Handlers).meetNow)),
	visit.To("GET /organisations/{org}/meetings/record", authz.KeepLiaison, visit.For("record", (*Handlers).meet)),
	visit.WithFile("POST /organisations/{org}/meetings/record", authz.KeepLiaison, visit.For("record", (*Handlers).meetNow), blob.DocumentBytes+1<<20),
	visit.To("GET /meetings/{meeting}", authz.ReadAgreement, (*Handlers).meeting),
	visit.To("GET /meetings/{meeting}/file", authz.ReadAgreement, (*Handlers).minutesFile),
	visit.To("GET /meetings/{meeting}/plan", authz.KeepLiaison, visit.For("plan", (*Handlers).meet)),
	visit.To("POST /meetings/{meeting}/plan", authz.KeepLiaison, visit.For("plan", (*Handlers).meetNow)),
	visit.To("GET /meetings/{meeting}/record", authz.KeepLiaison, visit.For("record", (*Handlers).meet)),
	visit.WithFile("POST /meetings/{meeting}/record", authz.KeepLiaison, visit.For("record", (*Handlers).meetNow), blob.DocumentBytes+1<<20),
	visit.To("GET /meetings/{meeting}/minutes", authz.KeepLiaison, visit.For("minutes", (*Handlers).meet)),
	visit.WithFile("POST /meetings/{meeting}/minutes", authz.KeepLiaison, visit.For("minutes", (*Handlers).meetNow), blob.DocumentBytes+1<<20),
	visit.To("GET /meetings/{meeting}/call-off", authz.KeepLiaison, visit.For("call-off", (*Handlers).meet)),
	visit.To("POST /meetings/{meeting}/call-off", authz.KeepLiaison, visit.For("call-off", (*Handlers).meetNow)),
	visit.To("GET /organisations/{org}/directory", authz.ReadAgreement, (*Handlers).directory),
	visit.To("GET /organisations/{org}/directory.csv", authz.ReadAgreement, (*Handlers).directoryCSV),
	visit.To("POST /organisations/{org}/directory/verify", authz.KeepLiaison, (*Handlers).verifyNow),
	visit.List("GET /issues", authz.ReadAgreement, (*Handlers).issues),
	visit.List("GET /organisations/{org}/issues", authz.ReadAgreement, (*Handlers).issues),
	visit.To("GET /organisations/{org}/issues/raise", authz.KeepLiaison, (*Handlers).raise),
	visit.To("POST /organisations/{org}/issues/raise", authz.KeepLiaison, (*Handlers).raiseNow),
	visit.To("GET /issues/{matter}", authz.ReadAgreement, (*Handlers).issue),
	visit.To("GET /issues/{matter}/say", authz.KeepLiaison, visit.For("say", (*Handlers).say)),
	visit.To("POST /issues/{matter}/say", authz.KeepLiaison, visit.For("say", (*Handlers).sayNow)),
	visit.To("GET /issues/{matter}/propose", authz.KeepLiaison, visit.For("propose", (*Handlers).say)),
	visit.To("POST /issues/{matter}/propose", authz.KeepLiaison, visit.For("propose", (*Handlers).sayNow)),
	visit.To("GET /issues/{matter}/agree", authz.KeepLiaison, visit.For("agree", (*Handlers).say)),
	visit.To("POST /issues/{matter}/agree", authz.KeepLiaison, visit.For("agree", (*Handlers).sayNow)),
	visit.To("GET /issues/{matter}/withdraw", authz.KeepLiaison, visit.For("withdraw", (*Handlers).say)),
	visit.To("POST /issues/{matter}/withdraw", authz.KeepLiaison, visit.For("withdraw", (*Handlers).sayNow)),
	visit.List("GET /evaluations", authz.ReadAgreement, (*Handlers).everyEvaluation),
	visit.List("GET /organisations/{org}/evaluations", authz.ReadAgreement, (*Handlers).evaluations),
	visit.To("GET /organisations/{org}/evaluations/record", authz.KeepLiaison, (*Handlers).evaluate),
	visit.To("POST /organisations/{org}/evaluations/record", authz.KeepLiaison, (*Handlers).evaluateNow),
	visit.To("GET /evaluations/{evaluation}", authz.ReadAgreement, (*Handlers).evaluation),
	visit.To("GET /evaluations/{evaluation}/correct", authz.KeepLiaison, (*Handlers).evaluate),
	visit.To("POST /evaluations/{evaluation}/correct", authz.KeepLiaison, (*Handlers).evaluateNow),
	visit.To("POST /evaluations/{evaluation}/actions", authz.KeepLiaison, (*Handlers).actionNow),
	visit.To("POST /evaluations/{evaluation}/done", authz.KeepLiaison, (*Handlers).doneNow),
	visit.List("GET /supervision", authz.ReadAgreement, (*Handlers).everySupervision),
	visit.To("GET /organisations/{org}/supervision", authz.ReadAgreement, (*Handlers).supervisionOf),
	visit.To("GET /organisations/{org}/supervision/plan", authz.KeepLiaison, (*Handlers).plan),
	visit.To("POST /organisations/{org}/supervision/plan", authz.KeepLiaison, (*Handlers).planNow),
	visit.To("GET /organisations/{org}/supervision/schedule", authz.KeepSupervision, visit.For("schedule", (*Handlers).supervising)),
	visit.To("POST /organisations/{org}/supervision/schedule", authz.KeepSupervision, visit.For("schedule", (*Handlers).superviseNow)),
	visit.To("GET /organisations/{org}/supervision/record", authz.KeepSupervision, visit.For("record", (*Handlers).supervising)),
	visit.To("POST /organisations/{org}/supervision/record", authz.KeepSupervision, visit.For("record", (*Handlers).superviseNow)),
	visit.To("GET /supervision-visits/{visit}", authz.ReadAgreement, (*Handlers).supervisionVisit),
	visit.To("GET /supervision-visits/{visit}/schedule", authz.KeepSupervision, visit.For("schedule", (*Handlers).supervising)),
	visit.To("POST /supervision-visits/{visit}/schedule", authz.KeepSupervision, visit.For("schedule", (*Handlers).superviseNow)),
	visit.To("GET /supervision-visits/{visit}/record", authz.KeepSupervision, visit.For("record", (*Handlers).supervising)),
	visit.To("POST /supervision-visits/{visit}/record", authz.KeepSupervision, visit.For("record", (*Handlers).superviseNow)),
	visit.To("GET /supervision-visits/{visit}/call-off", authz.KeepSupervision, visit.For("call-off", (*Handlers).supervising)),
	visit.To("POST /supervision-visits/{visit}/call-off", authz.KeepSupervision, visit.For("call-off", (*Handlers).superviseNow)),
	visit.To("GET /supervision-visits/{visit}/mend", authz.KeepSupervision, visit.For("mend", (*Handlers).supervising)),
	visit.To("POST /supervision-visits/{visit}/mend", authz.KeepSupervision, visit.For("mend", (*Handlers).superviseNow)),
	visit.List("GET /agreement-templates", authz.WriteAgreement, (*Handlers).templates),
	visit.To("GET /agreement-templates/{kind}", authz.WriteAgreement, (*Handlers).template),
	visit.To("POST /agreement-templates/{kind}", authz.WriteAgreement, (*Handlers).templateNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

func of(r *http.Request) id.Agreement { return id.Agreement(r.PathValue("agreement")) }

func url(of id.Agreement) string { return "/agreements/" + string(of) }

// find is the agreement of the address as it stands, with its organisation.
func (h *Handlers) find(r *http.Request) (agreement.Version, org.Organisation, error) {
	var v agreement.Version
	var o org.Version
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		who := account.Actor(r.Context())
		if v, err = h.Agreements.Find(tx, who, of(r), h.now()); err != nil {
			return err
		}
		o, err = h.Orgs.Any(tx, who.Force, v.State.Org, h.now())
		return err
	})
	return v, o.State, err
}

// page is what the pages about one agreement have in common; here is the name of the page,
// empty for the first.
func page(v agreement.Version, o *org.Organisation, title, here string) web.Page {
	p := web.Page{Title: title, Active: "/agreements", Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: v.State.Number, Href: url(id.Agreement(v.ID))}}}
	if here == "" {
		p.Crumbs[1].Href = ""
	} else {
		p.Crumbs = append(p.Crumbs, web.Crumb{Text: here})
	}
	return p
}

// caption is what an agreement is and with whom, in a line.
func caption(v agreement.Version, o *org.Organisation) string {
	return v.State.Title + " " + v.State.Number + ", " + o.Name
}

// status is where an agreement stands.
func status(a *agreement.Agreement, active bool) part.Status {
	switch a.State {
	case agreement.Draft:
		return part.Status{Kind: part.Waiting, Text: "Draft"}
	case agreement.Issued:
		return part.Status{Kind: part.Waiting, Text: "Out for signature"}
	case agreement.Signed:
		return part.Status{Kind: part.NotKnown, Text: "Signed, waits for what it lacks"}
	case agreement.InForce:
		if !active {
			return part.Status{Kind: part.Suspended, Text: "Not active: something is missing"}
		}
		return part.Status{Kind: part.InForce, Text: "In force"}
	case agreement.Discarded:
		return part.Status{Kind: part.Ended, Text: "Discarded"}
	case agreement.Superseded:
		return part.Status{Kind: part.Ended, Text: "Superseded"}
	}
	return part.Status{Kind: part.Ended, Text: "Ended"}
}

// reviewStatus is how near a review is; its text is empty while it is far.
func reviewStatus(due, today clock.Day) part.Status {
	switch {
	case due == clock.NoDay || due > today.AddDays(90):
		return part.Status{}
	case due < today:
		return part.Status{Kind: part.NotInForce, Text: "Review overdue since " + due.Short()}
	}
	return part.Status{Kind: part.Due, Text: "Review due by " + due.Short()}
}
