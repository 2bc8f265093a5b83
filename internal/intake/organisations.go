package intake

import (
	"regexp"
	"slices"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/sheet"
)

// ReadOrganisations reads a table about organisations against what the register
// knows. Like ReadPeople it never fails, and always gives the same result.
func ReadOrganisations(t sheet.Table, opt Options, known Known) Result {
	opt = opt.orDefaults()
	if known == nil {
		known = NewRoll(nil, nil)
	}
	res := Result{Kind: Organisations}
	m, at, q := prepare(t, Organisations, opt, "Organisation, Type, Area, Roles")
	if q != nil {
		res.Questions = []Question{*q}
		return res
	}
	o := newOrganisationReader(t, m, at, opt, known)
	for _, rec := range o.rows.records {
		o.read(rec)
	}
	o.together()
	for _, c := range o.lines {
		if c.faults.n == 0 && !c.joined {
			res.Organisations = append(res.Organisations, c.line)
		}
	}
	res.Mapping, res.Records, res.Skipped = m, len(o.rows.records)-o.joined, o.rows.skipped
	res.Bad, res.Warnings = inOrder(o.t.bad), o.t.ofGoodLines()
	if _, has := m.at[FieldOrganisation]; !has {
		res.Questions = append(res.Questions, Question{Code: NoColumn, Field: FieldOrganisation, Text: "No column for the name of the organisation was found. Say which column it is."})
	}
	if res.Records == 0 {
		res.Questions = []Question{empty(m.Line, Organisations)}
	}
	if _, has := m.at[FieldStatus]; !has {
		res.Remarks = append(res.Remarks, "There is no status column. The organisations come in without one.")
	}
	if o.joined > 0 {
		res.Remarks = append(res.Remarks, "Lines that name a further role of an organisation are read as one with its first line.")
	}
	res.Remarks = append(res.Remarks, o.rows.leftOut("organisations")...)
	res.Remarks = append(append(res.Remarks, m.twice()...), encodingOf(t)...)
	res.Summary = summariseOrganisations(res.Organisations)
	return res
}

// organisationReader reads the records of one table.
type organisationReader struct {
	t      *teller
	m      Mapping
	opt    Options
	known  []KnownOrganisation
	rows   *sorter
	format sheet.Format
	notes  map[int][]string
	dates  map[Field]dates
	cells  lineCells
	seen   map[string]int // folded names, to the place of their candidate
	lines  []candidate
	joined int // candidates that were read as one with another
}

// candidate is a line that could be read, and what is wrong with it so far.
type candidate struct {
	line   OrganisationLine
	faults *faults
	joined bool // its roles are another's
}

func newOrganisationReader(t sheet.Table, m Mapping, at int, opt Options, known Known) *organisationReader {
	o := &organisationReader{t: &teller{m: m}, m: m, opt: opt, known: known.Organisations(), format: t.Format, seen: map[string]int{}}
	o.rows = sortRows(t, m, at, Organisations, nil)
	o.cells = lineWidth(t.Rows[at], o.rows.records)
	o.dates = columnDates(t, m, o.rows.records, opt.Day)
	o.notes = notesByLine(t)
	return o
}

// read reads one record as far as it stands alone.
func (o *organisationReader) read(rec record) {
	f := o.t.line(rec.row)
	if f.flawed() || f.cut(o.cells, o.format) || f.texts() {
		return
	}
	keep := func(field Field) string {
		if s := clean(o.m.cell(f.row, field).Text); !missing(s) {
			return withoutInsurance(s)
		}
		return ""
	}
	one := func(field Field) string { return oneLine(keep(field)) }
	l := OrganisationLine{Line: f.line, CellNotes: o.notes[f.line], Name: one(FieldOrganisation), Reference: one(FieldReference), Kind: one(FieldKind),
		Parent: one(FieldParent), Address: keep(FieldAddress), Postcode: one(FieldPostcode), Email: one(FieldEmail), Signatory: one(FieldSignatory),
		Notes: keep(FieldNotes), HeadCount: headCount(one(FieldHeadCount))}
	if l.Name == "" {
		l.Name = oneLine(rec.org) // a further role of the organisation above
	}
	if l.Name == "" {
		f.bad(FieldOrganisation, NameMissing, "The name of the organisation is missing. Give it.")
	}
	f.name(FieldOrganisation, l.Name, longestName)
	l.Telephone = phone(f, o.m.cell(f.row, FieldTelephone))
	l.Aliases = otherNames(keep(FieldAliases), l.Name)
	l.Areas = readAreas(keep(FieldArea), o.opt.AreaNames)
	l.Liaison = liaison(keep(FieldLiaison1), keep(FieldLiaison2))
	o.contact(keep(FieldContact), &l)
	o.readable(f, &l, one(FieldHeadCount))
	o.status(f, &l)
	l.From, l.To = f.date(o.dates, FieldFrom), f.date(o.dates, FieldTo)
	if l.From != clock.NoDay && l.To != clock.NoDay && l.To < l.From {
		f.bad(FieldTo, EndBeforeStart, "The agreement ends on %s, before it begins on %s. Correct one of them.", l.To.Long(), l.From.Long())
	}
	o.roles(f, &l)
	o.lines = append(o.lines, candidate{line: l, faults: f})
}

