package blob_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"watchword/internal/blob"
	"watchword/internal/fault"
)

func TestADocumentIsWhatItIsNotWhatItIsNamed(t *testing.T) {
	t.Parallel()
	img := image.NewRGBA(image.Rect(0, 0, 3000, 100))
	img.Set(1, 1, color.RGBA{200, 0, 0, 255})
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, img); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, img, nil); err != nil {
		t.Fatal(err)
	}
	hidden := append(bytes.Clone(asJPEG.Bytes()), []byte("<script>alert(1)</script>")...)
	for _, tt := range []struct {
		name string
		sent []byte
		kind string // of the file kept; empty: refused
		says string
	}{
		{"a PDF", []byte("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"), "application/pdf", ""},
		{"a PDF cut short", []byte("%PDF-1.7\n1 0 obj"), "", "its end is missing"},
		{"a PNG", asPNG.Bytes(), "image/png", ""},
		{"a JPEG with something behind it", hidden, "image/jpeg", ""},
		{"a web page named certificate.pdf", []byte("<!doctype html><p>hello</p>"), "", "This is a web page"},
		{"an office file", []byte("PK\x03\x04word"), "", "zip or office file"},
		{"nothing", nil, "", "Choose a file"},
		{"too much", append([]byte("%PDF-1.7"), make([]byte, 10<<20)...), "", "smaller than 10 MB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := blob.Document("file", tt.sent)
			if tt.kind == "" {
				if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%v, want %q", err, tt.says)
				}
				return
			}
			if err != nil || f.Type != tt.kind {
				t.Fatalf("%s, %v", f.Type, err)
			}
			h := http.Header{}
			blob.Inert(h, f, "a “name”.pdf")
			if inert := strings.HasPrefix(h.Get("Content-Disposition"), "attachment"); inert == strings.HasPrefix(f.Type, "image/") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("served with %v", h)
			}
			if strings.HasPrefix(f.Type, "image/") {
				c, _, err := image.DecodeConfig(bytes.NewReader(f.Content))
				if err != nil || c.Width != 2000 || bytes.Contains(f.Content, []byte("script")) {
					t.Errorf("kept as %+v, %v", c, err)
				}
			}
		})
	}
}
