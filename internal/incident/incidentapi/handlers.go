// Package incidentapi offers the months of antisocial behaviour and crime that were taken,
// and how many incidents lie where, to other programs: as JSON, and as CSV for
// spreadsheets. It is read-only but for taking a month, which is the file itself.
//
// Read Register; wire.go has the shapes.
package incidentapi

import (
	"bytes"
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/incident"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Deps is what the operations need. All are required.
type Deps struct {
	DB        *db.DB
	Clock     clock.Clock
	Areas     *area.Service
	Incidents *incident.Service
}

type handlers struct{ Deps }

// uploadMost is the largest body with a file, in bytes, packed or not.
const uploadMost = 48 << 20

// Register adds the operations.
func Register(a *api.API, d Deps) {
	h := &handlers{d}
	api.Get(a, "/incidents/months", "incident-months", "The months taken, the newest first", authz.ReadIncidents, h.months)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/incidents/months", ID: "incident-take", Summary: "Take months of police.uk", Needs: authz.Import, MaxBody: uploadMost,
		About: "The body is a street-level file of police.uk, packed by gzip or not. Each month of each reporting force is taken once: sent again it changes nothing."}, h.take)
	api.Get(a, "/incidents/counts", "incident-counts", "How many incidents lie in each district, ward or cluster", authz.ReadIncidents, h.counts)
	api.Get(a, "/incidents/counts.csv", "incident-counts-csv", "The same as CSV", authz.ReadIncidents, h.countsCSV)
	api.Get(a, "/incidents/series", "incident-series", "How many incidents lie in each district or ward, month by month", authz.ReadIncidents, h.series)
	api.Get(a, "/incidents/series.csv", "incident-series-csv", "The same as CSV, a row an area and month", authz.ReadIncidents, h.seriesCSV)
}

// when is the instants asked for; nil for the present.
func when(in registerapi.AsAt, c clock.Clock) (*register.When, error) {
	w, err := in.When(c.Now())
	if err != nil || !in.Past() {
		return nil, err
	}
	return &w, nil
}

func (h *handlers) months(ctx context.Context, in *struct {
	Known string `query:"as_known" maxLength:"40" doc:"As known when: a day or an instant, not in the future. Absent: now"`
}) (*api.Body[Months], error) {
	w, err := registerapi.AsAt{Known: in.Known}.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	vs, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]incident.Version, error) { return h.Incidents.Files(tx, account.Actor(ctx), w) })
	if err != nil {
		return nil, err
	}
	out := Months{Items: make([]Month, 0, len(vs))}
	for _, v := range vs {
		out.Items = append(out.Items, wireMonth(v))
	}
	out.Credit, err = h.credit(ctx)
	return api.Of(out), err
}

// credit is whose the figures are.
func (h *handlers) credit(ctx context.Context) (string, error) {
	f, err := db.Find(ctx, h.DB, func(tx *db.Tx) (area.Force, error) { return h.Areas.Force(tx, account.Actor(ctx).Force) })
	if f.Settings.Demo {
		return madeUp, err
	}
	return policeUK, err
}

type takeInput struct {
	Name    string `query:"name" maxLength:"200" doc:"Name of the file, as the ledger is to keep it"`
	Good    bool   `query:"good" doc:"Leave bad lines out and take the others"`
	Replace bool   `query:"replace" doc:"Put a month in the place of the one taken before, if its content is another"`
	RawBody []byte `contentType:"application/octet-stream"`
}

func (h *handlers) take(ctx context.Context, in *takeInput) (*api.Body[Taken], error) {
	parsed, err := incident.Parse(bytes.NewReader(in.RawBody), incident.MonthOf(clock.DayOf(h.Clock.Now())), nil)
	if err != nil {
		return nil, err
	}
	taken, err := h.Incidents.Take(ctx, account.Actor(ctx), parsed, incident.Taking{Name: in.Name, Good: in.Good, Replace: in.Replace})
	if fault.Is(err, fault.Refused) && len(parsed.Bad) > 0 {
		return nil, fault.New(fault.Refused, "%s The first: line %d: %s", err, parsed.Bad[0].Line, parsed.Bad[0].Message)
	}
	if err != nil {
		return nil, err
	}
	return api.Of(wireTaken(parsed, taken)), nil
}