var postcode = regexp.MustCompile(`(?i)^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$`)

// readable notes what was given and cannot be read.
func (o *organisationReader) readable(f *faults, l *OrganisationLine, count string) {
	from := FieldEmail
	if _, has := o.m.at[FieldEmail]; !has {
		from = FieldContact
	}
	f.email(from, l.Email)
	if l.Postcode != "" && !postcode.MatchString(l.Postcode) {
		f.bad(FieldPostcode, PostcodeUnreadable, "%q is no postcode. Write one, for example EM1 4AB, or leave the cell empty.", shown(l.Postcode))
	}
	if count != "" && l.HeadCount < 0 {
		f.warn(FieldHeadCount, HeadCountUnreadable, "%q is no number. The line comes in without it.", shown(count))
	}
	f.name(FieldSignatory, l.Signatory, longestName)
	f.name(FieldContact, l.Contact, longestName)
	for i, name := range l.Liaison {
		f.name([]Field{FieldLiaison1, FieldLiaison2}[i], name, longestName)
	}
}

func headCount(s string) int {
	if n := atoi(strings.TrimSuffix(s, ".0")); n >= 0 {
		return n
	}
	return -1
}

var nameEnds = regexp.MustCompile(`\s*[;|\n]\s*`)

// otherNames parts a list of aliases and leaves out the name itself.
func otherNames(s, name string) []string {
	var out []string
	for _, a := range nameEnds.Split(s, -1) {
		if a = strings.TrimSpace(a); a != "" && fold(a) != fold(name) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// liaison is up to two liaison officers, from two columns or from one.
func liaison(first, second string) []string {
	var out []string
	for _, s := range append(nameEnds.Split(first, -1), second) {
		if s = oneLine(strings.TrimSpace(s)); s != "" && len(out) < 2 {
			out = append(out, s)
		}
	}
	return out
}

// contact parts a cell that holds a name, a telephone number and an e-mail address
// on lines of their own.
func (o *organisationReader) contact(s string, l *OrganisationLine) {
	for _, part := range regexp.MustCompile(`\n| / |;|\|`).Split(s, -1) {
		part = strings.TrimSpace(part)
		digits, _ := phoneDigits(strings.TrimLeft(part, "TtelEL:. "))
		switch {
		case part == "":
		case strings.Contains(part, "@"):
			if l.Email == "" {
				l.Email = strings.TrimSpace(part[strings.LastIndexByte(part, ' ')+1:])
			}
		case digits != "":
			if l.Telephone == "" {
				l.Telephone, _ = readPhone(sheet.Cell{Kind: sheet.Text, Text: strings.TrimLeft(part, "TtelEL:. ")})
			}
		case l.Contact == "":
			l.Contact = part
		}
	}
}

func (o *organisationReader) status(f *faults, l *OrganisationLine) {
	i, has := o.m.at[FieldStatus]
	if !has {
		return
	}
	word := o.m.text(f.row, FieldStatus)
	if missing(word) {
		f.warn(FieldStatus, NoStatus, "No status is given. The organisation comes in without one; it is not taken to be approved.")
		return
	}
	s, ok := readStatus(word, o.m.heading(i), Organisations)
	if !ok {
		f.bad(FieldStatus, StatusUnknown, "%q is no status. Write approved, awaiting approval, suspended or withdrawn.", shown(word))
	}
	l.Status = s
}

// roles reads the organisation's roles from whichever columns hold them.
func (o *organisationReader) roles(f *faults, l *OrganisationLine) {
	for _, rc := range o.m.roles {
		name := oneLine(clean(f.row.Cell(rc.name).Text))
		powers, wrong := o.powersOf(f, rc.powers)
		offences, wrongOffences := o.offencesOf(f, rc.offences)
		if missing(name) && len(powers) == 0 && len(offences) == 0 && len(wrong) == 0 && len(wrongOffences) == 0 {
			continue
		}
		o.judgeRole(f, RoleLine{name, powers, offences}, l, rc.name, rc.powers, rc.offences, append(wrong, wrongOffences...))
	}
	if i, ok := o.m.at[FieldRolesPowers]; ok {
		for _, r := range rolesWithPowers(clean(f.row.Cell(i).Text)) {
			powers, wrong := readPowers(sheet.Cell{Kind: sheet.Text, Text: r.codes})
			o.judgeRole(f, RoleLine{Name: r.name, Powers: powers}, l, i, i, i, wrong)
		}
	}
	i, ok := o.m.at[FieldRole]
	if !ok {
		return
	}
	powersAt, has := o.m.at[FieldPowers]
	if !has {
		powersAt = -1
	}
	offencesAt, has := o.m.at[FieldOffences]
	if !has {
		offencesAt = -1
	}
	for _, name := range nameEnds.Split(clean(f.row.Cell(i).Text), -1) {
		if missing(name) {
			continue
		}
		powers, wrong := o.powersOf(f, powersAt)
		offences, wrongOffences := o.offencesOf(f, offencesAt)
		o.judgeRole(f, RoleLine{name, powers, offences}, l, i, powersAt, offencesAt, append(wrong, wrongOffences...))
	}
}

func (o *organisationReader) powersOf(f *faults, column int) ([]law.PowerID, []codeFault) {
	if column < 0 {
		return nil, nil
	}
	return readPowers(f.row.Cell(column))
}

func (o *organisationReader) offencesOf(f *faults, column int) ([]law.OffenceID, []codeFault) {
	if column < 0 {
		return nil, nil
	}
	return readOffences(f.row.Cell(column))
}

// judgeRole adds a role, whose title stands in the column at, and notes what is wrong
// with its powers and offences, each under the column it stands in.
func (o *organisationReader) judgeRole(f *faults, r RoleLine, l *OrganisationLine, at, powersAt, offencesAt int, wrong []codeFault) {
	from := len(f.t.bad)
	f.codes(FieldPowers, wrong)
	day := o.opt.Day
	if l.Status == Withdrawn && l.From != clock.NoDay {
		day = l.From
	}
	judge(f, FieldPowers, r.Powers, day, o.opt.Territory)
	judgeOffences(f, FieldOffences, r.Offences, day, o.opt.Territory)
	if len(r.Offences) > 0 && len(f.t.bad) == from && !slices.Contains(r.Powers, pnd) {
		f.bad(FieldOffences, OffenceWithoutPND, "Offences are listed for the role %s, but not the power of paragraph 1(2)(aa). Add it, or take the offences out.", r.Name)
	}
	for i := from; i < len(f.t.bad); i++ {
		p := &f.t.bad[i]
		column := powersAt
		if strings.HasPrefix(string(p.Reason), "offence-") {
			p.Field, column = FieldOffences, offencesAt
		}
		p.Column, p.Value = f.t.m.heading(column), shown(clean(f.row.Cell(column).Text))
	}
	if slices.ContainsFunc(l.Roles, func(x RoleLine) bool { return fold(x.Name) == fold(r.Name) }) {
		p := f.bad(FieldRole, RoleTwice, "The role %s is given twice. Put all its powers beside one of them.", r.Name)
		p.Column, p.Value = f.t.m.heading(at), shown(r.Name)
	}
	f.name(FieldRole, r.Name, longestName)
	l.Roles = append(l.Roles, r)
}

// roleCodes is a role and its powers as written.
type roleCodes struct{ name, codes string }

var roleColon = regexp.MustCompile(`^(.+?)\s*(?::|\s[\x{2013}\x{2014}-]\s|=)\s*(.*)$`)

// rolesWithPowers parts "Warden: 2, 3" line by line; on one line, at semicolons
// before another role.
func rolesWithPowers(s string) []roleCodes {
	var parts []string
	for line := range strings.SplitSeq(s, "\n") {
		for i, piece := range strings.Split(line, ";") {
			if i > 0 && !roleColon.MatchString(piece) && !strings.Contains(piece, " (") && len(parts) > 0 {
				parts[len(parts)-1] += ";" + piece
				continue
			}
			parts = append(parts, piece)
		}
	}
	var out []roleCodes
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if missing(p) {
			continue
		}
		if m := roleColon.FindStringSubmatch(p); m != nil {
			out = append(out, roleCodes{strings.TrimSpace(m[1]), m[2]})
		} else if at := strings.Index(p, " ("); at > 0 && strings.HasSuffix(p, ")") {
			out = append(out, roleCodes{strings.TrimSpace(p[:at]), p[at+2 : len(p)-1]})
		} else {
			out = append(out, roleCodes{name: p})
		}
	}
	return out
}
