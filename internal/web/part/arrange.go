package part

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Arrange makes the headings of a table that has all of its list sort it, and sorts it as
// the list's address says: by the heading in small letters, with a minus before it for the
// other way round. Days sort as days and figures as figures; a cell without anything stands
// last. Rows that are alike keep their order.
func (t *Table) Arrange(list Paging) {
	by, back := strings.CutPrefix(list.Query.Get("sort"), "-")
	for i, c := range t.Columns {
		if c.Text == "" || c.Acts {
			continue
		}
		key := strings.ReplaceAll(strings.ToLower(c.Text), " ", "-")
		s := list.Sort(c.Text, key)
		t.Columns[i].Sort, t.Columns[i].Sorted = s.Sort, s.Sorted
		if key != by {
			continue
		}
		slices.SortStableFunc(t.Rows, func(a, b Row) int {
			x, y := a.sortsAs(i, c.Numeric), b.sortsAs(i, c.Numeric)
			if x == "" || y == "" {
				return cmp.Compare(y, x) // whichever way, nothing is last
			}
			if back {
				x, y = y, x
			}
			return compare(x, y)
		})
	}
}

// sortsAs is the text by which a cell of the row is sorted.
func (r *Row) sortsAs(column int, numeric bool) string {
	if column >= len(r.Cells) {
		return ""
	}
	c := &r.Cells[column]
	return strings.ToLower(plainDay(cmp.Or(c.words(numeric), c.Status.Text)))
}

// compare compares texts, and numbers at their beginning as numbers: "2 days" before "10
// days".
func compare(x, y string) int {
	n, restX := leading(x)
	m, restY := leading(y)
	if n >= 0 && m >= 0 {
		return cmp.Or(cmp.Compare(n, m), cmp.Compare(restX, restY))
	}
	return cmp.Compare(x, y)
}

// leading is the number with which a text begins, -1 if with none, and the rest.
func leading(s string) (int, string) {
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	n, err := strconv.Atoi(s[:end])
	if err != nil {
		return -1, s
	}
	return n, s[end:]
}
