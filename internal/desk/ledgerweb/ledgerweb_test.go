package ledgerweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/desk/desktest"
	"watchword/internal/desk/ledgerweb"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/sign"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// book is a small force whose ledger has a grant, a refusal and a signed checkpoint.
type book struct {
	*desktest.World
	h      http.Handler
	org    id.Org
	joel   id.Person
	grant  int64 // the place of the grant
	refuse int64 // of the refusal
}

func newBook(t *testing.T, d *db.DB) *book {
	t.Helper()
	b := &book{World: desktest.New(t, d)}
	b.h = desktest.Mux(ledgerweb.New(b.Site, ledgerweb.Deps{Clock: b.Clock, Reader: &desk.Reader{Desk: b.Desk, Ring: b.Ring}}))
	b.org = b.Approved(t, "Aldermere City Council")
	b.joel, _ = b.Accredited(t, b.org, "Joel", "csas-name-address-asb")
	if err := b.Orgs.Suspend(t.Context(), b.Manager, b.org, "Insurance"); err == nil {
		t.Fatal("a manager suspends arrangements")
	}
	b.Accredited(t, b.org, "Ann", "csas-fpn-litter")
	b.checkpoint(t)
	b.grant, b.refuse = b.find(t, "accreditation.grant", ledger.Done), b.find(t, "organisation.suspend", ledger.Refused)
	return b
}

func (b *book) checkpoint(t *testing.T) {
	t.Helper()
	_, err := b.Ledger.Checkpoint(t.Context(), b.Ring, b.Force, "watchword/eastmarch/ledger")
	accredtest.Must(t, err)
}

// find is the first entry of that act.
func (b *book) find(t *testing.T, act string, o ledger.Outcome) int64 {
	t.Helper()
	es, err := db.Find(t.Context(), b.DB, func(tx *db.Tx) ([]ledger.Entry, error) {
		return b.Ledger.List(tx, b.Force, ledger.Query{Act: act, Outcome: o, Forward: true, Limit: 1})
	})
	accredtest.Must(t, err)
	if len(es) == 0 {
		t.Fatalf("there is no %s", act)
	}
	return es[0].Place
}

func (b *book) get(t *testing.T, format string, args ...any) *webtest.Page {
	t.Helper()
	return webtest.Get(t, b.As(b.Manager, b.h), fmt.Sprintf(format, args...))
}

func (b *book) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	accredtest.Must(t, b.DB.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }))
}

func TestAnEntryIsProved(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBook(t, d)
		p := b.get(t, "/ledger/%d", b.grant).Status(200).Sound()
		p.Has("h1", "Joel Hartnoll was accredited as EM 4001 with").Has(".ww-status", "Proved: in the ledger, unaltered").Has("dd", "C/Insp Daniel Thorne, as chief officer’s delegate").
			Has("dd", "17 November 2026, 10:42:00").Has(".ww-box", "Signature good").Has(".ww-box p", "watchword/eastmarch/ledger").Has("h3", "What it does not")
		if p.Link("Aldermere City Council") != "/organisations/"+string(b.org) || p.Link("Joel Hartnoll") != "/people/"+string(b.joel) {
			t.Error("the subjects lead elsewhere")
		}
		p.Has("h3", "Accreditation: EM 4001").Has("dd", "Ask name and address: antisocial behaviour").Has("summary", "Whole text").Says("Holds: The words, with their salt")
		if p.Count(".ww-points .ww-shape--in-force") != 3 || p.Count("table tr[aria-current]") != 1 || p.Count(".ww-grid table tbody tr") != 5 {
			t.Error("statements or neighbours are missing")
		}
		p = b.get(t, "/ledger/%d", b.refuse).Sound()
		p.Has("h1", "Refused: You may not decide on an organisation").Has(".ww-status", "Refused").Has(".ww-status", "Proved")
		b.get(t, "/ledger/%d", b.refuse+1).Has("table td", "Refused: You may not decide")
		for _, place := range []string{"999999", "-1", "x", "ent_nothing", "1e3"} {
			b.get(t, "/ledger/%s", place).Status(404)
		}
	})
}

// TestTheProofStandsWithoutUs checks the file with the key alone, and that the words in
// it give the leaf that it proves.
func TestTheProofStandsWithoutUs(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	p := webtest.Get(t, b.As(b.Delegate, b.h), fmt.Sprintf("/ledger/%d/proof", b.grant)).Status(200)
	if got := p.Header("Content-Disposition"); got != fmt.Sprintf(`attachment; filename="entry-%d.tlog-proof"`, b.grant) {
		t.Error(got)
	}
	proof, err := sign.ParseProof([]byte(p.Source()))
	accredtest.Must(t, err)
	keys, err := db.Find(t.Context(), b.DB, func(tx *db.Tx) (sign.Keys, error) { return b.Ring.Public(tx, b.Force) })
	accredtest.Must(t, err)
	e, err := db.Find(t.Context(), b.DB, func(tx *db.Tx) (ledger.Entry, error) { return b.Ledger.At(tx, b.Force, b.grant) })
	accredtest.Must(t, err)
	if _, err := proof.Check(ledger.LeafHash(e), keys, "watchword/eastmarch/ledger"); err != nil || proof.Index != b.grant {
		t.Error(err)
	}
	if !strings.Contains(string(proof.Extra), "Joel Hartnoll was accredited") {
		t.Error("the words do not go along")
	}
	steps := desk.Steps(proof.Hashes, mustSize(t, proof), proof.Index, ledger.LeafHash(e))
	c, err := sign.VerifyCheckpoint(proof.Checkpoint, keys, "watchword/eastmarch/ledger")
	if err != nil || steps[len(steps)-1].Result != c.Root {
		t.Error("the ladder does not lead to the root")
	}
}

