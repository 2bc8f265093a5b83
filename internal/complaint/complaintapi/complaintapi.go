// Package complaintapi offers complaints and praise to other programs: the way in that is
// open to all, where one stands by its link, and what each reader may read and do of one, as
// it stood at any instant.
package complaintapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register/registerapi"
)

type handlers struct {
	registerapi.Read[id.Complaint, complaint.Complaint, Complaint]
	complaints *complaint.Service
}

// Register adds the operations.
func Register(a *api.API, d *db.DB, c clock.Clock, s *complaint.Service) {
	h := &handlers{complaints: s, Read: registerapi.Read[id.Complaint, complaint.Complaint, Complaint]{DB: d, Clock: c, Who: account.Actor, Find: s.Find, History: s.History,
		Past: func(_ authz.Actor, v complaint.Version) Complaint { return wire(v) }, Tag: func(x Complaint) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Wire = func(_ *db.Tx, _ authz.Actor, v complaint.Version, _ when) (Complaint, error) { return wire(v), nil }
	h.Read.Register(a, "/complaints", "complaint", authz.ReadComplaints, "A complaint or praise, as far as the reader may read it, as it stood at any instant", "Every version of it that the reader may read, oldest first")
	api.Get(a, "/complaints", "complaint-list", "Complaints and praise that the reader may read, the newest first", authz.ReadComplaints, h.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/complaints", ID: "complaint-tell", Summary: "Complain about an accredited person, or say that they did well", Needs: api.Anyone, Status: http.StatusCreated, Fleeting: true,
		About: "Open to all. The answer holds the path of the page by which the complainant comes back; it is shown this once. Who may look into complaints says how it reached them."}, h.tell)
	api.Get(a, "/complaint-links/{secret}", "complaint-progress", "Where a complaint stands, by the secret of its link", api.Anyone, h.progress)
	own(a, h, "add", "Add words to one’s complaint, by the secret of its link", func(ctx context.Context, by complaint.Holder, b ComplaintText) error {
		return s.Add(ctx, by, b.Text, nil)
	})
	own(a, h, "withdraw", "Withdraw one’s complaint; the reason may be absent", func(ctx context.Context, by complaint.Holder, b ComplaintWhy) error {
		return s.Withdraw(ctx, by, b.Why)
	})
	own(a, h, "ask-review", "Ask that somebody else looks at the outcome, in time", func(ctx context.Context, by complaint.Holder, b ComplaintWhy) error {
		return s.AskReview(ctx, by, b.Why)
	})
	h.acts(a)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/complaints/{id}/link", ID: "complaint-link", Summary: "Make a new link for the complainant; the one before stops working", Needs: authz.WorkComplaints, Fleeting: true,
		About: "The path is shown this once."}, h.link)
}

// ComplaintLink is the path by which a complainant comes back.
type ComplaintLink struct {
	Path string `json:"path" doc:"Of the page, beneath the public address"`
}

func (h *handlers) link(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*api.Body[ComplaintLink], error) {
	secret, err := h.complaints.MakeLink(ctx, account.Actor(ctx), id.Complaint(in.ID))
	if err != nil {
		return nil, err
	}
	return api.Of(ComplaintLink{"/complaint/" + secret}), nil
}

// own registers an act of the complainant, who comes by the link; it answers with where the
// complaint then stands.
func own[B any](a *api.API, h *handlers, path, summary string, do func(ctx context.Context, by complaint.Holder, body B) error) {
	api.Post(a, "/complaint-links/{secret}/"+path, "complaint-own-"+path, summary, api.Anyone, func(ctx context.Context, in *struct {
		Secret string `path:"secret" maxLength:"200"`
		Body   B
	}) (*api.Body[ComplaintProgress], error) {
		holder, err := h.complaints.Holder(ctx, in.Secret)
		if err == nil {
			err = do(ctx, holder, in.Body)
		}
		if err != nil {
			return nil, err
		}
		return h.standing(ctx, holder)
	})
}

// Telling is a complaint or word of praise as it is sent.
type Telling struct {
	Praise   bool     `json:"praise,omitempty"`
	Channel  string   `json:"channel,omitempty" maxLength:"20" doc:"How it reached you: telephone, e-mail, letter, in-person or employer. For who may look into complaints"`
	Number   string   `json:"number,omitempty" maxLength:"200" doc:"AP number"`
	Looks    string   `json:"looks,omitempty" maxLength:"8000" doc:"Of the person, where the number is not known"`
	Employer string   `json:"employer,omitempty" maxLength:"64" doc:"Identity of the organisation for which they seemed to work"`
	Where    string   `json:"where" maxLength:"400"`
	On       string   `json:"on" format:"date"`
	Time     string   `json:"time,omitempty" maxLength:"400"`
	Matters  []string `json:"matters,omitempty" maxItems:"8" doc:"manner, power, card, force, honesty, discrimination, crime, other"`
	Text     string   `json:"text" maxLength:"8000"`
	Name     string   `json:"name,omitempty" maxLength:"400"`
	Email    string   `json:"email,omitempty" maxLength:"254"`
	Phone    string   `json:"phone,omitempty" maxLength:"40"`
	Share    bool     `json:"share,omitempty" doc:"The employer may know who it is"`
}

