package print

// element is a part of a document’s structure: what it is, for those who listen to it or
// take its text elsewhere, and what belongs to it, in reading order. A nil element takes
// what it is given and keeps nothing: SVG has no structure, and decoration belongs to none.
type element struct {
	role  string // a standard structure type (ISO 32000-1, section 14.8.4)
	alt   string // of a Figure: what it shows
	attrs string // an attribute object, as the file has it
	kids  []kid
}

// kid is one thing in an element: another element, or a stretch of drawing, or a link.
type kid struct {
	element *element
	mark    *mark
	note    *note
}

// mark is a stretch of drawing that belongs to an element. Where it stands is known when it
// is drawn.
type mark struct {
	of      *element
	drawn   bool
	page, n int // from 0: the page, and its place among the marks of that page
}

// note is a link on a page: the box that is pressed, in points from the foot of the page.
type note struct {
	of      *element
	page    int
	rect    [4]float64
	address string
}

// What tables and lists say of themselves beside their role.
const (
	headsColumn = "<</O/Table/Scope/Column>>"
	headsRow    = "<</O/Table/Scope/Row>>"
	byNumber    = "<</O/List/ListNumbering/Decimal>>"
)

// add is a new element at the end of e.
func (e *element) add(role string) *element {
	if e == nil {
		return nil
	}
	child := &element{role: role}
	e.kids = append(e.kids, kid{element: child})
	return child
}

// with gives the element an attribute object.
func (e *element) with(attrs string) *element {
	if e != nil {
		e.attrs = attrs
	}
	return e
}

// figure is a new picture at the end of e, with what it shows.
func (e *element) figure(alt string) *element {
	child := e.add("Figure")
	if child != nil {
		child.alt = alt
	}
	return child
}

// mark keeps a place in e for what will be drawn.
func (e *element) mark() *mark {
	if e == nil {
		return nil
	}
	m := &mark{of: e}
	e.kids = append(e.kids, kid{mark: m})
	return m
}

// each calls do for e and all that lies in it, parents first.
func (e *element) each(do func(*element)) {
	do(e)
	for _, k := range e.kids {
		if k.element != nil {
			k.element.each(do)
		}
	}
}
