// Package complaintweb is the pages of complaints and praise: the public ones, where anybody
// tells of an accredited person and the complainant comes back by a link; and those of the
// office, the employer and the person complained of, each of whom reads what they may.
//
// Read Doors, then tell.go and one.go.
package complaintweb

import (
	"embed"
	"io"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed office
var office embed.FS

//go:embed public
var public embed.FS

// Deps is what the pages need. All but Origin are required.
type Deps struct {
	DB         *db.DB
	Clock      clock.Clock
	Areas      *area.Service
	Orgs       *org.Service
	Persons    *person.Service
	Complaints *complaint.Service
	// Origin is the address people use, for links. Empty: the address of the request.
	Origin string
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page   *web.Pages
	public *web.Pages
	tells  *web.Limiter // of what is told, so that nobody fills the queue
	adds   *web.Limiter // of what is added
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, tells: site.Limiter(5, 5*time.Minute), adds: site.Limiter(10, time.Minute),
		page: site.Office(office, "office/*.html", web.Done{
			"complaint.entered":     "It is recorded, and in the queue.",
			"complaint.identify":    "It is recorded whom it is about.",
			"complaint.acknowledge": "The complainant is told that it will be looked into.",
			"complaint.weigh":       "The reason is recorded.",
			"complaint.refer":       "It is with professional standards.",
			"complaint.take":        "Professional standards deal with it.",
			"complaint.give-back":   "It is with the scheme office again.",
			"complaint.assign":      "They are asked to look into it.",
			"complaint.suspend":     "The accreditation is suspended. The public check says so at once, and the person and the employer have a letter.",
			"complaint.inform":      "The person is told.",
			"complaint.enquire":     "It is written down.",
			"complaint.report":      "The findings are with the scheme office.",
			"complaint.ask":         "They are asked for more.",
			"complaint.decide":      "The outcome is given. The complainant reads the letter by their link.",
			"complaint.review":      "The review is given. The complainant reads the letter by their link.",
			"complaint.pass":        "The praise is passed on.",
			"complaint.go-on":       "The force goes on with it.",
		}),
		public: site.Public(public, "public/*.html", web.Done{
			"complaint.told":      "We have it. Keep the link on this page: by it you come back.",
			"complaint.added":     "What you added is with those who deal with it.",
			"complaint.withdrawn": "It is withdrawn.",
			"complaint.asked":     "Somebody else will look at it again.",
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
	{"GET /complain", api.Anyone, (*Handlers).tell},
	{"POST /complain", api.Anyone, (*Handlers).tellNow},
	{"GET /complaint/{secret}", api.Anyone, (*Handlers).own},
	{"POST /complaint/{secret}/add", api.Anyone, (*Handlers).addNow},
	{"GET /complaint/{secret}/withdraw", api.Anyone, (*Handlers).withdraw},
	{"POST /complaint/{secret}/withdraw", api.Anyone, (*Handlers).withdrawNow},
	{"GET /complaint/{secret}/review", api.Anyone, (*Handlers).review},
	{"POST /complaint/{secret}/review", api.Anyone, (*Handlers).reviewNow},
	{"GET /complaint/{secret}/letter", api.Anyone, (*Handlers).ownLetter},
	{"GET /complaint/{secret}/letter.pdf", api.Anyone, (*Handlers).ownLetterPDF},
	{"GET /complaint/{secret}/files/{hash}", api.Anyone, (*Handlers).ownFile},

	{"GET /complaints", authz.ReadComplaints, (*Handlers).list},
	{"GET /complaints.csv", authz.ReadComplaints, (*Handlers).csv},
	{"GET /complaints/add", authz.AnswerComplaints, (*Handlers).enter},
	{"POST /complaints/add", authz.AnswerComplaints, (*Handlers).enterNow},
	{"GET /complaints/{complaint}", authz.ReadComplaints, (*Handlers).one},
	{"GET /complaints/{complaint}/files/{hash}", authz.ReadComplaints, (*Handlers).file},
	{"GET /complaints/{complaint}/letter", authz.ReadComplaints, (*Handlers).letter},
	{"GET /complaints/{complaint}/letter.pdf", authz.ReadComplaints, (*Handlers).letterPDF},
	{"GET /complaints/{complaint}/{act}", authz.ReadComplaints, (*Handlers).act},
	{"POST /complaints/{complaint}/{act}", authz.ReadComplaints, (*Handlers).actNow},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		serve := func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }
		switch d.Pattern {
		case "POST /complain", "POST /complaints/add", "POST /complaint/{secret}/add":
			mux.Handle(d.Pattern, h.page.Upload(blob.DocumentBytes+(2<<20), serve))
		default:
			mux.Handle(d.Pattern, h.page.Handle(serve))
		}
	}
}

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }

