package clockweb

import (
	"fmt"
	"net/http"
	"strconv"

	"watchword/internal/clock"
	"watchword/internal/clockwork"
	"watchword/internal/diary"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type forecastPage struct {
	web.Page
	Head     part.Head
	Filter   moj.Filter
	CSV      string
	Chart    part.Columns
	Kinds    part.Table
	Places   *part.Columns // nil: nobody must be trained
	Training part.Table
}

// months is how far ahead people may look.
var months = []int{12, 24, 36, 60}

type forecastQuery struct {
	Months string `form:"months" max:"3"`
	What   string `form:"what" max:"40"`
}

// ahead is how many months are asked for.
func (q forecastQuery) ahead() int {
	for _, n := range months {
		if q.Months == strconv.Itoa(n) {
			return n
		}
	}
	return months[0]
}

func (h *Handlers) forecastAsked(r *http.Request) (clockwork.Forecast, forecastQuery, error) {
	q, err := web.Query[forecastQuery](r)
	if err != nil {
		return clockwork.Forecast{}, q, err
	}
	f, err := h.Clockwork.Forecast(r.Context(), who(r), q.ahead())
	return f, q, err
}

// forecast is who lapses when, month by month, and who must be trained.
func (h *Handlers) forecast(w http.ResponseWriter, r *http.Request) error {
	f, q, err := h.forecastAsked(r)
	if err != nil {
		return err
	}
	p := &forecastPage{Page: web.Page{Title: "Forecast", Active: "/forecast"}, CSV: fmt.Sprintf("/forecast.csv?months=%d", q.ahead()), Head: part.Head{Title: "Forecast",
		Text: "What ends or falls due in the months ahead, as it stands now. Whoever renews something moves it. What is overdue counts to this month."}}
	p.filter(f, q)
	p.Chart = part.Columns{Title: "Falls due", Sub: "By month: everything", Labels: "Month", Values: "Things"}
	if q.What != "" {
		p.Chart.Sub = "By month: " + diary.Kind(q.What).Title()
	}
	for i, m := range f.Months {
		n := m.Total
		if q.What != "" {
			n = m.Counts[diary.Kind(q.What)]
		}
		p.Chart.Data = append(p.Chart.Data, datum(i, len(f.Months), m.First, n))
	}
	p.Kinds = monthTable("What falls due, by month and kind", "Kind", f.Months)
	p.Kinds.Empty = "Nothing ends in these months."
	for _, k := range f.Kinds {
		row := make([]int, len(f.Months))
		for i, m := range f.Months {
			row[i] = m.Counts[k]
		}
		p.Kinds.Rows = append(p.Kinds.Rows, monthRow(part.Cell{Text: k.Title(), Href: "/due?days=366&what=" + string(k)}, row))
	}
	p.training(f)
	return h.page.Render(w, r, "forecast.html", p)
}

// filter is the panel beside the chart.
func (p *forecastPage) filter(f clockwork.Forecast, q forecastQuery) {
	span := govuk.Select{Name: "months", Label: govuk.Label{Text: "How far ahead"}, Value: strconv.Itoa(q.ahead())}
	for _, n := range months {
		span.Items = append(span.Items, govuk.Option{Value: strconv.Itoa(n), Text: part.Count(n/12, "year", "years")})
	}
	what := govuk.Select{Name: "what", Label: govuk.Label{Text: "What"}, Value: q.What, Items: []govuk.Option{{Blank: true, Text: "Everything"}}}
	for _, k := range f.Kinds {
		what.Items = append(what.Items, govuk.Option{Value: string(k), Text: k.Title()})
	}
	p.Filter = moj.Filter{Action: "/forecast", Options: span.Render() + what.Render()}
}

// training is who must be trained: the places needed, and for which powers.
func (p *forecastPage) training(f clockwork.Forecast) {
	if len(f.Training) == 0 {
		return
	}
	p.Places = &part.Columns{Title: "Places needed on courses", Sub: "By month: persons whose training for some power ends, each counted once a month", Labels: "Month", Values: "Persons"}
	for i, n := range f.Places {
		p.Places.Data = append(p.Places.Data, datum(i, len(f.Months), f.Months[i].First, n))
	}
	p.Training = monthTable("Persons whose training ends, by power", "Power", f.Months)
	for _, t := range f.Training {
		p.Training.Rows = append(p.Training.Rows, monthRow(part.Cell{Text: t.Name, Href: "/powers/" + string(t.Power)}, t.Persons))
	}
}

// datum is a month of a chart. Where there are many, only each January bears its year.
func datum(i, of int, first clock.Day, n int) part.Datum {
	y, m, _ := first.Date()
	d := part.Datum{Label: m.String()[:3], Value: float64(n)}
	if of > 12 {
		d.Label = ""
		if m == 1 || i == 0 {
			d.Label = strconv.Itoa(y)
		}
	}
	if i == 0 {
		d.Kind = part.Due
	}
	return d
}

func monthName(first clock.Day) string {
	y, m, _ := first.Date()
	return fmt.Sprintf("%s %d", m.String()[:3], y)
}

// monthTable is a table whose columns are months.
func monthTable(caption, of string, all []clockwork.Month) part.Table {
	t := part.Table{Caption: caption, RowHeaders: true, Scrolls: true, Columns: []part.Column{{Text: of}, {Text: "All", Numeric: true}}}
	for _, m := range all {
		t.Columns = append(t.Columns, part.Column{Text: monthName(m.First), Numeric: true})
	}
	return t
}

func monthRow(of part.Cell, by []int) part.Row {
	row := part.Row{Cells: []part.Cell{of, {}}}
	all := 0
	for _, n := range by {
		all += n
		row.Cells = append(row.Cells, part.Cell{Text: part.Number(n), Quiet: n == 0})
	}
	row.Cells[1] = part.Cell{Text: part.Number(all), Strong: true}
	return row
}

// forecastCSV is the months ahead as CSV: a line for each month and kind, and for each
// month and power that must be trained again.
func (h *Handlers) forecastCSV(w http.ResponseWriter, r *http.Request) error {
	f, _, err := h.forecastAsked(r)
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "forecast-"+clock.DayOf(h.Clock.Now()).String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Month", "Kind", "Power", "Number")
	for i, m := range f.Months {
		month := m.First.String()[:7]
		for _, k := range f.Kinds {
			out.Line(month, string(k), "", strconv.Itoa(m.Counts[k]))
		}
		for _, t := range f.Training {
			out.Line(month, "training-persons", string(t.Power), strconv.Itoa(t.Persons[i]))
		}
		out.Line(month, "training-places", "", strconv.Itoa(f.Places[i]))
	}
	return out.End()
}
