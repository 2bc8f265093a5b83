package print

import (
	"strings"
	"testing"
	"time"

	"watchword/internal/sign"
)

// The whole way of a card: signed, drawn, printed, photographed, read, verified.
func TestSignedCardIsVerifiedFromThePrintedCard(t *testing.T) {
	t.Parallel()
	tool(t, "pdftoppm", "poppler-utils")
	tool(t, "zbarimg", "zbar-tools")
	key, err := sign.GenerateKey(sign.ForCards, "", made.AddDate(-1, 0, 0), made.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	card := warden(t)
	token, err := sign.SignCard(key, sign.Card{
		Issuer: "eastmarch.example", ID: [16]byte{1, 2, 3}, NotBefore: made, Expires: made.AddDate(3, 0, 0),
		Status: sign.StatusRef{Index: 101234, URI: "https://eastmarch.example/s/1"}, Number: card.Number, Role: card.Role, Employer: card.Employer,
		Area: card.Area, Powers: []int{1, 4, 6, 12, 13, 14, 17, 19, 24, 25}, Photo: make([]byte, 16),
	}, made)
	if err != nil {
		t.Fatal(err)
	}
	if card.QR, err = sign.CardURL("https://eastmarch.example", token); err != nil {
		t.Fatal(err)
	}
	symbol, err := MakeQR(card.QR)
	if err != nil {
		t.Fatal(err)
	}
	if module := symbolDots(symbol.Size) * dot; symbol.Size > 69 || module < 0.5 {
		t.Errorf("a full card takes %d modules of %.2f mm, want 69 of half a millimetre", symbol.Size, module)
	}
	pdf, err := card.PDF(made)
	if err != nil {
		t.Fatal(err)
	}
	path := keep(t, "signed.pdf", pdf)
	for _, dpi := range []string{"300", "150"} {
		image := strings.TrimSuffix(path, ".pdf") + dpi
		output(t, "pdftoppm", "-r", dpi, "-f", "2", "-l", "2", "-png", "-singlefile", path, image)
		read, err := sign.ParseCardURL(output(t, "zbarimg", "-q", "--raw", image+".png"))
		if err != nil {
			t.Fatalf("at %s dpi: %v", dpi, err)
		}
		got, reason := sign.VerifyCard(read, sign.Keys{key.Public()}, made.Add(time.Hour))
		if reason != sign.Good || got.Number != card.Number || got.Role != card.Role {
			t.Errorf("at %s dpi: %s, %+v", dpi, reason, got)
		}
	}
}

func BenchmarkCardPDF(b *testing.B) {
	card := warden(b)
	for b.Loop() {
		if _, err := card.PDF(made); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCertificatePDF(b *testing.B) {
	for b.Loop() {
		if _, err := certificate().PDF(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := MakeQR(qrText); err != nil {
			b.Fatal(err)
		}
	}
}
