// Package blob keeps uploads by the hash of their content. A file is typed by what it
// is, never by its name; pictures are decoded within bounds and written anew, so that
// nothing hides in them; and everything is served inert.
package blob

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	_ "image/png" // so that PNG is decoded
	"mime"
	"net/http"
	"strings"
	"time"

	"golang.org/x/image/draw"

	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Hash is the SHA-256 of a file's content, in hexadecimal.
type Hash string

// Bounds on a photograph: bytes as sent, pixels a side as decoded, and the size it is
// cut to, in pixels.
const (
	PhotoBytes  = 8 << 20
	photoSide   = 12000
	photoPixels = 40 << 20
	photoWidth  = 600
	photoHeight = 720
)

// File is a stored upload.
type File struct {
	Hash    Hash
	Type    string
	Content []byte
}

// Photo reads a photograph of a person as it was sent and makes the file to keep: a
// JPEG of 600 by 720 pixels, cut to that shape from the middle, without any of the
// hidden data of the original. It returns fault.Invalid, naming field, for what is no
// JPEG or PNG, is too small to be printed on a card, or too large to be decoded.
func Photo(field string, sent []byte) (File, error) {
	if len(sent) == 0 {
		return File{}, fault.In(field, "Choose a photograph")
	}
	if len(sent) > PhotoBytes {
		return File{}, fault.In(field, "The photograph must be smaller than 8 MB")
	}
	conf, kind, err := image.DecodeConfig(bytes.NewReader(sent))
	if err != nil || kind != "jpeg" && kind != "png" { // other kinds may be known elsewhere in the program
		return File{}, fault.In(field, "%s", "The photograph must be a JPEG or PNG picture. "+what(sent))
	}
	if conf.Width > photoSide || conf.Height > photoSide || conf.Width*conf.Height > photoPixels {
		return File{}, fault.In(field, "The photograph is %d by %d pixels. It must be no larger than 40 million pixels", conf.Width, conf.Height)
	}
	if conf.Width < 200 || conf.Height < 240 {
		return File{}, fault.In(field, "The photograph is %d by %d pixels. It must be at least 200 by 240 to be printed on a card", conf.Width, conf.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(sent))
	if err != nil {
		return File{}, fault.In(field, "The photograph is damaged and cannot be read as %s. Save it again, or choose another", kind)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, portrait(upright(img, orientation(sent))), &jpeg.Options{Quality: 88}); err != nil {
		return File{}, err
	}
	return New("image/jpeg", out.Bytes()), nil
}

// portrait cuts a picture to the shape of a card's photograph.
func portrait(img image.Image) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if w*photoHeight > h*photoWidth {
		cut := h * photoWidth / photoHeight
		b.Min.X += (w - cut) / 2
		b.Max.X = b.Min.X + cut
	} else {
		cut := w * photoHeight / photoWidth
		b.Min.Y += (h - cut) / 3 // heads stand high in a picture
		b.Max.Y = b.Min.Y + cut
	}
	out := image.NewRGBA(image.Rect(0, 0, photoWidth, photoHeight))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Over, nil)
	return out
}

// what says what a file is that is no picture.
func what(sent []byte) string {
	head := bytes.ToLower(bytes.TrimSpace(sent[:min(len(sent), 512)]))
	switch {
	case bytes.HasPrefix(head, []byte("%pdf")):
		return "This is a PDF"
	case bytes.HasPrefix(head, []byte("pk\x03\x04")):
		return "This is a zip or office file"
	case bytes.Contains(head, []byte("<svg")):
		return "This is an SVG drawing"
	case bytes.HasPrefix(head, []byte("<")):
		return "This is a web page or XML file"
	case bytes.HasPrefix(head, []byte("gif8")):
		return "This is a GIF"
	}
	return "This file is something else, or damaged"
}

// New is a file of that type, not yet stored. The type is one the program itself decided.
func New(kind string, content []byte) File {
	sum := sha256.Sum256(content)
	return File{Hash: Hash(hex.EncodeToString(sum[:])), Type: kind, Content: content}
}

// Put stores the file, unless the force has it already.
func Put(tx *db.Tx, force id.Force, f File, at time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO blob (force_id, hash, type, size, content, added_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (force_id, hash) DO NOTHING`, string(force), string(f.Hash), f.Type, int64(len(f.Content)), f.Content, at)
	return err
}

// Get is a stored file. It returns fault.NotFound if the force has none of that hash.
func Get(tx *db.Tx, force id.Force, hash Hash) (File, error) {
	f := File{Hash: hash}
	err := tx.QueryRow(`SELECT type, content FROM blob WHERE force_id = ? AND hash = ?`, string(force), string(hash)).Scan(&f.Type, &f.Content)
	if db.NoRows(err) {
		return f, fault.New(fault.NotFound, "There is no such file.")
	}
	return f, err
}

// Drop destroys a stored file, unless one of the columns (table.column, of the program's own)
// still names it, and is how many it destroyed.
func Drop(tx *db.Tx, force id.Force, hash Hash, named []string) (int, error) {
	for _, x := range named {
		table, column, _ := strings.Cut(x, ".")
		n, err := db.Count(tx, `SELECT COUNT(*) FROM `+table+` WHERE force_id = ? AND `+column+` LIKE ?`, string(force), "%"+string(hash)+"%")
		if err != nil || n > 0 {
			return 0, err
		}
	}
	n, err := tx.Exec(`DELETE FROM blob WHERE force_id = ? AND hash = ?`, string(force), string(hash))
	return int(n), err
}

// Inert sets the headers under which a stored file does nothing in a browser: pictures are
// shown, everything else is saved under the name.
func Inert(h http.Header, f File, name string) {
	h.Set("Content-Type", f.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	if !strings.HasPrefix(f.Type, "image/") {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
}

// Send sends a stored file under the name; see Inert.
func (f File) Send(w http.ResponseWriter, name string) error {
	Inert(w.Header(), f, name)
	_, _ = w.Write(f.Content) // the reader has gone; there is nobody to tell
	return nil
}

// within is a picture no larger than that many pixels a side.
func within(img image.Image, side int) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if w <= side && h <= side {
		return img
	}
	if w > h {
		w, h = side, max(1, h*side/w)
	} else {
		w, h = max(1, w*side/h), side
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}
