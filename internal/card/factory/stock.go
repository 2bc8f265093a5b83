package factory

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// StockKind is what a delivery is of.
type StockKind string

// The kinds of stock.
const (
	Blanks StockKind = "blank" // cards to be printed
	Badges StockKind = "badge" // the badge that the Secretary of State specified
)

// Title is the kind in plain words.
func (k StockKind) Title() string {
	return map[StockKind]string{Blanks: "Blank cards", Badges: "Badges"}[k]
}

// Stock is a delivery: a range of serial numbers under one prefix.
type Stock struct {
	Kind     StockKind `json:"kind"`
	Prefix   string    `json:"prefix"`
	Width    int       `json:"width"` // digits of a serial number
	First    int       `json:"first"`
	Last     int       `json:"last"`
	Received clock.Day `json:"received"`
	From     string    `json:"from,omitempty"` // the supplier
	Next     int       `json:"next"`           // of blank cards: the first not taken yet
	Gone     []Gone    `json:"gone,omitempty"`
}

// Gone is serial numbers that were written off before they were used.
type Gone struct {
	First int    `json:"first"`
	Last  int    `json:"last"`
	Why   string `json:"why"`
	Done
}

// Serial is a serial number of the delivery as it is printed: "B000101".
func (s *Stock) Serial(n int) string { return fmt.Sprintf("%s%0*d", s.Prefix, s.Width, n) }

// Range is the serial numbers of the delivery, "B000101 to B000300".
func (s *Stock) Range() string { return s.Serial(s.First) + " to " + s.Serial(s.Last) }

// Size is how many there were.
func (s *Stock) Size() int { return s.Last - s.First + 1 }

// WrittenOff is how many were written off before they were used.
func (s *Stock) WrittenOff() int {
	n := 0
	for _, g := range s.Gone {
		n += g.Last - g.First + 1
	}
	return n
}

// Left is how many blank cards of the delivery can still be taken.
func (s *Stock) Left() int {
	n := 0
	for i := s.Next; i <= s.Last; i++ {
		if !s.gone(i) {
			n++
		}
	}
	return n
}

func (s *Stock) gone(n int) bool {
	for _, g := range s.Gone {
		if n >= g.First && n <= g.Last {
			return true
		}
	}
	return false
}

// number is the number in a serial number of this delivery.
func (s *Stock) number(serial string) (int, bool) {
	digits, ok := strings.CutPrefix(strings.ToUpper(strings.Join(strings.Fields(serial), "")), s.Prefix)
	if !ok || digits == "" || len(digits) > 9 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, _ := strconv.Atoi(digits)
	return n, n >= s.First && n <= s.Last
}

// StockVersion is a delivery with its identity and periods.
type StockVersion = register.Version[Stock]

var stocks = &register.Table[Stock]{Name: "card_stock", What: "delivery", Columns: []string{"kind"}, Values: func(s Stock) []any { return []any{string(s.Kind)} }}

// StockRows reads the register of deliveries for ledger.Verify.
var StockRows = stocks.Rows

// mostSerials is how many serial numbers a delivery may have.
const mostSerials = 5000

// Delivery is what is said of a delivery.
type Delivery struct {
	Kind        StockKind
	First, Last string // serial numbers as printed: "B000101"
	Received    clock.Day
	From        string
}

// Receive takes a delivery of blank cards or badges into stock. Errors: fault.Forbidden;
// fault.Invalid names the fields; fault.Conflict if a serial number was delivered before.
func (s *Service) Receive(ctx context.Context, who authz.Actor, d Delivery) (id.Stock, error) {
	made := id.New[id.Stock]()
	_, err := s.ledger.Do(ctx, who, "card-stock.receive", []ledger.Subject{stocks.Subject(string(made))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := office(who); err != nil {
			return err
		}
		after, err := d.stock(clock.DayOf(e.At))
		if err != nil {
			return err
		}
		all, err := deliveries(tx, who.Force, d.Kind)
		if err != nil {
			return err
		}
		for _, v := range all {
			if x := v.State; x.Prefix == after.Prefix && x.First <= after.Last && after.First <= x.Last {
				return fault.New(fault.Conflict, "Some of these serial numbers were delivered on %s: %s.", x.Received.Long(), x.Range())
			}
		}
		e.Say(after.Kind.Title()+" came in: "+after.Range(), "")
		return stocks.Put(tx, e, string(made), after, e.At, clock.Forever)
	})
	return made, err
}

