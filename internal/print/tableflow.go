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
	for i, r := range s.Rows {
		g.row(f, cells{Bold(r.Key).lines(g.size*mmPerPoint, g.w[0]), Plain(r.Value).lines(g.size*mmPerPoint, g.w[1])}, i < len(s.Rows)-1, nil)
	}
	f.y += 1.5
}

func (f *flow) table(t Table) {
	if t.Caption != "" && !t.Quiet {
		f.need(4 * height(f.th.table))
		f.paragraph(Bold(t.Caption), f.th.table, 0, 0.2, ink)
	}
	g := f.gridOf(t)
	var head cells
	for i, c := range t.Columns {
		head = append(head, Bold(c.Title).lines(g.size*mmPerPoint, g.w[i]))
	}
	header := func() {}
	if !t.Plain {
		header = func() { g.row(f, head, true, nil) }
		f.need(3 * height(f.th.table))
		header()
	}
	for _, r := range t.Rows {
		row := make(cells, len(t.Columns))
		for i, c := range t.Columns {
			if i < len(r) {
				row[i] = Text{{Text: r[i], Mono: c.Mono}}.lines(g.size*mmPerPoint, g.w[i])
			}
		}
		g.row(f, row, true, header)
	}
	f.y += height(f.th.body) * 0.4
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
// none. again repeats the heading on a new page.
func (g grid) row(f *flow, row cells, ruled bool, again func()) {
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
		g.lines(f, row, done, done+n)
		f.y += 2*g.pad + float64(n)*step
		done += n
	}
	if ruled {
		y, x, w := f.y, f.th.left, f.width()
		f.put(func(c canvas) { c.fill(box{x, y - 0.15, w, 0.3}, g.col) })
	}
}

// lines draws the lines from one number up to another of every column.
func (g grid) lines(f *flow, row cells, from, to int) {
	step, size := height(g.size), g.size*mmPerPoint
	for i, lines := range row {
		for n := from; n < min(to, len(lines)); n++ {
			x, pieces := g.x[i], lines[n]
			if last := pieces[len(pieces)-1]; g.right[i] {
				x += g.w[i] - last.x - widthOf(last.f, size, last.text)
			}
			f.line(pieces, x, f.y+g.pad+float64(n-from+1)*step-step*0.28, size, ink)
		}
	}
}
