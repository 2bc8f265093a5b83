package server

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/accountapi"
	"watchword/internal/account/accountweb"
	"watchword/internal/account/visit"
	"watchword/internal/accred/accredapi"
	"watchword/internal/agreement/agreementapi"
	"watchword/internal/agreement/agreementweb"
	"watchword/internal/api"
	"watchword/internal/apply/applyapi"
	"watchword/internal/apply/applyweb"
	"watchword/internal/area/areaapi"
	"watchword/internal/area/areaweb"
	"watchword/internal/authz"
	"watchword/internal/card/cardapi"
	"watchword/internal/card/cardweb"
	"watchword/internal/card/factory/factoryapi"
	"watchword/internal/card/factory/factoryweb"
	"watchword/internal/clockwork/clockapi"
	"watchword/internal/clockwork/clockweb"
	"watchword/internal/complaint/complaintapi"
	"watchword/internal/complaint/complaintweb"
	"watchword/internal/compliance/complianceapi"
	"watchword/internal/compliance/complianceweb"
	"watchword/internal/desk"
	"watchword/internal/desk/deskapi"
	"watchword/internal/desk/deskweb"
	"watchword/internal/desk/discloseapi"
	"watchword/internal/desk/discloseweb"
	"watchword/internal/desk/dossierweb"
	"watchword/internal/desk/landweb"
	"watchword/internal/desk/lawapi"
	"watchword/internal/desk/lawweb"
	"watchword/internal/desk/ledgerapi"
	"watchword/internal/desk/ledgerweb"
	"watchword/internal/desk/publicapi"
	"watchword/internal/desk/publicweb"
	"watchword/internal/double/doubleapi"
	"watchword/internal/double/doubleweb"
	"watchword/internal/fee/feeapi"
	"watchword/internal/fee/feeweb"
	"watchword/internal/id"
	"watchword/internal/incident/incidentapi"
	"watchword/internal/incident/incidentweb"
	"watchword/internal/intake/draft"
	"watchword/internal/intake/intakeapi"
	"watchword/internal/intake/intakeweb"
	"watchword/internal/intake/nominate/nominateapi"
	"watchword/internal/intake/nominate/nominateweb"
	"watchword/internal/org/orgapi"
	"watchword/internal/person/personapi"
	"watchword/internal/person/roll/rollapi"
	"watchword/internal/person/roll/rollweb"
	"watchword/internal/reform/reformapi"
	"watchword/internal/reform/reformweb"
	"watchword/internal/retain/retainapi"
	"watchword/internal/retain/retainweb"
	"watchword/internal/review/reviewapi"
	"watchword/internal/review/reviewweb"
	"watchword/internal/scheme/schemeapi"
	"watchword/internal/scheme/schemeweb"
	"watchword/internal/training/trainingapi"
	"watchword/internal/training/trainingweb"
	"watchword/internal/vetting/vettingapi"
	"watchword/internal/vetting/vettingweb"
	"watchword/internal/web"
)

// Anyone stands in place of a permission where nobody needs to be signed in.
const Anyone = api.Anyone

// route is one address: who may open it, and the slice whose pages lie there. A slice
// registers its own handlers; what is not in this table is not reachable.
type route struct {
	pattern string
	needs   authz.Permission
	slice   http.Handler
}

