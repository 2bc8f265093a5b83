package card

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/sign"
)

// SheetCards is how many cards can be printed at once.
const SheetCards = 200

// Print is cards ready to be printed, as PDF: one card as two pages of its own size for a
// card printer, or with sheet any number on A4. They count as printed from then on; a card
// may be printed again until it is handed over.
//
// Errors: fault.NotFound; fault.Forbidden; fault.Conflict if one is past printing;
// fault.Invalid for none, too many, or several without a sheet.
func (s *Service) Print(ctx context.Context, who authz.Actor, cards []id.Card, sheet bool) ([]byte, error) {
	switch {
	case len(cards) == 0:
		return nil, fault.In("cards", "Choose at least one card")
	case len(cards) > SheetCards:
		return nil, fault.In("cards", "Choose %d cards or fewer. You chose %d", SheetCards, len(cards))
	case len(cards) > 1 && !sheet:
		return nil, fault.In("cards", "Several cards are printed on a sheet")
	}
	var about []ledger.Subject
	for _, c := range cards {
		about = append(about, Subject(string(c)))
	}
	drawn, err := db.Find(ctx, s.db, func(tx *db.Tx) ([]print.IDCard, error) { return s.draw(tx, who, cards) })
	if err != nil {
		return nil, s.ledger.DidNot(ctx, who, "card.print", about, err)
	}
	var pdf []byte
	if sheet {
		pdf, err = print.Sheet(drawn, s.ledger.Now())
	} else {
		pdf, err = drawn[0].PDF(s.ledger.Now())
	}
	if err != nil {
		return nil, err
	}
	_, err = s.ledger.Do(ctx, who, "card.print", about, func(tx *db.Tx, e *ledger.Draft) error { return s.PrintedIn(tx, e, who, cards) })
	return pdf, err
}

// PrintedIn records that cards were printed, within a transaction and entry already begun.
func (s *Service) PrintedIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, cards []id.Card) error {
	return s.BatchIn(tx, e, who, cards, "")
}

// BatchIn is PrintedIn for cards printed in a batch; empty: each by itself.
func (s *Service) BatchIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, cards []id.Card, batch id.Batch) error {
	for _, c := range cards {
		v, err := s.printable(tx, who, c)
		if err != nil {
			return err
		}
		after := v.State
		if after.State != Printed {
			after.State, after.Since = Printed, e.At
		}
		if batch != "" {
			after.Batch = batch
		}
		if err := s.put(tx, e, c, after); err != nil {
			return err
		}
		if e.Summary == "" {
			e.Say("Card "+after.Number+" was printed", "")
		}
	}
	if len(cards) > 1 {
		e.Summary = fmt.Sprintf("%d cards were printed", len(cards))
	}
	return nil
}

// printable is a card that the actor may print.
func (s *Service) printable(tx *db.Tx, who authz.Actor, card id.Card) (Version, error) {
	v, err := table.Find(tx, who.Force, string(card), register.Now(s.ledger.Now()))
	if err != nil {
		return v, err
	}
	if err := s.persons.May(tx, who, authz.IssueCard, v.State.Person, s.ledger.Now()); err != nil {
		return v, err
	}
	if v.State.Recalled != clock.NoDay {
		return v, fault.New(fault.Conflict, "Card %s was asked back on %s, so it is not printed.", v.State.Number, v.State.Recalled.Long())
	}
	_, err = v.State.State.move("card.print")
	return v, err
}

func (s *Service) draw(tx *db.Tx, who authz.Actor, cards []id.Card) ([]print.IDCard, error) {
	var out []print.IDCard
	for _, c := range cards {
		drawn, err := s.Printable(tx, who, c)
		if err != nil {
			return nil, err
		}
		out = append(out, drawn)
	}
	return out, nil
}

// Printable is the card as it is to be printed. Errors: fault.NotFound; fault.Forbidden;
// fault.Conflict if it is past printing or was asked back.
func (s *Service) Printable(tx *db.Tx, who authz.Actor, card id.Card) (print.IDCard, error) {
	v, err := s.printable(tx, who, card)
	if err != nil {
		return print.IDCard{}, err
	}
	return s.drawn(tx, who.Force, card, &v.State)
}

// Drawn is the card as it looks, for pages that show it. Errors: fault.NotFound,
// fault.Forbidden.
func (s *Service) Drawn(tx *db.Tx, who authz.Actor, card id.Card) (print.IDCard, error) {
	v, err := s.Find(tx, who, card, register.Now(s.ledger.Now()))
	if err != nil {
		return print.IDCard{}, err
	}
	return s.drawn(tx, who.Force, card, &v.State)
}

func (s *Service) drawn(tx *db.Tx, force id.Force, card id.Card, c *Card) (print.IDCard, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return print.IDCard{}, err
	}
	photo, err := blob.Get(tx, force, c.Photo)
	if err != nil {
		return print.IDCard{}, err
	}
	signed, err := credential(tx, force, card, c)
	if err != nil {
		return print.IDCard{}, err
	}
	address, err := sign.CardURL(f.Settings.PublicURL, signed)
	if err != nil {
		return print.IDCard{}, err
	}
	out := print.IDCard{
		Scheme: "Community Safety Accredited Person", Force: f.Name, Number: c.AP, Role: c.Role, Employer: c.Employer, Area: c.Area,
		Issued: c.Issued.Short(), Ends: c.Ends.Short(), Photo: photo.Content, Powers: PowersInWords(c.Powers), QR: address,
		CheckAt: host(f.Settings.PublicURL) + "/check", CardNumber: c.Number, Uniform: c.Uniform,
		Return: f.Settings.ReturnAddress,
	}
	switch f.Settings.NameOnCard {
	case "front":
		out.NameAt = print.NameFront
	case "back":
		out.NameAt = print.NameBack
	default:
		return out, nil
	}
	p, err := s.persons.Any(tx, force, c.Person, register.Now(s.ledger.Now()))
	out.Name = p.State.Name()
	return out, err
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Host + strings.TrimSuffix(u.Path, "/")
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// PowersInWords is powers as a card lists them, each with its paragraph: those that begin
// alike in one line, "Ask name and address: antisocial behaviour (3), offence (2)", and
// notices last.
func PowersInWords(powers []law.PowerID) []string {
	var out, stems []string
	for _, p := range noticesLast(powers) {
		stem, rest, joined := strings.Cut(p.Name, ": ")
		if !joined {
			out, stems = append(out, p.Name+" ("+p.Para+")"), append(stems, "")
			continue
		}
		if i := slices.Index(stems, stem); i >= 0 {
			out[i] += ", " + rest + " (" + p.Para + ")"
			continue
		}
		out, stems = append(out, p.Name+" ("+p.Para+")"), append(stems, stem)
	}
	return out
}

func noticesLast(powers []law.PowerID) []*law.Power {
	var out, notices []*law.Power
	for _, id := range powers {
		switch p, ok := law.Find(id); {
		case ok && p.Notice != law.NoNotice:
			notices = append(notices, p)
		case ok:
			out = append(out, p)
		}
	}
	return append(out, notices...)
}
