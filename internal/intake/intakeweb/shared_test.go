package intakeweb_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/web/webtest"
)

func TestTheRegisterAsAnOfficeKeepsIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		register, kept := shared(t, "register-clean.xlsx"), shared(t, "register-as-kept.xlsx")
		h := newHouse(t, d)
		at := h.sent("organisations", "register-clean.xlsx", register)
		h.get(at).Status(200).Sound().Has("button", "Write 53 organisations")
		h.write(at).Has("h1", "53 organisations written")
		at = h.sent("people", "register-as-kept.xlsx", kept)
		h.get(at).Status(200).Sound().Says("Several sheets hold people").Lacks("button", "Write")
		h.post(at+"/take", "good", "0", "bad", "0").Status(422).Says("Several sheets")
		h.post(at+"/sheet", "kind", "people", "sheet", "CSAS 2026 CURRENT").Status(303)
		h.get(at).Status(200).Sound().Has("button", "Leave the 12 bad lines out").Has("li", "hidden in the spreadsheet").Says("National Insurance numbers are never kept.")

		at = h.sent("people", "register-clean.xlsx", register)
		h.get(at).Status(200).Sound().Has("button", "Write 538 people")
		h.write(at).Has("h1", "538 people written")
		at = h.sent("people", "register-clean.xlsx", register)
		h.get(at).Status(200).Sound().Says("Everything in this file is in the register already.")
	})
}

func TestBadLinesAreToldPagedFilteredAndDownloaded(t *testing.T) {
	t.Parallel()
	register, bad := shared(t, "register-clean.xlsx"), shared(t, "people-bad-lines.csv")
	h := newHouse(t, dbtest.SQLite(t))
	h.write(h.sent("organisations", "register-clean.xlsx", register))
	at := h.sent("people", "people-bad-lines.csv", bad)
	p := h.get(at).Status(200).Sound().Has("button", "Leave the 30 bad lines out and write 170 people")
	if n := p.Count(`td[data-label="What is wrong"]`); n < 30 {
		t.Errorf("%d faults are shown", n)
	}
	h.get(at+"?reason=power-spent").Status(200).Sound().Has("td", "2; 3; 4")
	file := h.get(at + "/bad-lines.csv").Status(200)
	if n := strings.Count(file.Source(), "\n"); n < 31 || !strings.Contains(file.Header("Content-Disposition"), "bad%20lines.csv") {
		t.Errorf("%d lines, %s", n, file.Header("Content-Disposition"))
	}
	for line := range strings.Lines(file.Source()) {
		for _, cell := range strings.Split(line, ",") {
			if strings.HasPrefix(strings.Trim(cell, `"`), "=") {
				t.Errorf("a formula goes out: %s", line)
			}
		}
	}
	h.write(at).Has("h1", "170 people written")
}

func TestOtherFilesOfOfficesGoThrough(t *testing.T) {
	t.Parallel()
	register := shared(t, "register-clean.xlsx")
	h := newHouse(t, dbtest.SQLite(t))
	h.write(h.sent("organisations", "register-clean.xlsx", register))
	for name, n := range map[string]int{"people-windows1252.csv": 150, "people-utf8-bom.csv": 120} {
		p := h.get(h.sent("people", name, shared(t, name))).Status(200).Sound()
		p.Says(fmt.Sprint(n, " lines about people")).Says("Every line can come in.")
	}
	h.get(h.sent("organisations", "essex-organisations-public.csv", shared(t, "essex-organisations-public.csv"))).Status(200).Sound()
}

func TestWhatAColourMeansIsAsked(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.write(h.sent("organisations", "orgs.csv", []byte(orgs)))
	at := h.sent("people", "coloured.xlsx", colourful(t))
	p := h.get(at).Status(200).Sound().Says("the lines are in different colours").Has("td", "Light red").Has("td", "No colour").Lacks("button", "Write")
	if n := p.Count(`rect[fill="#FFC7CE"]`); n != 1 {
		t.Errorf("%d swatches of that colour", n)
	}
	form := p.Form(`form[action="` + at + `/status"]`)
	form.Set("fill-FFC7CE", "suspended")
	webtest.Post(t, h.handler, at+"/status", form).Status(422).Sound().Says("Choose what no colour means")
	form.Set("fill-none", "active")
	webtest.Post(t, h.handler, at+"/status", form).Status(303)
	p = h.get(at).Status(200).Sound().Has("button", "Write 3 people").Says("You said where people stand.")
	if got := p.Value("Light red means"); got != "Suspended" {
		t.Errorf("light red means %q", got)
	}
	p.Has("td", "Suspended").Has("td", "Active")
	h.post(at+"/status", "status", "left").Status(303)
	h.get(at).Status(200).Has("td", "Left").Has("button", "Write 3 people")
	h.post(at+"/status", "status", "nonsense").Status(422).Sound()
}

// colourful is a workbook in which only a colour tells who is suspended.
func colourful(t testing.TB) []byte {
	t.Helper()
	row := func(n, style int, cells ...string) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<row r="%d">`, n)
		for i, c := range cells {
			fmt.Fprintf(&b, `<c r="%c%d" s="%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, n, style, c)
		}
		return b.String() + `</row>`
	}
	sheet := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		row(1, 0, "AP number", "Surname", "Forenames", "Date of birth", "Organisation", "Role", "Powers", "Accredited from", "Accredited to") +
		row(2, 0, "0417", "Hartnoll", "Tamsin", "12/05/1988", "Aldermere City Council", "Community warden", "3", "01/04/2025", "31/03/2027") +
		row(3, 1, "0418", "Pike", "Joel", "12/05/1990", "Aldermere City Council", "Community warden", "3", "01/04/2025", "31/03/2027") +
		row(4, 0, "0420", "Okoro", "Ann", "03/03/1985", "Quaymouth Homes", "Estate warden", "3", "01/04/2025", "31/03/2027") + `</sheetData></worksheet>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Wardens" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill></fills><cellXfs><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="0" fontId="0" fillId="2" applyFill="1"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", sheet},
	} {
		w, err := z.Create(f[0])
		accredtest.Must(t, err)
		_, err = w.Write([]byte(f[1]))
		accredtest.Must(t, err)
	}
	accredtest.Must(t, z.Close())
	return b.Bytes()
}