// ComplaintReceipt is the receipt for a complaint, shown this once.
type ComplaintReceipt struct {
	ID        string `json:"id"`
	Reference string `json:"reference" example:"7K2M-9QXD" doc:"To speak of it by; it opens nothing"`
	Path      string `json:"path" doc:"Of the public pages: where it stands"`
}

func (h *handlers) tell(ctx context.Context, in *struct{ Body Telling }) (*api.Body[ComplaintReceipt], error) {
	b := in.Body
	var wrong fault.Fields
	x := complaint.Telling{Told: complaint.Told{Praise: b.Praise, Channel: b.Channel, Number: b.Number, Looks: b.Looks, Employer: id.Org(b.Employer), Where: b.Where, On: registerapi.Day(b.On, "on", &wrong), Time: b.Time,
		From: complaint.Party{Name: b.Name, Email: b.Email, Phone: b.Phone, Share: b.Share}}, Text: b.Text}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	for _, m := range b.Matters {
		x.Matters = append(x.Matters, complaint.Matter(m))
	}
	got, err := h.complaints.Tell(ctx, account.Actor(ctx), x)
	return api.Of(ComplaintReceipt{string(got.Complaint), got.Reference, "/complaint/" + got.Secret}), err
}

// ComplaintProgress is where a complaint stands, for the complainant.
type ComplaintProgress struct {
	Reference string          `json:"reference"`
	State     string          `json:"state"`
	Finding   string          `json:"finding,omitempty"`
	Steps     []ComplaintStep `json:"steps"`
	AskReview string          `json:"review_until,omitempty" format:"date" doc:"The last day on which a review can be asked for"`
	LinkEnds  string          `json:"link_ends,omitempty" format:"date" doc:"The last day on which the link works; absent while the complaint is under way"`
}

// ComplaintStep is one stage of the way.
type ComplaintStep struct {
	Text string `json:"text"`
	Day  string `json:"day,omitempty" format:"date" doc:"When it was done, or by when it will be"`
	Done bool   `json:"done"`
	Now  bool   `json:"now"`
}

func (h *handlers) progress(ctx context.Context, in *struct {
	Secret string `path:"secret" maxLength:"200"`
}) (*api.Body[ComplaintProgress], error) {
	holder, err := h.complaints.Holder(ctx, in.Secret)
	if err != nil {
		return nil, err
	}
	return h.standing(ctx, holder)
}

func (h *handlers) standing(ctx context.Context, holder complaint.Holder) (*api.Body[ComplaintProgress], error) {
	o, err := h.complaints.Own(ctx, holder)
	if err != nil {
		return nil, err
	}
	c := &o.Complaint
	out := ComplaintProgress{Reference: c.Reference, State: string(c.State), AskReview: o.Days.AskReview.String(), LinkEnds: holder.Ends.String(), Steps: []ComplaintStep{}}
	if x := c.Final(); x != nil {
		out.Finding = string(x.Finding)
	}
	for _, s := range o.Steps {
		out.Steps = append(out.Steps, ComplaintStep{s.Text, s.Day.String(), s.Done, s.Now})
	}
	return api.Of(out), nil
}

func (h *handlers) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	State string `query:"state" enum:"received,acknowledged,referred,enquiring,reported,decided,in-review,reviewed,withdrawn,passed" doc:"Only these"`
	Kind  string `query:"kind" enum:"complaint,praise,serious" doc:"Only these"`
	Org   string `query:"organisation" maxLength:"64" doc:"Only about its people"`
	Text  string `query:"q" maxLength:"120" doc:"In the reference, the AP number, the place or the words"`
}) (*api.Body[api.Page[Complaint]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	q := complaint.Query{Kind: in.Kind, Org: id.Org(in.Org), Text: in.Text, Sort: "-received"}
	if in.State != "" {
		q.States = []complaint.State{complaint.State(in.State)}
	}
	vs, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]complaint.Version, error) { return h.complaints.List(tx, account.Actor(ctx), q, w) })
	if err != nil {
		return nil, err
	}
	return api.PageBehind(vs, in.Paging, wire, func(v complaint.Version) string { return v.ID })
}

// ComplaintText is a reason, or what is asked or heard.
type ComplaintText struct {
	Text string `json:"text" maxLength:"8000"`
}

// ComplaintWhy is the complainant's reason.
type ComplaintWhy struct {
	Why string `json:"why,omitempty" maxLength:"8000"`
}

