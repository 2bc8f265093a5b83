package intakeweb

import (
	"net/http"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/intake/draft"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// takeChoices is what can be decided about a dry run, and what would follow.
type takeChoices struct {
	Not       string // why nothing can be written
	Write     string // the button that writes everything
	Leave     string // the button that leaves bad lines out
	Bad       int
	BadWords  string // "18 bad lines"
	Follows   []string
	Good      int
	MendHref  string
	DropWords string
}

// slow is from how many lines on somebody should be told to wait.
const slow = 2000

func takeOf(rd *draft.Reading) takeChoices {
	kind, bad, fresh := rd.Draft.Kind, rd.Result.BadLines(), rd.New()
	t := takeChoices{Bad: bad, Good: rd.Good(), MendHref: "/import/" + noun(kind, 2), DropWords: "Throw this file away"}
	t.BadWords = web.Number(bad) + " " + plural(bad, "bad line")
	switch {
	case !rd.Ready():
		t.Not = "Nothing can be written before the questions above are answered."
		return t
	case t.Good == 0:
		t.Not = "There is no good line, so there is nothing to write. Mend the file and choose it again."
		return t
	case fresh == 0 && bad == 0:
		t.Not = "Everything in this file is in the register already. There is nothing to write."
		return t
	case fresh == 0:
		t.Not = "Every good line is in the register already. Mend the bad lines and choose the file again."
		return t
	case bad > 0:
		t.Leave = "Leave the " + t.BadWords + " out and write " + counted(kind, fresh)
	default:
		t.Write = "Write " + counted(kind, fresh)
	}
	t.Follows = []string{"Each line becomes an entry of the ledger that names this file and the line."}
	if rd.Known > 0 {
		t.Follows = append(t.Follows, counted(kind, rd.Known)+" in the register already: left as they are.")
	}
	if bad > 0 {
		t.Follows = append(t.Follows, t.BadWords+" left out. Mend them and send the file again later: they then come in, and nobody is entered twice.")
	}
	if fresh > slow {
		t.Follows = append(t.Follows, "So many lines take some seconds. The page answers when all are written.")
	}
	return t
}

type takeForm struct {
	Alone bool `form:"alone"`
	Good  int  `form:"good"`
	Bad   int  `form:"bad"`
}

// take writes the file. Sent twice, it writes once, and both lead to the same page.
func (h *Handlers) take(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[takeForm](r)
	if err != nil {
		return err
	}
	_, err = h.drafts.Take(r.Context(), actor(r), draftOf(r), form.Alone, &draft.Seen{Good: form.Good, Bad: form.Bad})
	if f := fault.Of(err); f != nil && (f.Kind == fault.Conflict || f.Kind == fault.Invalid) {
		return h.takeAgain(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, draftURL(draftOf(r), "/done"), "import.written")
}

// takeAgain shows the dry run as it now is, with what kept it from being written.
func (h *Handlers) takeAgain(w http.ResponseWriter, r *http.Request, why *fault.Fault) error {
	d, err := h.drafts.Find(r.Context(), actor(r), draftOf(r))
	if err != nil {
		return err
	}
	if d.State != draft.Open {
		return why
	}
	rd, err := h.drafts.Read(r.Context(), actor(r), draftOf(r))
	if err != nil {
		return err
	}
	said := why.Message
	if len(why.Fields) > 0 {
		said = why.Fields[0].Message
	}
	return h.page.Again(w, r, "look.html", lookOf(r, &rd, badQuery{}), fault.New(why.Kind, "%s", said))
}

// drop throws the file away.
func (h *Handlers) drop(w http.ResponseWriter, r *http.Request) error {
	if err := h.drafts.Drop(r.Context(), actor(r), draftOf(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/import", "import.dropped")
}

type donePage struct {
	web.Page
	Head    part.Head
	Figures part.Figures
	Bad     string // what to do about the lines that were left out
	BadHref string
	List    part.Link
	Next    part.Link
}

// done says what was written.
func (h *Handlers) done(w http.ResponseWriter, r *http.Request) error {
	d, err := h.drafts.Find(r.Context(), actor(r), draftOf(r))
	if err != nil {
		return err
	}
	if d.State != draft.Taken {
		return web.SeeOther(w, r, draftURL(d.ID, ""), "")
	}
	o := d.Outcome
	title := counted(d.Kind, o.Added) + " written"
	if o.Added == 0 {
		title = "Nothing new was written"
	}
	p := &donePage{Page: frame(title, web.Crumb{Text: d.Name}), Head: part.Head{Caption: "Import " + noun(d.Kind, 2), Title: title,
		Text: "From " + d.Name + ", " + clock.Moment(d.TakenAt) + ". Each line is an entry of the ledger that names the file and the line."}}
	p.Figures = part.Figures{Items: []part.Figure{{Number: web.Number(o.Added), Text: "written"}, {Number: web.Number(o.Known), Text: "in the register already"}, {Number: web.Number(o.Left), Text: plural(o.Left, "bad line") + " left out"}}}
	if o.Left > 0 {
		p.Bad, p.BadHref = "The bad lines with what is wrong, as CSV, until "+clock.Moment(d.Until()), draftURL(d.ID, "/bad-lines.csv")
	}
	p.List = part.Link{Text: "See the list of " + noun(d.Kind, 2), Href: "/" + noun(d.Kind, 2)}
	p.Next = part.Link{Text: "Import another file", Href: "/import"}
	return h.page.Render(w, r, "done.html", p)
}
