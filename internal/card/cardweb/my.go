package cardweb

import (
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/print"
	"watchword/internal/sign"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// myPage is the holder’s own card on their phone: the code that a stranger scans, and the
// word for the number that a stranger reads out.
type myPage struct {
	web.Page
	None   bool // there is no card
	Status part.Status
	Why    string // of a card that is not valid
	ID     id.Card
	Card   card.Card
	QR     template.HTML
	Number string
	Code   *part.Code
}

type myForm struct {
	Number string `form:"number" label:"Number they read out" max:"10"`
}

// mine shows the actor’s own card. With a number it answers with the word; since it asks
// for the holder’s session, a copied card cannot answer.
func (h *Handlers) mine(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	p := &myPage{Page: web.Page{Title: "My card", Active: "/my-card"}}
	who := account.Actor(r.Context())
	v, c, err := h.Cards.Mine(r.Context(), who)
	if fault.Is(err, fault.NotFound) {
		p.None = true
		return h.office.Render(w, r, "my.html", p)
	}
	if err != nil {
		return err
	}
	p.ID, p.Card = id.Card(v.ID), v.State
	p.Status = part.Status{Kind: part.InForce, Text: "Valid"}
	if c.Outcome != card.Valid {
		p.Status, p.Why = part.Status{Kind: part.NotInForce, Text: "Not valid"}, c.Sentence()
		if c.Reason == card.IsSuspended || c.Reason == card.NotHandedOver || c.Reason == card.NotBegun {
			p.Status = part.Status{Kind: part.Suspended, Text: "Not valid now"}
		}
	}
	signed, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]byte, error) { return h.Cards.Credential(tx, who, p.ID) })
	if err != nil {
		return err
	}
	address, err := sign.CardURL(c.Force.Settings.PublicURL, signed)
	if err != nil {
		return err
	}
	if p.QR, err = qr(address); err != nil {
		return err
	}
	form, err := web.Query[myForm](r)
	p.Number = form.Number
	if err == nil && r.URL.Query().Has("number") {
		var word string
		if word, err = h.Cards.Answer(r.Context(), who, form.Number); err == nil {
			p.Code = &part.Code{Word: word, HTML: template.HTML(`<p>They see <strong>` + strings.ToUpper(word) + ` · ` + template.HTMLEscapeString(form.Number) +
				`</strong>. Say the word, or show it. A copied card cannot answer.</p>`)}
		}
	}
	if err != nil {
		return h.office.Again(w, r, "my.html", p, err)
	}
	return h.office.Render(w, r, "my.html", p)
}

// qr is a QR code as a drawing, with its quiet zone.
func qr(text string) (template.HTML, error) {
	s, err := print.MakeQR(text)
	return template.HTML(s.SVG("Square code of your card")), err // drawn by print, which escapes its name
}

// minePhoto is the photograph on the actor’s own card.
func (h *Handlers) minePhoto(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	v, _, err := h.Cards.Mine(r.Context(), who)
	if err != nil {
		return err
	}
	return h.small(w, r, who, v.State.Small)
}

// cardPhoto is the photograph on a card, for those who may see it.
func (h *Handlers) cardPhoto(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	v, err := h.find(r, who, id.Card(r.PathValue("card")))
	if err != nil {
		return err
	}
	return h.small(w, r, who, v.State.Small)
}

func (h *Handlers) small(w http.ResponseWriter, r *http.Request, who authz.Actor, hash blob.Hash) error {
	f, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (blob.File, error) { return blob.Get(tx, who.Force, hash) })
	if err != nil {
		return err
	}
	return picture(w, f.Content)
}
