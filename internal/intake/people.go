package intake

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/sheet"
)

// ReadPeople reads a table about people against what the register knows. It never
// fails: what it cannot read is a bad line, and what it must not guess a question.
// The same table, options and register always give the same result.
func ReadPeople(t sheet.Table, opt Options, known Known) Result {
	opt = opt.orDefaults()
	if known == nil {
		known = NewRoll(nil, nil)
	}
	res := Result{Kind: People}
	m, at, q := prepare(t, People, opt, "AP number, Surname, Forenames, Date of birth, Organisation")
	if q != nil {
		res.Questions = []Question{*q}
		return res
	}
	p := newPeopleReader(t, m, at, opt, known)
	for _, rec := range p.rows.records {
		p.read(rec)
	}
	p.samePerson()
	res.Mapping, res.Records, res.Skipped = m, len(p.rows.records), p.rows.skipped
	res.People, res.Bad, res.Warnings = p.good, inOrder(p.t.bad), p.t.ofGoodLines()
	res.Questions = append(p.missingColumns(), p.questions...)
	if res.Records == 0 {
		res.Questions = []Question{empty(m.Line, People)}
	}
	res.Remarks = p.remarks()
	res.Summary = summarisePeople(res.People)
	return res
}

// peopleReader reads the records of one table.
type peopleReader struct {
	t         *teller
	m         Mapping
	opt       Options
	known     Known
	dir       *directory
	rows      *sorter
	format    sheet.Format
	notes     map[int][]string
	dates     map[Field]dates
	colours   colours
	cells     lineCells
	numbers   map[string]firstUse // of AP numbers
	lines     map[string]int      // whole lines, to the one that was first
	matrix    []Column
	first     bool // full names have the surname first
	good      []PersonLine
	questions []Question
	waiting   bool // somebody awaits vetting
	beyond    bool // somebody is further than that
	zeros     int  // telephone numbers kept as numbers, whose 0 was put back
}

func newPeopleReader(t sheet.Table, m Mapping, at int, opt Options, known Known) *peopleReader {
	p := &peopleReader{t: &teller{m: m}, m: m, opt: opt, known: known, dir: newDirectory(known.Organisations()), format: t.Format,
		numbers: map[string]firstUse{}, lines: map[string]int{}, matrix: m.matrix(), first: m.surnameFirst()}
	p.rows = sortRows(t, m, at, People, p.dir)
	p.cells = lineWidth(t.Rows[at], p.rows.records)
	p.colours = readColours(p.rows, opt)
	p.dates = columnDates(t, m, p.rows.records, opt.Day)
	p.notes = notesByLine(t)
	p.askStatus()
	return p
}

// firstUse is the line that had an AP number first, and whose it was.
type firstUse struct {
	line   int
	person string // name and birth, as they are compared
}

// lineCells is how many cells a line of a CSV file should have.
type lineCells struct{ least, most int }

// lineWidth is how many cells each line of a CSV file should have: as many as there
// are headings, or fewer where most lines leave out the same empty ones at the end.
func lineWidth(header sheet.Row, records []record) lineCells {
	width := len(header.Cells)
	for width > 0 && clean(header.Cells[width-1].Text) == "" {
		width--
	}
	counts := map[int]int{}
	for _, r := range records {
		counts[len(r.row.Cells)]++
	}
	for n, times := range counts {
		if n < width && times >= 3 && times*2 > len(records) {
			return lineCells{n, len(header.Cells)}
		}
	}
	return lineCells{width, len(header.Cells)}
}

// days1904 is by how many days a workbook that counts from 1904 falls short of others.
const days1904 = 1462

