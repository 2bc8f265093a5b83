package sign

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// npmRoom is a folder with the pinned libraries and our script, installed once.
func npmRoom(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("needs node and npm")
		}
	}
	lock, err := os.ReadFile("testdata/npm/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	dir := filepath.Join(base, "watchword-npm-"+hex.EncodeToString(sum(lock)[:6]))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "package-lock.json", "start.mjs", "extensions.mjs", "verify.mjs"} {
		b, err := os.ReadFile(filepath.Join("testdata/npm", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err == nil {
		return dir
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("needs the pinned npm packages: %v\n%s", err, out)
	}
	return dir
}

func TestOtherLibrariesReadWhatWeSign(t *testing.T) {
	t.Parallel()
	dir := npmRoom(t)
	cardKey, statusKey := newKey(t, ForCards), newKey(t, ForStatus)
	keys := Keys{cardKey.Public(), statusKey.Public(), newKey(t, ForCheckpoints).Public()}
	card := wardenCard()
	list, err := NewStatusList(StatusBits, StatusEntries)
	if err != nil {
		t.Fatal(err)
	}
	for index, s := range map[int]Status{card.Status.Index: StatusSuspended, 3: StatusInvalid} {
		if err := list.Set(index, s); err != nil {
			t.Fatal(err)
		}
	}
	token := StatusToken{URI: card.Status.URI, IssuedAt: signedAt, Expires: signedAt.Add(24 * time.Hour), TTL: 5 * time.Minute, List: list}
	cwt, err := SignStatusCWT(statusKey, token)
	if err != nil {
		t.Fatal(err)
	}
	jwt, err := SignStatusJWT(statusKey, token)
	if err != nil {
		t.Fatal(err)
	}
	set, err := keys.COSEKeySet()
	if err != nil {
		t.Fatal(err)
	}
	jwks, err := keys.JWKSet()
	if err != nil {
		t.Fatal(err)
	}
	in, err := json.Marshal(map[string]any{
		"now": signedAt.Add(time.Hour).Format(time.RFC3339), "issuer": card.Issuer, "card": hex.EncodeToString(signed(t, cardKey, card)),
		"keySet": hex.EncodeToString(set), "jwks": string(jwks), "statusCWT": hex.EncodeToString(cwt), "statusJWT": jwt,
		"indices": []int{0, 3, card.Status.Index, StatusEntries - 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "start.mjs")
	node.Dir, node.Stdin = dir, bytes.NewReader(in)
	var stderr bytes.Buffer
	node.Stderr = &stderr
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var got map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	entries := []any{0.0, 1.0, 2.0, 0.0}
	want := map[string]any{
		"card": map[string]any{
			"cti": "0102030405060708090a0b0c0d0e0f10", "exp": float64(card.Expires.Unix()), "nbf": float64(card.NotBefore.Unix()),
			"number": card.Number, "role": card.Role, "employer": card.Employer, "area": card.Area,
			"index": float64(card.Status.Index), "uri": card.Status.URI, "typ": 61.0,
		},
		"statusCWT": map[string]any{"sub": card.Status.URI, "ttl": 300.0, "entries": entries},
		"statusJWT": map[string]any{"sub": card.Status.URI, "typ": "statuslist+jwt", "entries": entries},
		"webCrypto": true, "webCryptoForged": false, "forgedRefused": true,
		"kid": cardKey.Public().ID.String(), "thumbprint": cardKey.Public().ID.String(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
