package sign

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	signedAt = time.Date(2026, 2, 3, 9, 12, 0, 0, time.UTC)
	keyFrom  = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	keyUntil = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
)

func newKey(t testing.TB, purpose Purpose) *Key {
	t.Helper()
	name := ""
	if purpose == ForCheckpoints {
		name = "eastmarch.example/ledger"
	}
	k, err := GenerateKey(purpose, name, keyFrom, keyUntil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// wardenCard is a card as the scheme issues it, with everything a card may say.
func wardenCard() Card {
	return Card{
		Issuer:    "eastmarch.example",
		ID:        [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
		NotBefore: signedAt, Expires: time.Date(2029, 2, 3, 0, 0, 0, 0, time.UTC),
		Status: StatusRef{Index: 101234, URI: "https://eastmarch.example/s/1"},
		Number: "EM 4417", Role: "Community warden", Employer: "Aldermere City Council", Area: "City of Aldermere",
		Powers: []int{1, 4, 6, 12, 13, 14, 17, 19, 24, 25}, Photo: sum([]byte("a portrait"))[:16],
	}
}

func signed(t testing.TB, k *Key, c Card) []byte {
	t.Helper()
	token, err := SignCard(k, c, signedAt)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestCardIsReadBack(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	token := signed(t, key, wardenCard())
	got, reason := VerifyCard(token, Keys{key.Public()}, signedAt)
	want := wardenCard()
	want.IssuedAt = signedAt
	if diff := cmp.Diff(want, got); reason != Good || diff != "" {
		t.Errorf("%s, difference:\n%s", reason, diff)
	}
	url, err := CardURL("https://eastmarch.example", token)
	fmt.Println(len(token), len(url), err)
}
