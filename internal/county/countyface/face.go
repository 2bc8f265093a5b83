// Package countyface draws the portraits of the demo county's people: head and
// shoulders in a flat style, in the employer's uniform with the badge, never of
// anybody real. The same Face always gives the same picture.
//
// Read Face first, then Draw.
package countyface

import "math/rand/v2"

// Face is everything a portrait is drawn from.
type Face struct {
	Seed     uint64 // small differences of proportion
	Tone     int    // of the skin, 0 to Tones-1, light to dark
	HairTone int    // 0 to HairTones-1
	Style    Style
	Beard    Beard
	Glasses  int // 0 none, 1 to 3
	Older    bool
	Uniform  string // colour of the jacket, #rrggbb
	Collar   int    // 0 to 3: V neck, polo, shirt and tie, zipped
	Scarf    int    // colour of a headscarf or turban, 0 to Scarves-1
}

// Style is how the hair is worn, or covered.
type Style int

// The styles.
const (
	Crop Style = iota
	SidePart
	CurlyTop
	Buzz
	Bald
	Receding
	Quiff
	Turban
	TopBun
	Long
	Bob
	Ponytail
	Afro
	Wavy
	Pixie
	Braids
	Headscarf
	styles
)

// Beard is the hair of the lower face.
type Beard int

// The beards.
const (
	Shaven Beard = iota
	Stubble
	Short
	Full
	Moustache
)

// Tones, HairTones and Scarves are how many of each there are.
const (
	Tones     = len(skins)
	HairTones = len(hairs)
	Scarves   = len(scarves)
)

// Traits are what a portrait should agree with.
type Traits struct {
	Feminine    bool
	Light, Dark int    // range of the skin's tones, both included
	Covered     bool   // headscarf or turban
	Uniform     string // colour of the employer's jacket, #rrggbb
}

// Of is a face that agrees with the traits, one of very many by the seed.
func Of(seed uint64, t Traits) Face {
	r := rand.New(rand.NewPCG(seed, 0xfacade))
	f := Face{Seed: seed, Uniform: t.Uniform, Tone: t.Light + r.IntN(t.Dark-t.Light+1), Older: r.IntN(4) == 0, Collar: r.IntN(4), Scarf: r.IntN(Scarves)}
	if t.Feminine {
		f.Style = []Style{TopBun, Long, Bob, Ponytail, Wavy, Pixie, Braids, Long, Bob, Ponytail}[r.IntN(10)]
	} else {
		f.Style = []Style{Crop, SidePart, CurlyTop, Buzz, Bald, Receding, Quiff, Crop, SidePart, Buzz}[r.IntN(10)]
		f.Beard = []Beard{Shaven, Shaven, Shaven, Stubble, Short, Full, Moustache, Shaven}[r.IntN(8)]
	}
	if f.Tone >= 6 && r.IntN(3) == 0 {
		f.Style = []Style{Buzz, Afro}[r.IntN(2)]
		if t.Feminine {
			f.Style = []Style{Afro, Braids}[r.IntN(2)]
		}
	}
	if t.Covered {
		f.Style = Turban
		f.Beard = []Beard{Full, Short}[r.IntN(2)]
		if t.Feminine {
			f.Style, f.Beard = Headscarf, Shaven
		}
	}
	switch {
	case f.Older && r.IntN(3) > 0:
		f.HairTone = 6 + r.IntN(3)
	case f.Tone >= 3:
		f.HairTone = r.IntN(2)
	default:
		f.HairTone = r.IntN(6)
	}
	if r.IntN(4) == 0 {
		f.Glasses = 1 + r.IntN(3)
	}
	return f
}

var skins = [...]rgb{{0xf3, 0xd3, 0xbd}, {0xe6, 0xb8, 0x97}, {0xdf, 0xa9, 0x82}, {0xd1, 0x97, 0x6c}, {0xb9, 0x7d, 0x52}, {0xa3, 0x69, 0x42}, {0x8a, 0x58, 0x3a}, {0x74, 0x47, 0x2d}, {0x66, 0x3f, 0x2a}, {0x57, 0x36, 0x26}}

var hairs = [...]rgb{{0x1f, 0x17, 0x15}, {0x33, 0x24, 0x1d}, {0x5a, 0x39, 0x22}, {0x80, 0x52, 0x2d}, {0xc0, 0x94, 0x55}, {0xa6, 0x52, 0x2a}, {0x8d, 0x8c, 0x8a}, {0xb9, 0xb7, 0xb2}, {0xdc, 0xda, 0xd4}}

var scarves = [...]rgb{{0x27, 0x3a, 0x5e}, {0x6d, 0x2a, 0x3c}, {0x2d, 0x5a, 0x55}, {0x3d, 0x3d, 0x44}, {0x7a, 0x5b, 0x2c}, {0x54, 0x3b, 0x6b}}

var grounds = [...]rgb{{0xdd, 0xe4, 0xe8}, {0xe3, 0xe6, 0xe2}, {0xe6, 0xe3, 0xdd}, {0xdc, 0xe6, 0xe4}, {0xe2, 0xe1, 0xe8}}