func mustSize(t *testing.T, p sign.Proof) int64 {
	t.Helper()
	c, err := sign.ParseCheckpoint(strings.SplitAfter(string(p.Checkpoint), "=\n")[0])
	accredtest.Must(t, err)
	return c.Size
}

// TestTheLadderIsThatOfAnyTree compares the joins with tlog's own check for every entry
// of every small tree.
func TestTheLadderIsThatOfAnyTree(t *testing.T) {
	t.Parallel()
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range at {
			out = append(out, stored[i])
		}
		return out, nil
	})
	var leaves []tlog.Hash
	for size := int64(1); size < 70; size++ {
		leaf := tlog.RecordHash(fmt.Appendf(nil, "entry %d", size))
		more, err := tlog.StoredHashesForRecordHash(size-1, leaf, read)
		accredtest.Must(t, err)
		stored, leaves = append(stored, more...), append(leaves, leaf)
		root, err := tlog.TreeHash(size, read)
		accredtest.Must(t, err)
		for place := range size {
			proof, err := tlog.ProveRecord(size, place, read)
			accredtest.Must(t, err)
			steps := desk.Steps(proof, size, place, leaves[place])
			if len(steps) != len(proof) || size > 1 && steps[len(steps)-1].Result != root {
				t.Fatalf("entry %d of %d: %d steps", place, size, len(steps))
			}
			for _, s := range steps {
				if s.First > s.Last || s.First <= place && place <= s.Last || s.Last >= size {
					t.Fatalf("entry %d of %d is joined with entries %d to %d", place, size, s.First, s.Last)
				}
			}
		}
	}
}

func TestWhatWasAlteredIsSeen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, query, says string }{
		{"the words", `UPDATE ledger_entry SET content = REPLACE(content, 'accredited', 'awarded') WHERE force_id = ? AND place = ?`, "Not so: The words, with their salt"},
		{"the fingerprint", `UPDATE ledger_entry SET commitment = (SELECT o.commitment FROM ledger_entry o WHERE o.place = 0) WHERE force_id = ? AND place = ?`, "Not so: Joined"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t, dbtest.SQLite(t))
			b.exec(t, tt.query, string(b.Force), b.grant)
			p := b.get(t, "/ledger/%d", b.grant).Status(200).Sound()
			p.Has(".ww-status", "This entry does not fit").Says(tt.says, "watchword verify").Lacks(".ww-status", "Proved")
		})
	}
	b := newBook(t, dbtest.SQLite(t))
	b.exec(t, `UPDATE ledger_checkpoint SET note = REPLACE(note, 'eastmarch', 'eastmarsh') WHERE force_id = ?`, string(b.Force))
	b.get(t, "/ledger/%d", b.grant).Has(".ww-box", "Signature does not fit").Has(".ww-status", "This entry does not fit")
}

func TestErasedWordsLeaveTheirFingerprint(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	_, err := b.Ledger.Do(t.Context(), b.Operator, "ledger.erase", nil, func(tx *db.Tx, e *ledger.Draft) error {
		at, err := b.Ledger.At(tx, b.Force, b.grant)
		if err != nil {
			return err
		}
		return b.Ledger.Erase(tx, e, at.ID, "Six years after the end")
	})
	accredtest.Must(t, err)
	p := b.get(t, "/ledger/%d", b.grant).Status(200).Sound()
	p.Says("The words were erased on 17 November 2026 under the retention rule. Their fingerprint remains and still fits.", "Six years after the end").
		Has(".ww-status", "Proved").Lacks("summary", "Whole text")
	p.Lacks("h1", "Joel").Lacks("dd", "Joel").Lacks("tr[aria-current]", "Joel")
}

func TestAnEntryWaitsForItsCheckpoint(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	accredtest.Must(t, b.Orgs.Suspend(t.Context(), b.Delegate, b.org, "Insurance"))
	place := b.find(t, "organisation.suspend", ledger.Done)
	b.get(t, "/ledger/%d", place).Status(200).Sound().Has(".ww-status", "Not yet signed").Lacks(".ww-ladder").Says("One is signed within a minute.")
	b.get(t, "/ledger/%d/proof", place).Status(409)
	b.checkpoint(t)
	b.get(t, "/ledger/%d/proof", place).Status(200)
	e, err := db.Find(t.Context(), b.DB, func(tx *db.Tx) (ledger.Entry, error) { return b.Ledger.At(tx, b.Force, place) })
	accredtest.Must(t, err)
	b.get(t, "/ledger/%s", e.ID).Leads(fmt.Sprintf("/ledger/%d", place))
}

