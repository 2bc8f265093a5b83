package ledgerweb

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type entryPage struct {
	web.Page
	Head       part.Head
	Checked    string // when the server looked
	List       govuk.SummaryList
	Erased     string
	State      []stateView
	Near       part.Table
	Ladder     *part.Ladder
	Box        *part.Box
	Statements part.Points
	Fits       bool
	Signed     bool
	Text       string // whole, as sealed
	Salt       string
	Withheld   bool
	Published  string
	Proof      *proofView
}

// stateView is a register's row after the act.
type stateView struct {
	Title string
	List  govuk.SummaryList
	Says  string
	// Folded: it is long, and told again elsewhere.
	Folded bool
}

// place reads the address: a place, or the identity of an entry, which leads to its place.
func (h *Handlers) place(w http.ResponseWriter, r *http.Request, who authz.Actor) (place int64, led bool, err error) {
	text := r.PathValue("place")
	if strings.Contains(text, "_") {
		place, err = h.Reader.Place(r.Context(), who, id.Entry(text))
		if err != nil {
			return 0, false, err
		}
		return 0, true, web.SeeOther(w, r, address(place), "")
	}
	place, err = strconv.ParseInt(text, 10, 64)
	if err != nil || place < 0 {
		return 0, false, fault.New(fault.NotFound, "There is no such entry in the ledger.")
	}
	return place, false, nil
}

func address(place int64) string { return "/ledger/" + strconv.FormatInt(place, 10) }

func (h *Handlers) evidence(r *http.Request, who authz.Actor, place int64) (*desk.Evidence, error) {
	return db.Find(r.Context(), h.Reader.Desk.DB, func(tx *db.Tx) (*desk.Evidence, error) { return h.Reader.Evidence(tx, who, place) })
}

func (h *Handlers) entry(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	place, led, err := h.place(w, r, who)
	if led || err != nil {
		return err
	}
	ev, err := h.evidence(r, who, place)
	if err != nil {
		return err
	}
	e := &ev.Entry
	names, err := h.Reader.Names(r.Context(), who, subjects(who, e))
	if err != nil {
		return err
	}
	number := "Entry " + web.Number(int(place))
	p := &entryPage{Page: web.Page{Title: sentence(e, names), Active: "/ledger", Crumbs: []web.Crumb{{Text: "Ledger", Href: "/ledger"}, {Text: number}}},
		Fits: ev.Fits(), Signed: ev.Signed, Checked: "Checked by the server when this page was opened, " + instant(h.Clock.Now()) + ".", Published: "/ledger/" + ev.Force.Short + "/checkpoint"}
	p.Head = head(ev, p.Title, number)
	if address := forCourt(who, e, names); address != "" {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "Print for court", Href: address, Classes: "govuk-button--secondary"})
	}
	p.List = says(who, ev, names)
	around, err := h.Reader.Names(r.Context(), who, people(ev.Near))
	if err != nil {
		return err
	}
	p.Near = near(ev, around)
	for _, s := range desk.StateRows(who, e) {
		p.State = append(p.State, view(s, names))
	}
	for _, s := range ev.Statements {
		p.Statements.Items = append(p.Statements.Items, statement(s))
	}
	if !e.ErasedAt.IsZero() {
		p.Erased = "The words were erased on " + clock.DayOf(e.ErasedAt).Long() + " under the retention rule. Their fingerprint remains"
		if ev.Fits() {
			p.Erased += " and still fits"
		}
		p.Erased += "."
		if e.ErasedWhy != "" {
			p.Erased += " The rule: " + strings.TrimSuffix(e.ErasedWhy, ".") + "."
		}
	} else {
		p.Text, p.Withheld, p.Salt = ev.Text, ev.Withheld, base64.StdEncoding.EncodeToString(ev.Salt)
	}
	if ev.Signed {
		p.Ladder, p.Box, p.Proof = ladder(ev), box(ev), proofOf(ev)
	}
	return h.page.Render(w, r, "entry.html", p)
}

// head is the sentence with the verdict.
func head(ev *desk.Evidence, title, number string) part.Head {
	out := part.Head{Caption: number, Title: title}
	switch {
	case !ev.Fits():
		out.Statuses = []part.Status{{Kind: part.NotInForce, Text: "This entry does not fit"}}
	case !ev.Signed:
		out.Statuses = []part.Status{{Kind: part.Waiting, Text: "Not yet signed"}}
	default:
		out.Statuses = []part.Status{{Kind: part.InForce, Text: "Proved: in the ledger, unaltered"}}
	}
	if ev.Entry.Outcome == ledger.Refused {
		out.Statuses = append(out.Statuses, part.Status{Kind: part.NotInForce, Text: "Refused"})
	}
	if ev.Signed {
		out.Actions = []govuk.Button{{Text: "Download the proof", Href: address(ev.Entry.Place) + "/proof"}}
	}
	return out
}

