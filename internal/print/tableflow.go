package print

// cells is a row of a table on its way to the page: the lines of each column.
type cells [][][]piece

// grid is what a table and a summary have in common.
type grid struct {
	x, w  []float64 // of each column, in millimetres
	right []bool
	size  float64 // points
	pad   float64 // above and below the text of a row
	col   colour  // of the line below a row
}

func (f *flow) summary(s Summary) {
	g := grid{x: []float64{f.th.left, f.th.left + f.th.key}, w: []float64{f.th.key - 4, f.width() - f.th.key},
		right: []bool{false, false}, size: f.th.table + 0.4, pad: 1.7, col: rule2}
	f.y += 1
	f.in("L", func() {
		for i, r := range s.Rows {
			f.in("LI", func() {
				row := cells{Bold(r.Key).lines(g.size*mmPerPoint, g.w[0]), Plain(r.Value).lines(g.size*mmPerPoint, g.w[1])}
				g.row(f, row, []*element{f.at.add("Lbl"), f.at.add("LBody")}, i < len(s.Rows)-1, nil)
			})
		}
	})
	f.y += 1.5
}

func (f *flow) table(t Table) {
	f.in("Table", func() {
		if t.Caption != "" && !t.Quiet {
			f.need(4 * height(f.th.table))
			f.in("Caption", func() { f.paragraph(Bold(t.Caption), f.th.table, 0, 0.2, ink) })
		}
		g := f.gridOf(t)
		again := func() {}
		if !t.Plain {
			var head cells
			for i, c := range t.Columns {
				head = append(head, Bold(c.Title).lines(g.size*mmPerPoint, g.w[i]))
			}
			f.need(3 * height(f.th.table))
			f.in("TR", func() { g.row(f, head, f.cells(len(head), "TH", headsColumn), true, nil) })
			again = func() { g.row(f, head, make([]*element, len(head)), true, nil) } // said once is enough
		}
		for _, r := range t.Rows {
			f.in("TR", func() { g.row(f, t.lines(g, r), f.rowCells(len(t.Columns)), true, again) })
		}
	})
	f.y += height(f.th.body) * 0.4
}

// lines is a row in the lines of each column.
func (t Table) lines(g grid, row []string) cells {
	out := make(cells, len(t.Columns))
	for i, c := range t.Columns {
		if i < len(row) {
			out[i] = Text{{Text: row[i], Mono: c.Mono}}.lines(g.size*mmPerPoint, g.w[i])
		}
	}
	return out
}

// cells is n new cells of a role in the present row.
func (f *flow) cells(n int, role, attrs string) []*element {
	var out []*element
	for range n {
		out = append(out, f.at.add(role).with(attrs))
	}
	return out
}

// rowCells is the cells of a row, of which the first heads it.
func (f *flow) rowCells(n int) []*element {
	return append(f.cells(min(n, 1), "TH", headsRow), f.cells(max(n-1, 0), "TD", "")...)
}

// gridOf shares the width among the columns.
func (f *flow) gridOf(t Table) grid {
	g := grid{size: f.th.table, pad: 1.0, col: rule2}
	const gutter = 3
	total := 0.0
	share := func(c Column) float64 {
		if c.Share <= 0 {
			return 1
		}
		return c.Share
	}
	for _, c := range t.Columns {
		total += share(c)
	}
	x := f.th.left
	for i, c := range t.Columns {
		w := f.width() * share(c) / total
		g.x, g.right = append(g.x, x), append(g.right, c.Right)
		if x += w; i < len(t.Columns)-1 {
			w -= gutter
		}
		g.w = append(g.w, max(w, 5))
	}
	return g
}

// row sets one row, on the next page if it does not fit here, over several if it fits on
// none; as is what each column belongs to. again repeats the heading on a new page.
func (g grid) row(f *flow, row cells, as []*element, ruled bool, again func()) {
	step := height(g.size)
	total := 1
	for _, lines := range row {
		total = max(total, len(lines))
	}
	for done := 0; done < total; {
		fits := int((f.end() - f.y - 2*g.pad) / step)
		if fits < min(total-done, 3) || fits < total-done && total-done <= 20 {
			f.newPage()
			if again != nil {
				again()
			}
			fits = max(1, int((f.end()-f.y-2*g.pad)/step))
		}
		n := min(fits, total-done)
		g.lines(f, row, as, done, done+n)
		f.y += 2*g.pad + float64(n)*step
		done += n
	}
	if ruled {
		y, x, w := f.y, f.th.left, f.width()
		f.decorate(func(c canvas) { c.fill(box{x, y - 0.15, w, 0.3}, g.col) })
	}
}

// lines draws the lines from one number up to another of every column.
func (g grid) lines(f *flow, row cells, as []*element, from, to int) {
	step, size := height(g.size), g.size*mmPerPoint
	for i, lines := range row {
		f.under(as[i], func() {
			for n := from; n < min(to, len(lines)); n++ {
				x, pieces := g.x[i], lines[n]
				if last := pieces[len(pieces)-1]; g.right[i] {
					x += g.w[i] - last.x - widthOf(last.f, size, last.text)
				}
				f.line(pieces, x, f.y+g.pad+float64(n-from+1)*step-step*0.28, size, ink)
			}
		})
	}
}
