package fee

import (
	"cmp"
	"context"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// PostingKind is what a line of the scheme account is for.
type PostingKind string

// What comes in and what goes out.
const (
	Brought PostingKind = "brought" // what the account held when it was first kept here
	Fees    PostingKind = "fees"    // money of a receipt
	CPD     PostingKind = "cpd"
	Cards   PostingKind = "cards"
	Manuals PostingKind = "manuals"
	Back    PostingKind = "back" // paid too much, and sent back
)

// PostingKinds is every kind in the order of a statement, with whether money of it is spent
// by somebody's decision.
var PostingKinds = []struct {
	Kind  PostingKind
	Title string
	Spend bool
}{{Brought, "Brought in", false}, {Fees, "Fees", false}, {CPD, "CPD events", true}, {Cards, "ID cards", true}, {Manuals, "Training manuals", true}, {Back, "Sent back to payers", false}}

// Title is the kind in plain words; empty for none of them.
func (k PostingKind) Title() string {
	for _, x := range PostingKinds {
		if x.Kind == k {
			return x.Title
		}
	}
	return ""
}

// Spends reports whether the account may be spent on it.
func (k PostingKind) Spends() bool {
	return slices.ContainsFunc(PostingKinds, func(x struct {
		Kind  PostingKind
		Title string
		Spend bool
	}) bool {
		return x.Kind == k && x.Spend
	})
}

// Ring is the rule of the account in a sentence. The force's own paper to its commissioner
// of 2018 rests it on legislation that it does not name, so its source is not confirmed.
const Ring = "Income of the scheme is spent on the scheme alone: CPD events, ID cards and training manuals."

// RingSource is where the rule was read.
const RingSource = "Scheme paper to the commissioner, 2018, section 9.0 (the provision is not named there; not confirmed)"

// Posting is one line of the scheme account: money that came in or went out, never both.
type Posting struct {
	Day   clock.Day   `json:"day"` // on which it came or went
	Kind  PostingKind `json:"kind"`
	In    Pence       `json:"in,omitempty"`
	Out   Pence       `json:"out,omitempty"`
	What  string      `json:"what"`
	Paper id.Paper    `json:"paper,omitempty"` // the receipt, or the invoice of what was sent back
	// Against is the line that this one puts right; PutRight is the line against this one.
	Against  id.Posting `json:"against,omitempty"`
	PutRight id.Posting `json:"put_right,omitempty"`
	Last     done       `json:"last"`
}

// PostingVersion is a line with its identity and periods.
type PostingVersion = register.Version[Posting]

var postings = &register.Table[Posting]{
	Name: "scheme_posting", What: "line of the scheme account", Columns: []string{"posted_day"}, Values: func(p Posting) []any { return []any{int64(p.Day)} },
}

// PostingRows reads the scheme account for ledger.Verify.
var PostingRows = postings.Rows

func (s *Service) post(tx *db.Tx, e *ledger.Draft, who authz.Actor, p Posting) (id.Posting, error) {
	of := id.New[id.Posting]()
	p.Last = doneBy(who, e)
	if p.Out > 0 && p.Against == "" { // what puts a line right is true even if the money is gone
		held, err := s.held(tx, who.Force, e.At)
		if err != nil {
			return of, err
		}
		if p.Out > held {
			return of, fault.Because("The scheme account has not so much.", fault.Reason{Code: "account.short", Message: "It holds " + held.String() + ", and " + p.Out.String() + " would go out.",
				Source: "Rule of the scheme account", Mend: "Book the income first, or pay it from elsewhere."})
		}
	}
	return of, postings.Put(tx, e, string(of), p, e.At, clock.Forever)
}

// held is what the account holds.
func (s *Service) held(tx *db.Tx, force id.Force, at time.Time) (Pence, error) {
	all, err := postings.List(tx, force, register.Now(at), db.Where{}, "r.posted_day, r.id", 1<<30)
	var held Pence
	for _, v := range all {
		held += v.State.In - v.State.Out
	}
	return held, err
}

// postingOf is the line of a receipt.
func (s *Service) postingOf(tx *db.Tx, force id.Force, receipt id.Paper, at time.Time) (PostingVersion, error) {
	all, err := postings.List(tx, force, register.Now(at), db.Where{}, "r.posted_day, r.id", 1<<30)
	if err != nil {
		return PostingVersion{}, err
	}
	i := slices.IndexFunc(all, func(v PostingVersion) bool { return v.State.Paper == receipt && v.State.Against == "" })
	if i < 0 {
		return PostingVersion{}, fault.New(fault.NotFound, "The scheme account has no line of this receipt.")
	}
	return all[i], nil
}

// against puts a line right by one of today that takes back what it says.
func (s *Service) against(tx *db.Tx, e *ledger.Draft, who authz.Actor, v PostingVersion, what string) error {
	p := v.State
	made, err := s.post(tx, e, who, Posting{Day: clock.DayOf(e.At), Kind: p.Kind, In: p.Out, Out: p.In, What: what, Paper: p.Paper, Against: id.Posting(v.ID)})
	if err != nil {
		return err
	}
	p.PutRight = made
	return postings.Put(tx, e, v.ID, p, e.At, clock.Forever)
}

// Spending is money to go out of the account, or, once, what it held when it began here.
type Spending struct {
	Kind   PostingKind
	Amount string // in pounds
	Day    clock.Day
	What   string // on what, to whom, and the reference of the bill
}

// Spend records money that went out of the scheme account. What is not for the scheme is
// refused with the rule, and the refusal is recorded.
//
// Errors: fault.Forbidden; fault.Refused for another purpose, or for more than the account
// holds; fault.Invalid names the fields.
func (s *Service) Spend(ctx context.Context, who authz.Actor, in Spending) (id.Posting, error) {
	return s.enter(ctx, who, "account.spend", in, func(p *Posting, amount Pence) error {
		if !in.Kind.Spends() {
			return fault.Because("The scheme account cannot be spent on this.", fault.Reason{Code: "account.ring-fence", Message: Ring, Source: RingSource, Mend: "Pay it from another account of the force."})
		}
		p.Out = amount
		return nil
	})
}

// Begin records what the account held when it was first kept here. It is done once, before
// anything else.
//
// Errors: fault.Forbidden; fault.Conflict if the account has lines; fault.Invalid.
func (s *Service) Begin(ctx context.Context, who authz.Actor, in Spending) (id.Posting, error) {
	in.Kind = Brought
	return s.enter(ctx, who, "account.begin", in, func(p *Posting, amount Pence) error {
		p.In = amount
		return nil
	})
}

func (s *Service) enter(ctx context.Context, who authz.Actor, verb string, in Spending, set func(*Posting, Pence) error) (made id.Posting, err error) {
	_, err = s.ledger.Do(ctx, who, verb, nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
			return err
		}
		var wrong fault.Fields
		amount := Amount("amount", in.Amount, &wrong)
		p := Posting{Day: in.Day, Kind: in.Kind, What: wrong.Text("what", in.What, 300, "Enter what it was for, and the reference of the bill")}
		notLater(&wrong, "day", in.Day, clock.DayOf(e.At), "Enter the day")
		if in.Kind == "" {
			wrong.Add("kind", "Choose what it was spent on")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		if err := set(&p, amount); err != nil {
			return err
		}
		if in.Kind == Brought {
			if err := s.empty(tx, who.Force, e.At); err != nil {
				return err
			}
		}
		made, err = s.post(tx, e, who, p)
		e.Say("Scheme account, "+lower(in.Kind.Title())+": "+amount.String()+", "+p.What, Ring)
		return err
	})
	return made, err
}

