package incidentapi_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/geo"
	"watchword/internal/incident/incidentapi"
	"watchword/internal/incident/incidenttest"
)

type house struct {
	*accredtest.World
	t   testing.TB
	api *api.API
}

// open is a force with Aldermere, of whose people the number is known, and Quaymouth.
func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := accredtest.New(t, d)
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Who: account.Actor})
	incidentapi.Register(a, incidentapi.Deps{DB: d, Clock: w.Clock, Areas: w.Areas, Incidents: w.Incidents})
	h := &house{World: w, t: t, api: a}
	h.bring(area.Bring{Kind: area.Authority, Areas: []area.Area{{Name: "City of Aldermere", Code: "X1", People: 10_000, PeopleYear: 2020, Shape: square(t, 0, 2)}, {Name: "Quaymouth", Code: "X2", Shape: square(t, 2, 4)}}})
	h.bring(area.Bring{Kind: area.Ward, Areas: []area.Area{{Name: "=Market", Code: "W1", Shape: square(t, 0, 2)}, {Name: "Quays", Code: "W2", Shape: square(t, 2, 4)}}})
	return h
}

// square is ground between two meridians, in tenths of a degree from 1 east.
func square(t testing.TB, west, east float64) geo.Shape {
	t.Helper()
	s, err := geo.Read(fmt.Appendf(nil, `{"type":"Polygon","coordinates":[[[%[1]g,52],[%[2]g,52],[%[2]g,52.1],[%[1]g,52.1],[%[1]g,52]]]}`, 1+west/10, 1+east/10), geo.Usual)
	accredtest.Must(t, err)
	return s
}

func (h *house) bring(b area.Bring) {
	h.t.Helper()
	b.From = clock.MustDay("2015-01-01")
	_, err := h.Areas.Take(h.t.Context(), h.Manager, b)
	accredtest.Must(h.t, err)
}

func (h *house) send(who authz.Actor, status int, method, path string, body []byte) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(method, api.Prefix+path, bytes.NewReader(body))
	if body != nil {
		r.Header.Set("Content-Type", "application/octet-stream")
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
	if w.Code != status {
		h.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	return w
}

func get[T any](h *house, path string) T {
	h.t.Helper()
	var out T
	accredtest.Must(h.t, json.Unmarshal(h.send(h.Manager, 200, http.MethodGet, path, nil).Body.Bytes(), &out))
	return out
}

func (h *house) take(path, text string, status int) incidentapi.Taken {
	h.t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(text))
	accredtest.Must(h.t, z.Close())
	w := h.send(h.Manager, status, http.MethodPost, path, packed.Bytes())
	var out incidentapi.Taken
	if status == 200 {
		accredtest.Must(h.t, json.Unmarshal(w.Body.Bytes(), &out))
	}
	return out
}

// months is three months, of which the second is missing.
func months() string {
	text := incidenttest.Heading
	for i, m := range []string{"2018-01", "2018-03"} {
		text += incidenttest.ASB(20+5*i, m, "1.05", "52.05", "High Street", "Aldermere 001A") + incidenttest.ASB(12, m, "1.25", "52.05", "Quay", "Quaymouth 001A") +
			incidenttest.ASB(1, m, "", "", "", "") + incidenttest.Crime(i, m, "1.25", "52.05", "Quay", "Quaymouth 001A", "Burglary")
	}
	return text
}

func TestAnotherProgramTakesMonths(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		if got := get[incidentapi.Months](h, "/incidents/months"); len(got.Items) != 0 || got.Items == nil {
			t.Errorf("%+v", got)
		}
		taken := h.take("/incidents/months?name=months.csv.gz", months(), 200)
		if taken.Lines != 73 || len(taken.Months) != 2 || !taken.Months[1].Written || taken.Months[1].ASB != 38 || taken.Months[1].NoPlace != 1 {
			t.Errorf("%+v", taken)
		}
		again := h.take("/incidents/months?name=again.csv", months(), 200)
		if again.Months[0].Written || !again.Months[0].Same {
			t.Errorf("a month is taken twice: %+v", again)
		}
		got := get[incidentapi.Months](h, "/incidents/months")
		if len(got.Items) != 2 || got.Items[0].Month != "2018-03" || got.Items[0].Crime != 1 || got.Items[0].File != "months.csv.gz" || got.Items[0].LedgerEntry == "" || !strings.Contains(got.Credit, "Open Government Licence") {
			t.Errorf("%+v", got)
		}
		bad := incidenttest.Heading + "nonsense\n" + incidenttest.ASB(1, "2018-04", "1.05", "52.05", "High Street", "Aldermere 001A")
		w := h.send(h.Manager, 409, http.MethodPost, "/incidents/months?name=bad.csv", []byte(bad))
		if !strings.Contains(w.Body.String(), "line 2: The line has 1 field") {
			t.Errorf("%s", w.Body)
		}
		if some := h.take("/incidents/months?name=bad.csv&good=true", bad, 200); len(some.Bad) != 1 || !some.Months[0].Written {
			t.Errorf("%+v", some)
		}
		h.send(h.Manager, 422, http.MethodPost, "/incidents/months?name=x.csv", []byte("Name,Number\n"))
		commissioner := authz.Actor{Force: h.Force, Account: "acc_c", Role: authz.Commissioner}
		h.send(commissioner, 403, http.MethodPost, "/incidents/months?name=x.csv", []byte(months()))
	})
}

func TestAnotherProgramCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.take("/incidents/months", months(), 200)
		c := get[incidentapi.Counts](h, "/incidents/counts?from=2018-01&to=2018-03")
		if c.Total != 71 || c.NoPlace != 2 || c.Outside != 0 || len(c.Months.Missing) != 1 || c.Months.Missing[0] != "2018-02" || len(c.Items) != 2 || c.Against != nil {
			t.Fatalf("%+v", c)
		}
		if a := c.Items[0]; a.Name != "Aldermere" || a.N != 45 || a.People != 10_000 || *a.PerHead != 4.5 || a.SquareKm < 150 || *a.Persons != 0 || a.Before != nil {
			t.Errorf("%+v", a)
		}
		if q := c.Items[1]; q.N != 24 || q.PerHead != nil || q.People != 0 {
			t.Errorf("a population is invented: %+v", q)
		}
		c = get[incidentapi.Counts](h, "/incidents/counts?from=2018-03&to=2018-03&against=2018-01&by=ward&within="+c.Items[0].Area)
		if len(c.Items) != 1 || *c.Items[0].Before != 20 || *c.Items[0].Change != 25 || c.Outside != 12 {
			t.Errorf("%+v", c)
		}
		c = get[incidentapi.Counts](h, "/incidents/counts?by=cluster&from=2018-03")
		if len(c.Items) != 2 || c.Items[0].Cluster.Longitude != 1.05 || c.Items[0].Name != "High Street" {
			t.Errorf("%+v", c)
		}
		if c = get[incidentapi.Counts](h, "/incidents/counts?kind=crime"); c.Total != 2 || len(c.Kinds) < 10 {
			t.Errorf("%+v", c)
		}
		csv := h.send(h.Manager, 200, http.MethodGet, "/incidents/counts.csv?by=ward&from=2018-01&to=2018-03", nil)
		if !strings.HasPrefix(csv.Header().Get("Content-Type"), "text/csv") || !strings.Contains(csv.Body.String(), "\n'=Market,Aldermere,W1,2018-01,2018-03,2,45,,,,") {
			t.Errorf("%s", csv.Body)
		}
	})
}

func TestMonthByMonth(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.take("/incidents/months", months(), 200)
	s := get[incidentapi.Series](h, "/incidents/series?by=ward&from=2018-01&to=2018-03")
	if fmt.Sprint(s.Months.Taken, s.Months.Missing) != "[2018-01 2018-03] [2018-02]" || fmt.Sprint(s.Items[0].N, s.Items[1].N) != "[20 25] [12 12]" || s.Totals[1].Total != 38 || s.Totals[1].NoPlace != 1 {
		t.Errorf("%+v", s)
	}
	csv := h.send(h.Manager, 200, http.MethodGet, "/incidents/series.csv?from=2018-01", nil).Body.String()
	if !strings.Contains(csv, "Quaymouth,Quaymouth,X2,2018-03,12\n") {
		t.Errorf("%s", csv)
	}
}

func TestQuestionsThatCannotBe(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.take("/incidents/months", months(), 200)
	for path, says := range map[string]string{
		"/incidents/counts?from=January":            "Send a month, for example 2018-01",
		"/incidents/counts?kind=piracy":             "There is no such kind",
		"/incidents/counts?by=parish":               "by",
		"/incidents/counts?within=are_none":         "There is no such district",
		"/incidents/counts?from=2018-03&to=2018-01": "must not lie before",
		"/incidents/series?by=cluster":              "by",
		"/incidents/counts?as_at=2026-02-30":        "as_at",
	} {
		if w := h.send(h.Manager, 422, http.MethodGet, path, nil); !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s: %s", path, w.Body)
		}
	}
	for _, path := range []string{"months", "counts", "counts.csv", "series", "series.csv"} {
		h.send(authz.Actor{Force: h.Force, Account: "acc_t", Role: authz.Trainer}, 403, http.MethodGet, "/incidents/"+path, nil)
		h.send(authz.Actor{Force: h.Force}, 401, http.MethodGet, "/incidents/"+path, nil)
	}
}
