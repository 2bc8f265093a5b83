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
	"strings"

	"watchword/internal/account"
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

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
}

// Doors is every address of these pages.
var Doors = []Door{
	{"GET /agreements", authz.ReadAgreement, (*Handlers).list},
	{"GET /agreements/begin", authz.WriteAgreement, (*Handlers).begin},
	{"POST /agreements/begin", authz.WriteAgreement, (*Handlers).beginNow},
	{"GET /agreements/{agreement}", authz.ReadAgreement, (*Handlers).one},
	{"GET /agreements/{agreement}/document", authz.ReadAgreement, (*Handlers).document},
	{"GET /agreements/{agreement}/agreement.pdf", authz.ReadAgreement, (*Handlers).pdf},
	{"GET /agreements/{agreement}/agreement.txt", authz.ReadAgreement, (*Handlers).text},
	{"GET /agreements/{agreement}/schedule", authz.ReadAgreement, (*Handlers).schedule},
	{"GET /agreements/{agreement}/fill", authz.WriteAgreement, (*Handlers).fill},
	{"POST /agreements/{agreement}/fill", authz.WriteAgreement, (*Handlers).fillNow},
	{"POST /agreements/{agreement}/issue", authz.WriteAgreement, (*Handlers).issueNow},
	{"POST /agreements/{agreement}/next", authz.WriteAgreement, (*Handlers).nextNow},
	{"GET /agreements/{agreement}/sign", authz.SignAgreement, (*Handlers).sign},
	{"POST /agreements/{agreement}/sign", authz.SignAgreement, (*Handlers).signNow},
	{"GET /agreements/{agreement}/send-back", authz.SignAgreement, stopping("send-back", (*Handlers).stop)},
	{"POST /agreements/{agreement}/send-back", authz.SignAgreement, stopping("send-back", (*Handlers).stopNow)},
	{"GET /agreements/{agreement}/end", authz.SignAgreement, stopping("end", (*Handlers).stop)},
	{"POST /agreements/{agreement}/end", authz.SignAgreement, stopping("end", (*Handlers).stopNow)},
	{"GET /agreements/{agreement}/discard", authz.WriteAgreement, stopping("discard", (*Handlers).stop)},
	{"POST /agreements/{agreement}/discard", authz.WriteAgreement, stopping("discard", (*Handlers).stopNow)},
	{"GET /agreements/{agreement}/propose", authz.ProposeChange, (*Handlers).propose},
	{"POST /agreements/{agreement}/propose", authz.ProposeChange, (*Handlers).proposeNow},
	{"GET /agreements/{agreement}/answer", authz.ProposeChange, (*Handlers).answer},
	{"POST /agreements/{agreement}/answer", authz.ProposeChange, (*Handlers).answerNow},
	{"GET /agreements/{agreement}/review", authz.WriteAgreement, (*Handlers).review},
	{"POST /agreements/{agreement}/review", authz.WriteAgreement, (*Handlers).reviewNow},
	{"GET /meetings", authz.ReadAgreement, (*Handlers).everyMeeting},
	{"GET /organisations/{org}/meetings", authz.ReadAgreement, (*Handlers).meetings},
	{"GET /organisations/{org}/meetings/plan", authz.KeepLiaison, meeting("plan", (*Handlers).meet)},
	{"POST /organisations/{org}/meetings/plan", authz.KeepLiaison, meeting("plan", (*Handlers).meetNow)},
	{"GET /organisations/{org}/meetings/record", authz.KeepLiaison, meeting("record", (*Handlers).meet)},
	{"POST /organisations/{org}/meetings/record", authz.KeepLiaison, meeting("record", (*Handlers).meetNow)},
	{"GET /meetings/{meeting}", authz.ReadAgreement, (*Handlers).meeting},
	{"GET /meetings/{meeting}/file", authz.ReadAgreement, (*Handlers).minutesFile},
	{"GET /meetings/{meeting}/plan", authz.KeepLiaison, meeting("plan", (*Handlers).meet)},
	{"POST /meetings/{meeting}/plan", authz.KeepLiaison, meeting("plan", (*Handlers).meetNow)},
	{"GET /meetings/{meeting}/record", authz.KeepLiaison, meeting("record", (*Handlers).meet)},
	{"POST /meetings/{meeting}/record", authz.KeepLiaison, meeting("record", (*Handlers).meetNow)},
	{"GET /meetings/{meeting}/minutes", authz.KeepLiaison, meeting("minutes", (*Handlers).meet)},
	{"POST /meetings/{meeting}/minutes", authz.KeepLiaison, meeting("minutes", (*Handlers).meetNow)},
	{"GET /meetings/{meeting}/call-off", authz.KeepLiaison, meeting("call-off", (*Handlers).meet)},
	{"POST /meetings/{meeting}/call-off", authz.KeepLiaison, meeting("call-off", (*Handlers).meetNow)},
	{"GET /organisations/{org}/directory", authz.ReadAgreement, (*Handlers).directory},
	{"GET /organisations/{org}/directory.csv", authz.ReadAgreement, (*Handlers).directoryCSV},
	{"POST /organisations/{org}/directory/verify", authz.KeepLiaison, (*Handlers).verifyNow},
	{"GET /issues", authz.ReadAgreement, (*Handlers).issues},
	{"GET /organisations/{org}/issues", authz.ReadAgreement, (*Handlers).issues},
	{"GET /organisations/{org}/issues/raise", authz.KeepLiaison, (*Handlers).raise},
	{"POST /organisations/{org}/issues/raise", authz.KeepLiaison, (*Handlers).raiseNow},
	{"GET /issues/{matter}", authz.ReadAgreement, (*Handlers).issue},
	{"GET /issues/{matter}/say", authz.KeepLiaison, issueAct("say", (*Handlers).say)},
	{"POST /issues/{matter}/say", authz.KeepLiaison, issueAct("say", (*Handlers).sayNow)},
	{"GET /issues/{matter}/propose", authz.KeepLiaison, issueAct("propose", (*Handlers).say)},
	{"POST /issues/{matter}/propose", authz.KeepLiaison, issueAct("propose", (*Handlers).sayNow)},
	{"GET /issues/{matter}/agree", authz.KeepLiaison, issueAct("agree", (*Handlers).say)},
	{"POST /issues/{matter}/agree", authz.KeepLiaison, issueAct("agree", (*Handlers).sayNow)},
	{"GET /issues/{matter}/withdraw", authz.KeepLiaison, issueAct("withdraw", (*Handlers).say)},
	{"POST /issues/{matter}/withdraw", authz.KeepLiaison, issueAct("withdraw", (*Handlers).sayNow)},
	{"GET /evaluations", authz.ReadAgreement, (*Handlers).everyEvaluation},
	{"GET /organisations/{org}/evaluations", authz.ReadAgreement, (*Handlers).evaluations},
	{"GET /organisations/{org}/evaluations/record", authz.KeepLiaison, (*Handlers).evaluate},
	{"POST /organisations/{org}/evaluations/record", authz.KeepLiaison, (*Handlers).evaluateNow},
	{"GET /evaluations/{evaluation}", authz.ReadAgreement, (*Handlers).evaluation},
	{"GET /evaluations/{evaluation}/correct", authz.KeepLiaison, (*Handlers).evaluate},
	{"POST /evaluations/{evaluation}/correct", authz.KeepLiaison, (*Handlers).evaluateNow},
	{"POST /evaluations/{evaluation}/actions", authz.KeepLiaison, (*Handlers).actionNow},
	{"POST /evaluations/{evaluation}/done", authz.KeepLiaison, (*Handlers).doneNow},
	{"GET /supervision", authz.ReadAgreement, (*Handlers).everySupervision},
	{"GET /organisations/{org}/supervision", authz.ReadAgreement, (*Handlers).supervisionOf},
	{"GET /organisations/{org}/supervision/plan", authz.KeepLiaison, (*Handlers).plan},
	{"POST /organisations/{org}/supervision/plan", authz.KeepLiaison, (*Handlers).planNow},
	{"GET /organisations/{org}/supervision/schedule", authz.KeepSupervision, supervise("schedule", (*Handlers).supervising)},
	{"POST /organisations/{org}/supervision/schedule", authz.KeepSupervision, supervise("schedule", (*Handlers).superviseNow)},
	{"GET /organisations/{org}/supervision/record", authz.KeepSupervision, supervise("record", (*Handlers).supervising)},
	{"POST /organisations/{org}/supervision/record", authz.KeepSupervision, supervise("record", (*Handlers).superviseNow)},
	{"GET /supervision-visits/{visit}", authz.ReadAgreement, (*Handlers).supervisionVisit},
	{"GET /supervision-visits/{visit}/schedule", authz.KeepSupervision, supervise("schedule", (*Handlers).supervising)},
	{"POST /supervision-visits/{visit}/schedule", authz.KeepSupervision, supervise("schedule", (*Handlers).superviseNow)},
	{"GET /supervision-visits/{visit}/record", authz.KeepSupervision, supervise("record", (*Handlers).supervising)},
	{"POST /supervision-visits/{visit}/record", authz.KeepSupervision, supervise("record", (*Handlers).superviseNow)},
	{"GET /supervision-visits/{visit}/call-off", authz.KeepSupervision, supervise("call-off", (*Handlers).supervising)},
	{"POST /supervision-visits/{visit}/call-off", authz.KeepSupervision, supervise("call-off", (*Handlers).superviseNow)},
	{"GET /supervision-visits/{visit}/mend", authz.KeepSupervision, supervise("mend", (*Handlers).supervising)},
	{"POST /supervision-visits/{visit}/mend", authz.KeepSupervision, supervise("mend", (*Handlers).superviseNow)},
	{"GET /agreement-templates", authz.WriteAgreement, (*Handlers).templates},
	{"GET /agreement-templates/{kind}", authz.WriteAgreement, (*Handlers).template},
	{"POST /agreement-templates/{kind}", authz.WriteAgreement, (*Handlers).templateNow},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		serve := func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }
		if strings.HasPrefix(d.Pattern, "POST ") && (strings.HasSuffix(d.Pattern, "/meetings/record") || strings.HasSuffix(d.Pattern, "/{meeting}/record") || strings.HasSuffix(d.Pattern, "/minutes")) {
			mux.Handle(d.Pattern, h.page.Upload(blob.DocumentBytes+(1<<20), serve)) // minutes may be a file
			continue
		}
		mux.Handle(d.Pattern, h.page.Handle(serve))
	}
}

// visit is one reading of a page about an agreement.
type visit struct {
	r     *http.Request
	who   authz.Actor
	bar   part.AsAt
	when  register.When
	wrong error // what is wrong with the days of the as-at bar, if anything
}

func (h *Handlers) visit(r *http.Request) visit {
	v := visit{r: r, who: account.Actor(r.Context())}
	v.bar, v.wrong = web.AsAt(r, h.Clock.Now())
	v.when.At, v.when.Known = v.bar.Instants()
	return v
}

// show renders a page that has an as-at bar.
func (h *Handlers) show(w http.ResponseWriter, v visit, name string, p web.Paged) error {
	if v.wrong != nil {
		return h.page.Again(w, v.r, name, p, v.wrong)
	}
	return h.page.Render(w, v.r, name, p)
}

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
