package server_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/server"
	"watchword/internal/sign"
)

// BenchmarkHTTP is the program as clients meet it: a real listener on loopback, a token's
// permission, the ledger, durable on disk. Sixteen clients that wait for each answer.
//
//	go test -run '^$' -bench HTTP ./internal/server
func BenchmarkHTTP(b *testing.B) {
	for _, people := range []int{2600, 26000} {
		b.Run(fmt.Sprintf("sqlite/%d", people), func(b *testing.B) { drive(b, server.Config{Data: b.TempDir()}, people) })
		b.Run(fmt.Sprintf("postgres/%d", people), func(b *testing.B) {
			drive(b, server.Config{Data: b.TempDir(), Database: dbtest.PostgresURL(b)}, people)
		})
	}
}

// town is a program with a register of so many people.
type town struct {
	*server.Server
	base    string
	token   string
	cookie  string
	persons []id.Person
	card    string // what the code on a card leads to, without the host
	client  *http.Client
}

func drive(b *testing.B, c server.Config, people int) {
	t := newTown(b, c, people)
	var n atomic.Int64
	person := func() string { return string(t.persons[int(n.Add(1))%len(t.persons)]) }
	for _, x := range []struct {
		name string
		do   func() error
	}{
		// one register and the ledger
		{"write", func() error { return t.train(person(), "2029-11-01", n.Load()) }},
		// the same, and with it an accreditation, its line in the lists and its powers
		{"write-through", func() error {
			return t.train(person(), clock.MustDay("2029-11-01").AddDays(int(n.Load()%300)).String(), n.Load())
		}},
		{"list", func() error { return t.send("GET", "/people?state=in-force&sort=-number&offset=90", "") }},
		{"list-api", func() error { return t.send("GET", "/api/v1/people?sort=org&limit=30", "") }},
		{"person", func() error { return t.send("GET", "/people/"+person(), "") }},
		// the page behind a card's code: signature, status, face, a new two-way code
		{"scan", func() error { return t.send("GET", t.card, "") }},
		{"check", func() error { return t.send("GET", "/check/facts", "") }},
		{"start", func() error { return t.send("GET", "/start", "") }},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.SetParallelism(8)
			before := processorTime(b)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := x.do(); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(b.N), "cpu-us/op")
		})
	}
}

// processorTime is what client and server have used of the processors: it tells more
// than requests a second where others use the machine too.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func (t *town) train(person, until string, n int64) error {
	return t.send("POST", "/api/v1/people/"+person+"/training", fmt.Sprintf(`{"passes":[{"power":"csas-fpn-litter","passed":"2026-11-02","expires":"%s","course":"Refresher %d"}]}`, until, n))
}

