package fee

import (
	"fmt"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Line is one line of a paper, at the price of the schedule on its day.
type Line struct {
	Event    Event  `json:"event"`
	Note     string `json:"note,omitempty"` // for whom, or which course
	Quantity int    `json:"quantity"`
	Each     Pence  `json:"each"`
}

// Sum is what the line comes to.
func (l Line) Sum() Pence { return Pence(l.Quantity) * l.Each }

// Paper is a quote, an invoice, a receipt or a credit note. What it says on its face (name
// and address, lines, total, days) does not change once it is made; what is paid and
// credited of an invoice does.
type Paper struct {
	Kind    Kind      `json:"kind"`
	Number  string    `json:"number"`
	State   State     `json:"state"`
	Org     id.Org    `json:"org"`
	To      []string  `json:"to"` // name and address, as they were when it was made
	Sector  Sector    `json:"sector"`
	Day     clock.Day `json:"day"`           // on which it was made; of a receipt, on which the money came
	Due     clock.Day `json:"due,omitempty"` // of an invoice, by which to pay; of a quote, its last day
	Lines   []Line    `json:"lines,omitempty"`
	Total   Pence     `json:"total"`
	PayTo   []string  `json:"pay_to,omitempty"`  // of an invoice, how to pay
	Yours   string    `json:"yours,omitempty"`   // the employer's own reference: an order number
	Through string    `json:"through,omitempty"` // of a receipt, how it was paid and the payer's reference
	Why     string    `json:"why,omitempty"`     // it was credited, withdrawn or reversed
	// Of is the invoice that a receipt or credit note belongs to, or the quote an invoice was
	// made from; OfNumber is its number.
	Of       id.Paper `json:"of,omitempty"`
	OfNumber string   `json:"of_number,omitempty"`
	// Of an invoice: what came, what was taken off, and what was sent back.
	Paid     Pence `json:"paid,omitempty"`
	Credited Pence `json:"credited,omitempty"`
	Refunded Pence `json:"refunded,omitempty"`
	Last     done  `json:"last"`
}

// Balance is what is still to be paid of an invoice; less than nothing if it is in credit.
func (p *Paper) Balance() Pence {
	if p.Kind != Invoice {
		return 0
	}
	return p.Total - p.Credited - p.Paid + p.Refunded
}

// Overdue reports whether something was still owed after the last day to pay.
func (p *Paper) Overdue(today clock.Day) bool {
	return p.Kind == Invoice && p.State == Owed && p.Due < today
}

// Lapsed reports whether a quote's last day is over.
func (p *Paper) Lapsed(today clock.Day) bool { return p.State == Offered && p.Due < today }

// settle sets the state of an invoice by its sums.
func (p *Paper) settle() {
	switch b := p.Balance(); {
	case b > 0:
		p.State = Owed
	case b < 0:
		p.State = InCredit
	default:
		p.State = Settled
	}
}

// PaperVersion is a paper with its identity and periods.
type PaperVersion = register.Version[Paper]

var papers = &register.Table[Paper]{
	Name: "fee_paper", What: "quote, invoice, receipt or credit note", Columns: []string{"number", "kind", "org_id", "of_id", "standing", "made_day", "due_day", "words"},
	Values: func(p Paper) []any {
		return []any{p.Number, string(p.Kind), string(p.Org), string(p.Of), string(p.State), int64(p.Day), int64(p.Due), p.words()}
	},
}

// PaperRows reads the papers for ledger.Verify.
var PaperRows = papers.Rows

var fit = register.Numbers{What: "the number", Kept: "fee_number", Owner: "paper_id", Table: "fee_paper", Of: "id"}.Fit

// NumbersFit holds the numbers given out to the papers that bear them, and finds a gap
// among them; see register.Numbers.
func NumbersFit(tx *db.Tx, force id.Force) (string, error) {
	if wrong, err := fit(tx, force); wrong != "" || err != nil {
		return wrong, err
	}
	gaps, err := db.Strings(tx, `SELECT kind FROM fee_number WHERE force_id = ? GROUP BY kind HAVING MAX(n) <> COUNT(*) OR MIN(n) <> 1 ORDER BY kind LIMIT 1`, string(force))
	if err != nil || len(gaps) == 0 {
		return "", err
	}
	return "there is a gap among the numbers of the kind " + gaps[0], nil
}

// number gives the next number of the kind to a paper. None is left out and none is given
// twice: it is taken in the transaction that makes the paper, and goes with it if that fails.
func number(tx *db.Tx, force id.Force, k Kind, of id.Paper) (string, error) {
	n, err := db.Count(tx, `SELECT COUNT(*) FROM fee_number WHERE force_id = ? AND kind = ?`, string(force), string(k))
	if err != nil {
		return "", err
	}
	n++
	text := fmt.Sprintf("%s-%04d", k.letters(), n)
	_, err = tx.Exec(`INSERT INTO fee_number (force_id, number, kind, n, paper_id) VALUES (?, ?, ?, ?, ?)`, string(force), text, string(k), n, string(of))
	return text, err
}

// make numbers and saves a new paper.
func (s *Service) makePaper(tx *db.Tx, e *ledger.Draft, who authz.Actor, p *Paper) (id.Paper, error) {
	of := id.New[id.Paper]()
	var err error
	if p.Number, err = number(tx, who.Force, p.Kind, of); err != nil {
		return of, err
	}
	return of, s.save(tx, e, who, of, p)
}

func (s *Service) save(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Paper, p *Paper) error {
	p.Last = doneBy(who, e)
	e.Subject(papers.Subject(string(of)))
	e.Subject(ledger.About("organisation", p.Org))
	return papers.Put(tx, e, string(of), *p, e.At, clock.Forever)
}

// Find is a paper as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of id.Paper, w register.When) (PaperVersion, error) {
	v, err := papers.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, s.May(who, authz.ReadFees, v.State.Org)
}