// stock is the delivery that is said, if it is right.
func (d *Delivery) stock(today clock.Day) (Stock, error) {
	var wrong fault.Fields
	prefix, first, width, ok := serial(d.First)
	if !ok {
		wrong.Add("first", "Enter the first serial number, for example B000101")
	}
	other, last, _, fine := serial(d.Last)
	switch {
	case !fine:
		wrong.Add("last", "Enter the last serial number, for example B000300")
	case ok && other != prefix:
		wrong.Add("last", "Both serial numbers begin with the same letters")
	case ok && last < first:
		wrong.Add("last", "The last serial number is behind the first")
	case ok && last-first >= mostSerials:
		wrong.Add("last", "A delivery has %d serial numbers or fewer", mostSerials)
	}
	if d.Kind.Title() == "" {
		wrong.Add("kind", "Choose what was delivered")
	}
	switch {
	case d.Received == clock.NoDay:
		wrong.Add("received", "Enter the day on which they came")
	case d.Received > today:
		wrong.Add("received", "This day is in the future")
	}
	from := wrong.Text("from", d.From, 200, "")
	return Stock{Kind: d.Kind, Prefix: prefix, Width: width, First: first, Last: last, Next: first, Received: d.Received, From: from}, wrong.Err()
}

// serial cuts a serial number into its letters and its number.
func serial(text string) (prefix string, n, width int, ok bool) {
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	at := len(strings.TrimRight(text, "0123456789"))
	digits := text[at:]
	if digits == "" || len(digits) > 9 || at > 12 || strings.Trim(text[:at], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/") != "" {
		return "", 0, 0, false
	}
	n, _ = strconv.Atoi(digits)
	return text[:at], n, len(digits), true
}

// WriteOff records that serial numbers of a delivery will not be used: damaged, lost or
// stolen before. Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields;
// fault.Conflict if one was used or written off before.
func (s *Service) WriteOff(ctx context.Context, who authz.Actor, of id.Stock, first, last, why string) error {
	_, err := s.ledger.Do(ctx, who, "card-stock.write-off", []ledger.Subject{stocks.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := office(who); err != nil {
			return err
		}
		v, err := stocks.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		after := v.State
		g, err := after.off(first, last, why)
		if err != nil {
			return err
		}
		if after.Kind == Badges {
			if err := s.unused(tx, who.Force, &after, g); err != nil {
				return err
			}
		}
		g.Done = *doneBy(who, e)
		after.Gone = append(after.Gone[:len(after.Gone):len(after.Gone)], g)
		e.Say(after.Kind.Title()+" were written off: "+after.Serial(g.First)+" to "+after.Serial(g.Last), "")
		return stocks.Put(tx, e, string(of), after, e.At, clock.Forever)
	})
	return err
}

// off is the serial numbers to write off, if they are there to be written off.
func (s *Stock) off(first, last, why string) (Gone, error) {
	var wrong fault.Fields
	if strings.TrimSpace(last) == "" {
		last = first
	}
	a, ok := s.number(first)
	if !ok {
		wrong.Add("first", "Enter a serial number of this delivery: %s", s.Range())
	}
	b, fine := s.number(last)
	if !fine || ok && b < a {
		wrong.Add("last", "Enter a serial number of this delivery, not before the first")
	}
	why = wrong.Text("why", why, 500, "Say what happened to them")
	if err := wrong.Err(); err != nil {
		return Gone{}, err
	}
	for n := a; n <= b; n++ {
		if s.gone(n) || s.Kind == Blanks && n < s.Next {
			return Gone{}, fault.New(fault.Conflict, "%s was used or written off already.", s.Serial(n))
		}
	}
	return Gone{First: a, Last: b, Why: why}, nil
}

