package print

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// The library that writes the files knows no structure, so it is added to what it wrote:
// the marks stand in the drawing already (pdfCanvas.tag), and tagged puts the tree of
// elements beside them (ISO 32000-1, sections 14.7 and 14.8). The file is laid out anew
// with it, as if it had been written so; it is no second version within one file.

var errLayout = errors.New("the PDF is not laid out as expected")

// object is one numbered object of a file.
type object struct {
	number int
	body   []byte
}

// tagged is the file with the structure of what was drawn.
func (c *pdfCanvas) tagged(file []byte) ([]byte, error) {
	objects, catalog, info, err := objectsOf(file)
	if err != nil {
		return nil, err
	}
	t := &tree{canvas: c, next: catalog + 3, root: catalog + 1, parents: catalog + 2, of: map[*element]int{}, links: map[*note]int{}}
	t.number()
	for i := range objects {
		switch page := pageOf(objects[i].number); {
		case objects[i].number == catalog:
			err = objects[i].insert("/Type /Catalog", fmt.Sprintf("\n/MarkInfo <</Marked true>>\n/StructTreeRoot %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>", t.root))
		case page >= 0 && page < len(c.marks):
			err = objects[i].insert("<</Type /Page", fmt.Sprintf("\n/StructParents %d\n/Tabs /S%s", page, t.annotations(page)))
		}
		if err != nil {
			return nil, err
		}
	}
	return assemble(append(objects, t.objects()...), catalog, info), nil
}

// pageNumber is the number of the object of the n-th page, from 0; the library gives each
// page two objects, of which the second is its drawing.
func pageNumber(n int) int { return 3 + 2*n }

// pageOf is the page whose object has that number, if it is one, else -1.
func pageOf(number int) int {
	if number < 3 || number%2 == 0 {
		return -1
	}
	return (number - 3) / 2
}

// objectsOf takes a file apart: its objects by number, and the numbers of the catalog, which
// is the last, and of the information about the file.
func objectsOf(file []byte) (objects []object, catalog, info int, err error) {
	var at, count int
	end := bytes.LastIndex(file, []byte("startxref\n"))
	if end < 0 {
		return nil, 0, 0, errLayout
	}
	if _, err := fmt.Sscanf(string(file[end:]), "startxref\n%d", &at); err != nil || at <= 0 || at >= end {
		return nil, 0, 0, errLayout
	}
	if _, err := fmt.Sscanf(string(file[at:end]), "xref\n0 %d\n", &count); err != nil {
		return nil, 0, 0, errLayout
	}
	const entry = 20
	head := len(fmt.Sprintf("xref\n0 %d\n", count))
	if at+head+count*entry > end {
		return nil, 0, 0, errLayout
	}
	starts := []int{at}
	for n := 1; n < count; n++ {
		var offset int
		line := string(file[at+head+n*entry : at+head+(n+1)*entry])
		if _, err := fmt.Sscanf(line, "%d 00000 n", &offset); err != nil || !bytes.HasPrefix(file[offset:], fmt.Appendf(nil, "%d 0 obj", n)) {
			return nil, 0, 0, errLayout
		}
		starts = append(starts, offset)
		objects = append(objects, object{number: n, body: file[offset:]})
	}
	slices.Sort(starts)
	for i := range objects {
		from := len(file) - len(objects[i].body)
		next, _ := slices.BinarySearch(starts, from+1)
		objects[i].body = file[from:starts[next]]
	}
	trailer := string(file[at+head+count*entry : end])
	if _, err := fmt.Sscanf(trailer, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R", &count, &catalog, &info); err != nil || catalog != count-1 {
		return nil, 0, 0, errLayout
	}
	return objects, catalog, info, nil
}

// insert adds text behind the first place where after stands.
func (o *object) insert(after, text string) error {
	head, rest, ok := bytes.Cut(o.body, []byte(after))
	if !ok {
		return errLayout
	}
	o.body = slices.Concat(head, []byte(after+text), rest)
	return nil
}

