package clockweb_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/clockwork/clockweb"
	"watchword/internal/clockwork/icaltest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/outbox"
	"watchword/internal/outbox/outboxtest"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

// office is a force with one employer and one accredited person, the pages, and who asks
// for them.
type office struct {
	*accredtest.World
	t       *testing.T
	org     id.Org
	handler http.Handler
	actor   authz.Actor
}

func newOffice(t *testing.T, d *db.DB) *office {
	t.Helper()
	w := accredtest.New(t, d)
	o := &office{World: w, t: t}
	w.Set(t, "digest_on", "daily")
	o.org = w.Approved(t, "Aldermere City Council")
	for email, p := range map[string]account.Post{"manager@force.example": {Role: authz.SchemeManager}, "liaison@aldermere.example": {Role: authz.Liaison, Org: o.org}} {
		accounttest.Add(t, w.Accounts, w.Operator, email, "Somebody", p)
	}
	o.actor = o.who("manager@force.example")
	site := web.New(web.Config{Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), Clock: w.Clock,
		Frame: func(*http.Request) web.Frame { return web.Frame{Force: "Eastmarch Constabulary", Now: w.Clock.Now()} }})
	mux := http.NewServeMux()
	clockweb.New(site, clockweb.Deps{DB: d, Clock: w.Clock, Areas: w.Areas, Clockwork: w.Clockwork}).Routes(mux)
	o.handler = site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: o.actor})))
	}))
	return o
}

// who acts with the account of an address.
func (o *office) who(email string) authz.Actor {
	o.t.Helper()
	all, err := db.Find(o.t.Context(), o.DB, func(tx *db.Tx) ([]account.Holder, error) { return o.Accounts.Everybody(tx, o.Force) })
	accredtest.Must(o.t, err)
	i := slices.IndexFunc(all, func(h account.Holder) bool { return h.Email == email })
	return all[i].Acting[0]
}

func (o *office) get(who authz.Actor, address string) *webtest.Page {
	o.t.Helper()
	o.actor = who
	return webtest.Get(o.t, o.handler, address)
}

func (o *office) post(who authz.Actor, address string) *webtest.Page {
	o.t.Helper()
	o.actor = who
	return webtest.Post(o.t, o.handler, address, url.Values{})
}

func TestACalendarIsMadeShownOnceAndEnded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		o.Accredited(t, o.org, "Joel", "csas-fpn-litter")
		o.Clock.Set(clock.MustDay("2029-10-01").Start())
		liaison, nobody := o.who("liaison@aldermere.example"), authz.Actor{}
		o.get(liaison, "/calendar").Status(200).Sound().Says("You have no calendar yet.").Has("button", "Make an address")
		made := o.post(liaison, "/calendar").Status(200).Sound()
		address := made.Text(".ww-mono")
		path := address[strings.Index(address, "/calendar/"):]
		if made.Header("Cache-Control") != "no-store" || !strings.HasSuffix(path, ".ics") {
			t.Errorf("%s, %s", address, made.Header("Cache-Control"))
		}
		if strings.Contains(o.get(liaison, "/calendar").Says("Nothing has read it yet.").Source(), path) {
			t.Error("the secret is shown again")
		}
		file := o.get(nobody, path).Status(200)
		got, err := icaltest.Parse([]byte(file.Source()))
		if err != nil || len(got.Events) != 4 || strings.Contains(file.Source(), "Joel") || !strings.HasPrefix(file.Header("Content-Type"), "text/calendar") || !strings.HasPrefix(file.Header("Content-Disposition"), "attachment") {
			t.Errorf("%v, %d entries, %v", err, len(got.Events), file.Header("Content-Disposition"))
		}
		o.get(liaison, "/calendar").Says("Last read about")
		for _, bad := range []string{strings.TrimSuffix(path, ".ics"), "/calendar/x.ics", "/calendar/.ics", path + ".ics"} {
			o.get(nobody, bad).Status(404)
		}
		o.post(liaison, "/calendar/end").Status(303).Leads("/calendar?done=calendar.end")
		o.get(nobody, path).Status(404)
		o.post(liaison, "/calendar/end").Status(404)
		o.get(nobody, "/calendar").Status(403)
	})
}

func TestCalendarsAreReadSoOftenAndNoMore(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t))
	for range 240 {
		o.get(authz.Actor{}, "/calendar/x.ics").Status(404)
	}
	o.get(authz.Actor{}, "/calendar/x.ics").Status(429)
	o.Clock.Advance(time.Second)
	o.get(authz.Actor{}, "/calendar/x.ics").Status(404)
}

