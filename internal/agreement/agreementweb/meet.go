package agreementweb

import (
	"io"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement/liaison"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type meetForm struct {
	Day     clock.Day `form:"day" label:"Day of the meeting"`
	Place   string    `form:"place" label:"Place" max:"200"`
	OfForce string    `form:"of_force" label:"Who attended for the police" max:"2000" text:"lines"`
	OfOrg   string    `form:"of_org" label:"Who attended for the organisation" max:"2000" text:"lines"`
	Minutes string    `form:"minutes" label:"Minutes" max:"40000" text:"lines"`
	File    web.File  `form:"file" label:"File"`
	Why     string    `form:"why" label:"Reason" max:"2000" text:"lines"`
}

// meetPage is a form about a meeting: one of plan, record, minutes and call-off.
type meetPage struct {
	web.Page
	Head         part.Head
	Does         string
	Button       string
	OrgName      string
	Back         string
	Plans        bool
	Records      bool
	Minutes      bool
	MinutesLabel string
	Stops        bool
	HasFile      string
	Form         meetForm
	org          id.Org
	meeting      id.Meeting // empty: a new one
}

// meetActs is what the forms do.
var meetActs = map[string]struct{ verb, title, button, done string }{
	"plan":     {"meeting.plan", "Plan a meeting", "Plan it", "meeting.planned"},
	"record":   {"meeting.hold", "Record a meeting", "Record the meeting", "meeting.held"},
	"minutes":  {"meeting.minute", "Write the minutes", "Keep the minutes", "meeting.minuted"},
	"call-off": {"meeting.call-off", "Call the meeting off", "Call it off", "meeting.called-off"},
}

func (h *Handlers) meetPage(r *http.Request, what string) (*meetPage, error) {
	act, who := meetActs[what], account.Actor(r.Context())
	p := &meetPage{org: with(r), meeting: id.Meeting(r.PathValue("meeting")), Does: what, Button: act.button, Plans: what == "plan", Records: what == "record", Minutes: what == "record" || what == "minutes", Stops: what == "call-off", MinutesLabel: "Minutes"}
	if p.Records {
		p.MinutesLabel = "Minutes (they may follow later)"
	}
	var o org.Version
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		m := liaison.Meeting{Org: p.org}
		if p.meeting != "" {
			v, err := h.Liaison.Meeting(tx, who, p.meeting, register.Now(h.Clock.Now()))
			if err != nil {
				return err
			}
			m = v.State
		}
		p.org = m.Org
		if err := h.Liaison.Open(tx, who, &m, act.verb); err != nil {
			return err
		}
		p.Form = meetForm{Day: m.Day, Place: m.Place, OfForce: m.OfForce, OfOrg: m.OfOrg, Minutes: m.Minutes}
		p.HasFile = m.FileName
		var err error
		o, err = h.Orgs.Any(tx, who.Force, p.org, register.Now(h.Clock.Now()))
		return err
	})
	if err != nil {
		return nil, visit.Unsent(r, err)
	}
	title := act.title
	p.Back = "/organisations/" + o.ID + "/meetings"
	if p.meeting != "" {
		p.Back = "/meetings/" + string(p.meeting)
		if p.Plans {
			title, p.Button = "Move the meeting", "Move it"
		}
	}
	p.OrgName = o.State.Name
	p.Page = common(&o, title, "Meetings", "/meetings", title)
	p.Head = part.Head{Caption: o.State.Name, Title: title}
	return p, nil
}

func (h *Handlers) meet(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.meetPage(r, what)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "meet.html", p)
}

func (h *Handlers) meetNow(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.meetPage(r, what)
	if err != nil {
		return err
	}
	of := p.meeting
	if p.Form, err = web.Form[meetForm](r); err == nil {
		of, err = h.doMeet(r, p, what)
	}
	if err != nil {
		return h.page.Again(w, r, "meet.html", p, err)
	}
	return web.SeeOther(w, r, "/meetings/"+string(of), meetActs[what].done)
}

func (h *Handlers) doMeet(r *http.Request, p *meetPage, what string) (id.Meeting, error) {
	ctx, who, f := r.Context(), account.Actor(r.Context()), p.Form
	switch what {
	case "plan":
		return h.Liaison.Plan(ctx, who, p.org, p.meeting, f.Day, f.Place)
	case "call-off":
		return p.meeting, h.Liaison.CallOff(ctx, who, p.meeting, f.Why)
	}
	a := liaison.Attended{Day: f.Day, Place: f.Place, OfForce: f.OfForce, OfOrg: f.OfOrg, Minutes: f.Minutes}
	if f.File.Given() {
		file, err := document(f.File, "file")
		if err != nil {
			return p.meeting, err
		}
		a.File, a.FileName = &file, f.File.Name
	}
	if what == "minutes" {
		return p.meeting, h.Liaison.Minute(ctx, who, p.meeting, a)
	}
	return h.Liaison.Hold(ctx, who, p.org, p.meeting, a)
}

// document is an upload as the file to keep.
func document(f web.File, field string) (blob.File, error) {
	in, err := f.Open()
	if err != nil {
		return blob.File{}, err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, blob.DocumentBytes+1))
	if err != nil {
		return blob.File{}, err
	}
	return blob.Document(field, content)
}
