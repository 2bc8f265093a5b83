package incidentweb

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/incident"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// form is the map's form as it stands in the address.
type form struct {
	From    string `form:"from" label:"From" max:"40"`
	To      string `form:"to" label:"To" max:"40"`
	Against string `form:"against" label:"Compare with" max:"40"`
	What    string `form:"what" label:"What" max:"40"`
	Within  string `form:"within" label:"Area" max:"64"`
	By      string `form:"by" label:"By" max:"10"`
	As      string `form:"as" label:"As" max:"10"`
	Chosen  string `form:"chosen" max:"64"`
	Org     string `form:"org" max:"64"`
	Sort    string `form:"sort" max:"12"`
	Page    string `form:"page" max:"6"`
}

// What the compare list offers beside months themselves.
const (
	againstNothing = "none"
	againstBefore  = "before" // the months just before
	againstYear    = "year"   // the same months a year before
)

// What the figures are shown as.
const (
	asCount  = "count"
	asRate   = "rate"
	asChange = "change"
)

// crime is every kind but antisocial behaviour, in addresses.
const crime = "crime"

// query is what an address asks for.
type query struct {
	incident.Query
	against string
	what    string
	as      string
	chosen  string // an area, or of a cluster the number of its place
	org     id.Org
	sort    string
	page    int
}

// read reads the address, given the months that were taken. What cannot be is told in the
// error, and left as if it had not been asked for.
func read(f form, known []incident.Month) (query, error) {
	var wrong fault.Fields
	q := query{against: f.Against, what: cmp.Or(f.What, incident.ASB.Code()), as: cmp.Or(f.As, asRate), chosen: f.Chosen, org: id.Org(f.Org), sort: f.Sort}
	q.By, q.Within = incident.By(cmp.Or(f.By, string(incident.ByWard))), id.Area(f.Within)
	if !slices.Contains([]incident.By{incident.ByDivision, incident.ByWard, incident.ByCluster}, q.By) {
		wrong.Add("by", "Choose district, ward or cluster")
		q.By = incident.ByWard
	}
	if !slices.Contains([]string{asCount, asRate, asChange}, q.as) {
		wrong.Add("as", "Choose count, rate or change")
		q.as = asRate
	}
	q.months(f, known, &wrong)
	q.kinds(&wrong)
	q.compare(known, &wrong)
	q.page, _ = strconv.Atoi(f.Page)
	q.page = max(q.page, 1)
	return q, wrong.Err()
}

// months fills in the months: the newest taken and two before it, unless others are asked for.
func (q *query) months(f form, known []incident.Month, wrong *fault.Fields) {
	month := func(name, label, text string) incident.Month {
		if text == "" {
			return 0
		}
		m, ok := incident.ParseMonth(text)
		if !ok {
			wrong.Add(name, "%s must be a month such as 2018-01", label)
		}
		return m
	}
	q.From, q.To = month("from", "From", f.From), month("to", "To", f.To)
	if len(known) == 0 {
		q.From, q.To = 0, 0
		return
	}
	if q.To == 0 {
		q.To = max(known[len(known)-1], q.From)
	}
	if q.From == 0 {
		q.From = max(min(known[0], q.To), q.To-2)
	}
	if q.From > q.To {
		wrong.Add("to", "To must not lie before from")
		q.To = q.From
	}
}

func (q *query) kinds(wrong *fault.Fields) {
	if q.what == crime {
		q.Kinds = incident.Kinds()[1:]
		return
	}
	k, ok := incident.KindOf(q.what)
	if !ok {
		wrong.Add("what", "Choose what to count")
		k, q.what = incident.ASB, incident.ASB.Code()
	}
	q.Kinds = []incident.Kind{k}
}

// compare fills in the first month to compare with. If nothing was said it is a year
// before, as long as each month that is shown has its fellow then, since the seasons
// differ; or else the months before, if they were all taken.
func (q *query) compare(known []incident.Month, wrong *fault.Fields) {
	if len(known) == 0 {
		return
	}
	length := q.To - q.From + 1
	fellows := func(back incident.Month) bool {
		none := true
		for m := q.From; m <= q.To; m++ {
			_, here := slices.BinarySearch(known, m)
			_, then := slices.BinarySearch(known, m-back)
			if here && !then {
				return false
			}
			none = none && !here
		}
		return !none
	}
	if q.against == "" {
		q.against = againstNothing
		for _, x := range []struct {
			against string
			back    incident.Month
		}{{againstBefore, length}, {againstYear, 12}} {
			if fellows(x.back) {
				q.against = x.against
			}
		}
	}
	switch q.against {
	case againstNothing:
	case againstBefore:
		q.Against = q.From - length
	case againstYear:
		q.Against = q.From - 12
	default:
		m, ok := incident.ParseMonth(q.against)
		if !ok {
			wrong.Add("against", "Choose what to compare with")
			q.against = againstNothing
		}
		q.Against = m
	}
}