func (s *Service) empty(tx *db.Tx, force id.Force, at time.Time) error {
	all, err := postings.List(tx, force, register.Now(at), db.Where{}, "r.id", 1)
	if err == nil && len(all) > 0 {
		err = fault.New(fault.Conflict, "The account has lines already, so what it held at the beginning can no longer be entered.")
	}
	return err
}

// PutRight takes back a line of spending, or of what was brought in, by a line of today
// against it. A receipt is reversed on its own page.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict for a line
// that was put right, that puts another right, or that belongs to a receipt or refund.
func (s *Service) PutRight(ctx context.Context, who authz.Actor, of id.Posting, why string) error {
	_, err := s.ledger.Do(ctx, who, "account.put-right", []ledger.Subject{postings.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
			return err
		}
		v, err := postings.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		if !v.State.Mendable() {
			return fault.New(fault.Conflict, "This line cannot be put right here. A receipt is reversed on its own page, and a line is put right once.")
		}
		var wrong fault.Fields
		why = wrong.Text("why", why, 300, "Enter what was wrong")
		if err := wrong.Err(); err != nil {
			return err
		}
		e.Say("Scheme account, "+lower(v.State.Kind.Title())+" of "+v.State.Day.Long()+": put right", Ring)
		return s.against(tx, e, who, v, "Put right: "+why)
	})
	return err
}

