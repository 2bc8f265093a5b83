// Package retain is for how long the scheme keeps the personal data of people who are not in
// it: complainants, employers that asked or applied and did not join, and whom they named.
// What is over stands in the diary beforehand; it is erased by an act that is recorded, or by
// itself where the force has said so; and what is held for a reason stays until the hold is
// lifted.
//
// Erasing empties the personal fields of every version of a row, past ones too, destroys the
// files that it named, and takes away the words of the entries that told of it. Their
// commitments stay in the ledger, which still verifies, and the erasing is an entry itself
// (register.Table.Redact, ledger.Forget). What counts remains: which organisation, what kind,
// the days, the finding.
//
// How long is the force's own choice (settings): no source of the scheme gives a period. What
// lies in vetting envelopes has a rule of its own (vetting/envelope). Which registers have a
// rule is listed in wire; a room says what of it is over and empties it itself.
//
// Read Source, then erase.go.
package retain

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Kind is what sort of record is kept.
type Kind string

// Record is one record whose time runs, or has run out.
type Record struct {
	ID    string
	Name  string    // without a person's name: "Complaint 7K2M-9QXD"
	Link  string    // its page
	Ended clock.Day // from which it is kept on
	Org   id.Org    // whom it is about; may be empty
}

// Source is a register with a rule.
type Source struct {
	Kind  Kind
	Title string // of several: "Complaints and praise"
	// What says what is erased, and what stays, in a sentence or two.
	What string
	// Setting is the name of the setting that says for how many months it is kept.
	Setting string
	Months  func(area.Settings) int
	// Over is the records that came to their end on the day or before and still hold personal
	// data, whoever asks.
	Over func(tx *db.Tx, force id.Force, by clock.Day) ([]Record, error)
	// Empty empties every version of a record, and what is kept beside it.
	Empty func(tx *db.Tx, e *ledger.Draft, of string) (Emptied, error)
	// Subject is the record as the ledger names it.
	Subject func(of string) ledger.Subject
}

// Emptied is what went with a record.
type Emptied struct {
	Files []string         // hashes of the files that it named
	Also  []ledger.Subject // other records that were emptied with it
}

// Hold is why a record is kept beyond its time.
type Hold struct {
	Kind   Kind      `json:"kind"`
	Name   string    `json:"name"`
	Held   bool      `json:"held"`
	Why    string    `json:"why"` // it is held, or the hold was lifted
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Review clock.Day `json:"review,omitempty"` // by which it is looked at again
}

// HoldVersion is a hold with its periods; its identity is the record's.
type HoldVersion = register.Version[Hold]

var holds = &register.Table[Hold]{Name: "retention_hold", What: "hold", Columns: []string{"kind", "standing"}, Values: func(h Hold) []any {
	return []any{string(h.Kind), map[bool]string{true: "held", false: "lifted"}[h.Held]}
}}

// HoldRows reads the register of holds for ledger.Verify.
var HoldRows = holds.Rows

// Kept is a record with the day up to which it is kept.
type Kept struct {
	Record
	Kind  Kind
	Until clock.Day // the last day on which it is kept
	Hold  *Hold     // it is held beyond that
}

// Service is the use cases.
type Service struct {
	db      *db.DB
	ledger  *ledger.Ledger
	areas   *area.Service
	Sources []Source // see wire
	// Named is the columns that may name a stored file, as table.column: a file that another
	// record names is not destroyed.
	Named []string
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service) *Service {
	return &Service{db: d, ledger: l, areas: areas}
}

// Source is the rule of a kind.
func (s *Service) Source(kind Kind) (Source, bool) {
	i := slices.IndexFunc(s.Sources, func(x Source) bool { return x.Kind == kind })
	if i < 0 {
		return Source{}, false
	}
	return s.Sources[i], true
}

// List is the records whose time is over by the day, and those that are held, the longest over
// first. Errors: fault.Forbidden.
func (s *Service) List(tx *db.Tx, who authz.Actor, by clock.Day) ([]Kept, error) {
	if err := who.May(authz.ReadRetention, authz.Object{}); err != nil {
		return nil, err
	}
	return s.list(tx, who.Force, by)
}

