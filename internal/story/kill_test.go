package story_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/server"
)

// A hundred kills: each database is begun anew now and then, and killed many times.
const (
	killsOnSQLite   = 70
	killsOnPostgres = 30
	killsOfOne      = 10 // of one file or schema
	writers         = 6
)

// TestNothingAcknowledgedIsLost kills the program at a hundred random instants while it is
// being written to over HTTP. Each time it starts again, everything that it had
// acknowledged is there, nothing is there that nobody sent, and verify passes.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		killMany(t, killsOnSQLite, 1, func(testing.TB) string { return "" })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		killMany(t, killsOnPostgres, 2, dbtest.PostgresURL)
	})
}

func killMany(t *testing.T, kills int, seed uint64, database func(testing.TB) string) {
	chance := rand.New(rand.NewPCG(2026, seed))
	var done, underLoad, acknowledged int
	for done < kills {
		v := newVictim(t, database(t))
		for range min(killsOfOne, kills-done) {
			n := v.round(t, chance)
			done, acknowledged = done+1, acknowledged+n
			if n > 0 {
				underLoad++
			}
			if t.Failed() {
				return
			}
		}
		v.reckon(t)
	}
	t.Logf("%d kills, %d of them after acknowledged writes, %d in all", done, underLoad, acknowledged)
	if underLoad < kills/2 {
		t.Errorf("only %d of %d kills came after acknowledged writes", underLoad, kills)
	}
}

// victim is a force on a database whose program is killed again and again.
type victim struct {
	args   []string // of serve and verify
	tokens []string // one for each writer
	http   *http.Client

	mu     sync.Mutex
	sent   map[string]bool   // names of accounts asked for
	there  map[string]string // names of accounts acknowledged, and their identities
	ended  map[string]bool   // names of accounts whose end was acknowledged
	wish   map[string]bool   // names of accounts whose end was asked for
	rounds int
	kept   string // file of the newest checkpoint that a witness has seen
}

// newVictim sets up a force with an account for each writer.
func newVictim(t *testing.T, database string) *victim {
	t.Helper()
	dir := t.TempDir()
	v := &victim{args: []string{"--data", dir}, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: writers}},
		sent: map[string]bool{}, there: map[string]string{}, ended: map[string]bool{}, wish: map[string]bool{}, kept: filepath.Join(dir, "checkpoint")}
	if database != "" {
		v.args = append(v.args, "--database", database)
	}
	r, err := server.Open(t.Context(), server.Config{Data: dir, Database: database})
	if err != nil {
		t.Fatal(err)
	}
	f := area.Force{ID: id.New[id.Force](), Name: "Eastmarch Constabulary", Short: "eastmarch", Settings: area.Defaults()}
	if err := r.Areas.AddForce(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	for i := range writers {
		a, err := r.Accounts.Add(t.Context(), server.Operator(f.ID), account.Account{Email: fmt.Sprintf("writer%d@example.org", i), Name: fmt.Sprintf("Writer %d", i),
			Posts: []account.Post{{Role: authz.SchemeManager}}})
		if err != nil {
			t.Fatal(err)
		}
		_, secret, err := r.Accounts.MakeToken(t.Context(), server.Operator(f.ID), account.NewToken{Account: a, Name: "Writing", Days: 7})
		if err != nil {
			t.Fatal(err)
		}
		v.tokens = append(v.tokens, secret)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return v
}

// round starts the program, compares what is there with what was acknowledged before the
// last kill, writes, kills it at a random instant, and verifies what that left. It returns
// how many writes were acknowledged.
func (v *victim) round(t *testing.T, chance *rand.Rand) int {
	t.Helper()
	p := launch(t, append(v.args, "--api-per-minute", "10000000")...)
	if chance.IntN(8) == 0 { // while it starts
		time.Sleep(time.Duration(chance.Int64N(int64(100 * time.Millisecond))))
		p.kill()
		v.verify(t)
		return 0
	}
	p.wait(t)
	v.look(t, p.url, fmt.Sprintf("k%d-", v.rounds))
	v.rounds++
	var acknowledged atomic.Int64
	var writing sync.WaitGroup
	for i := range writers {
		writing.Go(func() { v.write(p.url, i, &acknowledged) })
	}
	time.Sleep(20*time.Millisecond + time.Duration(chance.Int64N(int64(280*time.Millisecond))))
	if chance.IntN(4) == 0 {
		v.witness(t, p.url)
	}
	p.kill()
	writing.Wait()
	v.http.CloseIdleConnections()
	v.verify(t)
	return int(acknowledged.Load())
}

// write sends writes, one after the other, until the program is gone: accounts that are
// added, with and without a key, and every third is then ended.
func (v *victim) write(url string, writer int, acknowledged *atomic.Int64) {
	for n := 0; ; n++ {
		name := fmt.Sprintf("k%d-w%d-%d", v.rounds, writer, n)
		v.note(func() { v.sent[name] = true })
		key := ""
		if n%2 == 1 {
			key = name
		}
		body, status, err := v.send(url, writer, "POST", "/api/v1/accounts", key, map[string]any{"name": name, "email": name + "@example.org", "posts": []any{map[string]string{"role": "delegate"}}})
		if err != nil || status >= 300 {
			return
		}
		var made struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(body, &made) != nil {
			return
		}
		v.note(func() { v.there[name] = made.ID })
		acknowledged.Add(1)
		if n%3 != 2 {
			continue
		}
		v.note(func() { v.wish[name] = true })
		if _, status, err = v.send(url, writer, "POST", "/api/v1/accounts/"+made.ID+"/end", "", map[string]any{"why": "Left"}); err != nil || status >= 300 {
			return
		}
		v.note(func() { v.ended[name] = true })
		acknowledged.Add(1)
	}
}

func (v *victim) note(do func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	do()
}

// send sends a request and reads the whole answer. An answer cut short is none.
func (v *victim) send(url string, writer int, method, path, key string, in any) ([]byte, int, error) {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, 0, err
		}
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequest(method, url+path, body)
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Authorization", "Bearer "+v.tokens[writer])
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	answer, err := v.http.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return text, answer.StatusCode, err
}

