package blob_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	"watchword/internal/blob"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
)

func picture(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w {
		img.Set(i, i%h, color.RGBA{uint8(i), 90, 60, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a PNG of a few bytes that says it is 30,000 pixels square.
func bomb() []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := append([]byte("IHDR"), 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 2, 0, 0, 0)
	binary.Write(&b, binary.BigEndian, uint32(len(head)-4))
	b.Write(head)
	binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(head))
	return b.Bytes()
}

func TestPhotoIsMadeAnew(t *testing.T) {
	t.Parallel()
	sent := append(picture(t, 900, 700), []byte("<script>hidden</script>")...)
	f, err := blob.Photo("photo", sent)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(f.Content))
	if err != nil || img.Bounds().Dx() != 600 || img.Bounds().Dy() != 720 || f.Type != "image/jpeg" || bytes.Contains(f.Content, []byte("script")) {
		t.Errorf("%v %v %s", img.Bounds(), err, f.Type)
	}
}

func TestWhatIsNoPhotoIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	broken := picture(t, 400, 480)
	for _, tt := range []struct {
		name string
		sent []byte
		want string
	}{
		{"nothing", nil, "Choose a photograph"},
		{"a bomb of pixels", bomb(), "30000 by 30000"},
		{"a drawing with script", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "SVG"},
		{"a web page named photo.jpg", []byte("<html><body>hello"), "web page"},
		{"a PDF", []byte("%PDF-1.7 ..."), "PDF"},
		{"a GIF", animated(t), "must be a JPEG or PNG picture. This is a GIF"},
		{"the head of a GIF", []byte("GIF89a\x00\x00\x00\x00\x00\x00\x00"), "must be a JPEG or PNG picture. This is a GIF"},
		{"a zip", []byte("PK\x03\x04...."), "zip"},
		{"too small for a card", picture(t, 100, 120), "at least 200 by 240"},
		{"a damaged picture", broken[:len(broken)/2], "damaged"},
		{"more than 8 MB", make([]byte, 9<<20), "smaller than 8 MB"},
	} {
		_, err := blob.Photo("photo", tt.sent)
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Fields[0].Name != "photo" || !strings.Contains(f.Fields[0].Message, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestAFileIsKeptOnceForEachForce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := blob.New("image/png", []byte("picture"))
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			for range 2 {
				if err := blob.Put(tx, "for_a", f, time.UnixMilli(5)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		d.Read(t.Context(), func(tx *db.Tx) error {
			got, err := blob.Get(tx, "for_a", f.Hash)
			if err != nil || string(got.Content) != "picture" || got.Type != "image/png" {
				t.Errorf("%+v, %v", got, err)
			}
			if _, err := blob.Get(tx, "for_b", f.Hash); !fault.Is(err, fault.NotFound) {
				t.Errorf("another force reads it: %v", err)
			}
			return nil
		})
	})
}

// held is a JPEG, 300 wide and 400 high, white above and black below, as a phone stores
// it when held so that it must be turned by the orientation to be seen so.
func held(t *testing.T, orientation byte) []byte {
	t.Helper()
	w, h := 300, 400
	if orientation >= 5 {
		w, h = h, w
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			top := map[byte]bool{1: y < h/2, 3: y >= h/2, 6: x < w/2, 8: x >= w/2}[orientation]
			if top {
				img.SetGray(x, y, color.Gray{255})
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0}
	body := append([]byte("Exif\x00\x00"), tiff...)
	app1 := append([]byte{0xff, 0xe1, 0, byte(len(body) + 2)}, body...)
	return append(append(b.Bytes()[:2:2], app1...), b.Bytes()[2:]...)
}

func TestPhotosAreTurnedAsTheyWereHeld(t *testing.T) {
	t.Parallel()
	for _, o := range []byte{1, 3, 6, 8} {
		f, err := blob.Photo("photo", held(t, o))
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(f.Content))
		if err != nil {
			t.Fatal(err)
		}
		top, _, _, _ := img.At(300, 60).RGBA()
		foot, _, _, _ := img.At(300, 660).RGBA()
		if top < 0xe000 || foot > 0x2000 {
			t.Errorf("orientation %d: the head is %x, the foot %x", o, top>>8, foot>>8)
		}
	}
}

func animated(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := gif.Encode(&out, image.NewGray(image.Rect(0, 0, 400, 480)), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
