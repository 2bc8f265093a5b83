package factory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/register"
)

// Out is a card or badge that was asked back and is not destroyed.
type Out struct {
	Card     id.Card  // empty of a badge
	Badge    id.Badge // empty of a card
	Number   string
	AP       string
	Person   id.Person
	Org      id.Org
	State    OutState
	Title    string // the state in plain words
	Recalled clock.Day
	Why      string // why it was asked back; empty: the accreditation ended
	Chased   int
	ChasedOn clock.Day
}

// OutState is what an employer, or the office, has to do about something asked back.
type OutState int

// What is to be done.
const (
	ToComeBack OutState = iota // the employer sends it back, or reports it
	ToDestroy                  // it is in the office's hands
	Missing                    // it was reported lost or stolen: nothing is left to do
)

// Recalled is what was asked back of one employer.
type Recalled struct {
	Org   id.Org
	Items []Out
}

// Count is how many are in a state.
func (r *Recalled) Count(s OutState) int {
	n := 0
	for i := range r.Items {
		if r.Items[i].State == s {
			n++
		}
	}
	return n
}

// Since is the day of the first recall of what is still to come back; clock.NoDay if nothing is.
func (r *Recalled) Since() clock.Day {
	first := clock.NoDay
	for _, x := range r.Items {
		if x.State == ToComeBack && (first == clock.NoDay || x.Recalled < first) {
			first = x.Recalled
		}
	}
	return first
}

// Reminded is how often the employer was reminded of what is still to come back, and when
// last.
func (r *Recalled) Reminded() (times int, last clock.Day) {
	for _, x := range r.Items {
		if x.State == ToComeBack {
			times, last = max(times, x.Chased), max(last, x.ChasedOn)
		}
	}
	return times, last
}

// Due is the day on which the employer is to be reminded next, every so many days from the
// recall or the last reminder; clock.NoDay if nothing is to come back.
func (r *Recalled) Due(every int) clock.Day {
	since := r.Since()
	if since == clock.NoDay {
		return since
	}
	_, last := r.Reminded()
	return max(since, last).AddDays(every)
}

// Recalls is what was asked back of each employer, those that something is to be done about
// first. Errors: fault.Forbidden.
func (s *Service) Recalls(tx *db.Tx, who authz.Actor) ([]Recalled, error) {
	if err := office(who); err != nil {
		return nil, err
	}
	items, err := s.out(tx, who.Force, "")
	if err != nil {
		return nil, err
	}
	byOrg := map[id.Org]int{}
	var all []Recalled
	for _, x := range items {
		i, ok := byOrg[x.Org]
		if !ok {
			i = len(all)
			byOrg[x.Org] = i
			all = append(all, Recalled{Org: x.Org})
		}
		all[i].Items = append(all[i].Items, x)
	}
	slices.SortStableFunc(all, func(a, b Recalled) int {
		return cmp.Or(-cmp.Compare(a.Count(ToComeBack), b.Count(ToComeBack)), -cmp.Compare(a.Count(ToDestroy), b.Count(ToDestroy)))
	})
	return all, nil
}

// RecalledOf is what was asked back of one employer, for the office and for the employer
// itself. Errors: fault.Forbidden.
func (s *Service) RecalledOf(tx *db.Tx, who authz.Actor, of id.Org) (Recalled, error) {
	if err := who.May(authz.ReadCard, authz.Object{Org: of}); err != nil {
		return Recalled{}, err
	}
	items, err := s.out(tx, who.Force, of)
	return Recalled{Org: of, Items: items}, err
}