// ComplaintNothing is the body of an act that asks nothing.
type ComplaintNothing struct{}

// ComplaintIdentity is whom a complaint is about, and what it touches.
type ComplaintIdentity struct {
	Number   string   `json:"number,omitempty" maxLength:"40" doc:"AP number"`
	Employer string   `json:"employer,omitempty" maxLength:"64" doc:"Where the person cannot be found"`
	Matters  []string `json:"matters,omitempty" maxItems:"8"`
	Power    string   `json:"power,omitempty" maxLength:"64" doc:"The power used, if one was"`
}

// ComplaintAssigning is who looks into it.
type ComplaintAssigning struct {
	To   string `json:"to" enum:"employer,office"`
	Name string `json:"name,omitempty" maxLength:"400" doc:"Of the person who does it"`
	By   string `json:"by" format:"date" doc:"The last day in time"`
}

// ComplaintFound is what is found.
type ComplaintFound struct {
	Finding  string `json:"finding" enum:"upheld,partly-upheld,not-upheld,resolved,no-finding"`
	Text     string `json:"text" maxLength:"8000"`
	Learning string `json:"learning,omitempty" maxLength:"8000"`
}

func (b ComplaintFound) outcome() complaint.Outcome {
	return complaint.Outcome{Note: complaint.Note{Text: b.Text}, Finding: complaint.Finding(b.Finding), Learning: b.Learning}
}

func (h *handlers) acts(a *api.API) {
	s := h.complaints
	type ctx = context.Context
	type who = authz.Actor
	type of = id.Complaint
	texts := func(path, summary string, needs authz.Permission, do func(ctx, who, of, string) error) {
		registerapi.Act(a, &h.Read, path, summary, needs, func(c ctx, by who, x of, b ComplaintText) error { return do(c, by, x, b.Text) })
	}
	found := func(path, summary string, needs authz.Permission, do func(ctx, who, of, complaint.Outcome) error) {
		registerapi.Act(a, &h.Read, path, summary, needs, func(c ctx, by who, x of, b ComplaintFound) error { return do(c, by, x, b.outcome()) })
	}
	bare := func(path, summary string, needs authz.Permission, do func(ctx, who, of) error) {
		registerapi.Act(a, &h.Read, path, summary, needs, func(c ctx, by who, x of, _ ComplaintNothing) error { return do(c, by, x) })
	}
	registerapi.Act(a, &h.Read, "identify", "Say whom it is about, and what it touches", authz.WorkComplaints, func(c ctx, by who, x of, b ComplaintIdentity) error {
		y := complaint.Identity{Number: b.Number, Employer: id.Org(b.Employer), Power: law.PowerID(b.Power)}
		for _, m := range b.Matters {
			y.Matters = append(y.Matters, complaint.Matter(m))
		}
		return s.Identify(c, by, x, y)
	})
	registerapi.Act(a, &h.Read, "assign", "Say who looks into it, and by when", authz.WorkComplaints, func(c ctx, by who, x of, b ComplaintAssigning) error {
		var wrong fault.Fields
		day := registerapi.Day(b.By, "by", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Assign(c, by, x, complaint.Assignment{To: complaint.Handler(b.To), Name: b.Name, By: day})
	})
	bare("acknowledge", "Tell the complainant that it is looked into", authz.WorkComplaints, s.Acknowledge)
	bare("take", "Deal with it as professional standards", authz.TakeReferrals, s.Take)
	bare("pass", "Pass praise on", authz.AnswerComplaints, s.Pass)
	texts("weigh", "Record why professional standards need not have it", authz.WorkComplaints, s.Weigh)
	texts("refer", "Refer it to professional standards", authz.WorkComplaints, s.Refer)
	texts("give-back", "Give it back to the scheme office", authz.TakeReferrals, s.GiveBack)
	texts("suspend", "Suspend the accreditation while it is looked into; without words, for that reason", authz.SuspendNow, s.Suspend)
	texts("inform", "Tell the person complained of", authz.WorkComplaints, s.Inform)
	texts("enquire", "Write down what was asked and heard", authz.AnswerComplaints, s.Enquire)
	texts("ask", "Ask for more", authz.WorkComplaints, s.Ask)
	texts("go-on", "Go on with what was withdrawn", authz.WorkComplaints, s.GoOn)
	texts("withdraw", "Enter that the complainant withdrew it otherwise than by the link", authz.WorkComplaints, s.WithdrawFor)
	texts("ask-review", "Enter that the complainant asked for a review otherwise than by the link, in time", authz.WorkComplaints, s.AskReviewFor)
	found("report", "Say what was found", authz.AnswerComplaints, s.Report)
	found("decide", "Give the outcome", authz.WorkComplaints, s.Decide)
	found("review", "Review the outcome", authz.ReviewComplaints, s.ReviewIt)
}
