package intake

import (
	"slices"
	"strings"

	"watchword/internal/sheet"
)

// statusWords are the words of a status, folded.
var statusWords = func() map[string]Status {
	out := map[string]Status{}
	for _, s := range []struct {
		status Status
		words  string
	}{
		{Active, "active, live, current, accredited, valid, in force, in post, approved, granted, in date, authorised, operational, currently accredited, active ap, live ap, ok, employed, serving"},
		{AwaitingVetting, "awaiting vetting, awaiting, pending, vetting, in vetting, applied, applicant, application, application received, awaiting vetting result, vetting pending, pending vetting, with vetting, new, new applicant, not yet accredited, in progress, waiting, being vetted, await vetting, with cvu, awaiting clearance, vetting in progress, awaiting accreditation"},
		{Suspended, "suspended, susp, suspend, suspension, on suspension, powers suspended, temporarily suspended, on hold, accreditation suspended"},
		{Withdrawn, "withdrawn, revoked, w drawn, cancelled, canceled, removed, powers withdrawn, accreditation withdrawn, powers removed, terminated, withdraw, rescinded, dismissed, struck off"},
		{Left, "left, leaver, leavers, resigned, retired, left scheme, left employment, left employer, left the scheme, ceased, no longer employed, former, ex, gone, deceased, left organisation, moved on, resigned card back, no longer accredited, inactive, ended, not current, not live, surrendered"},
		{Expired, "expired, lapsed, out of date, accreditation expired, time expired"},
	} {
		for w := range strings.SplitSeq(s.words, ",") {
			out[strings.TrimSpace(w)] = s.status
		}
	}
	return out
}()

// organisationStatus are the words that mean something else of an organisation.
var organisationStatus = map[string]Status{
	"awaiting approval": AwaitingApproval, "awaiting": AwaitingApproval, "pending": AwaitingApproval, "applied": AwaitingApproval, "applicant": AwaitingApproval,
	"application": AwaitingApproval, "pending approval": AwaitingApproval, "to be approved": AwaitingApproval, "in progress": AwaitingApproval, "new": AwaitingApproval,
	"not yet approved": AwaitingApproval, "not approved": AwaitingApproval, "waiting": AwaitingApproval, "application received": AwaitingApproval, "proposed": AwaitingApproval,
	"signed": Active, "member": Active, "left": Withdrawn, "ceased": Withdrawn, "ended": Withdrawn, "closed": Withdrawn, "former": Withdrawn, "left scheme": Withdrawn,
	"inactive": Withdrawn, "resigned": Withdrawn, "not current": Withdrawn, "dissolved": Withdrawn,
}

// yesMeans is the sense of a yes and a no in a status column, by its heading: "Live? Y/N", "Left Y/N".
func yesMeans(heading string) (yes, no Status) {
	h := fold(heading)
	switch {
	case strings.HasPrefix(h, "left") || strings.HasPrefix(h, "leaver"):
		return Left, Active
	case strings.HasPrefix(h, "suspended"):
		return Suspended, Active
	}
	return Active, Left
}

// readStatus reads a status by its word, or as a yes or no under that heading. It
// reports false for a word that is no status.
func readStatus(word, heading string, k Kind) (Status, bool) {
	key := fold(word)
	if k == Organisations {
		if s, ok := organisationStatus[key]; ok {
			return s, true
		}
	}
	if s, ok := statusWords[key]; ok && !(k == Organisations && s == AwaitingVetting) {
		return s, true
	}
	yes, no := yesMeans(heading)
	if k == Organisations && no == Left {
		no = Withdrawn
	}
	switch key {
	case "y", "yes", "true", "1", "t", "x", "\u2713", "\u2714":
		return yes, true
	case "n", "no", "false", "0", "f":
		return no, true
	}
	if strings.TrimSpace(word) == "\u2713" || strings.TrimSpace(word) == "\u2714" {
		return yes, true
	}
	// "Left 14/09/2025", "Suspended pending enquiry", "Live - renewed"
	if first, _, ok := strings.Cut(key, " "); ok && !strings.HasPrefix(key, "not ") {
		if s, ok := statusWords[first]; ok && (s == Left || s == Suspended || s == Withdrawn || s == Expired) && k == People {
			return s, true
		}
	}
	return "", false
}

