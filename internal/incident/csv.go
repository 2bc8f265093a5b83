package incident

import (
	"io"
	"strconv"
	"strings"

	"watchword/internal/id"
	"watchword/internal/sheet"
)

// Beside is who works beside the incidents, as far as the reader may see.
type Beside struct {
	Here map[id.Area][]Here
	// Orgs and Persons say whether organisations may be named, and persons counted.
	Orgs, Persons bool
}

// At is the accredited organisations beside a line, and how many persons of theirs may act
// there: of a cluster, in the ward of the point with most incidents.
func (b Beside) At(c *Counts, l Line) (orgs []Here, persons int) {
	at := l.Area
	switch {
	case l.Cluster == nil:
	case l.Cluster.Ward >= 0:
		at = c.Ground.Wards[l.Cluster.Ward].ID
	case l.Division >= 0:
		at = c.Ground.Divisions[l.Division].ID
	}
	for _, o := range b.Here[at] {
		persons += o.Persons
	}
	return b.Here[at], persons
}

// District is the short name of the division in which a line lies, or empty.
func (c *Counts) District(l Line) string {
	if l.Division < 0 {
		return ""
	}
	return c.Ground.Divisions[l.Division].Short()
}

// CSV writes lines of the counts as a table for spreadsheets; what is not known is empty.
func (c *Counts) CSV(to io.Writer, lines []Line, b Beside) error {
	out := sheet.To(to)
	out.Line(string(c.Query.By), "district", "code", "from", "to", "months_taken", "incidents", "incidents_per_1000_people", "people", "people_year", "incidents_per_square_km", "square_km",
		"compared_from", "compared_to", "compared_months_taken", "incidents_before", "change_percent", "accredited_organisations", "accredited_persons")
	for _, l := range lines {
		out.Line(c.record(l, b)...)
	}
	return out.End()
}

func (c *Counts) record(l Line, b Beside) []string {
	row := []string{l.Name, c.District(l), "", c.Query.From.String(), c.Query.To.String(), strconv.Itoa(len(c.Span.Taken)), strconv.Itoa(l.N), "", "", "", "", "", "", "", "", "", "", "", ""}
	if a := c.Ground.Areas[l.Area]; a != nil {
		row[2] = a.Code
		if people, year, known := c.People(l); known {
			row[7], row[8], row[9] = three(c.Rate(PerPeople, l)), strconv.Itoa(people), strconv.Itoa(year)
		}
		row[10], row[11] = three(c.Rate(PerKilometre, l)), three(c.Kilometres(l))
	}
	if c.Against.From != 0 {
		row[12], row[13], row[14], row[15] = c.Against.From.String(), c.Against.To.String(), strconv.Itoa(len(c.Against.Taken)), strconv.Itoa(l.Before)
	}
	if ch := c.Change(l); ch.Known {
		row[16] = strconv.Itoa(ch.Percent)
	}
	if len(c.Span.Taken) == 0 { // nothing is known of these months
		row[6], row[7], row[10] = "", "", ""
	}
	orgs, persons := b.At(c, l)
	if b.Orgs {
		var names []string
		for _, o := range orgs {
			names = append(names, o.Name)
		}
		row[17] = strings.Join(names, "; ")
	}
	if b.Persons {
		row[18] = strconv.Itoa(persons)
	}
	return row
}

func three(f float64) string { return strconv.FormatFloat(f, 'f', 3, 64) }
