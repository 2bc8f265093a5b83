package print

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var made = time.Date(2026, 2, 3, 9, 12, 0, 0, time.UTC)

// portrait is a drawn face, no person's.
func portrait(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	oval := func(x, y, cx, cy, rx, ry float64) bool {
		dx, dy := (x-cx)/rx, (y-cy)/ry
		return dx*dx+dy*dy < 1
	}
	for py := range h {
		for px := range w {
			x, y := float64(px)/float64(w), float64(py)/float64(h)
			c := color.NRGBA{0xDD, 0xE4, 0xE8, 255}
			switch {
			case oval(x, y, .5, .38, .2, .24):
				c = color.NRGBA{0x8A, 0x5A, 0x3C, 255}
			case oval(x, y, .5, .33, .24, .26):
				c = color.NRGBA{0x22, 0x18, 0x14, 255}
			case oval(x, y, .5, 1.0, .38, .34):
				c = color.NRGBA{0x1F, 0x4A, 0x35, 255}
			}
			img.Set(px, py, c)
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// qrText is as long as the text of a real card.
var qrText = "HTTPS://EASTMARCH.EXAMPLE/C/" + strings.Repeat("12345678901234567", 42) + "1234567890123"

func warden(t testing.TB) IDCard {
	return IDCard{
		Scheme: "Community Safety Accredited Person", Force: "Eastmarch Constabulary", Number: "EM 4417",
		Role: "Community warden", Employer: "Aldermere City Council", Area: "City of Aldermere",
		Issued: "3 Feb 2026", Ends: "2 Feb 2029", Name: "Tamsin Okafor", Photo: asJPEG(t, portrait(300, 375)),
		Powers: []string{
			"Require name and address: antisocial behaviour (3), offences (2), traffic (3A)", "Take alcohol, young people (5)",
			"Take tobacco, under 16 (6)", "Stop a cycle (8A)", "Direct traffic (8B)", "Notices: litter, graffiti, footway cycling (1)",
		},
		QR: qrText, CheckAt: "eastmarch.example/check", CardNumber: "004417-02", Uniform: "Council green",
		Return: []string{"Freepost WATCHWORD EASTMARCH"},
	}
}

// longWarden is a card whose every text is longer than any card can show.
func longWarden(t testing.TB) IDCard {
	c := warden(t)
	c.Scheme = strings.Repeat("Community Safety Accreditation ", 6)
	c.Force = strings.Repeat("Constabulary of Eastmarch and ", 8)
	c.Number = "EASTMARCH 00441700441700"
	c.Role = strings.Repeat("Neighbourhood enforcement and engagement officer ", 5)
	c.Employer = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" + strings.Repeat(" and Aldermere Housing Partnership", 6)
	c.Area = strings.Repeat("the wards of Aldermere East, Harbour, Quayside, ", 6)
	c.Name, c.NameAt = strings.Repeat("Tamsin Okafor-Featherstonehaugh ", 4), NameFront
	c.Powers = nil
	for range 24 {
		c.Powers = append(c.Powers, "Require the name and address of a person believed to have committed a relevant offence (2)")
	}
	c.Return = []string{strings.Repeat("Scheme office of the constabularies of Eastmarch and Westmarch, ", 6)}
	c.Uniform = strings.Repeat("Council green with yellow ", 6)
	c.CardNumber = "004417-02"
	c.CheckAt = "accreditation.eastmarch-constabulary.example/check"
	return c
}

func keep(t testing.TB, name string, data []byte) string {
	t.Helper()
	dir := os.Getenv("PRINT_KEEP") // to look at what was made
	if dir == "" {
		dir = t.TempDir()
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func tool(t testing.TB, name, pkg string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip("needs " + pkg)
	}
}

func output(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Errorf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// wellFormed asks qpdf whether the file is sound.
func wellFormed(t testing.TB, path string) {
	t.Helper()
	tool(t, "qpdf", "qpdf")
	if out := output(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", out)
	}
}

func TestCardQRIsReadFromThePrintedCard(t *testing.T) {
	t.Parallel()
	tool(t, "pdftoppm", "poppler-utils")
	tool(t, "zbarimg", "zbar-tools")
	for _, digits := range []int{200, 300, 460, 620, 727, 790, 1000} {
		card := warden(t)
		card.QR = "HTTPS://EASTMARCH.EXAMPLE/C/" + strings.Repeat("8317046295", 100)[:digits]
		pdf, err := card.PDF(made)
		if err != nil {
			t.Fatal(err)
		}
		path := keep(t, "card-"+strconv.Itoa(digits)+".pdf", pdf)
		for _, dpi := range []string{"300", "150"} {
			if dpi == "150" && digits > 800 { // more than 73 modules: 5 dots at 300 dpi, 2.5 at 150
				continue
			}
			image := strings.TrimSuffix(path, ".pdf") + "-" + dpi
			output(t, "pdftoppm", "-r", dpi, "-f", "2", "-l", "2", "-png", "-singlefile", path, image)
			if got := strings.TrimSpace(output(t, "zbarimg", "-q", "--raw", image+".png")); got != card.QR {
				t.Errorf("%d digits at %s dpi: read %q", digits, dpi, got)
			}
		}
	}
}

func TestCardPDF(t *testing.T) {
	t.Parallel()
	tool(t, "pdfinfo", "poppler-utils")
	for name, card := range map[string]IDCard{"plain": warden(t), "long": longWarden(t)} {
		pdf, err := card.PDF(made)
		if err != nil {
			t.Fatal(err)
		}
		path := keep(t, "card-"+name+".pdf", pdf)
		wellFormed(t, path)
		info := output(t, "pdfinfo", path)
		for _, want := range []string{"Pages:           2", "Page size:       242.65 x 153.01 pts", "Title:           Card 004417-02"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: pdfinfo lacks %q:\n%s", name, want, info)
			}
		}
	}
	plain, err := warden(t).PDF(made)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(output(t, "pdftotext", "-layout", keep(t, "words.pdf", plain), "-")), " ")
	for _, want := range []string{"EM 4417", "Community warden", "Aldermere City Council", "City of Aldermere", "2 Feb 2029", DefaultLimit, "Stop a cycle (8A)", "Card 004417-02", "Scan to check me"} {
		if !strings.Contains(text, want) {
			t.Errorf("the card lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Okafor") {
		t.Error("the name is printed although the force does not want it")
	}
}

func TestSamePDFForTheSameContent(t *testing.T) {
	t.Parallel()
	a, err := warden(t).PDF(made)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		b, err := warden(t).PDF(made)
		if err != nil || !bytes.Equal(a, b) {
			t.Fatalf("the second file differs from the first: %v", err)
		}
	}
}

// spy is a canvas that notes what is drawn.
type spy struct {
	svgCanvas
	texts []spied
}

type spied struct {
	at   point
	f    face
	size float64
	s    string
}

func (s *spy) text(at point, f face, size float64, _ colour, text string) {
	s.texts = append(s.texts, spied{at, f, size, text})
}

func (s *spy) clip(_ box, draw func()) { draw() }

func TestCardTextIsNeverTooSmallNorOutside(t *testing.T) {
	t.Parallel()
	for _, at := range []NameAt{NameNowhere, NameFront, NameBack} {
		for name, card := range map[string]IDCard{"plain": warden(t), "long": longWarden(t), "empty": {}} {
			card.NameAt = at
			d, err := card.ready()
			if err != nil {
				t.Fatal(err)
			}
			front, back := &spy{}, &spy{}
			card.drawFront(front, nil)
			card.drawBack(back, d.symbol)
			for side, s := range map[string]*spy{"front": front, "back": back} {
				for _, x := range s.texts {
					if x.size < 6.5*mmPerPoint-1e-9 {
						t.Errorf("%s %s: %q is %.2f pt", name, side, x.s, x.size/mmPerPoint)
					}
					if x.at.x < 3 || x.at.x+widthOf(x.f, x.size, x.s) > CardWidth-3 || x.at.y > CardHeight-1.5 {
						t.Errorf("%s %s: %q sticks out at %v", name, side, x.s, x.at)
					}
				}
			}
			for _, x := range front.texts { // between the head and the band
				if x.at.x > 30 && x.at.y > 11 && (x.at.y > 556*dot-0.5) {
					t.Errorf("%s: %q runs into the band", name, x.s)
				}
			}
			apart(t, name+" front", front.texts)
			apart(t, name+" back", back.texts)
			rule := card.foot().top * dot
			for _, x := range back.texts {
				if x.at.y-0.7*x.size < rule && x.at.y+0.22*x.size > rule {
					t.Errorf("%s: %q runs into the rule", name, x.s)
				}
			}
		}
	}
}

// apart fails the test where two texts stand on one another.
func apart(t testing.TB, name string, texts []spied) {
	t.Helper()
	for i, a := range texts {
		for _, b := range texts[:i] {
			beside := a.at.x+widthOf(a.f, a.size, strings.TrimRight(a.s, " ")) <= b.at.x || b.at.x+widthOf(b.f, b.size, strings.TrimRight(b.s, " ")) <= a.at.x
			below := a.at.y-0.7*a.size >= b.at.y || b.at.y-0.7*b.size >= a.at.y
			if !beside && !below && a.s != "" && b.s != "" {
				t.Errorf("%s: %q stands on %q", name, a.s, b.s)
			}
		}
	}
}

// addresses are such as forces have.
var addresses = map[string][]string{
	"a Freepost":          {"Freepost WATCHWORD EASTMARCH"},
	"the demonstration's": {"Scheme office, Eastmarch Constabulary, Watch House, Aldermere"},
	"five lines":          {"Citizens in Policing", "Eastmarch Constabulary Headquarters", "Watch House, 12 to 18 Constabulary Way", "Aldermere", "Eastmarch EM1 1AA"},
	"long lines":          {"Community Safety Accreditation Scheme Office", "Eastmarch Constabulary Headquarters", "Watch House, Constabulary Way", "Aldermere EM1 1AA"},
	"none":                nil,
}

func TestAReturnAddressIsPrintedWhole(t *testing.T) {
	t.Parallel()
	for name, address := range addresses {
		for _, uniform := range []string{"", "Council green", "Green high-visibility jacket with the words Community Safety on the back and the badge of the city"} {
			for _, at := range []NameAt{NameNowhere, NameFront, NameBack} {
				for _, digits := range []int{460, 727, 790} { // as large as codes of cards are
					card := warden(t)
					card.QR = "HTTPS://EASTMARCH.EXAMPLE/C/" + strings.Repeat("8317046295", 100)[:digits]
					card.Return, card.Uniform, card.NameAt = address, uniform, at
					if !ReturnFits(address) {
						t.Fatalf("%s does not fit", name)
					}
					back := &spy{}
					d, err := card.ready()
					if err != nil {
						t.Fatal(err)
					}
					card.drawBack(back, d.symbol)
					apart(t, name, back.texts)
					said := ""
					for _, x := range back.texts {
						said += strings.TrimRight(x.s, " ") + " "
					}
					for _, want := range []string{strings.Join(address, ", "), "f found, ", "Lost or stolen: call 101.", "Card 004417-02"} {
						if !strings.Contains(said, want) {
							t.Errorf("%s, %q, %v, %d: the card lacks %q: %s", name, uniform, at, digits, want, said)
						}
					}
					if at == NameBack && !strings.Contains(said, "Tamsin Okafor") {
						t.Errorf("%s: the name is cut", name)
					}
				}
			}
		}
	}
}

func TestAReturnAddressThatCannotFitIsToldApart(t *testing.T) {
	t.Parallel()
	for _, long := range [][]string{{strings.Repeat("Watch House, ", 16)}, {strings.Repeat("W", 150)}, longWarden(t).Return} {
		if ReturnFits(long) {
			t.Errorf("%q is said to fit", long)
		}
	}
}

func TestTheUniformIsSaidOnceAndYieldsToTheAddress(t *testing.T) {
	t.Parallel()
	card := warden(t)
	card.Uniform = "Council green jacket and polo shirt"
	if got := strings.Join(card.foot().right, " "); got != "Card 004417-02 Council green jacket and polo shirt" {
		t.Errorf("%q", got)
	}
	card.Return, card.NameAt = addresses["five lines"], NameBack
	f := card.foot()
	if len(f.left) > footLines || f.left[0] != "Tamsin Okafor" || !strings.HasSuffix(f.left[len(f.left)-1], "call 101.") {
		t.Errorf("%q", f.left)
	}
}

func TestLongTextsEndInAnEllipsisAndTheHTMLHasThemWhole(t *testing.T) {
	t.Parallel()
	card := longWarden(t)
	html, err := card.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range append([]string{card.Role, card.Employer, card.Area, strings.TrimRight(card.Return[0], " ,")}, card.Powers...) {
		if !strings.Contains(string(html), strings.TrimSpace(want)) {
			t.Errorf("the HTML lacks %q", want)
		}
	}
	front := &spy{}
	card.drawFront(front, nil)
	cut := 0
	for _, x := range front.texts {
		if strings.HasSuffix(x.s, ellipsis) {
			cut++
		}
	}
	if cut < 4 {
		t.Errorf("only %d texts of the front end in an ellipsis", cut)
	}
	if strings.Contains(string(html), "style=") || strings.Contains(string(html), "<script") {
		t.Error("the HTML needs what a strict policy forbids")
	}
}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	card := warden(t)
	card.Role = `<script>alert(1)</script>"'&`
	card.Employer = "a\x00b\u202e\U0001F600 \nÆsir Ŵyn"
	html, err := card.HTML()
	if err != nil || strings.Contains(string(html), "<script>") {
		t.Errorf("%v: %s", err, html)
	}
	pdf, err := card.PDF(made)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, keep(t, "hostile.pdf", pdf))
}

func TestPhotos(t *testing.T) {
	t.Parallel()
	paletted := image.NewPaletted(image.Rect(0, 0, 40, 50), color.Palette{color.White, color.Black})
	for name, data := range map[string][]byte{
		"a portrait as PNG": asPNG(t, portrait(300, 375)), "a wide photo": asJPEG(t, portrait(400, 100)),
		"a PNG with a palette": asPNG(t, paletted), "a 16-bit PNG": asPNG(t, image.NewRGBA64(image.Rect(0, 0, 4, 5))), "none": nil,
	} {
		card := warden(t)
		card.Photo = data
		pdf, err := card.PDF(made)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		wellFormed(t, keep(t, strings.ReplaceAll(name, " ", "-")+".pdf", pdf))
	}
	whole := asPNG(t, portrait(30, 40))
	for name, data := range map[string][]byte{"an SVG": []byte("<svg/>"), "half a file": whole[:len(whole)/2], "nothing but a head": []byte("\x89PNG\r\n\x1a\n")} {
		card := warden(t)
		card.Photo = data
		if _, err := card.PDF(made); !cmp.Equal(err, ErrPicture, cmp.Comparer(func(a, b error) bool { return a == b })) {
			t.Errorf("%s: %v, want ErrPicture", name, err)
		}
	}
}

func TestPhotoIsPrintedWithoutWhatTheCameraAdded(t *testing.T) {
	t.Parallel()
	plain := asJPEG(t, portrait(300, 375))
	place := []byte("Exif\x00\x00 51.5 N 0.1 W")
	tagged := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(place) + 2)}, place...)
	tagged = append(append(tagged, 0xff, 0xfe, 0, 5, 'x', 'y', 'z'), plain[2:]...)
	p, err := look(tagged)
	if err != nil || !bytes.Equal(p.data, plain) {
		t.Errorf("%d bytes are left of %d, want %d (%v)", len(p.data), len(tagged), len(plain), err)
	}
}

func TestSheet(t *testing.T) {
	t.Parallel()
	var cards []IDCard
	for i := range 12 {
		card := warden(t)
		card.Number = "EM " + strconv.Itoa(4400+i)
		card.CardNumber = strconv.Itoa(4400+i) + "-01"
		cards = append(cards, card)
	}
	pdf, err := Sheet(cards, made)
	if err != nil {
		t.Fatal(err)
	}
	path := keep(t, "sheet.pdf", pdf)
	wellFormed(t, path)
	tool(t, "pdfinfo", "poppler-utils")
	if info := output(t, "pdfinfo", path); !strings.Contains(info, "Pages:           4") || !strings.Contains(info, "A4") {
		t.Errorf("a sheet of twelve cards must be four pages of A4:\n%s", info)
	}
	fronts := output(t, "pdftotext", "-layout", "-f", "1", "-l", "1", path, "-")
	backs := output(t, "pdftotext", "-layout", "-f", "2", "-l", "2", path, "-")
	if strings.Index(fronts, "EM 4400") > strings.Index(fronts, "EM 4401") || strings.Index(backs, "4400-01") < strings.Index(backs, "4401-01") {
		t.Error("the backs are not mirrored")
	}
}
