package story_test

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"sync"

	"watchword/internal/county/countyface"
)

// portrait is a drawn face, nobody's, as an office would upload it.
var portrait = sync.OnceValue(func() []byte {
	drawn := countyface.Draw(countyface.Of(7, countyface.Traits{Light: 0, Dark: countyface.Tones - 1, Uniform: "#1F4A35"}))
	plain := image.NewRGBA(drawn.Bounds()) // JPEG knows no palette
	draw.Draw(plain, plain.Bounds(), drawn, drawn.Bounds().Min, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, plain, nil); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
})
