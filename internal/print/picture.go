package print

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"image"
	_ "image/jpeg" // a photo is one or the other
	"image/png"
)

// picture is an image that has been looked at: JPEG as it came, anything else as plain
// 8-bit PNG.
type picture struct {
	data []byte
	jpeg bool
	w, h int
	url  string // where a screen finds it; empty: in the page itself
	alt  string
}

// ErrPicture: the bytes are no PNG or JPEG that can be printed.
var ErrPicture = errors.New("the picture must be a PNG or JPEG of at most 40 million pixels")

const pixelsAtMost = 40_000_000

// look reads an image's size before its pixels, so that a small file cannot become a large
// picture.
func look(data []byte) (picture, error) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 || cfg.Width > pixelsAtMost/cfg.Height {
		return picture{}, ErrPicture
	}
	p := picture{data: data, jpeg: format == "jpeg", w: cfg.Width, h: cfg.Height}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, ErrPicture
	}
	if p.jpeg {
		p.data = bare(data)
	} else { // interlaced, 16-bit and palette PNGs become plain ones
		plain := image.NewNRGBA(img.Bounds())
		for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
			for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
				plain.Set(x, y, img.At(x, y))
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, plain); err != nil {
			return picture{}, err
		}
		p.data = b.Bytes()
	}
	return p, nil
}

// bare is a JPEG without what cameras add (where and when it was taken, by what): only the
// segments that decoding needs, which leaves out APP1 to APP13, APP15 and comments.
func bare(jpeg []byte) []byte {
	out := append(make([]byte, 0, len(jpeg)), jpeg[:2]...)
	for i := 2; i+4 <= len(jpeg); {
		marker, end := jpeg[i+1], i+2+int(jpeg[i+2])<<8+int(jpeg[i+3])
		if jpeg[i] != 0xff || marker == 0xda || end > len(jpeg) { // the picture itself begins
			return append(out, jpeg[i:]...)
		}
		if extra := marker >= 0xe1 && marker <= 0xef && marker != 0xee || marker == 0xfe; !extra {
			out = append(out, jpeg[i:end]...)
		}
		i = end
	}
	return out
}

func (p picture) mime() string {
	if p.jpeg {
		return "image/jpeg"
	}
	return "image/png"
}

// name is the same for the same picture.
func (p picture) name() string {
	h := sha256.Sum256(p.data)
	return hex.EncodeToString(h[:8])
}

// address is where a screen finds the picture.
func (p picture) address() string {
	if p.url != "" {
		return p.url
	}
	return "data:" + p.mime() + ";base64," + base64.StdEncoding.EncodeToString(p.data)
}

// cover is the box a picture of w by h must be drawn in to fill b, sticking out at two sides.
func cover(b box, w, h int) box {
	scale := max(b.w/float64(w), b.h/float64(h))
	dw, dh := float64(w)*scale, float64(h)*scale
	return box{b.x - (dw-b.w)/2, b.y - (dh-b.h)/2, dw, dh}
}