// witness keeps the newest checkpoint, as somebody elsewhere would.
func (v *victim) witness(t *testing.T, url string) {
	t.Helper()
	text, status, err := v.send(url, 0, "GET", "/ledger/eastmarch/checkpoint", "", nil)
	if err != nil || status != http.StatusOK {
		return // none is signed yet
	}
	if err := os.WriteFile(v.kept, text, 0o600); err != nil {
		t.Error(err)
	}
}

// found is an account as the list has it.
type found struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	State string `json:"state"`
}

// look compares the accounts whose names begin so with what was acknowledged and what was
// asked for.
func (v *victim) look(t *testing.T, url, prefix string) {
	t.Helper()
	if _, status, err := v.send(url, 0, "GET", "/readyz", "", nil); err != nil || status != http.StatusOK {
		t.Errorf("it is not ready after a kill: %d, %v", status, err)
	}
	all := map[string]found{}
	for cursor := ""; ; {
		text, status, err := v.send(url, 0, "GET", "/api/v1/accounts?limit=200&q="+prefix+"&cursor="+cursor, "", nil)
		var page struct {
			Items []found `json:"items"`
			Next  string  `json:"next"`
		}
		if err != nil || status != http.StatusOK || json.Unmarshal(text, &page) != nil {
			t.Fatalf("the list is not read: %d, %v, %s", status, err, text)
		}
		for _, x := range page.Items {
			all[x.Name] = x
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	v.compare(t, prefix, all)
}

func (v *victim) compare(t *testing.T, prefix string, all map[string]found) {
	t.Helper()
	for name, which := range v.there {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		switch x := all[name]; {
		case x.ID != which:
			t.Errorf("%s was acknowledged as %s and is lost: %+v", name, which, x)
		case v.ended[name] && x.State != "ended":
			t.Errorf("the end of %s was acknowledged and is lost", name)
		case x.State == "ended" && !v.wish[name]:
			t.Errorf("%s is ended and nobody asked for it", name)
		}
	}
	for name := range all {
		if !v.sent[name] {
			t.Errorf("%s is there and nobody sent it", name)
		}
	}
}

// verify runs the command on what the kill left.
func (v *victim) verify(t *testing.T) {
	t.Helper()
	args := append([]string{"verify"}, v.args...)
	if _, err := os.Stat(v.kept); err == nil {
		args = append(args, "--against", v.kept)
	}
	if out, code := watchword(t, args...); code != 0 {
		t.Errorf("round %d: verify ends with %d: %s", v.rounds, code, out)
	}
}

// reckon looks at everything that was ever acknowledged.
func (v *victim) reckon(t *testing.T) {
	t.Helper()
	p := serve(t, v.args...)
	defer p.kill()
	v.look(t, p.url, "k")
	v.verify(t)
}
