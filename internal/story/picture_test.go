package story_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"watchword/internal/web/browser"
)

const (
	tallest  = 1400      // pixels of a picture; what lies below is cut off
	heaviest = 200 << 10 // bytes of a picture
)

// save writes a picture of the page, of 256 colours, for the README.
func save(t *testing.T, p *browser.Page, path string) {
	t.Helper()
	shot, err := png.Decode(bytes.NewReader(p.Screenshot()))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, few(shot)); err != nil {
		t.Fatal(err)
	}
	if b.Len() > heaviest {
		t.Errorf("%s is %d kB", path, b.Len()>>10)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// few is the upper part of a picture in at most 256 colours, chosen by median cut: the
// colours are parted again and again where they are spread widest.
func few(shot image.Image) *image.Paletted {
	r := shot.Bounds()
	r.Max.Y = min(r.Max.Y, r.Min.Y+tallest)
	counts := map[[3]uint8]int{}
	at := func(x, y int) [3]uint8 {
		red, green, blue, _ := shot.At(x, y).RGBA()
		return [3]uint8{uint8(red >> 8), uint8(green >> 8), uint8(blue >> 8)}
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			counts[at(x, y)]++
		}
	}
	var all box
	for c, n := range counts {
		all = append(all, shade{c, n})
	}
	slices.SortFunc(all, func(a, b shade) int { return bytes.Compare(a.rgb[:], b.rgb[:]) }) // a map has no order, the picture has
	boxes := parted(all)
	out := image.NewPaletted(r, nil)
	place := make(map[[3]uint8]uint8, len(counts))
	for i, b := range boxes {
		out.Palette = append(out.Palette, b.mean())
		for _, s := range b {
			place[s.rgb] = uint8(i)
		}
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			out.SetColorIndex(x, y, place[at(x, y)])
		}
	}
	return out
}

// shade is a colour and how many pixels have it.
type shade struct {
	rgb [3]uint8
	n   int
}

// box is some colours that are to become one.
type box []shade

// parted is the colours in at most 256 boxes.
func parted(all box) []box {
	boxes := []box{all}
	for len(boxes) < 256 {
		widest, spread, channel := -1, 0, 0
		for i, b := range boxes {
			if s, c := b.spread(); s > spread {
				widest, spread, channel = i, s, c
			}
		}
		if widest < 0 {
			break // every box is one colour
		}
		b := boxes[widest]
		slices.SortStableFunc(b, func(x, y shade) int { return int(x.rgb[channel]) - int(y.rgb[channel]) })
		half := b.half()
		boxes[widest] = b[:half]
		boxes = append(boxes, b[half:])
	}
	return boxes
}

// spread is how far the box reaches in its widest channel, weighed by its pixels, and
// which channel that is.
func (b box) spread() (int, int) {
	var low, high [3]uint8
	low = [3]uint8{255, 255, 255}
	n := 0
	for _, s := range b {
		n += s.n
		for c := range 3 {
			low[c], high[c] = min(low[c], s.rgb[c]), max(high[c], s.rgb[c])
		}
	}
	most, channel := 0, 0
	for c := range 3 {
		if d := int(high[c]) - int(low[c]); d > most {
			most, channel = d, c
		}
	}
	weight := 1
	for n > 1 {
		n, weight = n>>2, weight+1
	}
	return most * weight, channel
}

// half is where the box has half its pixels on either side.
func (b box) half() int {
	all := 0
	for _, s := range b {
		all += s.n
	}
	sum := 0
	for i, s := range b {
		if sum += s.n; sum*2 >= all {
			return min(max(i, 1), len(b)-1)
		}
	}
	return len(b) / 2
}

// mean is the colour of the box: that of its pixels on average.
func (b box) mean() color.Color {
	var sum [3]int
	n := 0
	for _, s := range b {
		n += s.n
		for c := range 3 {
			sum[c] += int(s.rgb[c]) * s.n
		}
	}
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255}
}