// values is the query as an address has it, with what goes without saying left out.
func (q *query) values() url.Values {
	out := url.Values{}
	set := func(name, value, usual string) {
		if value != "" && value != usual {
			out.Set(name, value)
		}
	}
	set("from", q.From.String(), "")
	set("to", q.To.String(), "")
	set("against", q.against, "")
	set("what", q.what, incident.ASB.Code())
	set("within", string(q.Within), "")
	set("by", string(q.By), string(incident.ByWard))
	set("as", q.as, asRate)
	set("org", string(q.org), "")
	set("sort", q.sort, "")
	return out
}

// at is the address of the map with one area or cluster chosen.
func (v *reading) at(q *query, chosen string) string {
	values := q.values()
	values.Set("chosen", chosen)
	return v.Link("/map?"+values.Encode()) + "#chosen"
}

// with is the address of the map with something else asked for.
func (v *reading) with(q query, change func(*query)) string {
	change(&q)
	return v.Link("/map?" + q.values().Encode())
}

// options is the lists of the form.
type options struct {
	From, To, Against, What, Within []govuk.Option
	By, As                          []govuk.Choice
}

func choices(q *query, c *incident.Counts) options {
	var o options
	for i := len(c.Known) - 1; i >= 0; i-- {
		m := c.Known[i]
		o.From = append(o.From, govuk.Option{Value: m.String(), Text: m.Long()})
	}
	known := o.From
	o.From, o.To = offered(known, q.From), offered(known, q.To)
	o.Against = []govuk.Option{{Value: againstNothing, Text: "Nothing"}, {Value: againstYear, Text: "A year before"}, {Value: againstBefore, Text: "The months before"}}
	for _, m := range known {
		text := "From " + m.Text
		if q.From == q.To {
			text = m.Text
		}
		o.Against = append(o.Against, govuk.Option{Value: m.Value, Text: text})
	}
	o.What = []govuk.Option{{Value: incident.ASB.Code(), Text: incident.ASB.Title()}, {Value: crime, Text: "All crime"}}
	for _, k := range incident.Kinds()[1:] {
		o.What = append(o.What, govuk.Option{Value: k.Code(), Text: k.Title()})
	}
	o.Within = []govuk.Option{{Blank: true, Text: "The whole force"}}
	for _, d := range c.Ground.Divisions {
		o.Within = append(o.Within, govuk.Option{Value: string(d.ID), Text: d.Area.Name})
	}
	o.By = []govuk.Choice{{Value: string(incident.ByDivision), Text: "District"}, {Value: string(incident.ByWard), Text: "Ward"}, {Value: string(incident.ByCluster), Text: "Cluster"}}
	o.As = []govuk.Choice{{Value: asCount, Text: "Count"}, {Value: asRate, Text: "Rate"}, {Value: asChange, Text: "Change"}}
	return o
}

// offered is the months taken, and before them the one that is shown if it was not.
func offered(known []govuk.Option, shown incident.Month) []govuk.Option {
	if slices.ContainsFunc(known, func(o govuk.Option) bool { return o.Value == shown.String() }) {
		return known
	}
	return append([]govuk.Option{{Value: shown.String(), Text: shown.Long() + ", not taken"}}, known...)
}

// typed is the form with what is shown, so that the lists say it.
func (q *query) typed() form {
	return form{From: q.From.String(), To: q.To.String(), Against: q.against, What: q.what, Within: string(q.Within), By: string(q.By), As: q.as}
}

// title says what is counted by what: "Antisocial behaviour by ward".
func (q *query) title() string {
	what := "Crime"
	if len(q.Kinds) == 1 {
		what = q.Kinds[0].Title()
	}
	return what + " by " + string(q.By)
}

// period is months in words: "October to December 2018".
func period(from, to incident.Month) string {
	switch {
	case from == to:
		return to.Long()
	case from/12 == to/12:
		return monthName(from) + " to " + to.Long()
	}
	return from.Long() + " to " + to.Long()
}

// short is months as they stand over a column: "Oct to Dec 2018".
func short(from, to incident.Month) string {
	switch {
	case from == to:
		return to.Short()
	case from/12 == to/12:
		return from.Short()[:len(from.Short())-5] + " to " + to.Short()
	}
	return from.Short() + " to " + to.Short()
}

func monthName(m incident.Month) string { return m.Long()[:len(m.Long())-5] }

// incidents is a number of incidents in words.
func incidents(n int) string {
	if n == 1 {
		return "1 incident"
	}
	return web.Number(n) + " incidents"
}
