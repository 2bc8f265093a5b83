package sign

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/sign/signtest"
)

func TestOtherLibrariesReadWhatWeSign(t *testing.T) {
	t.Parallel()
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
	got := signtest.Read(t, map[string]any{
		"now": signedAt.Add(time.Hour).Format(time.RFC3339), "issuer": card.Issuer, "card": hex.EncodeToString(signed(t, cardKey, card)),
		"keySet": hex.EncodeToString(set), "jwks": string(jwks), "statusCWT": hex.EncodeToString(cwt), "statusJWT": jwt,
		"indices": []int{0, 3, card.Status.Index, StatusEntries - 1},
	})
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
