package incidentapi

import (
	"math"
	"time"

	"watchword/internal/incident"
)

// Whose the figures are.
const (
	madeUp   = "Made up for this demonstration."
	policeUK = "Contains public sector information licensed under the Open Government Licence v3.0 (police.uk). Each incident lies at a point of the map near to where it happened."
)

// Month is a month of one reporting force, as it was taken.
type Month struct {
	ID          string    `json:"id"`
	Month       string    `json:"month"`
	Reporter    string    `json:"reported_by"`
	File        string    `json:"file"`
	Records     int       `json:"records"`
	ASB         int       `json:"antisocial_behaviour"`
	Crime       int       `json:"crime"`
	NoPlace     int       `json:"without_place" doc:"Of the records"`
	ASBLess     int       `json:"antisocial_behaviour_without_place"`
	LeftOut     int       `json:"bad_lines_left_out,omitempty"`
	Digest      string    `json:"digest" doc:"SHA-256 of the records in their order; the same for the same content, whatever the file’s name and packing"`
	Taken       time.Time `json:"taken"`
	LedgerEntry string    `json:"ledger_entry"`
}

// Months is every month.
type Months struct {
	Items  []Month `json:"items"`
	Credit string  `json:"credit"`
}

func wireMonth(v incident.Version) Month {
	f := v.State
	return Month{ID: v.ID, Month: f.Month.String(), Reporter: f.Reporter, File: f.Name, Records: f.Records, ASB: f.ASB, Crime: f.Records - f.ASB, NoPlace: f.NoPlace, ASBLess: f.ASBLess, LeftOut: f.LeftOut,
		Digest: f.Digest, Taken: v.From, LedgerEntry: v.Entry}
}

// Taken is what became of a file.
type Taken struct {
	Lines  int       `json:"lines"`
	Bad    []Problem `json:"bad" doc:"Lines left out"`
	Notes  []Problem `json:"notes" doc:"What is odd about lines that were taken"`
	Months []Outcome `json:"months"`
}

// Problem is what is wrong with a line.
type Problem struct {
	Line    int    `json:"line"`
	Column  string `json:"column,omitempty"`
	Message string `json:"message"`
}

// Outcome is what became of a month.
type Outcome struct {
	Month    string `json:"month"`
	Reporter string `json:"reported_by"`
	Records  int    `json:"records"`
	ASB      int    `json:"antisocial_behaviour"`
	NoPlace  int    `json:"without_place"`
	Written  bool   `json:"written"`
	Same     bool   `json:"same" doc:"It was taken before with the very same content"`
	Says     string `json:"says"`
}

func wireTaken(p *incident.Parsed, taken []incident.Taken) Taken {
	out := Taken{Lines: p.Lines, Bad: []Problem{}, Notes: []Problem{}, Months: []Outcome{}}
	for _, b := range p.Bad {
		out.Bad = append(out.Bad, Problem(b))
	}
	for _, n := range p.Notes {
		out.Notes = append(out.Notes, Problem(n))
	}
	for _, t := range taken {
		out.Months = append(out.Months, Outcome{Month: t.File.Month.String(), Reporter: t.File.Reporter, Records: t.File.Records, ASB: t.File.ASB, NoPlace: t.File.NoPlace, Written: t.Written, Same: t.Same, Says: t.Sentence()})
	}
	return out
}

// Span is months that were asked for.
type Span struct {
	From    string   `json:"from"`
	To      string   `json:"to"`
	Taken   []string `json:"months_taken"`
	Missing []string `json:"months_missing"`
}

func wireSpan(s incident.Span) Span {
	out := Span{From: s.From.String(), To: s.To.String(), Taken: []string{}, Missing: []string{}}
	for _, m := range s.Taken {
		out.Taken = append(out.Taken, m.String())
	}
	for _, m := range s.Missing {
		out.Missing = append(out.Missing, m.String())
	}
	return out
}

// Counts is the answer to a question of counts.
type Counts struct {
	By      string   `json:"by"`
	Kinds   []string `json:"kinds"`
	Within  string   `json:"within,omitempty"`
	Months  Span     `json:"months"`
	Against *Span    `json:"against,omitempty"`
	Total   int      `json:"total" doc:"All incidents of the months, wherever they are"`
	NoPlace int      `json:"without_place" doc:"Of the total: published without a place"`
	Outside int      `json:"outside" doc:"Of the total: in no area counted by"`
	Items   []Line   `json:"items"`
	Credit  string   `json:"credit"`
}