// aeon is as long as a record may be kept: further ahead nothing is looked for.
const aeon = 100 // years

func (s *Service) list(tx *db.Tx, force id.Force, by clock.Day) ([]Kept, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	var held db.Where
	held.And("r.standing = 'held'")
	on, err := holds.Current(tx, force, held, "r.id", 100000)
	if err != nil {
		return nil, err
	}
	hold, kinds := make(map[string]*Hold, len(on)), map[Kind]bool{}
	for i := range on {
		hold[on[i].ID], kinds[on[i].State.Kind] = &on[i].State, true
	}
	var out []Kept
	for _, x := range s.Sources {
		months := x.Months(f.Settings)
		last := clock.DayOf(s.ledger.Now()).AddYears(aeon)
		if !kinds[x.Kind] { // what is held is told whenever it ended
			last = min(last, by.AddMonths(-months).AddDays(3)) // months differ by as much
		}
		all, err := x.Over(tx, force, last)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			k := Kept{Record: r, Kind: x.Kind, Until: r.Ended.AddMonths(months), Hold: hold[r.ID]}
			if k.Until <= by || k.Hold != nil {
				out = append(out, k)
			}
		}
	}
	slices.SortFunc(out, func(a, b Kept) int { return cmp.Or(cmp.Compare(a.Until, b.Until), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// Find is one record as List has it. Errors: fault.NotFound; fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of string) (Kept, error) {
	all, err := s.List(tx, who, clock.DayOf(s.ledger.Now()).AddYears(2*aeon))
	if err != nil {
		return Kept{}, err
	}
	i := slices.IndexFunc(all, func(k Kept) bool { return k.ID == of })
	if i < 0 {
		return Kept{}, fault.New(fault.NotFound, "There is no such record whose time runs. It may be erased already, or still be under way.")
	}
	return all[i], nil
}

// History is every version of the hold on a record, oldest first. Errors: fault.Forbidden.
func (s *Service) History(tx *db.Tx, who authz.Actor, of string, all bool) ([]HoldVersion, error) {
	if err := who.May(authz.ReadRetention, authz.Object{}); err != nil {
		return nil, err
	}
	return holds.History(tx, who.Force, of, all)
}

// Kinds of what falls due.
const (
	ToErase  diary.Kind = "erasure"
	ToReview diary.Kind = "hold-on-a-record"
)

// Diary says what is to be erased, and which holds are to be looked at again.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.KeepRetention) {
		return nil, nil
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	all, err := s.list(tx, who.Force, w.To)
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, k := range all {
		item := diary.Item{Key: string(ToErase) + "/" + k.ID, Kind: ToErase, Title: "Erase the personal data of " + inSentence(k.Name), Link: page(k.ID), Org: k.Org, Due: k.Until}
		switch {
		case k.Hold == nil:
			if f.Settings.RetentionItself {
				item.Itself = "It is erased by itself"
			}
		case k.Hold.Review != clock.NoDay && k.Hold.Review <= w.To:
			item.Key, item.Kind, item.Title, item.Due = string(ToReview)+"/"+k.ID, ToReview, "Look again at the hold on "+inSentence(k.Name), k.Hold.Review
		default:
			continue
		}
		out = append(out, item)
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}

// Foresee is until when each record is kept; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	all, err := s.list(tx, force, clock.DayOf(w.At).AddYears(2*aeon))
	var out []area.Stands
	for _, k := range all {
		if k.Hold == nil {
			out = append(out, area.Stands{Item: diary.Item{Key: "kept/" + k.ID, Kind: ToErase, Title: "Personal data of " + inSentence(k.Name), Link: page(k.ID), Org: k.Org, Due: k.Until}, Needs: authz.ReadRetention})
		}
	}
	return out, err
}

func page(of string) string { return "/retention/" + of }

// inSentence is a name within a sentence: "complaint 7K2M-9QXD".
func inSentence(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// reason is a reason as it is kept. Errors: fault.Invalid under why.
func reason(why string) (string, error) {
	var wrong fault.Fields
	why = wrong.Text("why", why, 1000, "Enter the reason. It is kept")
	return why, wrong.Err()
}