// unused is nil if no badge of those was ever issued.
func (s *Service) unused(tx *db.Tx, force id.Force, of *Stock, g Gone) error {
	for n := g.First; n <= g.Last; n++ {
		v, err := badgeBySerial(tx, force, of.Serial(n))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil {
			return fault.New(fault.Conflict, "Badge %s was issued before: record what became of it on its own page.", v.State.Serial)
		}
	}
	return nil
}

// deliveries is every delivery of a kind, the oldest first; of both if it is empty.
func deliveries(tx *db.Tx, force id.Force, kind StockKind) ([]StockVersion, error) {
	var where db.Where
	if kind != "" {
		where.And("r.kind = ?", string(kind))
	}
	return stocks.Current(tx, force, where, "r.id", 10000)
}

// take takes blank cards for a number of prints, the oldest delivery first, and says which.
// A force that never recorded a delivery of blank cards takes none.
func (s *Service) take(tx *db.Tx, e *ledger.Draft, n int) ([]string, error) {
	all, err := deliveries(tx, e.Force, Blanks)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var taken []string
	for _, v := range all {
		after := v.State
		first := ""
		last := ""
		for ; n > 0 && after.Next <= after.Last; after.Next++ {
			if after.gone(after.Next) {
				continue
			}
			if last = after.Serial(after.Next); first == "" {
				first = last
			}
			n--
		}
		if first == "" {
			continue
		}
		taken = append(taken, span(first, last))
		if err := stocks.Put(tx, e, v.ID, after, e.At, clock.Forever); err != nil {
			return nil, err
		}
	}
	if n > 0 {
		return nil, fault.New(fault.Conflict, "There are too few blank cards in stock: %s more would be needed. Record the next delivery first.", plural(n, "card"))
	}
	return taken, nil
}

func span(first, last string) string {
	if first == last {
		return first
	}
	return first + " to " + last
}

// FindStock is a delivery as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) FindStock(tx *db.Tx, who authz.Actor, of id.Stock, w register.When) (StockVersion, error) {
	if err := office(who); err != nil {
		return StockVersion{}, err
	}
	return stocks.Find(tx, who.Force, string(of), w)
}

// StockHistory is every version of a delivery; see register.Table.History.
func (s *Service) StockHistory(tx *db.Tx, who authz.Actor, of id.Stock, all bool) ([]StockVersion, error) {
	if err := office(who); err != nil {
		return nil, err
	}
	return stocks.History(tx, who.Force, string(of), all)
}

// Shelf is everything that was delivered, and what is left of it.
type Shelf struct {
	Deliveries []StockVersion // the latest first
	Blanks     int            // that can be printed
	Badges     int            // that can be issued
	InHand     int            // badges that persons have
	Missing    int            // badges that are lost or stolen
}

// Shelf is the stock as it stands. Errors: fault.Forbidden.
func (s *Service) Shelf(tx *db.Tx, who authz.Actor) (Shelf, error) {
	if err := office(who); err != nil {
		return Shelf{}, err
	}
	return s.shelf(tx, who.Force)
}

func (s *Service) shelf(tx *db.Tx, force id.Force) (out Shelf, err error) {
	all, err := deliveries(tx, force, "")
	if err != nil {
		return out, err
	}
	for _, v := range all {
		out.Deliveries = append([]StockVersion{v}, out.Deliveries...)
		if x := &v.State; x.Kind == Blanks {
			out.Blanks += x.Left()
		} else {
			out.Badges += x.Size() - x.WrittenOff()
		}
	}
	counts, err := badgeCounts(tx, force)
	out.InHand, out.Missing = counts[Issued], counts[BadgeLost]+counts[BadgeStolen]
	out.Badges -= out.InHand + out.Missing + counts[Scrapped]
	return out, err
}
