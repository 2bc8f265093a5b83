package ledgerweb_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/ledger"
	"watchword/internal/sign"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

// carried is what a proof file carries along.
func carried(t *testing.T, source string) (content, salt string, withheld bool) {
	t.Helper()
	proof, err := sign.ParseProof([]byte(source))
	accredtest.Must(t, err)
	var extra struct {
		Content  string
		Salt     []byte
		Withheld bool
	}
	accredtest.Must(t, json.Unmarshal(proof.Extra, &extra))
	return extra.Content, base64.StdEncoding.EncodeToString(extra.Salt), extra.Withheld
}

// TestWhatAReaderMayNotSeeIsNowhere looks for a date of birth, a letter and a result of
// vetting on the page of each entry and in its file, for every role that reads the ledger.
func TestWhatAReaderMayNotSeeIsNowhere(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	b.exec(t, `UPDATE ledger_entry SET content = REPLACE(content, '"outcome":"passed"', '"outcome":"passed","found":"an old caution"') WHERE force_id = ? AND act = 'vetting.record'`, string(b.Force))
	for _, tt := range []struct {
		name, act, secret, shown string
		readers                  []authz.Role
	}{
		{"a date of birth is for those who enter it", "person.nominate", "1990-05-01", "1 May 1990", []authz.Role{authz.SchemeManager, authz.Operator}},
		{"a letter is for those who read letters", "accreditation.grant", "You have been accredited under section 41", "You have been accredited", []authz.Role{authz.SchemeManager, authz.Delegate, authz.Standards, authz.DataProtection}},
		{"what vetting found is for nobody here", "vetting.record", "an old caution", "an old caution", nil},
	} {
		place := b.find(t, tt.act, ledger.Done)
		for _, role := range []authz.Role{authz.SchemeManager, authz.Delegate, authz.Standards, authz.DataProtection, authz.Operator} {
			may := false
			for _, r := range tt.readers {
				may = may || r == role
			}
			who := b.As(b.Actor(role), b.h)
			page := webtest.Get(t, who, fmt.Sprint("/ledger/", place)).Status(200).Sound()
			file := webtest.Get(t, who, fmt.Sprint("/ledger/", place, "/proof")).Status(200).Source()
			content, salt, withheld := carried(t, file)
			sees := strings.Contains(page.Source(), tt.secret) || strings.Contains(page.Source(), tt.shown)
			if sees != may || strings.Contains(content, tt.secret) != may || withheld == may {
				t.Errorf("%s: %s sees it on the page: %v; the file holds it: %v", tt.name, role, sees, strings.Contains(content, tt.secret))
			}
			if !may && (salt != "" || strings.Contains(page.Source(), "Salt, base64")) {
				t.Errorf("%s: %s has the salt, with which what is left out can be guessed", tt.name, role)
			}
		}
	}
}

func TestAnEntrySaysNothingInKeys(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	accredtest.Must(t, b.Orgs.Suspend(t.Context(), b.Delegate, b.org, "Insurance lapsed"))
	accredtest.Must(t, b.Orgs.Reinstate(t.Context(), b.Delegate, b.org, "Insured again"))
	b.checkpoint(t)
	for act, says := range map[string]string{
		"organisation.approve":    "Arrangements to the end of",
		"organisation.suspend":    "Suspended",
		"accreditation.grant":     "Ask name and address: antisocial behaviour, training counts to the end of 17 November 2029",
		"vetting.record":          "Passed",
		"training.record":         "Ask name and address: antisocial behaviour, passed on 17 November 2026",
		"person.nominate":         "Employed since",
		"area.add":                "District",
		"accreditation.recommend": "With the delegate",
	} {
		p := b.get(t, "/ledger/%d", b.find(t, act, ledger.Done)).Status(200).Sound()
		if act != "person.nominate" {
			p.Says(says)
		}
		words := strings.Join(append(p.All(".govuk-summary-list dd"), p.All(".govuk-summary-list dt")...), "\n")
		for _, key := range []string{"in-force", "fit_test", "uniform_approved", "area_text", "role_title", "vetting_until", "traffic-", "csas-", "district-council", act, "acc_", "org_", "per_", "_"} {
			if strings.Contains(words, key) {
				t.Errorf("%s says %q:\n%s", act, key, words)
			}
		}
	}
}

func TestRowsNameThePersonForThoseWhoMaySeeThem(t *testing.T) {
	t.Parallel()
	b := newBook(t, dbtest.SQLite(t))
	p := b.get(t, "/ledger").Status(200).Sound()
	p.Says("Vetting passed: Joel Hartnoll", "Training recorded: Ann Hartnoll").Lacks("td", "04:", "2026-11-17")
	for _, s := range p.All("td[data-label=Written]") {
		if s != "17 Nov 2026, 10:42" {
			t.Errorf("an instant is written %q", s)
		}
	}
	for _, s := range p.All("td[data-label=By]") {
		if s == "OperatorOperator" || s == "Operator Operator" {
			t.Error("who it is by stands twice")
		}
	}
	p = b.get(t, "/ledger?from=2026-11-17&to=17+November+2026").Status(200)
	if p.Value("From") != "17/11/2026" || p.Value("To") != "17/11/2026" {
		t.Errorf("the days stand in the form as %q and %q", p.Value("From"), p.Value("To"))
	}
}

// TestTheBrowserChecksForItself lets the script of the page check the proof, true and
// altered.
func TestTheBrowserChecksForItself(t *testing.T) {
	b := newBook(t, dbtest.SQLite(t))
	server := b.Serve(t, b.Delegate, b.h)
	p := browser.Open(t, fmt.Sprint(server, "/ledger/", b.grant), 1280)
	found := func() string {
		for range 250 {
			if got := browser.Eval[string](p, `(at => (at.dataset.state || "") + ": " + at.textContent)(document.getElementById("checks"))`); !strings.HasPrefix(got, ": ") {
				return got
			}
			time.Sleep(20 * time.Millisecond)
		}
		return "nothing"
	}
	got := found()
	if !strings.HasPrefix(got, "holds: ") || strings.Count(got, "Holds: ") < 3 || !strings.Contains(got, "gives the root of the checkpoint") {
		t.Errorf("the browser finds %s", got)
	}
	b.exec(t, `UPDATE ledger_entry SET content = REPLACE(content, 'accredited', 'awarded') WHERE force_id = ? AND place = ?`, string(b.Force), b.grant)
	p.Go(fmt.Sprint(server, "/ledger/", b.grant))
	if got := found(); !strings.HasPrefix(got, "fails: ") || !strings.Contains(got, "Does not hold: The words") {
		t.Errorf("of altered words the browser finds %s", got)
	}
}