// forCourt is the address of the paper that tells what the person held on the day of the
// entry, where it is about one whom the actor may see.
func forCourt(who authz.Actor, e *ledger.Entry, names map[ledger.Subject]string) string {
	at := e.At
	if e.TrueFrom != nil {
		at = *e.TrueFrom
	}
	for _, s := range e.Subjects {
		if s.Kind() == "person" && names[s] != "" && who.Can(authz.ReadPerson) {
			return "/people/" + s.ID() + "/held?as_at=" + clock.DayOf(at).String()
		}
	}
	return ""
}

func statement(s desk.Statement) part.Point {
	switch {
	case s.Open:
		return part.Point{Kind: part.NotKnown, Says: "Cannot be told", Text: s.Text}
	case s.Holds:
		return part.Point{Kind: part.InForce, Says: "Holds", Text: s.Text}
	}
	return part.Point{Kind: part.NotInForce, Says: "Does not hold", Strong: "Not so: ", Text: s.Text}
}

// subjects is what the entry and its rows are about.
func subjects(who authz.Actor, e *ledger.Entry) []ledger.Subject {
	out := slices.Clone(e.Subjects)
	for _, s := range desk.StateRows(who, e) {
		if !slices.Contains(out, s.Subject) {
			out = append(out, s.Subject)
		}
	}
	return out
}

// says is what the entry says.
func says(who authz.Actor, ev *desk.Evidence, names map[ledger.Subject]string) govuk.SummaryList {
	var l govuk.SummaryList
	e := &ev.Entry
	add := func(key string, value template.HTML) {
		if value != "" {
			l.Rows = append(l.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: value}})
		}
	}
	act := desk.ActTitle(e.Act)
	if e.Basis != "" {
		act += ", " + e.Basis
	}
	add("Act", esc(act))
	add("About", about(who, e.Subjects, names))
	by := doer(e)
	if e.Role != "" && by != e.Role.Title() {
		by += ", as " + lower(e.Role.Title())
	}
	add("By", esc(by))
	add("Written", esc(instant(e.At)))
	from := e.At
	if e.TrueFrom != nil {
		from = *e.TrueFrom
	}
	if e.Outcome == ledger.Done {
		add("True from", esc(instant(from)))
	}
	for i, x := range e.Why {
		why := x.Message
		if x.Source != "" {
			why += " (" + x.Source + ")"
		}
		add(map[bool]string{true: "Why refused", false: "And"}[i == 0], esc(why))
	}
	add("Seal", `<span class="ww-mono">`+esc(full(ev.Entry.Commitment))+`</span><span class="ww-sub">A salted fingerprint of the words of the entry</span>`)
	return l
}

// about is the subjects by name, each leading to its page where the actor may open it.
func about(who authz.Actor, ss []ledger.Subject, names map[ledger.Subject]string) template.HTML {
	var out []string
	seen := map[string]bool{}
	for _, s := range ss {
		name := names[s]
		if name == "" {
			name = lower(kindTitle(s))
		}
		x := part.Link{Text: name}
		switch {
		case s.Kind() == "person" && who.Can(authz.ReadPerson):
			x.Href = "/people/" + s.ID()
		case s.Kind() == "organisation" && who.Can(authz.ReadOrg):
			x.Href = "/organisations/" + s.ID()
		case s.Kind() == "account" && who.Can(authz.ManageAccounts):
			x.Href = "/accounts/" + s.ID()
		case s.Kind() == "card" && who.Can(authz.ReadCard):
			x.Href = "/cards/" + s.ID()
		case s.Kind() == "agreement" && who.Can(authz.ReadAgreement):
			x.Href = "/agreements/" + s.ID()
		case s.Kind() == "meeting" && who.Can(authz.ReadAgreement):
			x.Href = "/meetings/" + s.ID()
		case s.Kind() == "badge" && who.Can(authz.ReadCard):
			x.Href = "/badges/" + s.ID()
		case s.Kind() == "card_batch" && who.Can(authz.IssueCard):
			x.Href = "/card-batches/" + s.ID()
		case s.Kind() == "card_stock" && who.Can(authz.IssueCard):
			x.Href = "/card-stock/" + s.ID()
		case s.Kind() == "chaser" && who.Can(authz.ReadCard):
			x.Href = "/card-chasers/" + s.ID()
		case s.Kind() == "person_pair" && who.Can(authz.MergePersons):
			x.Href = "/duplicates/" + s.ID()
		case s.Kind() == "power_review" && who.Can(authz.ReadReviews):
			x.Href = "/power-reviews/" + s.ID()
		case s.Kind() == "entry":
			x.Href = "/ledger/" + s.ID()
		}
		if s.Kind() == "accreditation" && names[s] != "" {
			x.Text = "accreditation " + names[s]
		}
		if text := string(x.Render()); !seen[text] {
			seen[text] = true
			out = append(out, text)
		}
	}
	return template.HTML(strings.Join(out, ", "))
}

