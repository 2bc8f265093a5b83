package web

import (
	"net/url"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/web/govuk"
)

// Crumb is one step of the way to a page; the last, without Href, is the page.
type Crumb = govuk.Crumb

// Link is a text that leads somewhere.
type Link struct {
	Text string
	Href string
}

// Who is the person at the screen.
type Who struct {
	Name string // "Ruth Adeyemi"
	Role string // "Scheme manager", or the employer for an employer's people
	Href string // settings and sessions
}

// Frame is what stands around every page of a request. The server makes it from
// the session (Config.Frame); a slice never does.
type Frame struct {
	Force      string            // "Eastmarch Constabulary"
	Scheme     string            // "Community Safety Accreditation Scheme"; stands in the public header
	Home       string            // where the mark leads; empty: "/"
	Who        *Who              // nil: nobody is signed in
	Nav        []Link            // the main navigation, by role: what one may not open is absent
	Under      map[string]string // the item that a page lies under whose own address is no item
	Search     string            // address of the search; empty: no search box
	SignIn     string            // address of the sign-in page
	SignOut    string            // address that signs out by POST
	Now        time.Time         // the present instant
	Checkpoint string            // "Ledger checkpoint 10:42, signed, 48,231 entries"
	Notice     string            // above every page, for example "A demonstration county: every person in it is made up."
	Footer     []Link            // accessibility, privacy, help
	Ask        string            // whom to ask about a refusal, for example "Ruth Adeyemi"
}

// InNav reports whether the page belongs to the item of the main navigation at href.
func (p *Page) InNav(href string) bool {
	return href == p.Active || p.Active != "" && href == p.Frame.Under[p.Active]
}

// Page is what every page has in common. A page's own struct embeds it and sets
// Title, and Active and Crumbs where it has them.
type Page struct {
	Title  string // of the window; the heading is the page's own
	Lang   string // empty: "en"
	Active string // the address of the item of the main navigation it belongs to
	Crumbs []Crumb
	Past   bool // the page shows a past day: the templates of a slice leave out what changes anything

	Frame Frame // set by Render

	done    string // what was done before the redirect that led here
	summary string // of a form that came back: what is wrong as a whole
	wrong   []fault.Field
	reasons []fault.Reason
	typed   url.Values // of a form that came back: what was typed
}

// Common is the page itself; it lets Render reach what all pages share.
func (p *Page) Common() *Page { return p }

// Paged is a page: a pointer to a struct that embeds Page.
type Paged interface{ Common() *Page }

// Wrong reports whether the page is a form that came back with something wrong.
func (p *Page) Wrong() bool { return p.summary != "" || len(p.wrong) > 0 || len(p.reasons) > 0 }

// Message is what is wrong with the named field, or empty.
func (p *Page) Message(field string) string {
	for _, f := range p.wrong {
		if f.Name == field {
			return f.Message
		}
	}
	return ""
}

// Typed is what was typed in the named field of a form that came back, or
// otherwise the value.
func (p *Page) Typed(field, value string) string {
	if p.typed == nil {
		return value
	}
	if v, ok := p.typed[field]; ok && len(v) > 0 {
		return v[0]
	}
	return ""
}

// Chosen are the values chosen in the named group of a form that came back, or
// otherwise the values.
func (p *Page) Chosen(field string, values []string) []string {
	if p.typed == nil {
		return values
	}
	return p.typed[field]
}

// Summary is the error summary of a form that came back.
func (p *Page) Summary() govuk.ErrorSummary {
	s := govuk.ErrorSummary{TitleText: "There is a problem", Attributes: govuk.Attributes{"tabindex": "-1", "id": "error-summary", "autofocus": ""}}
	for _, f := range p.wrong {
		s.ErrorList = append(s.ErrorList, govuk.Problem{Text: f.Message, Href: "#" + f.Name})
	}
	if len(p.wrong) == 0 {
		s.DescriptionText = p.summary
	}
	for _, r := range p.reasons {
		s.ErrorList = append(s.ErrorList, govuk.Problem{Text: reasonText(r)})
	}
	return s
}

// Done says what was done before the redirect that led here, or is empty.
func (p *Page) Done() string { return p.done }

// Today is the legal day of the frame's instant.
func (p *Page) Today() clock.Day { return clock.DayOf(p.Frame.Now) }

func reasonText(r fault.Reason) string {
	s := r.Message
	if r.Source != "" {
		s += " (" + r.Source + ")"
	}
	if r.Mend != "" {
		s += " " + r.Mend
	}
	return s
}
