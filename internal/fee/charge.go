package fee

import (
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// ChargeState is where a charge stands.
type ChargeState string

const (
	ToInvoice ChargeState = "waiting"    // the office is to invoice it, or to waive it
	Invoiced  ChargeState = "invoiced"   // it stands on an invoice
	Waived    ChargeState = "waived"     // the office does not ask for it
	Dropped   ChargeState = "dropped"    // what it was for was called off before it was invoiced
	CreditDue ChargeState = "credit-due" // what it was for was called off after; the office is to credit it, or to let it stand
	Credited  ChargeState = "credited"   // it was taken off its invoice
)

// ChargeStates is every state, in the order of a charge's life.
var ChargeStates = []ChargeState{ToInvoice, Invoiced, Waived, Dropped, CreditDue, Credited}

// Title is the state in plain words.
func (s ChargeState) Title() string {
	return map[ChargeState]string{ToInvoice: "To invoice", Invoiced: "Invoiced", Waived: "Waived", Dropped: "Dropped", CreditDue: "Credit proposed", Credited: "Credited"}[s]
}

// ChargeMove is a change of state that the table allows.
type ChargeMove struct {
	Verb   string // the act in the ledger
	From   []ChargeState
	To     ChargeState
	By     authz.Permission
	What   string
	Itself bool // follows from another act, in the same transaction
}

// ChargeMoves is every change that a charge may undergo.
var ChargeMoves = []ChargeMove{
	{"charge.raise", []ChargeState{"", Dropped, Credited}, ToInvoice, authz.KeepFees, "Something happened for which the schedule of that day has an amount", true},
	{"charge.drop", []ChargeState{ToInvoice}, Dropped, authz.KeepFees, "It was called off before it was invoiced", true},
	{"charge.propose-credit", []ChargeState{Invoiced}, CreditDue, authz.KeepFees, "It was called off after it was invoiced", true},
	{"charge.invoice", []ChargeState{ToInvoice}, Invoiced, authz.KeepFees, "It was put on an invoice, with the other charges of that employer that were chosen", false},
	{"charge.waive", []ChargeState{ToInvoice}, Waived, authz.KeepFees, "The office does not ask for it, and says why", false},
	{"charge.credit", []ChargeState{CreditDue}, Credited, authz.KeepFees, "A credit note was made for it", false},
	{"charge.stand", []ChargeState{CreditDue}, Invoiced, authz.KeepFees, "It stays on its invoice, and the office says why", false},
}

// Charge is a fee of an employer for something that happened: the amount is that of the
// schedule on its day. A person is never charged.
type Charge struct {
	State   ChargeState `json:"state"`
	Event   Event       `json:"event"`
	About   string      `json:"about"`  // the identity of what it is for: of the card that was replaced
	Number  string      `json:"number"` // its number, as people know it
	By      string      `json:"by"`     // the identity of what was made for it: of the new card
	What    string      `json:"what"`
	Org     id.Org      `json:"org"`
	OrgName string      `json:"org_name"` // when it was raised
	Sector  Sector      `json:"sector"`
	Day     clock.Day   `json:"day"` // on which it was raised
	Amount  Pence       `json:"amount"`
	Since   clock.Day   `json:"since"` // the day from which the schedule has had that amount
	// Invoice is where it stands, Credit what took it off again; with their numbers.
	Invoice       id.Paper `json:"invoice,omitempty"`
	InvoiceNumber string   `json:"invoice_number,omitempty"`
	Credit        id.Paper `json:"credit,omitempty"`
	CreditNumber  string   `json:"credit_number,omitempty"`
	Why           string   `json:"why,omitempty"` // it was waived, dropped or credited, or stands all the same
	Last          done     `json:"last"`
}

// Can reports whether the act is open to the charge.
func (c *Charge) Can(verb string) bool { return c.Open(verb) == nil }

// Open is nil if the act is open to the charge, else a fault.Conflict.
func (c *Charge) Open(verb string) error {
	i := slices.IndexFunc(ChargeMoves, func(m ChargeMove) bool { return m.Verb == verb })
	if i < 0 || !slices.Contains(ChargeMoves[i].From, c.State) {
		return fault.New(fault.Conflict, "The charge for %s is marked “%s”, so this cannot be done.", c.Number, c.State.Title())
	}
	return nil
}

// ChargeVersion is a charge with its identity and periods.
type ChargeVersion = register.Version[Charge]

var charges = &register.Table[Charge]{
	Name: "fee_charge", What: "charge", Columns: []string{"event", "about_id", "org_id", "standing", "raised_day", "words"},
	Values: func(c Charge) []any {
		return []any{string(c.Event), c.About, string(c.Org), string(c.State), int64(c.Day), org.Fold(c.Number + " " + c.OrgName + " " + c.What)}
	},
}

// ChargeRows reads the charges for ledger.Verify.
var ChargeRows = charges.Rows

func chargeOf(v Event, about string) id.Charge { return id.Charge(string(v) + "." + about) }

// Charge is a charge as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Charge(tx *db.Tx, who authz.Actor, of id.Charge, w register.When) (ChargeVersion, error) {
	v, err := charges.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, s.May(who, authz.ReadFees, v.State.Org)
}

// ChargeHistory is every version of a charge; see register.Table.History.
func (s *Service) ChargeHistory(tx *db.Tx, who authz.Actor, of id.Charge, all bool) ([]ChargeVersion, error) {
	if _, err := s.Charge(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return charges.History(tx, who.Force, string(of), all)
}

// ChargeQuery chooses charges. Empty fields choose all.
type ChargeQuery struct {
	State  ChargeState
	Org    id.Org
	Text   string // in the number, the name or what happened
	Sort   string // day, or -day for the newest first; empty: the oldest first
	Limit  int    // 0: all
	Offset int
}

var chargeOrders = map[string]string{"day": "r.raised_day, r.id", "-day": "r.raised_day DESC, r.id DESC"}

// Charges is the charges that the actor may see and the query chooses, as they stood, and
// how many there are in all. Errors: fault.Forbidden.
func (s *Service) Charges(tx *db.Tx, who authz.Actor, q ChargeQuery, w register.When) ([]ChargeVersion, int, error) {
	if err := who.May(authz.ReadFees, authz.Object{Org: who.Org}); err != nil {
		return nil, 0, err
	}
	where := who.Scope(authz.ReadFees, authz.Columns{Force: "r.force_id", Org: "r.org_id"})
	if q.State != "" {
		where.And("r.standing = ?", string(q.State))
	}
	if q.Org != "" {
		where.And("r.org_id = ?", string(q.Org))
	}
	if text := org.Fold(q.Text); text != "" {
		where.And(`r.words LIKE ? ESCAPE '\'`, db.Like(text))
	}
	order := chargeOrders[q.Sort]
	if order == "" {
		order = chargeOrders["day"]
	}
	if q.Limit == 0 {
		q.Limit = 1000000
	}
	return charges.Page(tx, who.Force, w, where, order, q.Limit, q.Offset)
}