// History is every version of a paper; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.Paper, all bool) ([]PaperVersion, error) {
	if _, err := s.Find(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return papers.History(tx, who.Force, string(of), all)
}

// Under is the receipts and credit notes of an invoice, or the invoice of a quote, the
// oldest first.
func (s *Service) Under(tx *db.Tx, who authz.Actor, of id.Paper, w register.When) ([]PaperVersion, error) {
	var where db.Where
	where.And("r.of_id = ?", string(of))
	return papers.List(tx, who.Force, w, where, "r.made_day, r.number", 10000)
}

// Query chooses papers. Empty fields choose all.
type Query struct {
	Kind    Kind
	State   State
	Org     id.Org
	Overdue clock.Day // only invoices of which something was owed after their last day, on this day
	Text    string    // in the number, the name or the employer's reference
	Sort    string    // number, day, due or org; with a minus before it the other way round
	Limit   int       // 0: all
	Offset  int
}

// orders is the texts by which lists are sorted.
var orders = map[string]string{
	"number": "r.number, r.id", "-number": "r.number DESC, r.id", "day": "r.made_day, r.number", "-day": "r.made_day DESC, r.number DESC", "due": "r.due_day, r.number", "-due": "r.due_day DESC, r.number",
}

// List is the papers that the actor may see and the query chooses, as they stood, the
// newest first unless it says otherwise, and how many there are in all.
func (s *Service) List(tx *db.Tx, who authz.Actor, q Query, w register.When) ([]PaperVersion, int, error) {
	if err := who.May(authz.ReadFees, authz.Object{Org: who.Org}); err != nil {
		return nil, 0, err
	}
	where := who.Scope(authz.ReadFees, authz.Columns{Force: "r.force_id", Org: "r.org_id"})
	for column, value := range map[string]string{"r.kind": string(q.Kind), "r.standing": string(q.State), "r.org_id": string(q.Org)} {
		if value != "" {
			where.And(column+" = ?", value)
		}
	}
	if q.Overdue != clock.NoDay {
		where.And("r.kind = 'invoice' AND r.standing = 'owed' AND r.due_day < ?", int64(q.Overdue))
	}
	order := orders[q.Sort]
	if order == "" {
		order = orders["-day"]
	}
	if text := org.Fold(q.Text); text != "" {
		where.And(`r.words LIKE ? ESCAPE '\'`, db.Like(text))
	}
	if q.Limit == 0 {
		q.Limit = 1000000
	}
	return papers.Page(tx, who.Force, w, where, order, q.Limit, q.Offset)
}

// words is what a paper is searched by.
func (p *Paper) words() string {
	name := ""
	if len(p.To) > 0 {
		name = p.To[0]
	}
	return org.Fold(p.Number + " " + name + " " + p.Yours)
}
