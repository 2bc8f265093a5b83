package dossierweb

import (
	"net/http"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/web"
)

// Route is one address of these pages, and the permission without which nobody need
// come to it. What exactly one may see or do there is asked behind the door.
type Route struct {
	Method     string
	Pattern    string
	Permission authz.Permission
}

type route struct {
	Route
	serve  func(*Handlers) web.Handler
	upload int64 // how many bytes its body may have; 0: as an ordinary form
}

// upload is how large a form with a file may be.
const upload = blob.PhotoBytes + 1<<20

// table is every address, in the order of the pages.
var table = slices.Concat(reading, personActs, orgActs)

var reading = []route{
	get("/organisations/{org}", authz.ReadOrg, (*Handlers).organisation),
	get("/organisations/{org}/people", authz.ReadPerson, (*Handlers).orgPeople),
	get("/organisations/{org}/teams", authz.ReadOrg, (*Handlers).orgTeams),
	get("/organisations/{org}/powers", authz.ReadOrg, (*Handlers).orgPowers),
	get("/organisations/{org}/contacts", authz.ReadOrg, (*Handlers).orgContacts),
	get("/organisations/{org}/letters", authz.ReadLetters, (*Handlers).orgLetters),
	get("/organisations/{org}/history", authz.ReadOrg, (*Handlers).orgHistory),
	get("/organisations/{org}/acts", authz.ReadOrg, (*Handlers).orgActs),
	get("/people/{person}", authz.ReadPerson, (*Handlers).person),
	get("/people/{person}/letters", authz.ReadLetters, (*Handlers).personLetters),
	get("/people/{person}/certificate", authz.ReadPerson, (*Handlers).certificate),
	get("/people/{person}/certificate.pdf", authz.ReadPerson, (*Handlers).certificatePDF),
	get("/people/{person}/held", authz.ReadLedger, (*Handlers).held),
	get("/people/{person}/held.pdf", authz.ReadLedger, (*Handlers).heldPDF),
	get("/people/{person}/ask", authz.AskMay, (*Handlers).ask),
	get("/letters/{letter}", authz.ReadLetters, (*Handlers).letter),
	get("/letters/{letter}/letter.pdf", authz.ReadLetters, (*Handlers).letterPDF),
	get("/dossier.css", authz.OwnAccount, (*Handlers).css),
	get("/documents.css", authz.OwnAccount, (*Handlers).documentCSS),
	get("/me", authz.ShowCard, (*Handlers).me),
	get("/decide/{accreditation}", authz.Grant, (*Handlers).toDecision),
	get("/people/{person}/acts", authz.ReadPerson, (*Handlers).personActs),
	get("/people/{person}/history", authz.ReadPerson, (*Handlers).personHistory),
	get("/people/{person}/photograph/{hash}", authz.ReadPerson, (*Handlers).photograph),
}

var personActs = slices.Concat(
	form("/me/taking-part", authz.OwnConsent, (*Handlers).takingPart, (*Handlers).takingPartNow),
	form("/people/add", authz.NominatePerson, (*Handlers).personAdd, (*Handlers).personAddNow),
	form("/people/{person}/change", authz.ChangePerson, (*Handlers).personChange, (*Handlers).personChangeNow),
	withFile(form("/people/{person}/photograph", authz.ChangePerson, (*Handlers).photo, (*Handlers).photoNow)),
	form("/people/{person}/vetting/ask", authz.NominatePerson, (*Handlers).askVetting, (*Handlers).askVettingNow),
	form("/people/{person}/vetting", authz.RecordVetting, (*Handlers).vetting, (*Handlers).vettingNow),
	form("/people/{person}/training", authz.RecordTraining, (*Handlers).training, (*Handlers).trainingNow),
	form("/people/{person}/recommend", authz.Recommend, (*Handlers).recommend, (*Handlers).recommendNow),
	form("/people/{person}/decide", authz.Grant, (*Handlers).grant, (*Handlers).grantNow),
	form("/people/{person}/answer", authz.NominatePerson, (*Handlers).answer, (*Handlers).answerNow),
	form("/people/{person}/modify", authz.Grant, (*Handlers).modify, (*Handlers).modifyNow),
	form("/people/{person}/leaving", authz.ReportLeaving, (*Handlers).leaving, (*Handlers).leavingNow),
	form("/people/{person}/appeal", authz.Appeal, (*Handlers).appeal, (*Handlers).appealNow),
	form("/people/{person}/appeal/decide", authz.Grant, (*Handlers).hear, (*Handlers).hearNow),
	form("/people/{person}/move", authz.ReportLeaving, (*Handlers).moveTo, (*Handlers).moveToNow),
	form("/people/{person}/suspend", authz.SuspendNow, moving("suspend", (*Handlers).stopping), moving("suspend", (*Handlers).stopNow)),
	form("/people/{person}/reinstate", authz.Grant, moving("reinstate", (*Handlers).stopping), moving("reinstate", (*Handlers).stopNow)),
	form("/people/{person}/withdraw", authz.Grant, moving("withdraw", (*Handlers).stopping), moving("withdraw", (*Handlers).stopNow)),
)

