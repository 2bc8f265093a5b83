package story_test

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"watchword/internal/clock"
)

// badLine is a line that cannot come in, or, among notes, one of which something is told.
type badLine struct {
	name   string
	line   string // as the file has it
	column string // in which it is told; empty: of the line as a whole
	says   string // how the sentence begins
	mended string // as it goes in; empty: it is taken out
}

// badFile is a spreadsheet with a bad line of each kind.
type badFile struct {
	head  string
	first []string  // good lines that others collide with
	notes []badLine // lines that come in with a note
	kinds []badLine
}

// noteLine and kindLine are the lines of the file on which they stand.
func (f *badFile) noteLine(i int) int { return 2 + len(f.first) + i }
func (f *badFile) kindLine(i int) int { return f.noteLine(len(f.notes)) + i }

func (f *badFile) good() int { return len(f.first) + len(f.notes) }

// lines is how many go in when it is mended.
func (f *badFile) lines() int {
	n := f.good()
	for _, k := range f.kinds {
		if k.mended != "" {
			n++
		}
	}
	return n
}

func (f *badFile) bad() []byte    { return f.text(func(b badLine) string { return b.line }) }
func (f *badFile) mended() []byte { return f.text(func(b badLine) string { return b.mended }) }

func (f *badFile) text(of func(badLine) string) []byte {
	var b bytes.Buffer
	b.WriteString(f.head)
	for _, line := range f.first {
		b.WriteString(line + "\n")
	}
	for _, n := range f.notes {
		b.WriteString(n.line + "\n")
	}
	for _, k := range f.kinds {
		if line := of(k); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.Bytes()
}

// with is a line with some cells changed, by heading.
func with(head, line string, changes []string) string {
	heads, cells := strings.Split(strings.TrimSpace(head), ","), strings.Split(line, ",")
	for i := 0; i+1 < len(changes); i += 2 {
		for j, h := range heads {
			if h == changes[i] {
				cells[j] = changes[i+1]
			}
		}
	}
	return strings.Join(cells, ",")
}

// on is the day so many days from today, as offices write it.
func on(days int) string {
	y, m, d := dayFrom(days).Date()
	return fmt.Sprintf("%02d/%02d/%d", d, m, y)
}

func dayFrom(days int) clock.Day { return clock.DayOf(clock.Wall{}.Now()).AddDays(days) }

const organisationsHead = "Reference,Organisation,Type,Also known as,Part of,Postcode,E-mail,Role 1,Role 1 powers,Role 2,Role 2 powers,Status,Accredited from,Accredited to,Head-count\n"

// employer is a good line about an organisation, with some cells changed.
func employer(n int, changes ...string) string {
	line := fmt.Sprintf("EM/%03d,%s Homes,Housing association,,,EM1 4AB,office@homes.example,Warden,3; 1(2)(c),,,Accredited,%s,%s,12", n, words[n], on(-900), on(700))
	return with(organisationsHead, line, changes)
}

// words name organisations, none nearly like another.
var words = strings.Fields("Aldgate Birchwood Copperfield Dunmow Eastry Foxglove Greenway Harbour Inglenook Juniper Kestrel Larkspur Meadow Northgate Orchard Pinewood Quarry Riverside Saltmarsh Thornbury Upland Viaduct Wharf Yewtree")

func badOrganisations() *badFile {
	f := &badFile{head: organisationsHead, first: []string{
		employer(0, "Organisation", "Aldermere City Council", "Type", "City council", "Also known as", "ACC", "Role 1", "Community warden", "Role 2", "Traffic officer", "Role 2 powers", "3A; 8B"),
		employer(1, "Organisation", "Ferry Lane Housing", "Status", "Suspended"),
		employer(2, "Organisation", "Quaymouth Trust", "Role 1", "", "Role 1 powers", ""),
	}}
	note := func(name, column, says string, n int, changes ...string) {
		f.notes = append(f.notes, badLine{name: name, line: employer(n, changes...), column: column, says: says})
	}
	note("a head-count in words", "Head-count", `"about ten" is no number. The line comes in without it.`, 3, "Head-count", "about ten")
	note("another name that is another's as well", "Also known as", `"ACC" is another name of the organisation on line 2 too. It is left out of both`, 4, "Also known as", "ACC")
	bad := func(name, column, says string, changes ...string) {
		n := 5 + len(f.kinds)
		f.kinds = append(f.kinds, badLine{name, employer(n, changes...), column, says, employer(n)})
	}
	bad("no name", "Organisation", "The name of the organisation is missing. Give it.", "Organisation", "")
	bad("a name that stands there already", "Organisation", "ALDERMERE city council stands on line 2 already. Take one of the lines out.", "Organisation", "ALDERMERE city council")
	bad("a reference that is another's", "Reference", "The reference EM/000 is that of Aldermere City Council.", "Reference", "EM/000")
	bad("another name that is another's own", "Also known as", `"Ferry Lane Housing" is the name of another organisation`, "Also known as", "Ferry Lane Housing")
	bad("part of nobody", "Part of", `No organisation is called "Zeppelin Works"`, "Part of", "Zeppelin Works")
	bad("part of itself", "Part of", "Kestrel Homes cannot be part of itself.", "Part of", "Kestrel Homes")
	bad("a postcode that is none", "Postcode", `"EM one" is no postcode. Write one, for example EM1 4AB`, "Postcode", "EM one")
	bad("an e-mail address that is none", "E-mail", `"ask at the desk" is no e-mail address.`, "E-mail", "ask at the desk")
	bad("a spent power", "Role 1 powers", "Paragraph 4", "Role 1 powers", "4")
	bad("a power without the one it needs", "Role 1 powers", "Paragraph 8B", "Role 1 powers", "8B")
	bad("a role twice", "Role 2", "The role Warden is given twice.", "Role 2", "Warden", "Role 2 powers", "3")
	bad("a status that nobody has", "Status", `"Purple" is no status. Write approved, awaiting approval, suspended or withdrawn.`, "Status", "Purple")
	bad("an end before the start", "Accredited to", "The agreement ends on", "Accredited to", on(-901))
	bad("a day that is none", "Accredited from", "There is no day 31/02/2025.", "Accredited from", "31/02/2025")
	bad("a text beyond measure", "Organisation", "The organisation has 300 characters, and 200 is the most.", "Organisation", strings.Repeat("ab ", 99)+"abc")
	return f
}

const peopleHead = "AP number,Surname,Forenames,Date of birth,Organisation,Role,Powers,Vetting level,Vetting result,Vetting decided,Vetting expires,Training passed,Training expires,Accredited from,Accredited to,Status,Telephone,E-mail,Notes\n"

// person is a good line about a person of their own, with some cells changed.
func person(n int, changes ...string) string {
	y, m, d := clock.Date(1970, time.January, 1).AddDays(n).Date()
	line := fmt.Sprintf("%04d,Hartnoll,Tamsin,%02d/%02d/%d,Aldermere City Council,Community warden,3; 1(2)(c),NPPV2,Passed,%s,%s,%s,%s,%s,%s,Active,07700 900123,t.hartnoll@aldermere.example,",
		4000+n, d, m, y, on(-700), on(900), on(-650), on(500), on(-600), on(400))
	return with(peopleHead, line, changes)
}

// peopleSheet is a spreadsheet of those lines.
func peopleSheet(lines ...string) []byte {
	return []byte(peopleHead + strings.Join(lines, "\n") + "\n")
}

func badPeople() *badFile {
	f := &badFile{head: peopleHead, first: []string{person(2, "AP number", "0417", "Surname", "Okoro")}}
	note := func(name, column, says string, changes ...string) {
		f.notes = append(f.notes, badLine{name: name, line: person(10+len(f.notes), changes...), column: column, says: says})
	}
	note("vetting is over", "Vetting expires", "The status says active, but vetting ended on "+dayFrom(-30).Long(), "Vetting expires", on(-30))
	note("training is over", "Training expires", "The status says active, but training ended on "+dayFrom(-20).Long(), "Training expires", on(-20))
	note("vetting later than the accreditation", "Vetting decided", "Vetting was decided on "+dayFrom(-500).Long()+", after accreditation began", "Vetting decided", on(-500))
	note("vetting without an end", "Vetting expires", "Vetting is passed, but its last day is not given", "Vetting expires", "")
	note("a level of vetting that is none", "Vetting level", `"Gold" is no level of vetting.`, "Vetting level", "Gold")
	note("a telephone number in words", "Telephone", `"ask Jo" is no telephone number. The line comes in without it.`, "Telephone", "ask Jo")
	note("a telephone number that was rounded", "Telephone", "A spreadsheet has rounded the telephone number", "Telephone", "7.7009E+09")
	note("somebody whom the register has at another employer", "Surname", "The register has the same name and date of birth at Aldermere City Council.",
		"Date of birth", "02/01/1970", "Organisation", "Ferry Lane Housing", "Role", "Warden", "Status", "Suspended")
	bad := func(name, column, says string, changes ...string) {
		n := 30 + len(f.kinds)
		f.kinds = append(f.kinds, badLine{name, person(n, changes...), column, says, person(n)})
	}
	out := func(name, column, says, line string) {
		f.kinds = append(f.kinds, badLine{name: name, line: line, column: column, says: says})
	}
	// What is needed, and is not there.
	bad("no surname", "Surname", "The surname is missing. Give it.", "Surname", "")
	bad("no forename", "Forenames", "The forename is missing. Give at least one.", "Forenames", "TBC")
	bad("no date of birth", "Date of birth", "The date of birth is missing. Give it.", "Date of birth", "n/a")
	bad("no AP number", "AP number", "The AP number is missing. Give it, unless vetting is still awaited.", "AP number", "-")
	bad("no employer", "Organisation", "The organisation is missing. Give it.", "Organisation", "")
	bad("no first day", "Accredited from", "The first day of accreditation is missing.", "Accredited from", "?")
	out("the card of nobody", "AP number", `"0999" stands here, and nobody whose number it is. Give name and date of birth, or take the line out.`, "0999"+strings.Repeat(",", 18))
	// Days.
	bad("a day that is none", "Date of birth", "There is no day 30/02/1990. Correct it; the day comes first", "Date of birth", "30/02/1990")
	bad("the month before the day", "Date of birth", "There is no day 05/25/1988. Correct it; the day comes first, for example 28/02/2026. Perhaps: 25 May 1988", "Date of birth", "05/25/1988")
	bad("a date in words", "Accredited from", `"next spring" is no date. Write it with the day first`, "Accredited from", "next spring")
	bad("a year of two digits that is to come", "Accredited to", fmt.Sprintf("The accreditation ends on %s, before it begins on 1 April 2098.", dayFrom(400).Long()), "Accredited from", "1/4/98")
	bad("a date of birth to come", "Date of birth", "The date of birth, "+dayFrom(1).Long()+", is still to come.", "Date of birth", on(1))
	bad("older than anybody", "Date of birth", "Born on 1 May 1888, the person would be", "Date of birth", "01/05/1888")
	bad("too young on the first day", "Date of birth", "The person would be 1", "Date of birth", on(-600-17*365))
	bad("accredited from a day to come", "Accredited from", "The status says active, but the first day of accreditation, "+dayFrom(9).Long()+", is still to come.", "Accredited from", on(9))
	bad("vetted on a day to come", "Vetting decided", "The day of vetting, "+dayFrom(9).Long()+", is still to come.", "Vetting decided", on(9))
	bad("trained on a day to come", "Training passed", "The day of training, "+dayFrom(9).Long()+", is still to come.", "Training passed", on(9))
	bad("an end before the start", "Accredited to", "The accreditation ends on "+dayFrom(-601).Long()+", before it begins on", "Accredited to", on(-601))
	bad("vetting that ends before it begins", "Vetting expires", "The last day of vetting, "+dayFrom(-701).Long()+", is before", "Vetting expires", on(-701))
	bad("vetting after the last day of accreditation", "Vetting decided", "Vetting was decided on "+dayFrom(-10).Long()+", after the last day of accreditation", "Vetting decided", on(-10), "Accredited to", on(-20))
	bad("vetting over before the accreditation began", "Vetting expires", "Vetting ended on "+dayFrom(-620).Long()+", before accreditation began", "Vetting expires", on(-620))
	// Employers, roles, states.
	bad("an employer nobody knows", "Organisation", `No organisation is called "Zeppelin Works". Import or enter the organisation first`, "Organisation", "Zeppelin Works")
	bad("an employer with two letters exchanged", "Organisation", `No organisation is called "Aldermeer City Council". "Aldermere City Council" is nearly the same`, "Organisation", "Aldermeer City Council")
	bad("active at an employer that is suspended", "Organisation", "Ferry Lane Housing is suspended, so nobody there can be active.", "Organisation", "Ferry Lane Housing", "Role", "Warden")
	bad("a role the employer does not have", "Role", `Aldermere City Council has no role "Bailiff". Its roles are: Community warden, Traffic officer.`, "Role", "Bailiff")
	bad("a status that nobody has", "Status", `"Purple" is no status.`, "Status", "Purple")
	bad("refused, and accredited", "Vetting result", "The status says accredited, but vetting is not passed.", "Vetting result", "Refused")
	bad("a result of vetting that is none", "Vetting result", `"Gold" is no result of vetting.`, "Vetting result", "Gold")
	// Powers.
	bad("a power the role does not have", "Powers", "Paragraph 3A (", "Powers", "3A")
	bad("a power the employer does not have", "Powers", "Paragraph 3 (", "Organisation", "Quaymouth Trust", "Role", "", "Powers", "3")
	bad("a spent power", "Powers", "Paragraph 4 (", "Powers", "3; 4")
	bad("a repealed power", "Powers", "Paragraph 1(2)(b) (", "Powers", "1(2)(b)")
	bad("a power that a council gives", "Powers", `"PSPO" is not a power of Schedule 5.`, "Powers", "3; PSPO")
	bad("a power in free text", "Powers", `"can stop people" is no paragraph of Schedule 5, and no name of a power.`, "Powers", "can stop people")
	bad("a list of powers that became a date", "Powers", `"02-Mar" is no list of powers any more`, "Powers", "02-Mar")
	bad("a paragraph that may be two", "Powers", `"1a" may mean paragraph 1(2)(a), cycling, or paragraph 1A, byelaws. Write which.`, "Powers", "1a")
	bad("a power without the one it needs", "Powers", "Paragraph 8B (", "Role", "Traffic officer", "Powers", "8B")
	// The same thing twice.
	bad("the AP number of an earlier line", "AP number", "AP number 0417 stands on line 2 already.", "AP number", "0417")
	bad("the AP number of somebody in the register", "AP number", "AP number 0100 was given to another person in the register.", "AP number", "0100")
	out("a line twice", "", "The line says the same as line 2. Take one of them out.", f.first[0])
	out("a person twice, under two numbers", "Surname", "The same name and date of birth stand on line 2 with the same employer.", strings.Replace(f.first[0], "0417", "0418", 1))
	out("somebody in the register under another number", "AP number", "The register has this person at Aldermere City Council with AP number 0100, active.", person(1, "AP number", "0101"))
	// Texts that no cell may hold.
	bad("an AP number that became a date", "AP number", `"03-Apr" is no AP number`, "AP number", "03-Apr")
	bad("an AP number that was rounded", "AP number", `"4.17E+05" is no AP number`, "AP number", "4.17E+05")
	bad("a formula", "Notes", "The cell begins like a formula", "Notes", `=HYPERLINK("http://x.example")`)
	bad("a formula that failed", "Surname", "The cell shows #REF!", "Surname", "#REF!")
	bad("a column too narrow when it was saved", "Telephone", "The cell shows ########", "Telephone", "########")
	bad("a character that cannot be seen", "Surname", "The cell holds a character that cannot be seen", "Surname", "Hart\x07noll")
	bad("a byte of value 0", "Notes", "The cell holds a byte of value 0", "Notes", "a\x00b")
	bad("a byte of another encoding", "Surname", "The cell holds a byte that is no letter in the encoding of this file.", "Surname", "Ren\xE9", "Notes", "Zoë and Łucja")
	bad("letters that were lost when it was saved", "Surname", "The file was once saved with letters in the wrong encoding, and some of them are lost here. Write the text anew and save the file as UTF-8. Perhaps: José", "Surname", "JosÃ©")
	bad("a text beyond measure", "Notes", "The cell holds more than 500 characters. Shorten it.", "Notes", strings.Repeat("very ", 101))
	bad("a name without a letter", "Surname", `"12345" is no name: it has no letter.`, "Surname", "12345")
	bad("an e-mail address that is none", "E-mail", `"ask Jo" is no e-mail address.`, "E-mail", "ask Jo")
	out("a line cut short", "", "The line has 3 cells, but there are 19 headings. Part of it is missing.", "0998,Pike,Joel")
	out("a line too long", "", "The line has 20 cells, but there are 19 headings.", person(98)+",and more")
	out("a quote that is never closed", "Surname", "A quote is opened here and never closed.", person(99, "Surname", `"Hartnoll`))
	return f
}
