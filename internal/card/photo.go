package card

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"

	"watchword/internal/blob"
)

// The photograph on the check page: its pixels, and its bytes at most, so that the whole
// page stays under 30 kB.
const (
	smallWidth, smallHeight = 240, 288
	smallBytes              = 12 << 10
)

// Small makes the picture for the check page from a photograph in the register.
func Small(photo blob.File) (blob.File, error) {
	img, err := jpeg.Decode(bytes.NewReader(photo.Content))
	if err != nil {
		return blob.File{}, fmt.Errorf("photograph %s: %w", photo.Hash, err)
	}
	out := image.NewRGBA(image.Rect(0, 0, smallWidth, smallHeight))
	draw.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	for quality := 78; ; quality -= 8 {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: quality}); err != nil {
			return blob.File{}, err
		}
		if b.Len() <= smallBytes || quality < 20 {
			return blob.New("image/jpeg", b.Bytes()), nil
		}
	}
}
