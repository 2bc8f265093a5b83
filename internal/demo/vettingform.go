package demo

import (
	"fmt"

	"watchword/internal/clock"
	"watchword/internal/vetting/envelope"
)

// dice is chance that falls the same each time for the same text.
type dice string

// n is a number below most.
func (d dice) n(most int) int {
	h := uint32(2166136261)
	for _, c := range []byte(d) {
		h = (h ^ uint32(c)) * 16777619
	}
	return int(h>>3) % most
}

func (d dice) of(what string, list ...string) string { return list[dice(string(d)+what).n(len(list))] }

func (d dice) digits(what string, n int) string {
	out := ""
	for i := range n {
		out += fmt.Sprint(dice(fmt.Sprint(d, what, i)).n(10))
	}
	return out
}

// home is a house in the county.
func (d dice) home() string {
	return fmt.Sprintf("%d %s, %s", 1+dice(string(d)+"house").n(118), d.of("street", "Ferry Lane", "Mill Road", "Tanner Street", "Saltmarsh Close", "Beacon Hill", "Cooper’s Yard", "St Osyth Road", "The Wharf"),
		d.of("town", "Aldermere", "Quaymouth", "Calderwick", "Eskhaven", "Larkhurst", "Fenbury"))
}

func (d dice) postcode() string {
	return "EM" + d.digits("area", 1) + " " + d.digits("house", 1) + d.of("end", "AB", "DQ", "GT", "LN", "PW", "XY")
}

// papers is the documents that the employer saw.
func (d dice) papers() []string {
	return []string{d.of("paper", "Passport", "Passport", "Birth certificate"), d.of("bill", "Driving licence", "Utility bill", "Utility bill")}
}

// everySection is more sections than the form has.
const everySection = 99

// answers is what a person of the county answers in the first sections of the form.
func (l *loading) answers(w *worker, sections int) envelope.Answers {
	today, d := clock.DayOf(l.Clock.Now()), dice(w.plan.Key)
	all := l.wholeForm(w, today)
	out := envelope.Answers{Values: map[string]string{}, Lists: map[string][]map[string]string{}}
	for i, s := range envelope.Form(envelope.Ask{Full: true, Today: today}) {
		if i >= sections {
			break
		}
		for _, p := range s.Pages {
			for _, f := range p.Fields {
				if v, ok := all[f.Name]; ok {
					out.Values[f.Name] = v
				}
			}
			if p.List != nil && (p.List.If == "" || out.Asked(p.List.If)) {
				out.Lists[p.List.Name] = d.list(p.List.Name, w, today)
			}
		}
	}
	return out
}

// wholeForm is the answers by field.
func (l *loading) wholeForm(w *worker, today clock.Day) map[string]string {
	d := dice(w.plan.Key)
	born := l.born(w.plan)
	rarely := func(what string, in int) string {
		if dice(string(d)+what).n(in) == 0 {
			return "yes"
		}
		return "no"
	}
	all := map[string]string{
		"forenames": w.plan.Given, "surname": w.plan.Surname, "had-other-names": "no", "born": born.String(), "birth-town": d.of("born", "Aldermere", "Quaymouth", "Norwich", "Leeds", "Kraków", "Ipswich"),
		"birth-country": "England", "sex": "tell", "nationality": "British", "right-to-work": "citizen", "ni": "QQ" + d.digits("ni", 6) + d.of("nil", "A", "B", "C", "D"),
		"email": "own." + w.plan.Key + "@mail.example", "phone": "07700 900" + d.digits("phone", 3), "sia": "no",
		"convicted": "no", "cautioned": rarely("caution", 14), "cautioned-details": "A penalty notice for parking on the pavement, about 2019, by Eastmarch police.", "pending": "no",
		"debts": rarely("debt", 11), "debts-details": "A car loan of £4,200; I pay £60 a month by agreement since March.", "judgments": "no", "bankrupt": "no",
		"partner": "no", "lives-with": "no", "associations": "no", "business": rarely("business", 6), "business-details": "I sell at the Saturday market, about ten hours a month. It does not touch my work.",
		"service": rarely("service", 10), "service-details": "Army reserve, 2009 to 2014.", "work-right": "yes", "consent-checks": "yes", "consent-true": "yes", "consent-tell": "yes",
	}
	if all["birth-town"] == "Kraków" {
		all["birth-country"], all["nationality"], all["right-to-work"] = "Poland", "Polish", "settled"
	}
	if dice(string(d)+"partner").n(2) == 0 {
		all["partner"], all["partner-name"], all["partner-born"] = "yes", d.of("partner", "Alex", "Sam", "Robin", "Jo", "Chris", "Kit")+" "+w.plan.Surname, born.AddDays(400-d.n(900)).String()
	}
	for _, q := range []string{"cautioned", "debts", "business", "service"} {
		if all[q] == "no" {
			delete(all, q+"-details")
		}
	}
	return all
}

// list is the lines of a list of the form.
func (d dice) list(name string, w *worker, today clock.Day) []map[string]string {
	switch name {
	case "addresses":
		since := today.AddMonths(-14 - d.n(200))
		out := []map[string]string{{"address": d.home(), "postcode": d.postcode(), "from": since.String()}}
		if since > today.AddYears(-5) {
			before := d + "before"
			out = append(out, map[string]string{"address": before.home(), "postcode": before.postcode(), "from": since.AddYears(-6).String(), "to": since.String()})
		}
		return out
	case "documents":
		papers := d.papers()
		return []map[string]string{{"document": papers[0], "number": d.digits("paper", 9)}, {"document": papers[1], "number": "Eastmarch Water, " + today.AddMonths(-1).Long()}}
	}
	return nil
}