// colours tells the status of people by how their lines are drawn.
type colours struct {
	key    map[string]Status // what a fill means
	asked  bool              // the caller has said what fills mean
	used   map[string]int    // fills of records, and on how many lines
	struck int               // records with a line through them
}

// readColours gathers the fills in use among the records, and the key: cells above
// the headings or below the last record whose text is a status and that have a
// colour, or stand beside an empty cell that has one.
func readColours(s *sorter, opt Options) colours {
	c := colours{key: map[string]Status{}, used: map[string]int{}, asked: len(opt.StatusOfFill) > 0}
	for _, rec := range s.records {
		fill, struck := drawn(rec.row)
		c.used[fill]++
		if struck {
			c.struck++
		}
	}
	explains := map[int]bool{}
	for _, skip := range s.skipped {
		explains[skip.Line] = skip.What == "title" || skip.What == "remark" || skip.What == "key"
	}
	for _, r := range s.t.Rows {
		if explains[r.Line] {
			c.learn(r)
		}
	}
	if len(c.key) < 2 { // one coloured word is no key
		clear(c.key)
	}
	for fill, status := range opt.StatusOfFill {
		c.key[strings.ToUpper(fill)] = status
	}
	return c
}

// learn reads what a row says of colours.
func (c *colours) learn(r sheet.Row) {
	for i := range r.Cells {
		fill, ok := explained(r, i)
		if !ok {
			continue
		}
		status, _ := readStatus(keyWord(r.Cells[i]), "", People)
		if _, known := c.key[fill]; !known {
			c.key[fill] = status
		}
	}
}

func keyWord(c sheet.Cell) string { return strings.Trim(clean(c.Text), " =:-") }

// explained is the colour that a cell of a key explains: its own, or that of an
// empty cell beside it.
func explained(r sheet.Row, i int) (fill string, ok bool) {
	c := r.Cell(i)
	if c.Kind != sheet.Text || c.Merged || len(fold(c.Text)) < 3 {
		return "", false
	}
	if _, is := readStatus(keyWord(c), "", People); !is {
		return "", false
	}
	for _, at := range []int{i, i - 1, i + 1} {
		if beside := r.Cell(at); at == i || beside.Kind == sheet.Empty {
			if fill = fillOf(beside); fill != "" {
				return fill, true
			}
		}
	}
	return "", false
}

func fillOf(c sheet.Cell) string {
	if c.Look == nil || c.Look.Fill == "FFFFFF" {
		return ""
	}
	return c.Look.Fill
}

// drawn is the colour of most of a row's own cells, and whether most of their text
// is struck through.
func drawn(r sheet.Row) (fill string, struck bool) {
	fills := map[string]int{}
	n, lines := 0, 0
	for _, c := range r.Cells {
		if c.Kind == sheet.Empty || c.Merged {
			continue
		}
		n++
		fills[fillOf(c)]++
		if c.Look != nil && c.Look.Struck {
			lines++
		}
	}
	for f, times := range fills {
		if times > fills[fill] || times == fills[fill] && f > fill {
			fill = f
		}
	}
	return fill, lines*2 > n
}

// carry reports whether the lines differ in how they are drawn, so that it may mean
// something.
func (c colours) carry() bool {
	return len(c.used) > 1 || c.struck > 0 || c.used[""] == 0 && len(c.used) == 1
}

// status is what a row's looks mean. It reports false where they decide nothing;
// doubtful where a line through the text and the colour disagree.
func (c colours) status(r sheet.Row) (s Status, doubtful, ok bool) {
	fill, struck := drawn(r)
	s, ok = c.key[fill]
	if struck {
		return Left, ok && s != Left && s != Withdrawn, true
	}
	return s, false, ok
}

// question asks what the colours mean.
func (c colours) question() Question {
	var fills []Fill
	for f, n := range c.used {
		fills = append(fills, Fill{f, n})
	}
	slices.SortFunc(fills, func(a, b Fill) int {
		if a.Lines != b.Lines {
			return b.Lines - a.Lines
		}
		return strings.Compare(a.Colour, b.Colour)
	})
	return Question{Code: StatusByColour, Field: FieldStatus, Fills: fills,
		Text: "There is no status column, and the lines are in different colours or struck through. Nobody is taken for active by guessing: say what each colour means, or which column holds the status."}
}
