// Package print makes documents: a certificate, a letter, a report, an ID card. Each is
// rendered as PDF, and from the same content as HTML. A PDF is tagged: it says what is a
// heading, a list, a table, a picture and what it shows, in reading order. It is checked
// against its structure in tests, not certified as PDF/UA; the HTML stays the form that is
// easiest to listen to.
//
// It knows no register. Callers hand it plain words, already chosen and in plain English,
// and get bytes back; the same content with the same date gives the same bytes. Fonts are
// embedded (Atkinson Hyperlegible Next and Mono, SIL Open Font License, cut to Latin).
//
// Read first: print.go for documents, idcard.go for the card, structure.go for the tags.
package print

import "time"

// Style is how the first page of a document is laid out.
type Style int

// The styles.
const (
	Report      Style = iota // header line, title, content, "Page 1 of 2" below
	Letter                   // A4 letter: force header, address window, reference and date
	Certificate              // framed, with the mark; meant for one page
)

// Document is what a document says, in reading order. Language is a BCP 47 tag ("en-GB",
// "cy"). Made is its date: it stands in the file's metadata and in nothing visible.
type Document struct {
	Style    Style
	Title    string // the h1; of a letter, its subject line
	Language string // empty: "en-GB"
	Force    string // for example "Eastmarch Constabulary"
	Scheme   string // the line below it: "Community Safety Accreditation Scheme"
	Refs     []Row  // reference lines at the top: {"Certificate", "EM 4417 / 1"}
	To       []string
	Date     string // of a letter, as printed: "3 February 2026"
	Foot     string // below every page, before the page number
	Made     time.Time
	Blocks   []Block
}

// Block is a piece of a document: Heading, Paragraph, List, Summary, Table, Figure, QRCode,
// Signature or PageBreak.
type Block interface{ block() }

// Heading is a heading below the title. Level is 2 or 3.
type Heading struct {
	Level int
	Text  string
}

// Size is how large a paragraph is set.
type Size int

// The sizes.
const (
	Body  Size = iota
	Small      // secondary
	Lead       // an opening sentence
	Name       // the name of the person a certificate is for
)

// Paragraph is running text.
type Paragraph struct {
	Text Text
	Size Size
}

// List is a list of short items, numbered or with marks.
type List struct {
	Numbered bool
	Items    []Text
}

// Row is a heading with its value.
type Row struct {
	Key   string
	Value string
}

// Summary is rows of heading and value.
type Summary struct{ Rows []Row }

// Column is a column of a table.
type Column struct {
	Title string
	Share float64 // of the width, in any unit; zero counts as 1
	Right bool    // numbers
	Mono  bool    // paragraph numbers, hashes
}

// Table is a table. Caption is read out and, unless Quiet, shown above. With Plain the
// heading row is for the HTML form alone.
type Table struct {
	Caption string
	Quiet   bool
	Plain   bool
	Columns []Column
	Rows    [][]string
}

// Figure is a picture, PNG or JPEG. Alt says what it shows; Width is in millimetres, zero
// for the whole column. URL is where a screen finds the same picture; empty: in the page.
type Figure struct {
	Image   []byte
	URL     string
	Alt     string
	Caption string
	Width   float64
}

// QRCode is a QR code, level M, with what it is for beside it. Width is in millimetres
// without the quiet zone; zero makes modules of half a millimetre.
type QRCode struct {
	Text    string
	Caption string
	Width   float64
}

// Signature is who signed, with what proves it beside it.
type Signature struct {
	Name   string // as signed
	Post   string // "Chief Inspector, for the Chief Constable"
	Signed string // "Signed 3 February 2026, 09:12"
	Aside  []Text // ledger entry, fingerprint (in mono), what it does not prove
	QR     string // text of a QR code; empty: none
}

// PageBreak begins a new page.
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Summary) block()   {}
func (Table) block()     {}
func (Figure) block()    {}
func (QRCode) block()    {}
func (Signature) block() {}
func (PageBreak) block() {}

// Text is running text in spans.
type Text []Span

// Span is a stretch of text of one kind. Link is an address it leads to, if any.
type Span struct {
	Text string
	Bold bool
	Mono bool
	Link string
}

// Plain is text without emphasis.
func Plain(s string) Text { return Text{{Text: s}} }

// Bold is text in bold.
func Bold(s string) Text { return Text{{Text: s, Bold: true}} }

// String is the words alone.
func (t Text) String() string {
	var s string
	for _, x := range t {
		s += x.Text
	}
	return s
}