// assemble is a file of the objects, with its table of where each begins.
func assemble(objects []object, catalog, info int) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(objects)+1)
	for _, o := range objects {
		at[o.number] = out.Len()
		out.Write(o.body)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at))
	for _, n := range at[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n>>\nstartxref\n%d\n%%%%EOF\n", len(at), catalog, info, table)
	return out.Bytes()
}

// tree writes elements as objects.
type tree struct {
	canvas        *pdfCanvas
	next          int // the number of the next object
	root, parents int // those of the root of the tree, and of what leads from marks to elements
	of            map[*element]int
	links         map[*note]int
}

// number gives every element and every link the number of its object.
func (t *tree) number() {
	t.canvas.tree.each(func(e *element) {
		t.of[e] = t.next
		t.next++
	})
	for _, n := range t.canvas.notes {
		t.links[n] = t.next
		t.next++
	}
}

// annotations is the links of a page, as its object names them.
func (t *tree) annotations(page int) string {
	var out []string
	for _, n := range t.canvas.notes {
		if n.page == page {
			out = append(out, fmt.Sprintf("%d 0 R", t.links[n]))
		}
	}
	if out == nil {
		return ""
	}
	return "\n/Annots [" + strings.Join(out, " ") + "]"
}

// objects is the root, the way from marks to elements, the elements and the links.
func (t *tree) objects() []object {
	top := t.of[t.canvas.tree]
	out := []object{
		t.object(t.root, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>", top, t.parents, len(t.canvas.marks)+len(t.canvas.notes)),
		t.object(t.parents, "<</Nums[%s]>>", t.nums()),
	}
	parents := map[*element]int{t.canvas.tree: t.root}
	t.canvas.tree.each(func(e *element) {
		for _, k := range e.kids {
			if k.element != nil {
				parents[k.element] = t.of[e]
			}
		}
		out = append(out, t.object(t.of[e], "<</Type/StructElem/S/%s/P %d 0 R%s/K[%s]>>", e.role, parents[e], e.extras(), t.kids(e)))
	})
	for i, n := range t.canvas.notes {
		out = append(out, t.object(t.links[n], "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%.2f %.2f %.2f %.2f]/StructParent %d/Contents %s/A<</S/URI/URI %s>>>>",
			n.rect[0], n.rect[1], n.rect[2], n.rect[3], len(t.canvas.marks)+i, textString(n.address), byteString(n.address)))
	}
	return out
}

func (t *tree) object(number int, format string, args ...any) object {
	return object{number, fmt.Appendf(nil, "%d 0 obj\n"+format+"\nendobj\n", append([]any{number}, args...)...)}
}

// nums leads from each mark of each page, and from each link, to its element.
func (t *tree) nums() string {
	var b strings.Builder
	for page, marks := range t.canvas.marks {
		fmt.Fprintf(&b, "%d[", page)
		for _, m := range marks {
			fmt.Fprintf(&b, "%d 0 R ", t.of[m.of])
		}
		b.WriteString("]")
	}
	for i, n := range t.canvas.notes {
		fmt.Fprintf(&b, " %d %d 0 R", len(t.canvas.marks)+i, t.of[n.of])
	}
	return b.String()
}

// kids is what an element holds.
func (t *tree) kids(e *element) string {
	var b strings.Builder
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			fmt.Fprintf(&b, "%d 0 R ", t.of[k.element])
		case k.note != nil:
			fmt.Fprintf(&b, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", pageNumber(k.note.page), t.links[k.note])
		case k.mark.drawn:
			fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", pageNumber(k.mark.page), k.mark.n)
		}
	}
	return b.String()
}

// extras is what an element says beside its role and its parent.
func (e *element) extras() string {
	s := ""
	if e.alt != "" {
		s += "/Alt " + textString(e.alt)
	}
	if e.attrs != "" {
		s += "/A" + e.attrs
	}
	return s
}

// textString is a text as a PDF holds it.
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

// byteString is the bytes of a text as a PDF holds them.
func byteString(s string) string { return fmt.Sprintf("<%X>", s) }