// Mendable reports whether the line may be taken back by one against it.
func (p *Posting) Mendable() bool { return p.Against == "" && p.PutRight == "" && p.Paper == "" }

// Account is the account from its beginning, as it was known, in the order of its days.
func (s *Service) Account(tx *db.Tx, who authz.Actor, w register.When) ([]PostingVersion, error) {
	if err := who.May(authz.ReadSchemeAccount, authz.Object{}); err != nil {
		return nil, err
	}
	return postings.List(tx, who.Force, w, db.Where{}, "r.posted_day, r.id", 1<<30)
}

// StatementLine is one line of a statement, with what the account held after it.
type StatementLine struct {
	PostingVersion
	Held Pence
}

// Posting is one line as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Posting(tx *db.Tx, who authz.Actor, of id.Posting, w register.When) (PostingVersion, error) {
	v, err := postings.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, who.May(authz.ReadSchemeAccount, authz.Object{})
}

// Sum is what of one kind came in and went out.
type Sum struct {
	Kind    PostingKind
	In, Out Pence
}

// Statement is the account over a period, both days counting. Opening + In − Out = Closing.
type Statement struct {
	From, To         clock.Day
	Opening, Closing Pence
	In, Out          Pence
	Lines            []StatementLine
	Sums             []Sum // of each kind of which there is a line, in the order of PostingKinds
}

// StatementOf makes the statement of a period from the whole account. Every line of the
// period stands in it once; lines of one day stand in the order in which they were written.
func StatementOf(all []PostingVersion, from, to clock.Day) Statement {
	st := Statement{From: from, To: to}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b PostingVersion) int {
		return cmp.Or(cmp.Compare(a.State.Day, b.State.Day), cmp.Compare(a.ID, b.ID))
	})
	sums := map[PostingKind]*Sum{}
	for _, v := range all {
		p := &v.State
		switch {
		case p.Day < from:
			st.Opening += p.In - p.Out
		case p.Day <= to:
			st.In, st.Out = st.In+p.In, st.Out+p.Out
			st.Lines = append(st.Lines, StatementLine{v, st.Opening + st.In - st.Out})
			if sums[p.Kind] == nil {
				sums[p.Kind] = &Sum{Kind: p.Kind}
			}
			sums[p.Kind].In, sums[p.Kind].Out = sums[p.Kind].In+p.In, sums[p.Kind].Out+p.Out
		}
	}
	for _, k := range PostingKinds {
		if sums[k.Kind] != nil {
			st.Sums = append(st.Sums, *sums[k.Kind])
		}
	}
	st.Closing = st.Opening + st.In - st.Out
	return st
}
