// Package cardtest takes wardens through the scheme to a card in the hand, for the tests
// of higher slices, in accredtest’s force.
package cardtest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// World is accredtest’s force, with cards.
type World struct{ *accredtest.World }

// New is a force named Eastmarch Constabulary on that database.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	return &World{accredtest.New(t, d)}
}

// Portrait is a drawn face, no person’s, as somebody would upload it. Each seed draws
// another.
func Portrait(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, 500, 600))
	skin := color.RGBA{uint8(120 + r.IntN(110)), uint8(80 + r.IntN(90)), uint8(60 + r.IntN(80)), 255}
	oval := func(x, y, cx, cy, rx, ry float64) bool {
		dx, dy := (x-cx)/rx, (y-cy)/ry
		return dx*dx+dy*dy < 1
	}
	for y := range 600 {
		for x := range 500 {
			fx, fy := float64(x)/500, float64(y)/600
			c := color.RGBA{0xDD, 0xE4, 0xE8, 255}
			switch {
			case oval(fx, fy, .42, .36, .03, .02), oval(fx, fy, .58, .36, .03, .02), oval(fx, fy, .5, .5, .07, .015):
				c = color.RGBA{0x22, 0x18, 0x14, 255}
			case oval(fx, fy, .5, .4, .2, .24):
				c = skin
			case oval(fx, fy, .5, .34, .24, .26):
				c = color.RGBA{0x22, 0x18, 0x14, 255}
			case oval(fx, fy, .5, 1.02, .38, .34):
				c = color.RGBA{0x1F, 0x4A, 0x35, 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Photograph gives the person a photograph.
func (w *World) Photograph(t testing.TB, p id.Person) {
	t.Helper()
	f, err := blob.Photo("photo", Portrait(uint64(len(p))+uint64(p[len(p)-1])))
	accredtest.Must(t, err)
	accredtest.Must(t, w.Persons.SetPhoto(t.Context(), w.Manager, p, f))
}

// Issued is a card ordered for a new warden of the employer.
func (w *World) Issued(t testing.TB, o id.Org, name string, powers ...law.PowerID) (id.Person, id.Accreditation, id.Card) {
	t.Helper()
	p, a := w.Accredited(t, o, name, powers...)
	w.Photograph(t, p)
	c, err := w.Cards.Issue(t.Context(), w.Manager, a)
	accredtest.Must(t, err)
	return p, a, c
}

// Held is a card in the hand of a new warden of the employer.
func (w *World) Held(t testing.TB, o id.Org, name string, powers ...law.PowerID) (id.Person, id.Accreditation, id.Card) {
	t.Helper()
	p, a, c := w.Issued(t, o, name, powers...)
	w.HandOver(t, c)
	return p, a, c
}

// HandOver prints an ordered card, without drawing it, and hands it over.
func (w *World) HandOver(t testing.TB, c id.Card) {
	t.Helper()
	_, err := w.Ledger.Do(t.Context(), w.Manager, "card.print", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return w.Cards.PrintedIn(tx, e, w.Manager, []id.Card{c})
	})
	accredtest.Must(t, err)
	accredtest.Must(t, w.Cards.HandOver(t.Context(), w.Manager, c, "Signed for at Aldermere"))
}

// Card is the card as it stands.
func (w *World) Card(t testing.TB, c id.Card) card.Card {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (card.Version, error) {
		return w.Cards.Find(tx, w.Manager, c, register.Now(w.Clock.Now()))
	})
	accredtest.Must(t, err)
	return v.State
}

// Token is the credential in the card’s code.
func (w *World) Token(t testing.TB, c id.Card) []byte {
	t.Helper()
	token, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]byte, error) { return w.Cards.Credential(tx, w.Manager, c) })
	accredtest.Must(t, err)
	return token
}

// Holder is the actor of the person’s own account.
func (w *World) Holder(p id.Person) authz.Actor {
	return authz.Actor{Force: w.Force, Account: id.Account("acc_" + p), Name: "The holder", Role: authz.AccreditedPerson, Person: p}
}
