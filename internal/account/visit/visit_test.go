package visit_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

var noon = time.Date(2026, 11, 17, 12, 0, 0, 0, time.UTC)

// room is handlers as a room has them.
type room struct{ page *web.Pages }

type dayPage struct {
	web.Page
	Says string
}

func (h *room) day(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, clock.At(noon))
	return v.Show(h.page, w, "day.html", &dayPage{Page: web.Page{Title: "A day"}, Says: v.Day().String() + " seen on " + v.Today().String()})
}

func (h *room) keep(w http.ResponseWriter, r *http.Request) error {
	if _, err := io.ReadAll(r.Body); err != nil {
		return fault.New(fault.TooLarge, "It is too large.")
	}
	return nil
}

func (h *room) act(w http.ResponseWriter, r *http.Request, name string) error {
	_, err := io.WriteString(w, name)
	return err
}

var doors = visit.Doors[*room]{
	visit.To("GET /day", authz.ReadPerson, (*room).day),
	visit.To("POST /form", authz.ReadPerson, (*room).keep),
	visit.WithFile("POST /file", authz.ReadPerson, (*room).keep, 3<<20),
	visit.To("GET /end", authz.ReadPerson, visit.For("end it", (*room).act)),
}

func open() http.Handler {
	site := web.New(web.Config{Log: slog.New(slog.DiscardHandler), Clock: clock.At(noon)})
	h := &room{site.Office(fstest.MapFS{"day.html": {Data: []byte(`{{define "main"}}<h1>A day</h1><p>{{.Says}}</p>{{end}}`)}}, "*.html", nil)}
	mux := http.NewServeMux()
	doors.Open(mux, h.page, h)
	return mux
}

func TestPageSpeaksForTheDayOfItsBar(t *testing.T) {
	t.Parallel()
	h := open()
	webtest.Get(t, h, "/day").Status(200).Says("2026-11-17 seen on 2026-11-17")
	webtest.Get(t, h, "/day?as_at=2026-02-03").Status(200).Says("2026-02-03 seen on 2026-11-17")
	webtest.Get(t, h, "/day?as_at=2026-02-31").Status(422).Says("2026-11-17 seen on 2026-11-17")
}

func TestOnlyADoorForFilesTakesMoreThanAForm(t *testing.T) {
	t.Parallel()
	h := open()
	for address, want := range map[string]int{"/form": http.StatusRequestEntityTooLarge, "/file": http.StatusOK} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", address, strings.NewReader(strings.Repeat("x", 2<<20))))
		if w.Code != want {
			t.Errorf("2 MiB to %s: %d, want %d", address, w.Code, want)
		}
	}
}

func TestActsServedAlikeEachHaveTheirDoor(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	open().ServeHTTP(w, httptest.NewRequest("GET", "/end", nil))
	if w.Body.String() != "end it" {
		t.Errorf("the door says %q", w.Body)
	}
}

func TestNothingIsChangedOnAPastPage(t *testing.T) {
	t.Parallel()
	who := authz.Actor{Role: authz.SchemeManager}
	for address, past := range map[string]bool{"/day": false, "/day?as_at=2026-02-03": true, "/day?as_known=2026-02-03": true} {
		v := visit.At(httptest.NewRequest("GET", address, nil), clock.At(noon))
		v.Who = who
		if v.May(authz.ReadPerson) == past {
			t.Errorf("%s: may change something: %t", address, !past)
		}
		then := v.Then()
		if (then != nil) != past || past && *then != v.When {
			t.Errorf("%s: then is %v", address, then)
		}
		if !past && v.When != register.Now(noon) {
			t.Errorf("%s is of %v", address, v.When)
		}
	}
}

func TestConflictBeforeAnythingWasSentIsARefusal(t *testing.T) {
	t.Parallel()
	conflict := &fault.Fault{Kind: fault.Conflict, Message: "It is closed.", Reasons: []fault.Reason{{Message: "It was closed yesterday."}}}
	for _, tt := range []struct {
		name, method string
		err          error
		want         fault.Kind
	}{
		{"who only came is refused", "GET", conflict, fault.Refused},
		{"who sent a form is overtaken", "POST", conflict, fault.Conflict},
		{"what is not there stays so", "GET", fault.New(fault.NotFound, "None."), fault.NotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := fault.Of(visit.Unsent(httptest.NewRequest(tt.method, "/", nil), tt.err))
			if f.Kind != tt.want || f.Message != fault.Of(tt.err).Message || len(f.Reasons) != len(fault.Of(tt.err).Reasons) {
				t.Errorf("it is told as %v %q with %d reasons", f.Kind, f.Message, len(f.Reasons))
			}
		})
	}
	if visit.Unsent(httptest.NewRequest("GET", "/", nil), nil) != nil {
		t.Error("nothing wrong became an error")
	}
}
