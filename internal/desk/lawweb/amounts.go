package lawweb

import (
	"slices"
	"strconv"
	"sync"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/web/part"
)

// rate is what a notice costs for offences from a day on.
type rate struct {
	from                clock.Day
	lower, upper, young law.Pence // of a penalty notice for disorder; young is the lower amount for those under 16
	full, early, unpaid law.Pence
	pay, soon           law.Term
	least, most, floor  law.Pence // what a council may set
	sure                bool
}

func (r rate) same(s rate) bool {
	r.from, s.from = 0, 0
	r.pay.Last, s.pay.Last, r.soon.Last, s.soon.Last = 0, 0, 0, 0
	return r == s
}

// scanned keeps the rates once worked out: by notice and territory.
var scanned sync.Map

type scanKey struct {
	power law.PowerID
	in    law.Territory
}

// rates is every rate of a notice, the oldest first. The law is asked about each day in
// turn, so that none of its changes can be missed.
func rates(p *law.Power, today clock.Day, in law.Territory) []rate {
	key := scanKey{p.ID, in}
	if kept, ok := scanned.Load(key); ok {
		return kept.([]rate)
	}
	var out []rate
	for day := clock.MustDay("2002-12-02"); day <= today.AddYears(2); day++ {
		if p.StatusOn(day, in) != law.InForce {
			continue
		}
		r := rateOn(p, day, in)
		if r.full == 0 && r.upper == 0 {
			continue
		}
		if n := len(out); n == 0 || !out[n-1].same(r) {
			out = append(out, r)
		}
	}
	scanned.Store(key, out)
	return out
}

func rateOn(p *law.Power, day clock.Day, in law.Territory) rate {
	r := rate{from: day, sure: true}
	if p.Notice == law.PND {
		r.lower, r.pay = tierOn(p, day, in, false, 30)
		r.upper, _ = tierOn(p, day, in, true, 30)
		if young, _ := tierOn(p, day, in, false, 15); young != r.lower {
			r.young = young
		}
		return r
	}
	n := ask(p, "", day, in, 30).Notice
	r.full, r.early, r.unpaid, r.pay, r.soon = n.Amount, n.Early, n.Unpaid, n.PayBy, n.EarlyBy
	if p.Notice == law.LitterFPN || p.Notice == law.GraffitiFPN {
		if least, most, _, floor, sure, ok := law.Range(day, in); ok {
			r.least, r.most, r.floor, r.sure = least, most, floor, sure == law.H
		}
	}
	return r
}

// tierOn is the amount of the first offence of the tier that can be given on the day.
func tierOn(p *law.Power, day clock.Day, in law.Territory, upper bool, age int) (law.Pence, law.Term) {
	for i := range law.Offences() {
		o := &law.Offences()[i]
		if o.StatusOn(day, in) != law.InForce || o.UpperOn(day) != upper || o.Off&in != 0 || o.MinAge > int8(age) || o.MaxAge != 0 && o.MaxAge < int8(age) {
			continue
		}
		if n := ask(p, o.ID, day, in, age).Notice; n.Amount > 0 {
			return n.Amount, n.PayBy
		}
	}
	return 0, law.Term{}
}

// ask is the verdict on a notice given on the day with every other fact as it has to be.
func ask(p *law.Power, offence law.OffenceID, day clock.Day, in law.Territory, age int) law.Verdict {
	at := day.Start().Add(12 * 60 * 60 * 1e9)
	always := law.Standing{State: law.Active, From: day.AddYears(-1).Start(), Until: clock.Forever}
	q := law.Question{Power: p.ID, Offence: offence, At: at, Territory: in, Accreditation: always, Employer: always, VettingUntil: clock.Forever,
		Grants: []law.Grant{{Power: p.ID}}, Training: []law.Training{{Power: p.ID, Until: clock.Forever}}, Age: law.Age{Years: age, Basis: law.AgeFromBirth},
		OffenceOn: day, Served: law.ByHand, Earlier: []law.Earlier{}, Acting: law.CouncilOfficer}
	if offence != "" {
		q.Grants[0].Offences = []law.OffenceID{offence}
	}
	for f := range q.Facts {
		q.Facts[f] = law.Fact(f).Info().Want
	}
	return law.May(&q)
}

// amount is what a notice costs, in one territory or in both.
type amount struct {
	Heading string
	Pays    string
	Table   *part.Table
}

// amounts is what a notice costs, by the day of the offence, the newest first, and by
// when it is paid: one table where England and Wales have the same, else one each, the
// force's own first. A power that gives no notice, or one at no fixed price, has none.
func amounts(p *law.Power, today clock.Day, own law.Territory) []amount {
	if p.Notice == law.NoNotice {
		return nil
	}
	ins := []law.Territory{own, law.EnglandAndWales &^ own}
	if slices.EqualFunc(rates(p, today, law.England), rates(p, today, law.Wales), func(a, b rate) bool { return a.from == b.from && a.same(b) }) {
		ins = ins[:1]
	}
	var out []amount
	for _, in := range ins {
		if rs := rates(p, today, in); len(rs) > 0 {
			where := ""
			if len(ins) > 1 {
				where = " in " + in.String()
			}
			t := rateTable(p, rs)
			t.Caption = "Amounts" + where + ", by the day of the offence"
			out = append(out, amount{"Amounts" + where, "To be paid within " + period(rs[len(rs)-1].pay) + ".", t})
		}
	}
	return out
}

func rateTable(p *law.Power, rs []rate) *part.Table {
	t := &part.Table{}
	for i := len(rs) - 1; i >= 0; i-- {
		t.Rows = append(t.Rows, part.Row{Cells: cells(p, rs[i])})
	}
	switch p.Notice {
	case law.PND:
		t.Columns = []part.Column{{Text: "Offence from"}, {Text: "Lower", Numeric: true}, {Text: "Upper", Numeric: true}, {Text: "Under 16, lower", Numeric: true}}
	case law.LitterFPN, law.GraffitiFPN:
		t.Columns = []part.Column{{Text: "Offence from"}, {Text: "The council may set"}, {Text: "If it sets none", Numeric: true}, {Text: "Least for early payment", Numeric: true}, {Text: "Certainty"}}
	default:
		t.Columns = []part.Column{{Text: "Offence from"}, {Text: "Full amount", Numeric: true}, {Text: "If paid early", Numeric: true}, {Text: "Registered if unpaid", Numeric: true}, {Text: "Periods"}}
	}
	return t
}

func cells(p *law.Power, r rate) []part.Cell {
	from := part.Cell{Text: r.from.Long()}
	switch p.Notice {
	case law.PND:
		return []part.Cell{from, money(r.lower), money(r.upper), money(r.young)}
	case law.LitterFPN, law.GraffitiFPN:
		between := r.least.String() + " to " + r.most.String()
		sure := "Confirmed"
		if !r.sure {
			between, sure = "Not read", "Amount unconfirmed"
		}
		return []part.Cell{from, {Text: between}, money(r.full), money(r.floor), {Status: certainty(sure)}}
	}
	days := period(r.pay)
	if r.early > 0 {
		days = "Early within " + period(r.soon) + "; in full within " + days
	}
	return []part.Cell{from, money(r.full), money(r.early), money(r.unpaid), {Text: days}}
}

func money(a law.Pence) part.Cell {
	if a == 0 {
		return part.Cell{}
	}
	return part.Cell{Text: a.String()}
}

func period(t law.Term) string { return strconv.Itoa(t.Days) + " days, " + t.From.String() }
