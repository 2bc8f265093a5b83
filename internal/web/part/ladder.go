package part

import (
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Ladder shows how an entry of the ledger leads, fingerprint by fingerprint, to
// the signed checkpoint: the entry and its neighbour are joined, the result is
// joined with the pair beside, and so on.
type Ladder struct {
	Entry     string   // "31,806 kT4v…7Zc1"
	Neighbour string   // "31,807 p0Ye…1sD8"; empty: it has none
	Joined    string   // the result of the first step
	Beside    string   // the pair beside it
	Next      string   // the result of the second step
	Root      string   // "checkpoint 48,231 Xw6B…t5Ho"
	Steps     int      // how many joins there are in all
	Whole     []string // every fingerprint on the way, for the folded list
	Fails     bool     // the result does not equal the checkpoint
}

// Render is the ladder as HTML.
func (l Ladder) Render() template.HTML { return render(l) }

// Write writes the ladder.
func (l Ladder) Write(w *writer) {
	end := "The result equals the signed checkpoint"
	if l.Fails {
		end = "The result does not equal the checkpoint"
	}
	w.Raw(`<figure class="ww-ladder"><svg viewBox="0 0 600 292" role="img"`)
	w.Attr("aria-label", "The entry is joined with its neighbour, the result with the pair beside, and so on, "+strconv.Itoa(l.Steps)+" times in all. "+end+".")
	w.Raw(`><g fill="none" stroke="#5B6871" stroke-width="1.3"><path d="M240 40V70M240 100V130M160 160V130H320V160M160 190V220M86 250V220H256V250"/></g>`)
	class := "ww-ladder__root"
	if l.Fails {
		class = "ww-ladder__root ww-ladder__root--fails"
	}
	box(w, 100, 2, 280, 38, class, l.Root, true)
	box(w, 170, 70, 140, 30, "", l.Next, false)
	box(w, 90, 160, 140, 30, "", l.Joined, false)
	box(w, 254, 160, 140, 30, "", l.Beside, false)
	box(w, 3, 250, 166, 38, "ww-ladder__entry", l.Entry, false)
	box(w, 175, 250, 162, 38, "", l.Neighbour, false)
	say(w, 392, 18, "4. The result", when(!l.Fails, "equals the checkpoint")+when(l.Fails, "does not fit"))
	say(w, 326, 90, "3. and so on, "+strconv.Itoa(l.Steps)+" times in all", "")
	say(w, 408, 172, "2. then with the", "pair beside")
	say(w, 348, 266, "1. This entry and its", "neighbour are joined")
	w.Raw(`</svg>`)
	l.steps(w, end)
	if len(l.Whole) > 0 {
		w.Raw(`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Every fingerprint on the way</span></summary><div class="govuk-details__text"><ol>`)
		for _, h := range l.Whole {
			w.Raw(`<li class="ww-mono">`)
			w.Text(h)
			w.Raw(`</li>`)
		}
		w.Raw(`</ol></div></details>`)
	}
	w.Raw(`</figure>`)
}

// steps are the same in words, for narrow screens on which the drawing is too
// small to read.
func (l Ladder) steps(w *writer, end string) {
	w.Raw(`<ol class="ww-ladder__steps">`)
	for _, x := range [][2]string{{"This entry and its neighbour are joined", l.Entry + " + " + l.Neighbour}, {"The result is joined with the pair beside", l.Joined + " + " + l.Beside},
		{"And so on, " + strconv.Itoa(l.Steps) + " times in all", l.Next}, {end, l.Root}} {
		w.Raw(`<li>`)
		w.Text(x[0])
		w.Raw(`<span class="ww-sub ww-mono">`)
		w.Text(x[1])
		w.Raw(`</span></li>`)
	}
	w.Raw(`</ol>`)
}

func box(w *writer, x, y, width, height int, class, words string, bold bool) {
	if words == "" {
		return
	}
	w.Raw(`<rect class="ww-ladder__box `, class, `" x="`, strconv.Itoa(x), `" y="`, strconv.Itoa(y), `" width="`, strconv.Itoa(width), `" height="`, strconv.Itoa(height),
		`" rx="4"/><text class="ww-ladder__mono" x="`, strconv.Itoa(x+width/2), `" y="`, strconv.Itoa(y+height/2+5), `" text-anchor="middle" font-size="14.6"`, when(bold, ` font-weight="700"`), `>`)
	w.Text(words)
	w.Raw(`</text>`)
}

func say(w *writer, x, y int, first, second string) {
	w.Raw(`<text class="ww-ladder__says" x="`, strconv.Itoa(x), `" y="`, strconv.Itoa(y), `" font-size="14.6">`)
	w.Text(first)
	if second != "" {
		w.Raw(`<tspan x="`, strconv.Itoa(x), `" dy="17">`)
		w.Text(second)
		w.Raw(`</tspan>`)
	}
	w.Raw(`</text>`)
}

// Span is a stretch of time in which one text of the law was in force.
type Span struct {
	Text  string
	From  string  // "2 Dec 2002, power begins": stands over its start
	Share float64 // of the whole, between 0 and 1
	Now   bool    // the present text
	About bool    // the day it starts is not confirmed: dashed, and named as such
}

// Scale is a time line to scale: the history of a power. The table under it says
// the same. In a narrow window it stands upright, as a list.
type Scale struct {
	Title string
	Spans []Span
	End   string // "today", or what ended it
}

// Render is the line as HTML.
func (s Scale) Render() template.HTML { return render(s) }

// Write writes the line.
func (s Scale) Write(w *writer) {
	if len(s.Spans) == 0 {
		return
	}
	label := or(s.Title, "History") + ": "
	for _, p := range s.Spans {
		label += p.From + ", " + p.Text + "; "
	}
	w.Raw(`<figure class="ww-scale"><svg viewBox="0 0 700 96" role="img"`)
	w.Attr("aria-label", label+s.End)
	w.Raw(`>`)
	x := 1.0
	for i, p := range s.Spans {
		width := 698 * p.Share
		w.Raw(`<rect class="ww-scale__span`, when(p.Now, ` ww-scale__span--now`), `" x="`, px(x), `" y="36" width="`, px(width), `" height="38"/>`)
		w.Raw(`<path class="ww-scale__tick`, when(p.About, ` ww-scale__tick--about`), `" d="M`, px(x), ` 28V84"/>`)
		anchor := "start"
		if x > 520 {
			anchor = "end"
		}
		row := 20
		if i%2 == 1 && s.Spans[i-1].Share < .35 {
			row = 95
		}
		w.Raw(`<text class="`, when(p.About, `ww-scale__about`), `" x="`, px(x), `" y="`, strconv.Itoa(row), `" font-size="14.5" text-anchor="`, anchor, `">`)
		w.Text(p.From)
		w.Raw(`</text>`)
		if float64(len(p.Text))*7.4 < width-14 {
			w.Raw(`<text class="ww-scale__text`, when(p.Now, ` ww-scale__text--now`), `" x="`, px(x+12), `" y="60" font-size="15" font-weight="700">`)
			w.Text(p.Text)
			w.Raw(`</text>`)
		}
		x += width
	}
	w.Raw(`<path class="ww-scale__tick" d="M`, px(x), ` 28V84"/><text x="`, px(x), `" y="20" font-size="14.5" text-anchor="end">`)
	w.Text(s.End)
	w.Raw(`</text></svg>`)
	s.upright(w)
	w.Raw(`</figure>`)
}

// upright writes the line as a list in which each span is as high as it was long.
func (s Scale) upright(w *writer) {
	w.Raw(`<ol class="ww-scale__steps">`)
	for _, p := range s.Spans {
		tenths := min(max(int(math.Round(p.Share*10)), 1), 10)
		w.Raw(`<li class="ww-scale__step ww-scale__step--`, strconv.Itoa(tenths), when(p.Now, ` ww-scale__step--now`), `"><span`, when(p.About, ` class="ww-scale__day"`), `>`)
		w.Text(p.From)
		w.Raw(`</span> <strong>`)
		w.Text(p.Text)
		w.Raw(`</strong></li>`)
	}
	w.Raw(`<li class="ww-scale__end">`)
	w.Text(strings.ToUpper(s.End[:min(1, len(s.End))]) + s.End[min(1, len(s.End)):])
	w.Raw(`</li></ol>`)
}
