package fee

import (
	"strconv"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/print"
	"watchword/internal/register"
)

const scheme = "Community Safety Accreditation Scheme"

// Document is a paper as it is sent: made from what stands on its face alone, so that it
// says the same for ever, except that one withdrawn or reversed says so.
func (s *Service) Document(tx *db.Tx, who authz.Actor, v PaperVersion) (print.Document, error) {
	if err := s.May(who, authz.ReadFees, v.State.Org); err != nil {
		return print.Document{}, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return print.Document{}, err
	}
	return v.State.document(f.Name, f.Settings.ReturnAddress), nil
}

func (p *Paper) document(force string, from []string) print.Document {
	d := print.Document{Style: print.Letter, Title: p.Kind.Title() + " " + p.Number, Force: force, Scheme: scheme, To: p.To, Date: p.Day.Long(), Made: p.Day.Start()}
	ref := func(key, value string) {
		if value != "" {
			d.Refs = append(d.Refs, print.Row{Key: key, Value: value})
		}
	}
	say := func(text string) { d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain(text)}) }
	ref(p.Kind.Title(), p.Number)
	ref("Your reference", p.Yours)
	switch p.Kind {
	case Quote:
		if p.State == Withdrawn {
			say("This quote was withdrawn: " + p.Why)
		}
		say("These are the prices of the scheme on " + p.Day.Long() + " for a " + lower(p.Sector.Title()) + ". They hold until " + p.Due.Long() + ", that day included, if you accept by then.")
		d.Blocks = append(d.Blocks, p.table("Together"))
	case Invoice:
		ref("Quote", p.OfNumber)
		ref("To be paid by", p.Due.Long())
		say("For what is named here " + p.Total.String() + " is to be paid by " + p.Due.Long() + ".")
		d.Blocks = append(d.Blocks, p.table("To be paid"))
		p.howToPay(&d)
	case Receipt:
		ref("Invoice", p.OfNumber)
		if p.State == Reversed {
			say("This receipt was reversed and no longer counts: " + p.Why)
		}
		say(p.Total.String() + " came on " + p.Day.Long() + " for invoice " + p.OfNumber + ". Thank you.")
		say("Paid by: " + p.Through + ".")
	case Credit:
		ref("Invoice", p.OfNumber)
		say(p.Total.String() + " is taken off invoice " + p.OfNumber + ".")
		say("The reason: " + p.Why)
	}
	if len(from) > 0 {
		address := ""
		for i, l := range from {
			if i > 0 {
				address += ", "
			}
			address += l
		}
		d.Foot = address
	}
	return d
}

func (p *Paper) table(sum string) print.Table {
	t := print.Table{Caption: "What it is for", Quiet: true, Columns: []print.Column{{Title: "What", Share: 5}, {Title: "Number", Share: 1.2, Right: true}, {Title: "Each", Share: 1.6, Right: true}, {Title: "Amount", Share: 1.8, Right: true}}}
	for _, l := range p.Lines {
		what := l.Event.Title()
		if l.Note != "" {
			what += ": " + l.Note
		}
		t.Rows = append(t.Rows, []string{what, strconv.Itoa(l.Quantity), l.Each.String(), l.Sum().String()})
	}
	t.Rows = append(t.Rows, []string{sum, "", "", p.Total.String()})
	return t
}

func (p *Paper) howToPay(d *print.Document) {
	if len(p.PayTo) == 0 {
		d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain("Quote the number of the invoice, " + p.Number + ", with the payment.")})
		return
	}
	items := make([]print.Text, len(p.PayTo))
	for i, l := range p.PayTo {
		items[i] = print.Plain(l)
	}
	d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: "How to pay"}, print.List{Items: append(items, print.Plain("Quote "+p.Number+" with the payment."))})
}

// Statement is the scheme account over a period, both days counting, as it was known.
//
// Errors: fault.Forbidden; fault.Invalid for a period that ends before it begins.
func (s *Service) Statement(tx *db.Tx, who authz.Actor, from, to clock.Day, w register.When) (Statement, error) {
	if to < from {
		return Statement{}, fault.In("to", "The last day lies before the first")
	}
	all, err := s.Account(tx, who, w)
	return StatementOf(all, from, to), err
}

// Document is the statement as it is put before the board.
func (st *Statement) Document(force string, known clock.Day) print.Document {
	d := print.Document{Title: "Scheme account, " + st.From.Long() + " to " + st.To.Long(), Force: force, Scheme: scheme, Made: known.Start(), Refs: []print.Row{{Key: "As known on", Value: known.Long()}}}
	d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain(Ring), Size: print.Lead}, print.Paragraph{Text: print.Plain("Source: " + RingSource + "."), Size: print.Small})
	right := func(title string) print.Column { return print.Column{Title: title, Share: 1.5, Right: true} }
	sums := print.Table{Caption: "In short", Columns: []print.Column{{Title: "What", Share: 4}, right("In"), right("Out")}, Rows: [][]string{{"Held before " + st.From.Long(), st.Opening.String(), ""}}}
	for _, x := range st.Sums {
		sums.Rows = append(sums.Rows, []string{x.Kind.Title(), shown(x.In), shown(x.Out)})
	}
	sums.Rows = append(sums.Rows, []string{"In the period", st.In.String(), st.Out.String()}, []string{"Held at the end of " + st.To.Long(), st.Closing.String(), ""})
	d.Blocks = append(d.Blocks, sums)
	lines := print.Table{Caption: "Every line", Columns: []print.Column{{Title: "Day", Share: 1.6}, {Title: "For", Share: 1.8}, {Title: "What", Share: 4.2}, right("In"), right("Out"), right("Held")}}
	for _, l := range st.Lines {
		lines.Rows = append(lines.Rows, []string{l.State.Day.Short(), l.State.Kind.Title(), l.State.What, shown(l.State.In), shown(l.State.Out), l.Held.String()})
	}
	if len(st.Lines) == 0 {
		d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain("Nothing came in or went out.")})
		return d
	}
	d.Blocks = append(d.Blocks, lines)
	return d
}

// shown is an amount, or nothing for none.
func shown(p Pence) string {
	if p == 0 {
		return ""
	}
	return p.String()
}
