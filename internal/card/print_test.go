package card_test

import (
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/print"
	"watchword/internal/sign"
	"watchword/internal/sign/signtest"
)

func tool(t *testing.T, name, pkg string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip("needs " + pkg)
	}
}

// codes is what zbar reads from every page of a PDF, printed at 300 dpi.
func codes(t *testing.T, pdf []byte) []string {
	t.Helper()
	tool(t, "pdftoppm", "poppler-utils")
	tool(t, "zbarimg", "zbar-tools")
	dir := t.TempDir()
	accredtest.Must(t, os.WriteFile(filepath.Join(dir, "card.pdf"), pdf, 0o600))
	if out, err := exec.Command("pdftoppm", "-r", "300", "-png", filepath.Join(dir, "card.pdf"), filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	accredtest.Must(t, err)
	var out []string
	for _, page := range pages {
		text, _ := exec.Command("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", page).Output() // no code on the front is no failure
		out = append(out, strings.Fields(string(text))...)
	}
	return out
}

func TestTheCodeOnThePrintedCardIsReadAndVerified(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere and Quaymouth Joint Community Safety Partnership Council")
		_, _, one := w.Issued(t, o, "Joel", asb, litter, tobacco, "csas-name-address-traffic", "csas-traffic-control", "csas-pnd")
		_, _, two := w.Issued(t, o, "Ann", asb)
		_, _, three := w.Issued(t, o, "Bea", asb)
		single, err := w.Cards.Print(t.Context(), w.Manager, []id.Card{one}, false)
		accredtest.Must(t, err)
		sheet, err := w.Cards.Print(t.Context(), w.Manager, []id.Card{two, three}, true)
		accredtest.Must(t, err)
		keys, err := w.Cards.Keys(t.Context(), w.Force)
		accredtest.Must(t, err)
		read := append(codes(t, single), codes(t, sheet)...)
		if len(read) != 3 {
			t.Fatalf("zbar reads %d codes: %.80q", len(read), read)
		}
		for _, text := range read {
			token, err := sign.ParseCardURL(text)
			accredtest.Must(t, err)
			said, reason := sign.VerifyCard(token, keys, w.Clock.Now().Add(time.Second))
			if reason != sign.Good || !strings.HasPrefix(said.Number, "EM 400") || said.Issuer != "eastmarch.example" || len(said.Powers) == 0 {
				t.Errorf("%s: %+v", reason, said)
			}
			if s, err := print.MakeQR(text); err != nil || s.Size > 85 {
				t.Errorf("the code has %d modules a side, %v", s.Size, err)
			}
		}
		if v := w.Card(t, two); v.State != card.Printed {
			t.Errorf("after printing it is %s", v.State)
		}
		stranger := authz.Actor{Force: w.Force, Role: authz.Liaison, Org: o}
		if _, err := w.Cards.Print(t.Context(), stranger, []id.Card{one}, false); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer prints: %v", err)
		}
		for _, bad := range [][]id.Card{nil, {one, two}, make([]id.Card, 201)} {
			if _, err := w.Cards.Print(t.Context(), w.Manager, bad, false); !fault.Is(err, fault.Invalid) {
				t.Errorf("%d cards without a sheet: %v", len(bad), err)
			}
		}
		accredtest.Must(t, w.Cards.HandOver(t.Context(), w.Manager, one, ""))
		if _, err := w.Cards.Print(t.Context(), w.Manager, []id.Card{one}, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("a held card is printed again: %v", err)
		}
		refused, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]ledger.Entry, error) {
			if _, err := w.Ledger.Sequence(t.Context()); err != nil {
				return nil, err
			}
			return w.Ledger.List(tx, w.Force, ledger.Query{Act: "card.print", Outcome: ledger.Refused})
		})
		if err != nil || len(refused) != 1 {
			t.Errorf("%d refusals are recorded, %v", len(refused), err)
		}
	})
}

// The whole way of a card: printed, photographed, read, and verified with libraries that
// are not ours, the status list beside it.
func TestThePrintedCodeIsReadByOtherLibraries(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		_, _, c := w.Issued(t, w.Approved(t, "Aldermere City Council"), "Joel", asb, litter)
		pdf, err := w.Cards.Print(t.Context(), w.Manager, []id.Card{c}, false)
		accredtest.Must(t, err)
		read := codes(t, pdf)
		if len(read) != 1 {
			t.Fatalf("zbar reads %d codes", len(read))
		}
		token, err := sign.ParseCardURL(read[0])
		accredtest.Must(t, err)
		keys, err := w.Cards.Keys(t.Context(), w.Force)
		accredtest.Must(t, err)
		set, err := keys.COSEKeySet()
		accredtest.Must(t, err)
		jwks, err := keys.JWKSet()
		accredtest.Must(t, err)
		list, err := w.Cards.StatusList(t.Context(), w.Force, 1)
		accredtest.Must(t, err)
		state := w.Card(t, c)
		got := signtest.Read(t, map[string]any{
			"now": w.Clock.Now().Add(time.Minute).Format(time.RFC3339), "issuer": "eastmarch.example", "card": hex.EncodeToString(token), "keySet": hex.EncodeToString(set),
			"jwks": string(jwks), "statusCWT": hex.EncodeToString(list.CWT), "statusJWT": list.JWT, "indices": []int{state.Place},
		})
		of, _ := got["card"].(map[string]any)
		if of["number"] != "EM 4001" || of["cti"] != state.Cti || of["role"] != "Community warden" || of["index"] != float64(state.Place) || got["webCrypto"] != true || got["forgedRefused"] != true {
			t.Errorf("other libraries read %v", got)
		}
		for _, form := range []string{"statusCWT", "statusJWT"} {
			if entries, _ := got[form].(map[string]any)["entries"].([]any); len(entries) != 1 || entries[0] != float64(sign.StatusSuspended) {
				t.Errorf("%s says %v of a card that nobody holds yet", form, got[form])
			}
		}
	})
}

func TestWhetherTheNameIsPrintedIsTheForcesSetting(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, _, c := w.Issued(t, o, "Joel", asb)
		for setting, want := range map[string]struct {
			at   print.NameAt
			name string
		}{"none": {print.NameNowhere, ""}, "front": {print.NameFront, "Joel Hartnoll"}, "back": {print.NameBack, "Joel Hartnoll"}} {
			w.Set(t, "name_on_card", setting)
			drawn, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (print.IDCard, error) { return w.Cards.Drawn(tx, w.Manager, c) })
			accredtest.Must(t, err)
			if drawn.NameAt != want.at || drawn.Name != want.name {
				t.Errorf("%s: %v %q", setting, drawn.NameAt, drawn.Name)
			}
		}
	})
}

func TestPowersAreListedAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	got := card.PowersInWords([]law.PowerID{litter, "csas-fpn-graffiti", "csas-name-address", asb, "csas-stop-cycle", "no-such-power"})
	want := []string{"Ask name and address: offence (2), antisocial behaviour (3)", "Stop a cycle (8A)", "Notice: litter (1(2)(c)), graffiti and fly-posting (1(2)(ba))"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