func TestTheListIsSearched(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBook(t, d)
		for _, tt := range []struct{ name, query, has, lacks string }{
			{"by the name of an organisation", "?about=aldermere+city+council", "Aldermere City Council was accredited", "The areas"},
			{"by its number", "?about=ORG-001", "Aldermere City Council was accredited", "The areas"},
			{"by AP number as people type it", "?about=em4001", "Joel Hartnoll was accredited", "Ann Hartnoll"},
			{"by digits", "?about=4001", "Joel Hartnoll was accredited", "Ann Hartnoll"},
			{"by a person’s name", "?about=joel+hartnoll", "Joel Hartnoll was accredited", "Ann Hartnoll"},
			{"refusals alone", "?outcome=refused", "Refused: You may not", "was accredited"},
			{"a kind of act", "?act=vetting.", "Vetting passed: Joel Hartnoll", "was accredited"},
			{"a day", "?from=18/11/2026", "No entry matches", "was accredited"},
			{"to a day", "?to=17/11/2026", "was accredited", "No entry matches"},
			{"one account", "?by=acc_vetter", "Vetting passed: Ann Hartnoll", "was accredited"},
			{"a name that is nobody’s", "?about=nobody+at+all", "Nothing in the registers is named", "was accredited"},
			{"a name that fits several", "?about=hartnoll", "fits several", "was accredited"},
		} {
			p := b.get(t, "/ledger%s", tt.query).Status(200).Sound()
			if s := p.Text("main"); !strings.Contains(s, tt.has) || strings.Contains(s, tt.lacks) {
				t.Errorf("%s: %.500s", tt.name, s)
			}
		}
		b.get(t, "/ledger?from=30/2/2026").Status(422).Sound().Has(".govuk-error-summary", "February")
		b.get(t, "/ledger?from=2/11/2026&to=1/11/2026").Status(422).Has(".govuk-error-summary", "To must be")
	})
}

func TestTheListTurnsPages(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	for i := range 60 {
		_, err := b.Ledger.Do(t.Context(), b.Operator, "area.add", nil, func(_ *db.Tx, e *ledger.Draft) error { e.Say(fmt.Sprint("Area ", i), ""); return nil })
		accredtest.Must(t, err)
	}
	seen := map[string]bool{}
	for path, n := "/ledger", 0; path != "" && n < 9; n++ {
		p := b.get(t, "%s", path).Sound()
		for _, s := range p.All("td[data-label=Entry]") {
			if seen[s] {
				t.Fatalf("entry %s stands on two pages", s)
			}
			seen[s] = true
		}
		path = ""
		if strings.Contains(p.Text("main"), "Older entries") {
			path = p.Link("Older entries")
		}
	}
	size, err := db.Find(t.Context(), b.DB, func(tx *db.Tx) (int64, error) { return b.Ledger.Size(tx, b.Force) })
	if err != nil || int64(len(seen)) != size {
		t.Errorf("%d entries on the pages, %d in the ledger (%v)", len(seen), size, err)
	}
}

func TestTheLedgerIsForThoseWhoMayReadIt(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	for _, role := range []authz.Role{authz.Trainer, authz.Signatory, authz.Commissioner, authz.ControlRoom} {
		for _, path := range []string{"/ledger", fmt.Sprint("/ledger/", b.grant), fmt.Sprint("/ledger/", b.grant, "/proof")} {
			webtest.Get(t, b.As(b.Actor(role), b.h), path).Status(403).Says("You may not read the ledger.")
		}
	}
	stranger := authz.Actor{Force: "for_other", Account: "acc_x", Role: authz.SchemeManager}
	webtest.Get(t, b.As(stranger, b.h), fmt.Sprint("/ledger/", b.grant)).Status(404)
	if s := webtest.Get(t, b.As(stranger, b.h), "/ledger").Status(200).Text("main"); strings.Contains(s, "Hartnoll") {
		t.Error("another force’s ledger is listed")
	}
}

func TestLedgerInTheBrowser(t *testing.T) {
	b := newBook(t, dbtest.SQLite(t))
	server := b.Serve(t, b.Manager, b.h)
	desktest.Look(t, "office", server, "/ledger", "/ledger?about=4001", fmt.Sprint("/ledger/", b.grant), fmt.Sprint("/ledger/", b.refuse))
	b.exec(t, `UPDATE ledger_entry SET content = REPLACE(content, 'accredited', 'awarded') WHERE force_id = ? AND place = ?`, string(b.Force), b.grant)
	desktest.Look(t, "altered", server, fmt.Sprint("/ledger/", b.grant))
}