// routes is the table of addresses. A permission here lets a role pass the door; what
// exactly it may see or do behind it is asked by each use case. routes_test.go walks it
// with every role; testdata/routes.txt is the whole of it as people read it. Slices with
// many pages list their own addresses with the permission of each.
func (s *Server) routes() []route {
	p := s.pages
	all := []route{
		{"GET /{$}", Anyone, p.card},
		{"GET /check", Anyone, p.card},
		{"GET /c/{token}", Anyone, p.card},
		{"GET /C/{token}", Anyone, p.card},
		{"GET /c/{token}/photo", Anyone, p.card},
		{"GET /C/{token}/photo", Anyone, p.card},
		{"GET /check/offline", Anyone, p.card},
		{"GET /check/facts", Anyone, p.card},
		{"GET /check/offline.js", Anyone, p.card},
		{"GET /check/worker.js", Anyone, p.card},
		{"GET /check/card.css", Anyone, p.card},
		{"GET /my-card", authz.ShowCard, p.card},
		{"GET /my-card/photo", authz.ShowCard, p.card},
		{"GET /cards", authz.IssueCard, p.card},
		{"GET /cards.csv", authz.IssueCard, p.card},
		{"POST /cards", authz.IssueCard, p.card},
		{"POST /cards/print", authz.IssueCard, p.card},
		{"GET /cards/{card}", authz.ReadCard, p.card},
		{"GET /cards/{card}/photo", authz.ReadCard, p.card},
		{"GET /cards/{card}/report", authz.ReportCard, p.card},
		{"POST /cards/{card}/report", authz.ReportCard, p.card},
		{"POST /cards/{card}/hand-over", authz.IssueCard, p.card},
		{"POST /cards/{card}/keep", authz.IssueCard, p.card},
		{"GET /cards/{card}/replace", authz.IssueCard, p.card},
		{"POST /cards/{card}/replace", authz.IssueCard, p.card},
		{"GET /cards/{card}/destroy", authz.IssueCard, p.card},
		{"POST /cards/{card}/destroy", authz.IssueCard, p.card},
		{"GET /cards/{card}/recall", authz.IssueCard, p.card},
		{"POST /cards/{card}/recall", authz.IssueCard, p.card},

		{"GET /ledger/{force}/checkpoint", Anyone, p.own},
		{"GET /ledger/{force}/tile/{level}/{path...}", Anyone, p.own},

		{"GET /sign-in", Anyone, p.accounts},
		{"POST /sign-in", Anyone, p.accounts},
		{"GET /invitation/{secret}", Anyone, p.accounts},
		{"POST /invitation/{secret}", Anyone, p.accounts},
		{"POST /sign-out", authz.OwnAccount, p.accounts},
		{"GET /account", authz.OwnAccount, p.accounts},
		{"GET /account/role", authz.OwnAccount, p.accounts},
		{"POST /account/role", authz.OwnAccount, p.accounts},
		{"POST /account/passphrase", authz.OwnAccount, p.accounts},
		{"POST /account/sessions/{session}/end", authz.OwnAccount, p.accounts},
		{"POST /account/tokens", authz.OwnAccount, p.accounts},
		{"POST /account/tokens/{token}/end", authz.OwnAccount, p.accounts},
		{"GET /accounts", authz.ManageAccounts, p.accounts},
		{"GET /accounts.csv", authz.ManageAccounts, p.accounts},
		{"GET /accounts/add", authz.ManageAccounts, p.accounts},
		{"POST /accounts/add", authz.ManageAccounts, p.accounts},
		{"GET /accounts/{account}", authz.ManageAccounts, p.accounts},
		{"GET /accounts/{account}/roles", authz.ManageAccounts, p.accounts},
		{"POST /accounts/{account}/roles", authz.ManageAccounts, p.accounts},
		{"POST /accounts/{account}/roles/end", authz.ManageAccounts, p.accounts},
		{"POST /accounts/{account}/link", authz.ManageAccounts, p.accounts},
		{"POST /accounts/{account}/tokens", authz.ManageAccounts, p.accounts},
		{"POST /accounts/{account}/end", authz.ManageAccounts, p.accounts},
	}
	all = append(all, listed(publicweb.Permissions(), p.public)...)
	all = append(all, listed(lawweb.Permissions(), p.law)...)
	all = append(all, listed(ledgerweb.Permissions(), p.ledger)...)
	all = append(all, doors(agreementweb.Doors, p.agreements)...)
	all = append(all, doors(complianceweb.Doors, p.standards)...)
	all = append(all, doors(nominateweb.Doors, p.nominees)...)
	all = append(all, doors(rollweb.Doors, p.rolls)...)
	all = append(all, doors(factoryweb.Doors, p.factory)...)
	all = append(all, doors(applyweb.Doors, p.applies)...)
	all = append(all, doors(complaintweb.Doors, p.complaints)...)
	all = append(all, doors(discloseweb.Doors, p.disclosed)...)
	all = append(all, doors(areaweb.Doors, p.settings)...)
	all = append(all, doors(landweb.Doors, p.land)...)
	all = append(all, doors(vettingweb.Doors, p.vettings)...)
	all = append(all, doors(trainingweb.Doors, p.trainings)...)
	all = append(all, doors(incidentweb.Doors, p.incidents)...)
	all = append(all, doors(schemeweb.Doors, p.scheme)...)
	all = append(all, doors(retainweb.Doors, p.retention)...)
	all = append(all, doors(reformweb.Doors, p.reforms)...)
	all = append(all, doors(reviewweb.Doors, p.reviews)...)
	all = append(all, doors(doubleweb.Doors, p.doubles)...)
	all = append(all, doors(feeweb.Doors, p.fees)...)
	all = append(all, doors(clockweb.Doors, p.clockwork)...)
	all = append(all, doors(deskweb.Doors, p.desk)...)
	all = append(all, doors(intakeweb.Doors, p.imports)...)
	for _, d := range dossierweb.Permissions() {
		all = append(all, route{d.Method + " " + d.Pattern, d.Permission, p.dossiers})
	}
	return all
}