var orgActs = slices.Concat(
	form("/organisations/add", authz.AddOrg, (*Handlers).orgAdd, (*Handlers).orgAddNow),
	form("/organisations/{org}/change", authz.ChangeOrg, (*Handlers).orgChange, (*Handlers).orgChangeNow),
	form("/organisations/{org}/contacts/change", authz.ChangeContacts, (*Handlers).orgContactsChange, (*Handlers).orgContactsNow),
	[]route{post("/organisations/{org}/contacts/noted", authz.ChangeOrg, (*Handlers).contactsNoted)},
	withFile(form("/organisations/{org}/area", authz.ChangeOrg, (*Handlers).orgArea, (*Handlers).orgAreaNow)),
	form("/organisations/{org}/roles/add", authz.ChangeOrg, (*Handlers).orgRole, (*Handlers).orgRoleNow),
	form("/organisations/{org}/roles/{role}", authz.ChangeOrg, (*Handlers).orgRole, (*Handlers).orgRoleNow),
	form("/organisations/{org}/teams/add", authz.ChangeTeams, (*Handlers).orgTeam, (*Handlers).orgTeamNow),
	form("/organisations/{org}/teams/{team}", authz.ChangeTeams, (*Handlers).orgTeam, (*Handlers).orgTeamNow),
	[]route{post("/organisations/{org}/teams/{team}/end", authz.ChangeTeams, (*Handlers).orgTeamEnd)},
	form("/organisations/{org}/approve", authz.DecideOrg, (*Handlers).approve, (*Handlers).approveNow),
	form("/organisations/{org}/powers/decide", authz.DecideOrg, deciding((*Handlers).approve), deciding((*Handlers).approveNow)),
	form("/organisations/{org}/suspend", authz.DecideOrg, moving("suspend", (*Handlers).orgStopping), moving("suspend", (*Handlers).orgStopNow)),
	form("/organisations/{org}/reinstate", authz.DecideOrg, moving("reinstate", (*Handlers).orgStopping), moving("reinstate", (*Handlers).orgStopNow)),
	form("/organisations/{org}/withdraw", authz.DecideOrg, moving("withdraw", (*Handlers).orgStopping), moving("withdraw", (*Handlers).orgStopNow)),
	form("/organisations/{org}/decline", authz.DecideOrg, moving("decline", (*Handlers).orgStopping), moving("decline", (*Handlers).orgStopNow)),
	[]route{get("/organisations/{org}/exit", authz.ReadAgreement, (*Handlers).exit), post("/organisations/{org}/exit", authz.ChangeOrg, (*Handlers).exitNow), post("/organisations/{org}/stay", authz.ChangeOrg, (*Handlers).stayNow),
		post("/organisations/{org}/reinstate-part", authz.Grant, (*Handlers).reinstatePartNow)},
	form("/organisations/{org}/suspend-part", authz.SuspendNow, (*Handlers).suspendPart, (*Handlers).suspendPartNow),
)

// deciding is a handler for the powers alone.
func deciding(f handle) handle {
	return func(h *Handlers, w http.ResponseWriter, r *http.Request) error {
		r.SetPathValue("what", "powers")
		return f(h, w, r)
	}
}

type handle = func(*Handlers, http.ResponseWriter, *http.Request) error

// moving is a handler that serves several moves, told which.
func moving(name string, f handle) handle {
	return func(h *Handlers, w http.ResponseWriter, r *http.Request) error {
		r.SetPathValue("move", name)
		return f(h, w, r)
	}
}

// withFile lets the forms carry a file.
func withFile(rs []route) []route {
	for i := range rs {
		rs[i].upload = upload
	}
	return rs
}

func get(pattern string, p authz.Permission, f handle) route {
	return route{Route: Route{"GET", pattern, p}, serve: bound(f)}
}

func post(pattern string, p authz.Permission, f handle) route {
	return route{Route: Route{"POST", pattern, p}, serve: bound(f)}
}

// form is the page of a form and its sending.
func form(pattern string, p authz.Permission, show, send handle) []route {
	return []route{get(pattern, p, show), post(pattern, p, send)}
}

func bound(f handle) func(*Handlers) web.Handler {
	return func(h *Handlers) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error { return f(h, w, r) }
	}
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, x := range table {
		handler := h.page.Handle(x.serve(h))
		if x.upload > 0 {
			handler = h.page.Upload(x.upload, x.serve(h))
		}
		mux.Handle(x.Method+" "+x.Pattern, handler)
	}
}

// Permissions is every address with the permission it needs, for the table of the server
// and the test that walks it with every role.
func Permissions() []Route {
	out := make([]Route, len(table))
	for i, x := range table {
		out[i] = x.Route
	}
	return out
}
