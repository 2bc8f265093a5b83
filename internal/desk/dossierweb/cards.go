package dossierweb

import (
	"context"
	"html/template"

	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/web/part"
)

// CardsOf shows cards from the register of cards.
func CardsOf(d *db.DB, cards *card.Service) Cards { return cardBox{d, cards} }

type cardBox struct {
	db    *db.DB
	cards *card.Service
}

var cardKinds = map[card.State]part.Kind{card.Ordered: part.Waiting, card.Printed: part.Waiting, card.Held: part.InForce, card.Lost: part.NotInForce,
	card.Stolen: part.NotInForce, card.Returned: part.Ended, card.Destroyed: part.Ended, card.Replaced: part.Ended}

// Shown is the card that matters: one held, else one on its way, else the newest.
func (b cardBox) Shown(ctx context.Context, who authz.Actor, of id.Person, w register.When) (CardShown, bool, error) {
	var out CardShown
	found := false
	err := b.db.Read(ctx, func(tx *db.Tx) error {
		all, err := b.cards.OfPerson(tx, who, of, w)
		if err != nil || len(all) == 0 {
			return err
		}
		c := chosen(all)
		found = true
		out = shown(who, c, w)
		if last, n, err := b.cards.LastChecked(tx, who.Force, id.Card(c.ID)); err != nil {
			return err
		} else if n > 0 && w.At.Equal(w.Known) && !last.After(w.Known) {
			out.Text += " Last checked by the public " + clock.Moment(last) + "."
		}
		drawn, err := b.cards.Drawn(tx, who, id.Card(c.ID))
		if err != nil {
			return err
		}
		drawn.PhotoURL = personURL(of) + "/photograph/" + string(c.State.Photo)
		front, _, err := drawn.SVG()
		out.Picture = template.HTML(front) // drawn by print, which escapes every text
		return err
	})
	return out, found, err
}

// AskedBack is the cards of an organisation that were asked back and are not destroyed.
// Errors: fault.Forbidden.
func (b cardBox) AskedBack(ctx context.Context, who authz.Actor, of id.Org) ([]CardOut, error) {
	if err := who.May(authz.ReadCard, authz.Object{Org: of}); err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, b.db, func(tx *db.Tx) ([]card.Version, error) { return b.cards.AskedBack(tx, who.Force, of) })
	var out []CardOut
	for _, v := range all {
		c := &v.State
		x := CardOut{Number: c.Number, AP: c.AP, Person: c.Person, State: part.Status{Kind: cardKinds[c.State], Text: c.State.Title(), Plain: true}, Since: c.Recalled}
		if c.State == card.Held {
			x.State.Kind = part.Waiting
		}
		if c.Chased > 0 {
			x.Sub = part.Count(c.Chased, "reminder", "reminders") + " sent"
		}
		out = append(out, x)
	}
	return out, err
}

// chosen is the card that matters among those of one person, the newest first.
func chosen(all []card.Version) card.Version {
	for _, state := range []card.State{card.Held, card.Printed, card.Ordered} {
		for _, c := range all {
			if c.State.State == state {
				return c
			}
		}
	}
	return all[0]
}

func shown(who authz.Actor, c card.Version, w register.When) CardShown {
	s := c.State
	out := CardShown{State: part.Status{Kind: cardKinds[s.State], Text: s.State.Title() + " since " + clock.DayOf(s.Since).Short()}, Text: "Card " + s.Number + ", good to " + s.Ends.Short() + ".",
		Live: s.State == card.Held || s.State == card.Printed || s.State == card.Ordered}
	if s.Lapsed(w.At) {
		out.State = part.Status{Kind: part.Ended, Text: "Card lapsed " + s.Ends.AddDays(1).Short()}
	}
	at := "/cards/" + c.ID
	if who.Can(authz.IssueCard) {
		out.Links = append(out.Links, part.Link{Text: "The card", Href: at})
	}
	if who.Can(authz.ReportCard) && s.State.Abroad() {
		out.Links = append(out.Links, part.Link{Text: "Report lost", Href: at + "/report"})
	}
	return out
}