func (t *town) send(method, path, body string) error {
	r, err := http.NewRequest(method, t.base+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	if strings.HasPrefix(path, "/api/") {
		r.Header.Set("Authorization", "Bearer "+t.token)
	} else {
		r.Header.Set("Cookie", "watchword="+t.cookie)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := t.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode >= 300 || resp.Request.URL.Path == "/sign-in" {
		return fmt.Errorf("%s %s: %s", method, path, resp.Status)
	}
	return nil
}

func newTown(b *testing.B, c server.Config, people int) *town {
	b.Helper()
	c.Listen, c.APIPerMinute, c.PublicPerMinute = "127.0.0.1:0", 1<<30, 1<<30
	s, err := server.New(b.Context(), c)
	if err != nil {
		b.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	web := &http.Server{Handler: s.Handler()}
	go web.Serve(l)
	b.Cleanup(func() { web.Close(); s.Close() })
	h := &house{Server: s, clock: clock.At(clock.Wall{}.Now())}
	force := h.addForce(b, "Eastmarch Constabulary", "eastmarch", "")
	t := &town{Server: s, base: "http://" + l.Addr().String(), client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	operator := server.Operator(force.ID)
	who, err := s.Accounts.Add(b.Context(), operator, account.Account{Email: "bench@eastmarch.example", Name: "Bench", Posts: []account.Post{{Role: authz.SchemeManager}}})
	if err != nil {
		b.Fatal(err)
	}
	if _, t.token, err = s.Accounts.MakeToken(b.Context(), operator, account.NewToken{Account: who, Name: "bench", Days: 1}); err != nil {
		b.Fatal(err)
	}
	link, err := s.Accounts.MakeLink(b.Context(), operator, who)
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Accounts.UseLink(b.Context(), link.Secret, passphrase, passphrase); err != nil {
		b.Fatal(err)
	}
	in, err := s.Accounts.SignIn(b.Context(), account.SignIn{Force: force.ID, Email: "bench@eastmarch.example", Passphrase: passphrase})
	if err != nil {
		b.Fatal(err)
	}
	t.cookie = in.Cookie
	t.fill(b, operator, people)
	t.issue(b, authz.Actor{Force: force.ID, Account: who, Name: "Bench", Role: authz.SchemeManager})
	return t
}

// issue gives the first person a card.
func (t *town) issue(b *testing.B, who authz.Actor) {
	b.Helper()
	photo, err := blob.Photo("photo", cardtest.Portrait(1))
	accredtest.Must(b, err)
	accredtest.Must(b, t.Persons.SetPhoto(b.Context(), who, t.persons[0], photo))
	live, err := db.Find(b.Context(), t.DB, func(tx *db.Tx) ([]accred.Version, error) {
		return t.Accreds.Of(tx, who.Force, t.persons[0], register.Now(t.Clock.Now()))
	})
	accredtest.Must(b, err)
	c, err := t.Cards.Issue(b.Context(), who, id.Accreditation(live[0].ID))
	accredtest.Must(b, err)
	_, err = t.Ledger.Do(b.Context(), who, "card.print", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return t.Cards.PrintedIn(tx, e, who, []id.Card{c})
	})
	accredtest.Must(b, err)
	accredtest.Must(b, t.Cards.HandOver(b.Context(), who, c, "Aldermere"))
	token, err := db.Find(b.Context(), t.DB, func(tx *db.Tx) ([]byte, error) { return t.Cards.Credential(tx, who, c) })
	accredtest.Must(b, err)
	address, err := sign.CardURL("https://eastmarch.example", token)
	accredtest.Must(b, err)
	t.card = strings.TrimPrefix(strings.ToLower(address), "https://eastmarch.example")
}

// BenchmarkStart is from nothing to the first answer, on a register of 26,000 people, and
// what the program then holds.
//
//	go test -run '^$' -bench Start ./internal/server
func BenchmarkStart(b *testing.B) {
	c := server.Config{Data: b.TempDir(), Listen: "127.0.0.1:0"}
	t := newTown(b, c, 26000)
	accredtest.Must(b, t.Close())
	for b.Loop() {
		s, err := server.New(b.Context(), c)
		accredtest.Must(b, err)
		ready := httptest.NewRecorder()
		s.Handler().ServeHTTP(ready, httptest.NewRequest("GET", "/readyz", nil))
		if ready.Code != http.StatusOK {
			b.Fatal(ready.Body)
		}
		accredtest.Must(b, s.Close())
	}
}

// fill imports employers and people made for the purpose.
func (t *town) fill(b *testing.B, who authz.Actor, people int) {
	b.Helper()
	im := &bring.Service{DB: t.DB, Clock: t.Clock, Ledger: t.Ledger, Areas: t.Areas, Orgs: t.Orgs, Persons: t.Persons, Vettings: t.Vettings, Trainings: t.Trainings, Accreds: t.Accreds}
	var orgs, persons bytes.Buffer
	orgs.WriteString("Organisation,Type,Role 1,Role 1 powers,Status,Accredited from,Accredited to\n")
	for i := range people / 100 {
		fmt.Fprintf(&orgs, "Council %04d,District council,Warden,\"2, 3, 1(2)(c)\",Accredited,01/01/2024,31/12/2029\n", i)
	}
	persons.WriteString("AP number,Surname,Forenames,Date of birth,Organisation,Role,Powers,Vetting level,Vetting result,Vetting decided,Vetting expires,Training passed,Training expires,Accredited from,Accredited to,Status\n")
	for i := range people {
		fmt.Fprintf(&persons, "EM %05d,Surname%05d,Person,%02d/%02d/%d,Council %04d,Warden,\"2, 3, 1(2)(c)\",NPPV 2,Passed,01/02/2025,31/01/2028,01/03/2025,28/02/2028,01/04/2025,31/03/2028,Accredited\n",
			i, (i*7919)%people, 1+i%28, 1+i%12, 1960+i%40, i%(people/100))
	}
	for _, f := range []bring.File{{Name: "orgs.csv", Content: orgs.Bytes(), Kind: intake.Organisations}, {Name: "people.csv", Content: persons.Bytes(), Kind: intake.People}} {
		out, err := im.Take(b.Context(), who, f, false)
		if err != nil || !out.Written {
			b.Fatalf("%s: %v, %d bad, %v %v", f.Name, err, out.Left, out.Result.Questions, out.Result.Bad[:min(2, len(out.Result.Bad))])
		}
	}
	for next := ""; len(t.persons) < 2000; {
		page, err := t.Desk.People(b.Context(), who, desk.Filter{Limit: 200, After: next})
		if err != nil {
			b.Fatal(err)
		}
		for _, l := range page.Lines {
			t.persons = append(t.persons, l.Person)
		}
		next = page.Next
	}
	if t.DB.Dialect() == db.Postgres {
		if err := t.DB.Write(b.Context(), func(tx *db.Tx) error { _, err := tx.Exec("ANALYZE"); return err }); err != nil {
			b.Fatal(err)
		}
	}
}