// out is what was asked back and is not destroyed: cards, then badges, by number.
func (s *Service) out(tx *db.Tx, force id.Force, of id.Org) ([]Out, error) {
	cards, err := s.cards.AskedBack(tx, force, of)
	if err != nil {
		return nil, err
	}
	var out []Out
	for _, v := range cards {
		c := &v.State
		out = append(out, Out{Card: id.Card(v.ID), Number: c.Number, AP: c.AP, Person: c.Person, Org: c.Org, State: cardOut(c.State), Title: c.State.Title(), Recalled: c.Recalled, Why: c.RecallWhy,
			Chased: c.Chased, ChasedOn: c.ChasedOn})
	}
	var where db.Where
	where.And("r.recall_day <> '' AND r.standing IN ('issued', 'lost', 'stolen')")
	if of != "" {
		where.And("r.org_id = ?", string(of))
	}
	vs, err := badges.Current(tx, force, where, "r.serial", 100000)
	for _, v := range vs {
		b := &v.State
		x := Out{Badge: id.Badge(v.ID), Number: b.Serial, AP: b.AP, Person: b.Person, Org: b.Org, State: ToComeBack, Title: b.State.Title(), Recalled: b.Recalled, Chased: b.Chased, ChasedOn: b.ChasedOn}
		if b.State != Issued {
			x.State = Missing
		}
		out = append(out, x)
	}
	return out, err
}

func cardOut(s card.State) OutState {
	switch s {
	case card.Held, card.Replaced:
		return ToComeBack
	case card.Lost, card.Stolen:
		return Missing
	}
	return ToDestroy
}

// Chaser is a reminder to an employer to send back what was asked for, as it was written.
type Chaser struct {
	Org     id.Org    `json:"org"`
	N       int       `json:"n"` // the first, the second
	Day     clock.Day `json:"day"`
	By      string    `json:"by"`
	Name    string    `json:"name"` // the employer
	Address []string  `json:"address,omitempty"`
	Reply   []string  `json:"reply,omitempty"`  // where things are sent back to
	Emails  int       `json:"emails,omitempty"` // how many contacts were told by e-mail
	Lines   []Line    `json:"lines"`
	Until   clock.Day `json:"until"`
}

// Line is one thing in a reminder.
type Line struct {
	What     string    `json:"what"` // "Card 004417-02"
	AP       string    `json:"ap"`
	Name     string    `json:"name"`
	Recalled clock.Day `json:"recalled"`
}

// Title is the subject of the letter.
func (c *Chaser) Title() string {
	if c.N == 1 {
		return "Cards and badges to be sent back"
	}
	return fmt.Sprintf("Cards and badges to be sent back: reminder %d", c.N)
}

// Paragraphs is the words of the letter before the list.
func (c *Chaser) Paragraphs() []string {
	return []string{"We asked for the cards and badges below back, and they have not come. They are property of the chief officer. The cards stopped being valid when they were asked back; who shows one acts without any power.",
		"Send them by " + c.Until.Long() + ". Tell us of any that is lost or stolen on the page of what is asked back, or in writing, with when and where it was last seen."}
}

// ChaserVersion is a reminder with its identity and periods.
type ChaserVersion = register.Version[Chaser]

var chasers = &register.Table[Chaser]{Name: "chaser", What: "reminder", Columns: []string{"org_id"}, Values: func(c Chaser) []any { return []any{string(c.Org)} }}

// ChaserRows reads the register of reminders for ledger.Verify.
var ChaserRows = chasers.Rows

// Chase reminds an employer of everything that is still to come back: a letter that is kept,
// and an e-mail to its authorised signatory and liaison officers. Each card and badge counts
// it. Errors: fault.Forbidden; fault.NotFound; fault.Conflict if nothing is to come back, or
// the employer was reminded today already.
func (s *Service) Chase(ctx context.Context, who authz.Actor, of id.Org) (id.Chaser, error) {
	made := id.New[id.Chaser]()
	_, err := s.ledger.Do(ctx, who, "card.chase", []ledger.Subject{chasers.Subject(string(made)), ledger.About("organisation", of)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := office(who); err != nil {
			return err
		}
		o, err := s.orgs.Any(tx, who.Force, of, register.Now(e.At))
		if err != nil {
			return err
		}
		f, err := s.areas.Force(tx, who.Force)
		if err != nil {
			return err
		}
		r, err := s.RecalledOf(tx, who, of)
		if err != nil {
			return err
		}
		today := clock.DayOf(e.At)
		times, last := r.Reminded()
		switch {
		case r.Count(ToComeBack) == 0:
			return fault.New(fault.Conflict, "Nothing is to come back from %s.", o.State.Name)
		case last == today:
			return fault.New(fault.Conflict, "%s was reminded today already.", o.State.Name)
		}
		c := Chaser{Org: of, N: times + 1, Day: today, By: who.Name, Name: o.State.Name, Address: lines(o.State.Address, o.State.Postcode), Reply: f.Settings.ReturnAddress, Until: today.AddDays(f.Settings.ChaseDays)}
		if err := s.chaseItems(tx, e, who, &c, r.Items); err != nil {
			return err
		}
		if c.Emails, err = s.tell(tx, e, &c, f, o.State.Contacts); err != nil {
			return err
		}
		e.Say(fmt.Sprintf("%s was reminded of %s to come back", c.Name, plural(len(c.Lines), "thing")), "")
		return chasers.Put(tx, e, string(made), c, e.At, clock.Forever)
	})
	return made, err
}