// doors is the addresses of a slice.
func doors[H any](all visit.Doors[H], slice http.Handler) []route {
	var out []route
	for _, d := range all.All() {
		out = append(out, route{d.Pattern, d.Needs, slice})
	}
	return out
}

// listed is the addresses that a slice lists by pattern.
func listed(permissions map[string]authz.Permission, slice http.Handler) []route {
	var out []route
	for _, pattern := range slices.Sorted(maps.Keys(permissions)) {
		out = append(out, route{pattern, permissions[pattern], slice})
	}
	return out
}

// pages is the pages of every slice.
type pages struct {
	identify                                                            *accountweb.Handlers
	cards                                                               *cardweb.Handlers
	drafts                                                              *draft.Service
	own, accounts, public, law, desk, dossiers, card, ledger            http.Handler
	imports, settings, land, agreements, vettings, trainings, incidents http.Handler
	applies, clockwork, complaints, disclosed                           http.Handler
	fees, factory, standards                                            http.Handler
	reforms, scheme, rolls, nominees, reviews, doubles, retention       http.Handler
}

func (s *Server) makePages() pages {
	r := s.Rooms
	a := accountweb.New(s.site, accountweb.Config{Accounts: r.Accounts, Origin: r.Config.Origin, BehindProxy: r.Config.BehindProxy, Home: deskweb.Home,
		Orgs: s.orgChoices, Areas: s.areaChoices, Find: s.personsFound, Named: s.personsNamed})
	c := cardweb.New(s.site, cardweb.Config{DB: r.DB, Cards: r.Cards, Areas: r.Areas, Persons: r.Persons, Log: r.Config.Log, Register: "/register", Figures: s.publicFigures})
	d := draft.New(r.Imports)
	return pages{identify: a, drafts: d, imports: slice(intakeweb.New(s.site, d)), own: slice(s), accounts: slice(a), cards: c, card: slice(c),
		land:       slice(landweb.New(s.site, r.Board)),
		agreements: slice(agreementweb.New(s.site, agreementweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Orgs: r.Orgs, Agreements: r.Agreements, Liaison: r.Liaison, Supervised: r.Supervised})),
		standards:  slice(complianceweb.New(s.site, complianceweb.Deps{DB: r.DB, Clock: r.Clock, Compliance: r.Compliance})),
		trainings:  slice(trainingweb.New(s.site, trainingweb.Deps{DB: r.DB, Clock: r.Clock, Ledger: r.Ledger, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Courses: r.Courses})),
		vettings:   slice(vettingweb.New(s.site, vettingweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Vettings: r.Vettings, Envelopes: r.Envelopes, Origin: r.Config.Origin, Equality: r.equality})),
		scheme:     slice(schemeweb.New(s.site, schemeweb.Deps{DB: r.DB, Clock: r.Clock, Scheme: r.Scheme, Growth: r.Growth, Policies: r.Policies, Monitor: r.Monitor, Areas: r.Areas, Orgs: r.Orgs})),
		retention:  slice(retainweb.New(s.site, retainweb.Deps{DB: r.DB, Clock: r.Clock, Retention: r.Retention, Areas: r.Areas})),
		reforms:    slice(reformweb.New(s.site, reformweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Orgs: r.Orgs, Reforms: r.Reforms})),
		doubles:    slice(doubleweb.New(s.site, doubleweb.Deps{DB: r.DB, Clock: r.Clock, Doubles: r.Doubles})),
		reviews:    slice(reviewweb.New(s.site, reviewweb.Deps{DB: r.DB, Clock: r.Clock, Reviews: r.Reviews})),
		fees:       slice(feeweb.New(s.site, feeweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Orgs: r.Orgs, Fees: r.Fees})),
		incidents:  slice(incidentweb.New(s.site, incidentweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Incidents: r.Incidents})),
		applies:    slice(applyweb.New(s.site, applyweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Applies: r.Applies, Origin: r.Config.Origin})),
		complaints: slice(complaintweb.New(s.site, complaintweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Complaints: r.Complaints, Origin: r.Config.Origin})),
		nominees:   slice(nominateweb.New(s.site, nominateweb.Deps{DB: r.DB, Clock: r.Clock, Orgs: r.Orgs, Nominate: r.Nominate})),
		rolls:      slice(rollweb.New(s.site, rollweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Rolls: r.Rolls})),
		factory:    slice(factoryweb.New(s.site, factoryweb.Deps{DB: r.DB, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Cards: r.Cards, Factory: r.Factory})),
		disclosed:  slice(discloseweb.New(s.site, discloseweb.Deps{Clock: r.Clock, Disclose: r.Disclosed})),
		settings:   slice(areaweb.New(s.site, areaweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Accounts: r.Accounts})),
		public:     slice(publicweb.New(s.site, publicweb.Deps{Clock: r.Clock, Public: r.Public})),
		law:        slice(lawweb.New(s.site, lawweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Public: r.Public})),
		ledger:     slice(ledgerweb.New(s.site, ledgerweb.Deps{Clock: r.Clock, Reader: s.reader()})),
		clockwork:  slice(clockweb.New(s.site, clockweb.Deps{DB: r.DB, Clock: r.Clock, Areas: r.Areas, Clockwork: r.Clockwork})),
		desk:       slice(deskweb.New(s.site, deskweb.Config{Board: r.Board, Has: s.serves, Own: func(authz.Actor) string { return "/me" }})),
		dossiers: slice(dossierweb.New(s.site, dossierweb.Deps{DB: r.DB, Clock: r.Clock, Ledger: r.Ledger, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons,
			Vettings: r.Vettings, Trainings: r.Trainings, Accreds: r.Accreds, Desk: r.Desk, Board: r.Board, Reader: s.reader(), Cards: dossierweb.CardsOf(r.DB, r.Cards), Compliance: r.Compliance, Equality: r.equality, Doubles: r.Doubles})),
	}
}

