package blob

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"

	"watchword/internal/fault"
)

// DocumentBytes is how large a document may be as it is sent.
const DocumentBytes = 10 << 20

// Document reads a document as it was sent and makes the file to keep: a PDF as it came,
// or a picture decoded within bounds and written anew whole, without hidden data. A PDF may
// hold anything, so it is only ever to be served as a file to save (Inert).
//
// Errors: fault.Invalid, naming field, for what is no PDF, JPEG or PNG, whatever its name
// says; for what is empty, damaged or too large.
func Document(field string, sent []byte) (File, error) {
	switch {
	case len(sent) == 0:
		return File{}, fault.In(field, "Choose a file")
	case len(sent) > DocumentBytes:
		return File{}, fault.In(field, "The file must be smaller than 10 MB")
	case bytes.HasPrefix(sent, []byte("%PDF-")):
		if !bytes.Contains(sent[max(0, len(sent)-2048):], []byte("%%EOF")) {
			return File{}, fault.In(field, "The PDF is damaged: its end is missing. Save it again, or choose another")
		}
		return New("application/pdf", sent), nil
	}
	return Picture(field, sent)
}

// Picture reads a picture as it was sent and makes the file to keep: decoded within bounds,
// upright, at most 2,000 pixels a side, written anew without hidden data.
//
// Errors: as Document, for what is no JPEG or PNG.
func Picture(field string, sent []byte) (File, error) {
	if len(sent) == 0 {
		return File{}, fault.In(field, "Choose a picture")
	}
	if len(sent) > DocumentBytes {
		return File{}, fault.In(field, "The picture must be smaller than 10 MB")
	}
	conf, kind, err := image.DecodeConfig(bytes.NewReader(sent))
	if err != nil || kind != "jpeg" && kind != "png" { // other kinds may be known elsewhere in the program
		return File{}, fault.In(field, "%s", "Send a PDF, JPEG or PNG. "+what(sent))
	}
	if conf.Width > photoSide || conf.Height > photoSide || conf.Width*conf.Height > photoPixels {
		return File{}, fault.In(field, "The picture is %d by %d pixels. It must be no larger than 40 million pixels", conf.Width, conf.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(sent))
	if err != nil {
		return File{}, fault.In(field, "The picture is damaged and cannot be read as %s. Save it again, or choose another", kind)
	}
	img = within(upright(img, orientation(sent)), pictureSide)
	var out bytes.Buffer
	if kind == "png" {
		err = png.Encode(&out, img)
		return New("image/png", out.Bytes()), err
	}
	err = jpeg.Encode(&out, img, &jpeg.Options{Quality: 88})
	return New("image/jpeg", out.Bytes()), err
}

// pictureSide is how many pixels a side of a kept picture has at most.
const pictureSide = 2000
