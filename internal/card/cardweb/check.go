package cardweb

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/card"
	"watchword/internal/fault"
	"watchword/internal/sign"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// checkPage is the answer to a check.
type checkPage struct {
	web.Page
	Verdict  part.Verdict
	Age      string // of the knowledge
	Moment   string
	Reason   string // in bold, of a card that is not valid
	Means    string // what follows it
	Check    *card.Check
	Photo    string // address of the photograph; empty: none
	Code     *part.Code
	NoCode   string // in place of the code
	Sections []section
	Buttons  []button
}

// patience is for how long somebody in the street waits for the records.
const patience = 5 * time.Second

// scanned answers at the address in a card’s code.
func (h *Handlers) scanned(w http.ResponseWriter, r *http.Request) error {
	token, err := sign.ParseCardURL(r.PathValue("token"))
	if err != nil {
		token = nil // not to be read: the check says so
	}
	ctx, done := context.WithTimeout(r.Context(), patience)
	defer done()
	c, err := h.Cards.Scanned(ctx, force(r), token, card.ByScan)
	if err != nil {
		return h.unreachable(w, r, c, err)
	}
	p := h.answer(&c, r.URL.Path)
	if c.Outcome == card.Valid {
		p.Photo = r.URL.Path + "/photo"
		if err := h.code(r, &c, p); err != nil {
			return h.unreachable(w, r, c, err)
		}
	}
	return h.show(w, r, p)
}

// code puts a new two-way code on the page.
func (h *Handlers) code(r *http.Request, c *card.Check, p *checkPage) error {
	if err := h.codes.Take(r); err != nil {
		p.NoCode = "Many codes were asked for from your address. Wait a minute and check again for one."
		return nil
	}
	code, err := h.Cards.NewCode(r.Context(), c.Force.ID, c.Card)
	if err != nil {
		return err
	}
	shown := codeHTML(code)
	p.Code = &shown
	return nil
}

// photo is the photograph of a card that is valid this minute, for who has its code.
func (h *Handlers) photo(w http.ResponseWriter, r *http.Request) error {
	token, err := sign.ParseCardURL(r.PathValue("token"))
	if err != nil {
		return fault.New(fault.NotFound, "")
	}
	photo, err := h.Cards.PhotoOf(r.Context(), force(r), token)
	if err != nil {
		return err
	}
	return picture(w, photo)
}

func picture(w http.ResponseWriter, jpeg []byte) error {
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(jpeg) // the reader has gone; there is nobody to tell
	return nil
}

// typePage asks for the number on a card.
type typePage struct {
	web.Page
	Number  string
	Example string
}

type typeForm struct {
	Number string `form:"number" label:"Number on the card" max:"40"`
}

// typed answers for a number that was typed, and asks for one where there is none.
func (h *Handlers) typed(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[typeForm](r)
	p := &typePage{Page: web.Page{Title: "Check a card"}, Number: form.Number, Example: "EM 4417"}
	f, ferr := h.force(r)
	if ferr == nil && f.Settings.APPrefix != "" {
		p.Example = f.Settings.APPrefix + " 4417"
	}
	if err == nil && !r.URL.Query().Has("number") {
		return h.bare.Render(w, r, "type.html", p)
	}
	w.Header().Set("Cache-Control", "no-store")
	if err == nil && bareNumber(form.Number, f) {
		err = fault.In("number", "Enter the number under the photograph, for example %s", p.Example)
	}
	if err != nil {
		return h.bare.Again(w, r, "type.html", p, err)
	}
	if err := h.numbers.Take(r); err != nil {
		w.Header().Set("Retry-After", "60")
		return h.tooMany(w, r, f)
	}
	ctx, done := context.WithTimeout(r.Context(), patience)
	defer done()
	c, err := h.Cards.Typed(ctx, force(r), form.Number)
	if fault.Is(err, fault.Invalid) {
		return h.bare.Again(w, r, "type.html", p, err)
	}
	if err != nil {
		return h.unreachable(w, r, c, err)
	}
	return h.show(w, r, h.answer(&c, r.URL.RequestURI()))
}