func TestTheForecastSaysWhoMustBeTrainedWhen(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t))
	manager := o.who("manager@force.example")
	o.get(manager, "/forecast").Status(200).Sound().Says("Nothing ends in these months.").Lacks("h2", "Who must be trained")
	p, _ := o.Accredited(t, o.org, "Joel", "csas-fpn-litter", "csas-name-address-asb")
	accredtest.Must(t, o.Train(t, p, clock.MustDay("2027-01-15"), "csas-fpn-litter"))
	page := o.get(manager, "/forecast").Status(200).Sound()
	page.Has("th", "Jan 2027").Has("h2", "Who must be trained").Has("th", "Training").Has("main", "Places needed on courses")
	if n := page.Count("table thead th"); n < 28 {
		t.Errorf("%d columns, twelve months stand in two tables", n)
	}
	o.get(manager, "/forecast?months=60&what=training").Status(200).Sound().Has("th", "Oct 2031")
	o.get(manager, "/forecast?months=zz&what=%27").Status(200)
	lines := strings.Split(strings.TrimSpace(o.get(manager, "/forecast.csv").Status(200).Source()), "\r\n")
	for _, want := range []string{"\ufeffMonth,Kind,Power,Number", "2027-01,training,,1", "2027-01,training-persons,csas-fpn-litter,1", "2027-01,training-places,,1", "2026-12,training,,0"} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q is not in %q", want, lines)
		}
	}
	other := o.who("liaison@aldermere.example")
	other.Org = o.Council(t, "Merrowby Town Council")
	o.get(other, "/forecast").Status(200).Says("Nothing ends in these months.")
}

func TestAMessageThatWasNotSentIsSentAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		manager := o.who("manager@force.example")
		o.get(manager, "/messages").Status(200).Sound().Says("No message was written yet.")
		o.Accredited(t, o.org, "Joel", "csas-fpn-litter")
		o.Clock.Set(clock.OnClock(clock.MustDay("2029-10-01"), 7, 0))
		accredtest.Must(t, o.Clockwork.Tick(t.Context()))
		accredtest.Must(t, o.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := o.Outbox.Put(tx, outbox.Message{Force: o.Force, Kind: "application-link", Address: "clerk@fenbury.example", Subject: "Your application", Body: "Go on at https://eastmarch.example/apply/sesame"})
			return err
		}))
		_, err := o.Outbox.Round(t.Context())
		accredtest.Must(t, err)
		list := o.get(manager, "/messages?state=kept").Status(200).Sound().Has("tbody tr", "liaison@aldermere.example").Has("tbody tr", "Sending is not set up")
		sealed := o.get(manager, list.Link("Your application")).Status(200).Sound().Says("What it said is its reader’s alone")
		if strings.Contains(sealed.Source()+list.Source(), "sesame") {
			t.Error("a secret link is shown")
		}
		href := list.Link("to liaison@aldermere.example")
		o.get(manager, href).Sound().Says("What is new to see to").Has("button", "Send it again")
		o.post(manager, href+"/again").Status(409)

		server := (&outboxtest.Server{}).Start(t)
		way, err := outbox.Config{Mail: "smtp://" + server.Addr(), From: "csas@eastmarch.example", TLS: server.TLS(), Timeout: 5 * time.Second}.Way(o.Clock.Now)
		accredtest.Must(t, err)
		o.Outbox.Way = way
		o.post(manager, href+"/again").Status(303)
		o.get(manager, href).Says("Waits to be sent").Lacks("button", "Send it again")
		o.post(manager, href+"/again").Status(409)
		_, err = o.Outbox.Round(t.Context())
		accredtest.Must(t, err)
		o.get(manager, href).Says("Handed over")
		if n := len(server.Letters()); n != 1 {
			t.Errorf("%d are sent", n)
		}
		keeper := o.Acting(authz.DataProtection)
		o.get(keeper, "/messages").Status(200)
		o.get(keeper, list.Link("Your application")).Lacks("button", "Send it again")
		o.post(keeper, list.Link("Your application")+"/again").Status(403)
		o.get(o.who("liaison@aldermere.example"), href).Status(403)
		o.get(manager, "/messages/msg_none").Status(404)
		o.get(manager, "/messages?state=zz&after=zz").Status(200)
		o.Verify(t)
	})
}
