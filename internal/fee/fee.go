// Package fee is the money of the scheme: what the force charges for (the schedule),
// quotes, invoices, receipts and credit notes to employers, the lines of the bank's files
// that are held against them, and the ring-fenced scheme account, out of which only CPD
// events, ID cards and training manuals are paid. No card payment is taken.
//
// Every receipt is a line of the scheme account in the same transaction, so that invoices
// and account cannot tell different sums. Amounts are whole pence. They are entered by the
// force and never known beforehand: there is no national tariff.
//
// Law: Police Reform Act 2002, s41(5): a fee for considering an application or renewal and
// for granting, at the chief officer's discretion.
//
// Read Tariff, then Paper, then Posting; states.go says what may become of a paper.
package fee

import (
	"math"
	"strconv"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
)

// Service is the use cases.
type Service struct {
	db     *db.DB
	ledger *ledger.Ledger
	areas  *area.Service
	orgs   *org.Service
}

// New is the service on the database of those rooms.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service, orgs *org.Service) *Service {
	return &Service{db: d, ledger: l, areas: areas, orgs: orgs}
}

// Pence is an amount of money. It may be negative where a balance is.
type Pence int64

// Most is the most that one amount may be: ten million pounds.
const Most = Pence(10_000_000_00)

// String is the amount as accounts write it: £1,250.00.
func (p Pence) String() string {
	sign := ""
	if p < 0 {
		sign, p = "−", -p
	}
	return sign + "£" + thousands(int64(p)/100) + "." + twoDigits(int64(p)%100)
}

// Plain is the amount as files have it: 1250.00, with a hyphen where it is negative.
func (p Pence) Plain() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	return sign + strconv.FormatInt(int64(p)/100, 10) + "." + twoDigits(int64(p)%100)
}

func twoDigits(n int64) string { return strconv.FormatInt(100+n, 10)[1:] }

func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// ParsePence reads an amount as people and banks write it: 1250, £1,250.00, -12.50. ok is
// false for what is no amount, has parts of a penny, or is beyond Most.
func ParsePence(text string) (p Pence, ok bool) {
	text = strings.NewReplacer("£", "", ",", "", " ", "", "\u00a0", "", "−", "-").Replace(text)
	negative := strings.HasPrefix(text, "-")
	pounds, pence, dotted := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if pounds == "" || dotted && len(pence) != 2 && len(pence) != 1 || !digits(pounds) || !digits(pence) {
		return 0, false
	}
	n, err := strconv.ParseInt(pounds+(pence + "00")[:2], 10, 64)
	if err != nil || n > math.MaxInt64/2 || Pence(n) > Most {
		return 0, false
	}
	if negative {
		n = -n
	}
	return Pence(n), true
}

func digits(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

// Amount is an amount that somebody typed into a field: more than nothing.
func Amount(field, text string, wrong *fault.Fields) Pence {
	p, ok := ParsePence(strings.TrimSpace(text))
	switch {
	case strings.TrimSpace(text) == "":
		wrong.Add(field, "Enter the amount")
	case !ok:
		wrong.Add(field, "Enter an amount in pounds and pence, for example 120 or 97.50")
	case p <= 0:
		wrong.Add(field, "The amount must be more than nothing")
	}
	return p
}

// Event is what a fee is charged for.
type Event string

// The events.
const (
	Application   Event = "application"   // of an employer
	Accreditation Event = "accreditation" // of a person
	Renewal       Event = "renewal"       // of a person's accreditation
	TrainingPlace Event = "training-place"
	Card          Event = "card"
	Replacement   Event = "replacement-card"
	Manual        Event = "manual"
)

// discretion is the provision under which the chief officer charges.
const discretion = "Police Reform Act 2002, s41(5)"

// Events is every event, with how people name one and several, and under what it is charged.
var Events = []struct {
	Event         Event
	Title, Plural string
	Law           string
}{
	{Application, "Application of an employer", "Applications of an employer", ""},
	{Accreditation, "Accreditation of a person", "Accreditations of persons", discretion},
	{Renewal, "Renewal of an accreditation", "Renewals of accreditations", discretion},
	{TrainingPlace, "Training place", "Training places", ""},
	{Card, "ID card", "ID cards", ""},
	{Replacement, "Replacement ID card", "Replacement ID cards", ""},
	{Manual, "Training manual", "Training manuals", ""},
}

// Title is the event in plain words; empty for none of them.
func (v Event) Title() string {
	for _, x := range Events {
		if x.Event == v {
			return x.Title
		}
	}
	return ""
}

// Sector is who pays: fees may differ between public bodies and private firms.
type Sector string

// The sectors.
const (
	Public  Sector = "public"
	Private Sector = "private"
)

// Sectors is both.
var Sectors = []Sector{Public, Private}

// Title is the sector in plain words.
func (s Sector) Title() string {
	return map[Sector]string{Public: "Public body", Private: "Private body"}[s]
}

// SectorOf is the sector of an employer of that kind.
func SectorOf(k org.Kind) Sector {
	if k.Private() {
		return Private
	}
	return Public
}

// May asks for a permission on the papers of an organisation.
func (s *Service) May(who authz.Actor, p authz.Permission, of id.Org) error {
	return who.May(p, authz.Object{Org: of})
}