// bareNumber reports whether nothing was typed beyond the letters that stand before every
// number.
func bareNumber(number string, f area.Force) bool {
	number = strings.ToUpper(strings.TrimSpace(number))
	return number == "" || number == f.Settings.APPrefix
}

func (h *Handlers) tooMany(w http.ResponseWriter, r *http.Request, f area.Force) error {
	c := card.Check{Outcome: card.CouldNotCheck, At: h.Cards.Now(), Force: f, How: card.ByNumber}
	p := h.answer(&c, "/check")
	p.Age, p.Sections = "Too many tries", []section{{"What happened", part.Points{Items: []part.Point{
		{Kind: part.NotKnown, Says: "Not known", Strong: "Whether this card is in force.", Text: " Many numbers were typed from your address, so none is looked up for a minute."}}}},
		{"What to do", part.Points{Items: []part.Point{{Strong: "Scan the card", Text: " instead: point your phone’s camera at its square code."},
			{Strong: "Call 101", Text: " and give the number on the card."}}}}}
	return h.show(as{w, http.StatusTooManyRequests}, r, p)
}

// unreachable is the answer when the records cannot be read: neither a yes nor a no.
func (h *Handlers) unreachable(w http.ResponseWriter, r *http.Request, c card.Check, err error) error {
	if fault.Of(err) != nil {
		return err
	}
	if r.Context().Err() == nil {
		h.Log.Error("a card could not be checked", "reference", web.Reference(r), "error", err)
	}
	c.Outcome, c.Reason = card.CouldNotCheck, ""
	return h.show(as{w, http.StatusServiceUnavailable}, r, h.answer(&c, r.URL.RequestURI()))
}

// answer is the page for a check; again is the address that checks once more.
func (h *Handlers) answer(c *card.Check, again string) *checkPage {
	p := &checkPage{Page: web.Page{Title: title(c)}, Verdict: verdict(c), Age: "Checked just now, live", Moment: moment(c), Check: c}
	tell := c.Force.Settings.Complain(c.Number)
	switch c.Outcome {
	case card.Valid:
		p.Sections = append(validSections(c), complainSection(c, h.employer(c)))
		if c.How == card.ByNumber {
			p.NoCode = scanHint
		}
		p.Buttons = append(p.Buttons, button{"Complain, or say well done", tell, true}, button{"Check again", again, false}, button{"Check another", "/check", false})
	case card.NotValid:
		p.Reason, p.Means, p.Sections = c.Sentence(), consequence(c), notValidSections(c)
		p.Buttons = append(p.Buttons, button{"Report this card", tell, true}, button{"Call 101", "", false}, button{"Check another", "/check", false})
	default:
		p.Age, p.Sections = "No answer", couldNotSections(c)
		p.Buttons = append(p.Buttons, button{"Try again", again, true}, button{"Call 101", "", false}, button{"Check another", "/check", false})
	}
	return p
}

// employer is the address of the employer’s page in the public register, or empty.
func (h *Handlers) employer(c *card.Check) string {
	if h.Register == "" || c.Org == "" {
		return ""
	}
	return h.Register + "/" + url.PathEscape(c.Org)
}

func (h *Handlers) show(w http.ResponseWriter, r *http.Request, p *checkPage) error {
	w.Header().Set("Cache-Control", "no-store")
	return h.bare.Render(w, r, "check.html", p)
}

// codeSays is what to do with the code.
func codeSays(number, word string) template.HTML {
	return template.HTML(`<p><strong>Tell them ` + number + `. Their phone must answer ` + strings.ToUpper(word) +
		`.</strong> If it cannot, the card may be a copy. Keep this screen to yourself.</p>`)
}

// Front is the public front page.
func (h *Handlers) Front(w http.ResponseWriter, r *http.Request) error {
	if account.From(r.Context()).SignedIn() {
		w.Header().Set("Cache-Control", "no-store")
	}
	return h.front(w, r)
}