// chaseItems writes what is to come back into the reminder, and counts it on each.
func (s *Service) chaseItems(tx *db.Tx, e *ledger.Draft, who authz.Actor, c *Chaser, items []Out) error {
	of := make([]id.Person, len(items))
	for i := range items {
		of[i] = items[i].Person
	}
	people, err := s.persons.Several(tx, who.Force, of)
	if err != nil {
		return err
	}
	var cards []id.Card
	var out []id.Badge
	for _, x := range items {
		if x.State != ToComeBack {
			continue
		}
		line := Line{What: "Card " + x.Number, AP: x.AP, Name: people[x.Person].Name(), Recalled: x.Recalled}
		if x.Card != "" {
			cards = append(cards, x.Card)
		} else {
			line.What = "Badge " + x.Number
			out = append(out, x.Badge)
		}
		c.Lines = append(c.Lines, line)
	}
	if err := s.cards.ChasedIn(tx, e, who, cards); err != nil {
		return err
	}
	return s.badgesIn(tx, e, who, BadgeChange{Verb: "chase", Badges: out})
}

// tell writes an e-mail to the employer's authorised signatory and liaison officers. It names
// nobody. It returns to how many.
func (s *Service) tell(tx *db.Tx, e *ledger.Draft, c *Chaser, f area.Force, contacts []org.Contact) (int, error) {
	link := ""
	if f.Settings.PublicURL != "" {
		link = strings.TrimSuffix(f.Settings.PublicURL, "/") + "/card-recalls/" + string(c.Org)
	}
	told := map[string]bool{}
	for _, x := range contacts {
		if x.Email == "" || x.Kind != org.Signatory && x.Kind != org.Liaison || told[x.Email] {
			continue
		}
		told[x.Email] = true
		if _, err := s.outbox.Put(tx, outbox.Message{Force: e.Force, Kind: "chaser", Sender: f.Name, Address: x.Email, Link: link, Subject: c.Title(),
			Body: fmt.Sprintf("%s: %s asked back from %s have not come. Send them by %s, or report those that are lost or stolen. The page below lists them; sign in to see it.",
				f.Name, plural(len(c.Lines), "card or badge"), c.Name, c.Until.Long())}); err != nil {
			return 0, err
		}
	}
	return len(told), nil
}

// lines is an address, line by line.
func lines(texts ...string) []string {
	var out []string
	for _, t := range texts {
		for x := range strings.Lines(t) {
			if x = strings.TrimSpace(x); x != "" {
				out = append(out, x)
			}
		}
	}
	return out
}

// Chasers is the reminders to an employer, the latest first, for the office and for the
// employer itself. Errors: fault.Forbidden.
func (s *Service) Chasers(tx *db.Tx, who authz.Actor, of id.Org) ([]ChaserVersion, error) {
	if err := who.May(authz.ReadCard, authz.Object{Org: of}); err != nil {
		return nil, err
	}
	var where db.Where
	where.And("r.org_id = ?", string(of))
	return chasers.Current(tx, who.Force, where, "r.id DESC", 200)
}

// FindChaser is a reminder as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) FindChaser(tx *db.Tx, who authz.Actor, of id.Chaser, w register.When) (ChaserVersion, error) {
	v, err := chasers.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, who.May(authz.ReadCard, authz.Object{Org: v.State.Org})
}
