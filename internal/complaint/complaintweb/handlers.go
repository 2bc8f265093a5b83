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
	"watchword/internal/account/visit"
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
			"complaint.entered":        "It is recorded, and in the queue.",
			"complaint.identify":       "It is recorded whom it is about.",
			"complaint.acknowledge":    "The complainant is told that it will be looked into.",
			"complaint.weigh":          "The reason is recorded.",
			"complaint.refer":          "It is with professional standards.",
			"complaint.take":           "Professional standards deal with it.",
			"complaint.give-back":      "It is with the scheme office again.",
			"complaint.assign":         "They are asked to look into it.",
			"complaint.suspend":        "The accreditation is suspended. The public check says so at once, and the person and the employer have a letter.",
			"complaint.inform":         "The person is told.",
			"complaint.enquire":        "It is written down.",
			"complaint.report":         "The findings are with the scheme office.",
			"complaint.ask":            "They are asked for more.",
			"complaint.decide":         "The outcome is given. The complainant reads the letter by their link.",
			"complaint.review":         "The review is given. The complainant reads the letter by their link.",
			"complaint.pass":           "The praise is passed on.",
			"complaint.withdraw-for":   "It is withdrawn.",
			"complaint.ask-review-for": "The review is asked for.",
			"complaint.go-on":          "The force goes on with it.",
		}),
		public: site.Public(public, "public/*.html", web.Done{
			"complaint.told":      "We have it. Keep the link on this page: by it you come back.",
			"complaint.added":     "What you added is with those who deal with it.",
			"complaint.withdrawn": "It is withdrawn.",
			"complaint.asked":     "Somebody else will look at it again.",
		})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /complain", api.Anyone, (*Handlers).tell),
	visit.WithFile("POST /complain", api.Anyone, (*Handlers).tellNow, blob.DocumentBytes+2<<20),
	visit.To("GET /complaint/{secret}", api.Anyone, (*Handlers).own),
	visit.WithFile("POST /complaint/{secret}/add", api.Anyone, (*Handlers).addNow, blob.DocumentBytes+2<<20),
	visit.To("GET /complaint/{secret}/withdraw", api.Anyone, (*Handlers).withdraw),
	visit.To("POST /complaint/{secret}/withdraw", api.Anyone, (*Handlers).withdrawNow),
	visit.To("GET /complaint/{secret}/review", api.Anyone, (*Handlers).review),
	visit.To("POST /complaint/{secret}/review", api.Anyone, (*Handlers).reviewNow),
	visit.To("GET /complaint/{secret}/letter", api.Anyone, (*Handlers).ownLetter),
	visit.To("GET /complaint/{secret}/letter.pdf", api.Anyone, (*Handlers).ownLetterPDF),
	visit.To("GET /complaint/{secret}/files/{hash}", api.Anyone, (*Handlers).ownFile),

	visit.To("GET /complaints", authz.ReadComplaints, (*Handlers).list),
	visit.To("GET /complaints.csv", authz.ReadComplaints, (*Handlers).csv),
	visit.To("GET /complaints/add", authz.AnswerComplaints, (*Handlers).enter),
	visit.WithFile("POST /complaints/add", authz.AnswerComplaints, (*Handlers).enterNow, blob.DocumentBytes+2<<20),
	visit.To("GET /complaints/{complaint}", authz.ReadComplaints, (*Handlers).one),
	visit.To("GET /complaints/{complaint}/files/{hash}", authz.ReadComplaints, (*Handlers).file),
	visit.To("GET /complaints/{complaint}/letter", authz.ReadComplaints, (*Handlers).letter),
	visit.To("GET /complaints/{complaint}/letter.pdf", authz.ReadComplaints, (*Handlers).letterPDF),
	visit.To("GET /complaints/{complaint}/{act}", authz.ReadComplaints, (*Handlers).act),
	visit.To("POST /complaints/{complaint}/{act}", authz.ReadComplaints, (*Handlers).actNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }

func (h *Handlers) today() clock.Day { return clock.DayOf(h.Clock.Now()) }

// address is where a path is reached from outside.
func (h *Handlers) address(r *http.Request, path string) string {
	if h.Origin != "" {
		return h.Origin + path
	}
	return "http://" + r.Host + path
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

func sendPDF(w http.ResponseWriter, d print.Document) error {
	pdf, err := d.PDF()
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", "outcome.pdf", pdf)
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
