package vettingweb

import (
	"strings"

	"watchword/internal/clock"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// opened fills what lies in the envelope.
func (p *envelopePage) opened(all []envelope.Opened) {
	checks := map[string]envelope.Check{}
	p.Talk = moj.Messages{Label: "Questions and answers"}
	for _, o := range all {
		day, at := clock.DayOf(o.Made).Long(), clock.Local(o.Made).Format("15:04")
		switch x := o.Says.(type) {
		case *envelope.SentForm:
			p.Sections, p.Signed = sectionsOf(x.Lines), "Signed “"+x.Signed+"” on "+day
		case *envelope.Question:
			p.Talk.Items = append(p.Talk.Items, moj.Message{ID: string(o.ID), Sent: true, Text: x.Text, Sender: x.By, Day: day, Time: at})
		case *envelope.Answer:
			p.Talk.Items = append(p.Talk.Items, moj.Message{ID: string(o.ID), Text: x.Text, Sender: "The person", Day: day, Time: at})
		case *envelope.Check:
			checks[x.Name] = *x
		case *envelope.Decision:
			p.Decisions = append(p.Decisions, decisionOf(*x, day))
		case *envelope.Told:
			p.Told = append(p.Told, toldOf(*x, day))
		case *envelope.Review:
			p.Told = append(p.Told, toldView{Title: "The unit looked", When: day, By: x.By, Text: paragraphs(x.Note)})
		case *envelope.Appeal:
			p.Told = append(p.Told, toldView{Title: "Appeal", When: day, By: "signed “" + x.Signed + "”", Text: paragraphs(x.Grounds)})
		}
	}
	p.checks(checks)
	if missing := envelope.Unchecked(all); len(missing) > 0 {
		p.Unchecked = "Before a clearance, a result is needed of: " + strings.Join(missing, ", ") + "."
	}
}

func sectionsOf(lines []envelope.Line) []checkGroup {
	var out []checkGroup
	for _, l := range lines {
		if len(out) == 0 || out[len(out)-1].Title != l.Section {
			out = append(out, checkGroup{Title: l.Section})
		}
		g := &out[len(out)-1]
		g.List.Rows = append(g.List.Rows, govuk.Row{Key: govuk.Words{Text: l.Question}, Value: govuk.Words{HTML: inLines(l.Answer)}})
	}
	return out
}

func (p *envelopePage) checks(have map[string]envelope.Check) {
	p.Checks = part.Table{Caption: "Checks", Columns: []part.Column{{Text: "What was checked"}, {Text: "Result"}, {Text: "On"}, {Text: "By"}}}
	for _, s := range envelope.Sources {
		p.Sources = append(p.Sources, govuk.Option{Value: s.Name, Text: s.Name})
		x, ok := have[s.Name]
		row := []part.Cell{{Text: s.Name}, {Status: part.Status{Kind: part.Waiting, Text: "Not recorded"}}, {}, {}}
		if ok {
			kind := map[envelope.Class]part.Kind{envelope.Nothing: part.InForce, envelope.Something: part.Due, envelope.NotNeeded: part.Ended}[x.Class]
			row = []part.Cell{{Text: s.Name}, {Status: part.Status{Kind: kind, Text: x.Class.Title()}}, part.DayCell(x.Day), {Text: x.By}}
		}
		p.Checks.Rows = append(p.Checks.Rows, part.Row{Cells: row})
	}
	for _, c := range envelope.Classes {
		p.Classes = append(p.Classes, govuk.Choice{Value: c.Value, Text: c.Text})
	}
}

func toldOf(x envelope.Told, day string) toldView {
	t := toldView{Title: "A change was told", When: day, By: "signed “" + x.Signed + "”"}
	if x.Declaration {
		t.Title = "Yearly declaration"
		if len(x.Items) == 0 {
			t.Text = []string{"Nothing has changed."}
		}
	}
	for _, i := range x.Items {
		for _, o := range envelope.Changes {
			if o.Value == i.What {
				t.List.Rows = append(t.List.Rows, govuk.Row{Key: govuk.Words{Text: o.Text}, Value: govuk.Words{HTML: inLines(i.Text)}})
			}
		}
	}
	return t
}

func decisionOf(x envelope.Decision, day string) decisionView {
	v := decisionView{Title: "Decision", When: day + ", " + x.By, Restrictions: x.Restrictions, Status: part.Status{Kind: part.NotInForce, Text: "Refused"}}
	if x.Appeal {
		v.Title = "Decision on the appeal"
	}
	switch x.Outcome {
	case "passed":
		v.Status = part.Status{Kind: part.InForce, Text: "Cleared"}
	case "withdrawn":
		v.Status.Text = "Clearance withdrawn"
	case "upheld":
		v.Status.Text = "Left as decided"
	}
	add := func(key, value string) {
		if value != "" {
			v.List.Rows = append(v.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: inLines(value)}})
		}
	}
	add("Level", x.Level)
	add("To the end of", x.Expires.Long())
	add("Reasons for the file", x.Reasons)
	add("What the person is told", x.Letter)
	if x.Aftercare != clock.NoDay {
		add("Aftercare", strings.TrimSuffix(x.Aftercare.Long()+": "+x.AftercareWhat, ": "))
	}
	return v
}