// kinds is what the registers hold, in words.
var kinds = map[string]string{"force": "The force", "card": "Card", "letter": "Letter", "area": "Area", "agreement": "Agreement", "agreement_template": "Template of an agreement", "contact_check": "Verified contacts", "matter": "Issue or question", "supervision_plan": "Supervision plan", "supervision_visit": "Supervision visit or sample",
	"staff_roll": "Roll of an employer", "photo_check": "Check of a photograph", "card_batch": "Batch of cards", "card_stock": "Delivery of blank cards or badges", "badge": "Badge", "chaser": "Reminder to an employer",
	"vetting_case": "Envelope of vetting", "vetting_part": "Something in an envelope of vetting", "power_review": "Review of powers", "person_pair": "Two entries that may be one person"}

func kindTitle(s ledger.Subject) string {
	if t, ok := kinds[s.Kind()]; ok {
		return t
	}
	return capital(s.Kind())
}

// view is a register's row for people.
func view(s desk.StateRow, names map[ledger.Subject]string) stateView {
	v := stateView{Title: kindTitle(s.Subject), Says: s.Says, Folded: s.Subject.Kind() == "letter" && !s.Sealed}
	if n := names[s.Subject]; n != "" {
		v.Title += ": " + n
	}
	switch {
	case s.Sealed && s.Subject.Kind() == "vetting":
		v.Says = "The rest is sealed: it is read by the vetting unit alone."
	case s.Subject.Kind() == "vetting_part":
		v.Says = "It is sealed: the vetting unit alone reads it. The ledger holds fingerprints, which tell nothing of it."
	case s.Sealed && len(s.Facts) > 0:
		v.Says = "What your role may not see is left out."
	case s.Sealed:
		v.Says = "What it says is not for your role to see."
	}
	for _, f := range s.Facts {
		if v.Folded && f.Label == "To" {
			v.Title += " to " + strings.Join(f.Lines, ", ")
		}
		var value template.HTML
		for i, line := range f.Lines {
			if i > 0 {
				value += "<br>"
			}
			value += esc(line)
		}
		v.List.Rows = append(v.List.Rows, govuk.Row{Key: govuk.Words{Text: f.Label}, Value: govuk.Words{HTML: value}})
	}
	return v
}

// near is the entries before and after this one, refusals among them.
func near(ev *desk.Evidence, names map[ledger.Subject]string) part.Table {
	t := part.Table{Caption: "Entries before and after", Classes: "ww-ledger__list", Columns: []part.Column{{Text: "Entry"}, {Text: "Written"}, {Text: "What"}, {Text: "By"}}}
	for i := range ev.Near {
		r := row(&ev.Near[i], names, ev.Entry.Place)
		if ev.Near[i].Place == ev.Entry.Place {
			r.Cells[2].Href = ""
		}
		r.Cells[1].Text, r.Cells[3].Sub = clock.Local(ev.Near[i].At).Format("2 Jan, 15:04"), ""
		t.Rows = append(t.Rows, r)
	}
	return t
}

// ladder is the way from the entry to the checkpoint, from the real proof.
func ladder(ev *desk.Evidence) *part.Ladder {
	place := ev.Entry.Place
	l := &part.Ladder{Entry: web.Number(int(place)) + " " + short(ev.Leaf), Root: "checkpoint " + web.Number(int(ev.Checkpoint.Size)) + " " + short(ev.Checkpoint.Root),
		Steps: len(ev.Steps), Fails: len(ev.Steps) > 0 && ev.Steps[len(ev.Steps)-1].Result != ev.Checkpoint.Root}
	for i, s := range ev.Steps {
		switch i {
		case 0:
			l.Neighbour, l.Joined = short(s.Beside), short(s.Result)
			if s.First == s.Last {
				l.Neighbour = web.Number(int(s.First)) + " " + l.Neighbour
			}
		case 1:
			l.Beside, l.Next = short(s.Beside), short(s.Result)
		}
	}
	return l
}

// box is the signed checkpoint as text.
func box(ev *desk.Evidence) *part.Box {
	good := part.Status{Kind: part.InForce, Text: "Signature good"}
	if s := ev.Statements[len(ev.Statements)-1]; !s.Holds {
		good = part.Status{Kind: part.NotInForce, Text: "Signature does not fit"}
	}
	lines := strings.Split(strings.TrimRight(ev.Checkpoint.Note, "\n"), "\n")
	for i := range lines {
		lines[i] = template.HTMLEscapeString(lines[i])
	}
	return &part.Box{Title: "The signed checkpoint", Status: good, Level: 3,
		HTML: template.HTML(`<p class="ww-mono">`+strings.Join(lines, "<br>")+`</p>`) + `<p class="ww-quiet">Written ` + esc(clock.Moment(ev.Checkpoint.At)) + `.</p>`}
}

func esc(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }

// full is a fingerprint as it stands in checkpoints; short is its beginning and end.
func full(h tlog.Hash) string { return base64.StdEncoding.EncodeToString(h[:]) }

func short(h [32]byte) string {
	s := strings.TrimRight(full(h), "=")
	return s[:4] + "…" + s[len(s)-4:]
}

func lower(s string) string { return strings.ToLower(s[:min(1, len(s))]) + s[min(1, len(s)):] }

func capital(s string) string { return strings.ToUpper(s[:min(1, len(s))]) + s[min(1, len(s)):] }
