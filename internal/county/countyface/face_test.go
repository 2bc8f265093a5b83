package countyface

import (
	"bytes"
	"crypto/sha256"
	"image/png"
	"testing"

	"pgregory.net/rapid"
)

func anyFace(t *rapid.T) Face {
	lo := rapid.IntRange(0, Tones-1).Draw(t, "light")
	return Of(rapid.Uint64().Draw(t, "seed"), Traits{
		Feminine: rapid.Bool().Draw(t, "feminine"), Covered: rapid.IntRange(0, 8).Draw(t, "covered") == 0,
		Light: lo, Dark: rapid.IntRange(lo, Tones-1).Draw(t, "dark"), Uniform: rapid.SampledFrom([]string{"#1f4d38", "#c05a12", "#23272e", ""}).Draw(t, "uniform"),
	})
}

func TestPortraitsAreSmallAndOfTheRightSize(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data := PNG(anyFace(t))
		if len(data) > 15_000 || len(data) < 3_000 {
			t.Fatalf("%d bytes", len(data))
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil || img.Bounds().Dx() != Width || img.Bounds().Dy() != Height {
			t.Fatalf("%v %v", img.Bounds(), err)
		}
	})
}

func TestTheSameFaceIsDrawnTheSame(t *testing.T) {
	t.Parallel()
	f := Of(42, Traits{Feminine: true, Light: 3, Dark: 6, Uniform: "#1f4d38"})
	if !bytes.Equal(PNG(f), PNG(f)) {
		t.Error("two drawings of one face differ")
	}
}

func TestEveryStyleAndBeardIsDrawn(t *testing.T) {
	t.Parallel()
	seen := map[[32]byte]string{}
	for style := range styles {
		for beard := Shaven; beard <= Moustache; beard++ {
			if style == Headscarf && beard != Shaven {
				continue // it would be covered
			}
			for glasses := range 4 {
				f := Face{Seed: 7, Tone: 4, HairTone: 2, Style: style, Beard: beard, Glasses: glasses, Uniform: "#1d3f66"}
				sum := sha256.Sum256(Draw(f).Pix)
				if _, twice := seen[sum]; twice {
					t.Errorf("style %d, beard %d, glasses %d look like another", style, beard, glasses)
				}
				seen[sum] = ""
			}
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		PNG(Of(uint64(i)*0x9e3779b97f4a7c15, Traits{Feminine: i%2 == 0, Light: 0, Dark: 9, Uniform: "#1f4d38"}))
	}
}