// Line is the count of one area or cluster. What is not known is absent.
type Line struct {
	Area     string   `json:"area,omitempty" doc:"Its identity; absent for a cluster"`
	Name     string   `json:"name"`
	Code     string   `json:"code,omitempty"`
	District string   `json:"district,omitempty"`
	Cluster  *Cluster `json:"cluster,omitempty"`
	N        int      `json:"incidents"`
	People   int      `json:"people,omitempty" doc:"Who live there; absent where no population is known"`
	Year     int      `json:"people_year,omitempty"`
	PerHead  *float64 `json:"incidents_per_1000_people,omitempty"`
	SquareKm float64  `json:"square_km,omitempty"`
	PerKm    *float64 `json:"incidents_per_square_km,omitempty"`
	Before   *int     `json:"incidents_before,omitempty" doc:"In the months compared with"`
	Change   *int     `json:"change_percent,omitempty" doc:"By the month, over the months that were taken; absent with too few to say"`
	Orgs     []Org    `json:"accredited_organisations,omitempty"`
	Persons  *int     `json:"accredited_persons,omitempty" doc:"Who may act there; absent if you may not see"`
}

// Cluster is points that lie close together.
type Cluster struct {
	Longitude float64 `json:"longitude"`
	Latitude  float64 `json:"latitude"`
	Points    int     `json:"points"`
}

// Org is an accredited organisation that works in an area.
type Org struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Persons *int   `json:"accredited_persons,omitempty"`
}

func wireCounts(c *incident.Counts, b incident.Beside) Counts {
	out := Counts{By: string(c.Query.By), Within: string(c.Query.Within), Months: wireSpan(c.Span), Total: c.Total, NoPlace: c.NoPlace, Outside: c.Outside, Kinds: kinds(c.Query.Kinds), Items: make([]Line, 0, len(c.Lines))}
	if c.Against.From != 0 {
		s := wireSpan(c.Against)
		out.Against = &s
	}
	for _, l := range c.Lines {
		out.Items = append(out.Items, wireLine(c, l, b))
	}
	return out
}

func kinds(ks []incident.Kind) []string {
	out := []string{}
	for _, k := range ks {
		out = append(out, k.Code())
	}
	return out
}

func wireLine(c *incident.Counts, l incident.Line, b incident.Beside) Line {
	out := Line{Area: string(l.Area), Name: l.Name, District: c.District(l), N: l.N}
	if a := c.Ground.Areas[l.Area]; a != nil {
		out.Code, out.SquareKm = a.Code, three(c.Kilometres(l))
		per := three(c.Rate(incident.PerKilometre, l))
		out.PerKm = &per
		if people, year, known := c.People(l); known {
			rate := three(c.Rate(incident.PerPeople, l))
			out.People, out.Year, out.PerHead = people, year, &rate
		}
	}
	if k := l.Cluster; k != nil {
		out.Cluster = &Cluster{Longitude: six(k.At[0]), Latitude: six(k.At[1]), Points: k.Points}
	}
	if c.Against.From != 0 {
		out.Before = &l.Before
		if ch := c.Change(l); ch.Known {
			out.Change = &ch.Percent
		}
	}
	orgs, persons := b.At(c, l)
	if b.Persons {
		out.Persons = &persons
	}
	if b.Orgs {
		for _, o := range orgs {
			x := Org{ID: string(o.Org), Name: o.Name}
			if b.Persons {
				x.Persons = &o.Persons
			}
			out.Orgs = append(out.Orgs, x)
		}
	}
	return out
}

func three(f float64) float64 { return math.Round(f*1e3) / 1e3 }
func six(f float64) float64   { return math.Round(f*1e6) / 1e6 }

// Series is counts month by month.
type Series struct {
	By     string       `json:"by"`
	Kinds  []string     `json:"kinds"`
	Within string       `json:"within,omitempty"`
	Months Span         `json:"months"`
	Totals []MonthCount `json:"totals"`
	Items  []SeriesLine `json:"items"`
	Credit string       `json:"credit"`
}

// MonthCount is all of a month.
type MonthCount struct {
	Month   string `json:"month"`
	Total   int    `json:"total"`
	NoPlace int    `json:"without_place"`
	Outside int    `json:"outside"`
}

// SeriesLine is the months of one area.
type SeriesLine struct {
	Area     string `json:"area"`
	Name     string `json:"name"`
	Code     string `json:"code,omitempty"`
	District string `json:"district,omitempty"`
	N        []int  `json:"incidents" doc:"Of each of months_taken, in their order"`
}

func wireSeries(s *incident.Series) Series {
	out := Series{By: string(s.Query.By), Within: string(s.Query.Within), Kinds: kinds(s.Query.Kinds), Months: wireSpan(s.Span), Totals: make([]MonthCount, 0, len(s.Months)), Items: make([]SeriesLine, 0, len(s.Lines))}
	for _, m := range s.Months {
		out.Totals = append(out.Totals, MonthCount{m.Month.String(), m.Total, m.NoPlace, m.Outside})
	}
	for _, l := range s.Lines {
		x := SeriesLine{Area: string(l.Area), Name: l.Name, Code: s.Ground.Areas[l.Area].Code, N: l.N}
		if l.Division >= 0 {
			x.District = s.Ground.Divisions[l.Division].Short()
		}
		out.Items = append(out.Items, x)
	}
	return out
}