func (h *Handlers) today() clock.Day { return clock.DayOf(h.Clock.Now()) }

// address is where a path is reached from outside.
func (h *Handlers) address(r *http.Request, path string) string {
	if h.Origin != "" {
		return h.Origin + path
	}
	return "http://" + r.Host + path
}

// visit is one reading of a page that has an as-at bar.
type visit struct {
	r     *http.Request
	who   authz.Actor
	bar   part.AsAt
	when  register.When
	wrong error // what is wrong with the days of the bar, if anything
}

func (h *Handlers) visit(r *http.Request) visit {
	v := visit{r: r, who: who(r)}
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

func complaintOf(r *http.Request) id.Complaint { return id.Complaint(r.PathValue("complaint")) }

// attached reads files as they were sent, each typed by its content.
func attached(files []web.File) ([]complaint.Attached, error) {
	var out []complaint.Attached
	for _, f := range files {
		if !f.Given() {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(in) // bounded by Upload
		_ = in.Close()                 // it was read whole
		if err != nil {
			return nil, err
		}
		got, err := blob.Document("files", content)
		if x := fault.Of(err); x != nil && len(x.Fields) > 0 {
			return nil, fault.In("files", "%s: %s", f.Name, x.Fields[0].Message)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, complaint.Attached{Name: f.Name, File: got})
	}
	return out, nil
}

func sendFile(w http.ResponseWriter, f blob.File, name string) error {
	blob.Inert(w.Header(), f, name)
	_, _ = w.Write(f.Content) // the reader has gone; there is nobody to tell
	return nil
}

func sendPDF(w http.ResponseWriter, d print.Document) error {
	pdf, err := d.PDF()
	if err != nil {
		return err
	}
	return sendFile(w, blob.New("application/pdf", pdf), "outcome.pdf")
}

// wayOf is the stages of a complaint, with their days: when they were done, or by when they
// will be.
func wayOf(steps []complaint.Step) part.Way {
	var out part.Way
	for _, s := range steps {
		x := part.WayStep{Text: s.Text, Done: s.Done, Now: s.Now}
		if s.Day != clock.NoDay {
			x.Sub = s.Day.Long()
			if !s.Done {
				x.Sub = "By " + x.Sub
			}
		}
		out.Steps = append(out.Steps, x)
	}
	return out
}

var stateKinds = map[complaint.State]part.Kind{complaint.Received: part.Waiting, complaint.Acknowledged: part.Waiting, complaint.Referred: part.Due, complaint.Enquiring: part.Due, complaint.Reported: part.Due,
	complaint.Decided: part.InForce, complaint.InReview: part.Due, complaint.Reviewed: part.InForce, complaint.Withdrawn: part.Ended, complaint.Passed: part.InForce}

func stateStatus(s complaint.State) part.Status {
	return part.Status{Kind: stateKinds[s], Text: s.Title()}
}

// saidView is words of the complainant with their files.
type saidView struct {
	Text, When string
	Files      []part.Link
}

func saidOf(c *complaint.Complaint, at string) []saidView {
	var out []saidView
	for _, s := range c.Said {
		x := saidView{Text: s.Text, When: clock.Moment(s.At)}
		for _, f := range s.Files {
			x.Files = append(x.Files, part.Link{Text: f.Name, Href: at + "/files/" + f.Hash})
		}
		out = append(out, x)
	}
	return out
}