// equality is an address at which the voluntary questions about equality can be answered, made
// anew for whoever opens their own page.
func (r *Rooms) equality(of id.Force) string { return schemeweb.Questions + r.Monitor.Ticket(of) }

// reader reads the ledger for pages and the API.
func (s *Server) reader() *desk.Reader { return &desk.Reader{Desk: s.Desk, Ring: s.Ring} }

// Door is one address as the table has it, of pages and of the API.
type Door struct {
	Method string
	Path   string
	Needs  authz.Permission
}

// Doors is every address that asks for a permission, or says that it needs none.
func (s *Server) Doors() []Door {
	var out []Door
	for _, r := range s.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		out = append(out, Door{method, path, r.needs})
	}
	for _, r := range s.api.Routes() {
		out = append(out, Door{r.Method, r.Path, r.Needs})
	}
	return out
}

// API is the operations for other programs.
func (s *Server) API() *api.API { return s.api }

// Routes registers the pages of the server itself.
func (s *Server) Routes(mux *http.ServeMux) {
	mux.Handle("GET /ledger/{force}/checkpoint", s.site.Handle(s.checkpoint))
	mux.Handle("GET /ledger/{force}/tile/{level}/{path...}", s.site.Handle(s.tile))
}

// registers is what every slice with pages has.
type registers interface{ Routes(*http.ServeMux) }

// slice is the pages of a slice as one handler.
func slice(r registers) http.Handler {
	mux := http.NewServeMux()
	r.Routes(mux)
	return mux
}