// Asked is what every question of counts has.
type Asked struct {
	registerapi.AsAt
	From   string `query:"from" maxLength:"7" doc:"The first month, for example 2018-01. Absent: a year up to the last"`
	To     string `query:"to" maxLength:"7" doc:"The last month. Absent: the newest taken"`
	Kind   string `query:"kind" maxLength:"40" doc:"A kind as police.uk codes it, or crime for all but antisocial behaviour, which is never added to it. Absent: anti-social-behaviour"`
	Within string `query:"within" maxLength:"64" doc:"Identity of a district: only what lies in it"`
}

// crime is every kind but antisocial behaviour.
const crime = "crime"

func (in *Asked) query(by, against string) (incident.Query, error) {
	var wrong fault.Fields
	month := func(name, text string) incident.Month {
		m, ok := incident.ParseMonth(text)
		if text != "" && !ok {
			wrong.Add(name, "Send a month, for example 2018-01")
		}
		return m
	}
	q := incident.Query{From: month("from", in.From), To: month("to", in.To), Against: month("against", against), By: incident.By(by), Within: id.Area(in.Within)}
	switch k, ok := incident.KindOf(in.Kind); {
	case in.Kind == crime:
		q.Kinds = incident.Kinds()[1:]
	case ok:
		q.Kinds = []incident.Kind{k}
	case in.Kind != "":
		wrong.Add("kind", "There is no such kind")
	}
	return q, wrong.Err()
}

type countsInput struct {
	Asked
	By      string `query:"by" enum:"district,ward,cluster" default:"district" doc:"A cluster is the point with most incidents and all points near it"`
	Against string `query:"against" maxLength:"7" doc:"The first of as many months to compare with"`
}

func (h *handlers) count(ctx context.Context, in *countsInput) (*incident.Counts, incident.Beside, error) {
	q, err := in.query(in.By, in.Against)
	if err != nil {
		return nil, incident.Beside{}, err
	}
	w, err := when(in.AsAt, h.Clock)
	if err != nil {
		return nil, incident.Beside{}, err
	}
	c, err := h.Incidents.Count(ctx, account.Actor(ctx), q, w)
	if err != nil {
		return nil, incident.Beside{}, err
	}
	b, err := h.Incidents.Beside(ctx, account.Actor(ctx), w)
	return c, b, err
}

func (h *handlers) counts(ctx context.Context, in *countsInput) (*api.Body[Counts], error) {
	c, b, err := h.count(ctx, in)
	if err != nil {
		return nil, err
	}
	out := wireCounts(c, b)
	out.Credit, err = h.credit(ctx)
	return api.Of(out), err
}

// table is a CSV file.
type table struct {
	Type string `header:"Content-Type"`
	Body []byte
}

func csv(write func(*bytes.Buffer) error) (*table, error) {
	var b bytes.Buffer
	err := write(&b)
	return &table{Type: "text/csv; charset=utf-8", Body: b.Bytes()}, err
}

func (h *handlers) countsCSV(ctx context.Context, in *countsInput) (*table, error) {
	c, beside, err := h.count(ctx, in)
	if err != nil {
		return nil, err
	}
	return csv(func(b *bytes.Buffer) error { return c.CSV(b, c.Lines, beside) })
}

type seriesInput struct {
	Asked
	By string `query:"by" enum:"district,ward" default:"district"`
}

func (h *handlers) counted(ctx context.Context, in *seriesInput) (*incident.Series, error) {
	q, err := in.query(in.By, "")
	if err != nil {
		return nil, err
	}
	w, err := when(in.AsAt, h.Clock)
	if err != nil {
		return nil, err
	}
	return h.Incidents.Series(ctx, account.Actor(ctx), q, w)
}

func (h *handlers) series(ctx context.Context, in *seriesInput) (*api.Body[Series], error) {
	s, err := h.counted(ctx, in)
	if err != nil {
		return nil, err
	}
	out := wireSeries(s)
	out.Credit, err = h.credit(ctx)
	return api.Of(out), err
}

func (h *handlers) seriesCSV(ctx context.Context, in *seriesInput) (*table, error) {
	s, err := h.counted(ctx, in)
	if err != nil {
		return nil, err
	}
	return csv(func(b *bytes.Buffer) error { return s.CSV(b) })
}