// columnDates makes a reader for each column of dates.
func columnDates(t sheet.Table, m Mapping, records []record, day clock.Day) map[Field]dates {
	out := map[Field]dates{}
	for _, f := range dayFields {
		i, ok := m.at[f]
		if !ok {
			continue
		}
		var texts []string
		var cells []sheet.Cell
		for _, r := range records {
			c := r.row.Cell(i)
			if cells = append(cells, c); c.Kind == sheet.Text {
				texts = append(texts, oneLine(clean(c.Text)))
			}
		}
		d := newDates(texts, f == FieldBorn, day)
		d.doubtful = t.Format == sheet.XLSX && exchanged(cells)
		if t.From1904 {
			d.short = days1904
		}
		out[f] = d
	}
	return out
}

func notesByLine(t sheet.Table) map[int][]string {
	out := map[int][]string{}
	places := slices.SortedFunc(maps.Keys(t.Notes), func(a, b sheet.Place) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	for _, at := range places {
		out[at.Line] = append(out[at.Line], withoutInsurance(t.Notes[at]))
	}
	return out
}

// read reads one record: a good line, or its faults.
func (p *peopleReader) read(rec record) {
	f := p.t.line(rec.row)
	if f.flawed() || f.cut(p.cells, p.format) || f.texts() || p.twice(f) {
		return
	}
	if p.nobody(f) {
		return
	}
	l := PersonLine{Line: rec.row.Line, CellNotes: p.notes[rec.row.Line]}
	p.status(f, rec.section, &l)
	p.waiting, p.beyond = p.waiting || l.Status == AwaitingVetting, p.beyond || l.Status != AwaitingVetting && l.Status != ""
	p.name(f, &l)
	p.days(f, &l)
	role := p.employer(f, rec, &l)
	p.number(f, &l)
	p.powers(f, &l, role)
	p.vetting(f, &l)
	p.rest(f, &l)
	p.there(f, &l)
	if f.n == 0 {
		p.good = append(p.good, l)
	}
}

// twice notes a line that says word for word what an earlier one said.
func (p *peopleReader) twice(f *faults) bool {
	var b strings.Builder
	for i, c := range f.row.Cells {
		if i < len(p.m.Columns) && p.m.Columns[i].Field != "" {
			b.WriteString(clean(c.Text))
		}
		b.WriteByte(0)
	}
	key := b.String()
	if first, ok := p.lines[key]; ok {
		prob := f.add(Problem{Line: f.line, Reason: DuplicateLine, OtherLine: first,
			Message: fmt.Sprintf("The line says the same as line %d. Take one of them out.", first)})
		prob.Value = shown(p.m.text(f.row, FieldNumber))
		return true
	}
	p.lines[key] = f.line
	return false
}

// status reads where the person stands: from the column, else from the heading above the
// line, else from its looks.
func (p *peopleReader) status(f *faults, section Status, l *PersonLine) {
	_, struck := drawn(f.row)
	if i, has := p.m.at[FieldStatus]; has {
		p.statusByWord(f, l, p.m.heading(i), struck)
		return
	}
	l.Status = p.opt.AssumeStatus
	switch {
	case section != "":
		l.Status = section
	case p.colours.carry() && len(p.colours.key) > 0:
		s, doubtful, ok := p.colours.status(f.row)
		l.Status = s
		if !ok {
			fill, _ := drawn(f.row)
			prob := f.bad(p.nameField(), StatusUnknown, "The line is in a colour that the key does not explain, so its status is not known. Give it a colour of the key, or say what its colour means.")
			prob.Value = fill
		}
		if doubtful {
			f.warn(p.nameField(), StatusDoubtful, "The line is struck through, but its colour says otherwise. The person is taken to have left.")
		}
	case struck && p.colours.carry():
		l.Status = Left
	case l.Status == Active && missing(p.m.text(f.row, FieldNumber)) && missing(p.m.text(f.row, FieldFrom)):
		l.Status = AwaitingVetting
	}
}

func (p *peopleReader) statusByWord(f *faults, l *PersonLine, heading string, struck bool) {
	word := p.m.text(f.row, FieldStatus)
	if missing(word) {
		l.Status = p.opt.AssumeStatus
		f.warn(FieldStatus, NoStatus, "No status is given. The line comes in without one; nobody is taken for active by guessing.")
		return
	}
	s, ok := readStatus(word, heading, People)
	if !ok {
		f.bad(FieldStatus, StatusUnknown, "%q is no status. Write active, awaiting vetting, suspended, withdrawn or left.", shown(word))
	}
	l.Status = s
	if struck && s != Left && s != Withdrawn && s != "" {
		f.warn(FieldStatus, StatusDoubtful, "The line is struck through, but its status says otherwise. The status is taken.")
	}
}

// nameField is the field under which a fault of a person as such is told.
func (p *peopleReader) nameField() Field {
	if _, ok := p.m.at[FieldFullName]; ok {
		return FieldFullName
	}
	return FieldSurname
}

func (p *peopleReader) name(f *faults, l *PersonLine) {
	if _, ok := p.m.at[FieldFullName]; ok {
		if text := p.m.text(f.row, FieldFullName); !missing(text) {
			n := splitName(p.m.cell(f.row, FieldFullName).Text, p.first)
			l.Surname, l.Forenames, l.KnownAs = n.surname, n.forenames, n.knownAs
		}
	} else {
		l.Surname, l.Forenames = p.m.text(f.row, FieldSurname), p.m.text(f.row, FieldForenames)
		var also string
		l.Surname, l.KnownAs = withoutNickname(l.Surname)
		if l.Forenames, also = withoutNickname(l.Forenames); also != "" {
			l.KnownAs = also
		}
		l.Surname, l.Forenames = unshout(l.Surname), unshout(l.Forenames)
	}
	surname, forenames := FieldSurname, FieldForenames
	if full, ok := p.m.at[FieldFullName]; ok && full >= 0 {
		surname, forenames = FieldFullName, FieldFullName
	}
	if _, ok := p.m.at[surname]; ok && missing(l.Surname) {
		f.bad(surname, SurnameMissing, "The surname is missing. Give it.")
		return
	}
	if _, ok := p.m.at[forenames]; ok && missing(l.Forenames) {
		f.bad(forenames, ForenameMissing, "The forename is missing. Give at least one.")
		return
	}
	f.name(surname, l.Surname, longestPersonName)
	f.name(forenames, l.Forenames, longestPersonName)
}

// number reads the AP number and notes one that is missing or another's.
func (p *peopleReader) number(f *faults, l *PersonLine) {
	if _, ok := p.m.at[FieldNumber]; !ok {
		return
	}
	text := p.m.text(f.row, FieldNumber)
	if missing(text) || fold(text) == "none" || fold(text) == "awaiting" || fold(text) == "pending" {
		if l.Status != AwaitingVetting && !(l.Status == "" && l.From == clock.NoDay) {
			f.bad(FieldNumber, NumberMissing, "The AP number is missing. Give it, unless vetting is still awaited.")
		}
		return
	}
	if c := p.m.cell(f.row, FieldNumber); c.Kind == sheet.Date || datedNumber.MatchString(text) || scientific.MatchString(text) {
		f.bad(FieldNumber, NumberUnreadable, "%q is no AP number: a spreadsheet has turned it into a date or rounded it. Keep the column as text and type the number anew.", shown(text))
		return
	}
	l.Number = strings.Join(strings.Fields(text), "")
	if whole, ok := strings.CutSuffix(l.Number, ".0"); ok && p.format == sheet.CSV {
		l.Number = whole
	}
	key := numberKey(l.Number)
	here := firstUse{f.line, personKey(l.Surname, l.Forenames, l.Born)}
	if first, ok := p.numbers[key]; ok {
		what := "A number belongs to one accreditation of one person and is never used again."
		if first.person == here.person {
			what = "It is the same person: put all that is to be said on one line, with commas between the powers."
		}
		f.bad(FieldNumber, NumberDuplicate, "AP number %s stands on line %d already. %s", shown(l.Number), first.line, what).OtherLine = first.line
		return
	}
	p.numbers[key] = here
	if holder, ok := p.known.HolderOf(l.Number); ok {
		if personKey(holder.Surname, holder.Forenames, holder.Born) == here.person {
			l.Known = holder.ID
			return
		}
		f.bad(FieldNumber, NumberDuplicate, "AP number %s was given to another person in the register. A number is never used again.", shown(l.Number))
	}
}

// vetting reads what is told of vetting and of the declaration.
func (p *peopleReader) vetting(f *faults, l *PersonLine) {
	result := p.m.text(f.row, FieldVettingResult)
	l.Vetting.Level = vettingLevel(p.m.text(f.row, FieldVettingLevel))
	if l.Vetting.Level == "" {
		l.Vetting.Level = vettingLevel(result)
	}
	l.Vetting.Result = vettingResult(result)
	if l.Vetting.Result == "" && !missing(result) {
		f.bad(FieldVettingResult, VettingUnreadable, "%q is no result of vetting. Write passed, refused or pending.", shown(result))
	}
	if level := p.m.text(f.row, FieldVettingLevel); l.Vetting.Level == "" && !missing(level) {
		f.warn(FieldVettingLevel, LevelUnknown, "%q is no level of vetting. The line comes in without one; write for example NPPV2.", shown(level))
	}
	if i, has := p.m.at[FieldVettingExpires]; has && l.Status == Active && l.Vetting.Result == VettingPassed && missing(oneLine(clean(f.row.Cell(i).Text))) {
		f.warn(FieldVettingExpires, VettingEndMissing, "Vetting is passed, but its last day is not given, so the vetting is not entered. Give the day.")
	}
	if l.Status == Active && (l.Vetting.Result == VettingRefused || l.Vetting.Result == VettingPending) {
		f.bad(FieldVettingResult, VettingNotPassed, "The status says accredited, but vetting is not passed. Correct one of them.")
	}
	if _, has := p.m.at[FieldConsent]; has {
		l.Consent = ticked(p.m.text(f.row, FieldConsent))
		if l.Status == Active && l.Consent != law.Yes {
			f.bad(FieldConsent, ConsentMissing, "The status says accredited, but the declaration is not ticked. Have it signed, or correct the line.")
		}
	}
}

// rest reads what needs no judgement.
func (p *peopleReader) rest(f *faults, l *PersonLine) {
	keep := func(field Field) string {
		if s := clean(p.m.cell(f.row, field).Text); !missing(s) {
			return withoutInsurance(s)
		}
		return ""
	}
	l.Supervisor, l.Email, l.Postcode = oneLine(keep(FieldSupervisor)), oneLine(keep(FieldEmail)), oneLine(keep(FieldPostcode))
	l.Team = oneLine(keep(FieldTeam))
	l.Address, l.Notes = keep(FieldAddress), keep(FieldNotes)
	l.Areas = readAreas(keep(FieldArea), p.opt.AreaNames)
	l.Telephone = phone(f, p.m.cell(f.row, FieldTelephone))
	f.email(FieldEmail, l.Email)
	if c := p.m.cell(f.row, FieldTelephone); c.Kind == sheet.Number && strings.HasPrefix(l.Telephone, "0") {
		p.zeros++
	}
	l.StatusAsAt = l.Status
	if l.Status == Active && l.To != clock.NoDay && l.To < p.opt.Day {
		l.StatusAsAt = Expired
	}
}

// phone reads a telephone number and warns of what a spreadsheet did to it.
func phone(f *faults, c sheet.Cell) string {
	number, lost := readPhone(c)
	switch lost {
	case PhoneLeadingZeroLost:
		f.warn(FieldTelephone, lost, "The telephone number has lost its first 0. It is read as %s.", number).Suggestion = number
	case PhoneDigitsLost:
		f.warn(FieldTelephone, lost, "A spreadsheet has rounded the telephone number, and its last digits are lost. The line comes in without it.")
	}
	if number != "" && (!strings.ContainsAny(number, "0123456789") || len(number) > longestPhone) {
		f.warn(FieldTelephone, PhoneUnreadable, "%q is no telephone number. The line comes in without it.", shown(number))
		return ""
	}
	return number
}