// handlers is all that is served. Guard stands before everything; then it is found out
// whom the request comes from; then each door asks for its permission.
func (s *Server) handlers() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.metrics())
	mux.Handle("GET /assets/", web.Assets())
	identify := s.pages.identify.Identify
	for _, r := range s.routes() {
		mux.Handle(r.pattern, s.numbers.counted(s.Clock, r.pattern, identify(s.fail, s.door(r))))
	}
	for _, r := range s.api.Routes() {
		pattern := r.Method + " " + r.Path
		mux.Handle(pattern, s.numbers.counted(s.Clock, pattern, identify(s.fail, s.api)))
	}
	mux.Handle("/api/", identify(s.fail, s.api))
	mux.Handle("/", identify(s.fail, s.site.Handle(nothing)))
	s.mux = mux
	return s.site.Guard(s.readable(mux, identify(s.fail, http.HandlerFunc(s.unread))))
}

// serves reports whether there is a page at an address.
func (s *Server) serves(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, pattern := s.mux.Handler(&http.Request{Method: http.MethodGet, URL: u})
	return pattern != "/" && pattern != ""
}

// operations is the API: every slice registers its own. An operation names the
// permission it needs where it is registered.
func (s *Server) operations() *api.API {
	a := api.New(api.Config{DB: s.DB, Clock: s.Clock, Log: s.Config.Log, Who: account.Actor, Reference: web.Reference, Key: s.Ring.Derived("api-requests"),
		Address: func(r *http.Request) string { return web.Address(r, s.Config.BehindProxy).String() },
		Refused: func(ctx context.Context, who authz.Actor, err error) error {
			return s.Ledger.DidNot(ctx, who, "api.call", nil, err)
		},
		PerMinute: s.Config.APIPerMinute, PublicPerMinute: s.Config.PublicPerMinute})
	accountapi.Register(a, s.Accounts)
	areaapi.Register(a, areaapi.Deps{DB: s.DB, Clock: s.Clock, Areas: s.Areas, Accounts: s.Accounts})
	orgapi.Register(a, s.DB, s.Clock, s.Orgs)
	personapi.Register(a, s.DB, s.Clock, s.Persons)
	accredapi.Register(a, accredapi.Config{DB: s.DB, Clock: s.Clock, Persons: s.Persons, Vettings: s.Vettings, Trainings: s.Trainings, Accreds: s.Accreds})
	agreementapi.Register(a, s.DB, s.Clock, s.Agreements)
	agreementapi.RegisterLiaison(a, s.DB, s.Clock, s.Liaison)
	agreementapi.RegisterSupervision(a, s.DB, s.Clock, s.Supervised)
	complianceapi.Register(a, s.DB, s.Clock, s.Compliance)
	applyapi.Register(a, s.DB, s.Clock, s.Applies)
	discloseapi.Register(a, s.Disclosed)
	complaintapi.Register(a, s.DB, s.Clock, s.Complaints)
	vettingapi.Register(a, s.DB, s.Clock, s.Envelopes)
	trainingapi.Register(a, s.DB, s.Clock, s.Courses)
	intakeapi.Register(a, s.pages.drafts)
	incidentapi.Register(a, incidentapi.Deps{DB: s.DB, Clock: s.Clock, Areas: s.Areas, Incidents: s.Incidents})
	retainapi.Register(a, s.DB, s.Clock, s.Retention)
	schemeapi.Register(a, s.DB, s.Clock, s.Scheme)
	schemeapi.RegisterGrowth(a, s.DB, s.Clock, s.Growth)
	schemeapi.RegisterPolicies(a, s.DB, s.Clock, s.Policies)
	schemeapi.RegisterMonitor(a, s.DB, s.Clock, s.Monitor)
	reformapi.Register(a, s.DB, s.Clock, s.Reforms)
	reviewapi.Register(a, s.DB, s.Clock, s.Reviews)
	doubleapi.Register(a, s.DB, s.Clock, s.Doubles)
	feeapi.Register(a, s.DB, s.Clock, s.Fees)
	cardapi.Register(a, s.DB, s.Cards, s.pages.cards.TakeNumber)
	factoryapi.Register(a, s.DB, s.Clock, s.Factory)
	rollapi.Register(a, s.DB, s.Clock, s.Rolls)
	nominateapi.Register(a, s.DB, s.Nominate)
	clockapi.Register(a, s.Clockwork)
	deskapi.Register(a, s.Board)
	lawapi.Add(a, s.Clock)
	publicapi.Add(a, s.Public, s.Clock)
	ledgerapi.Add(a, s.reader())
	return a
}
