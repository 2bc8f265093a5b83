package print

import (
	"embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

// CSS is a style sheet for the fragments that HTML methods make, for a page to serve with
// them. It takes fonts from the page.
//
//go:embed print.css
var CSS []byte

var documentHTML = template.Must(template.New("").Funcs(template.FuncMap{
	"kind":    func(b Block) string { return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", b), "print.")) },
	"cell":    cellOf,
	"qr":      symbolHTML,
	"picture": pictureAddress,
}).ParseFS(templateFiles, "templates/*.html"))

// HTML is the document as a fragment: an article with its h1, for a page of the caller's. It is
// the accessible form: real headings, lists and tables with scope. It needs no script and no
// style attribute; classes begin with "doc".
//
// Errors: as PDF.
func (d Document) HTML() (template.HTML, error) {
	var b strings.Builder
	err := documentHTML.ExecuteTemplate(&b, "document.html", struct {
		Document
		Lang string
		Kind string
	}{d, d.language(), [...]string{"report", "letter", "certificate"}[d.Style]})
	return template.HTML(b.String()), err
}

// tableCell is a cell with the heading of its column, which narrow screens show beside it.
type tableCell struct {
	Column
	Value string
}

func cellOf(t Table, row []string, i int) tableCell {
	if i >= len(row) {
		return tableCell{Column: t.Columns[i]}
	}
	return tableCell{t.Columns[i], row[i]}
}

func symbolHTML(text, name string) (template.HTML, error) {
	s, err := MakeQR(text)
	if err != nil {
		return "", err
	}
	return template.HTML(s.SVG(name)), nil
}

// pictureAddress is where the screen finds a figure; the picture is looked at all the same.
func pictureAddress(f Figure) (template.URL, error) {
	if f.URL != "" && len(f.Image) == 0 {
		return template.URL(f.URL), nil
	}
	p, err := look(f.Image)
	p.url = f.URL
	return template.URL(p.address()), err
}
