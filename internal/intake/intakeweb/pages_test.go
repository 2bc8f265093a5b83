package intakeweb_test

import (
	"archive/zip"
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestAFileIsShownBeforeItIsWrittenAndWrittenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.get("/import").Status(200).Sound().Has("h1", "Import").Says("Nothing has been imported yet.")
		for _, kind := range []string{"organisations", "people"} {
			h.get("/import/"+kind).Status(200).Sound().Has("h1", "Import "+kind)
		}
		at := h.sent("organisations", "orgs.csv", []byte(orgs))
		h.get(at).Status(200).Sound().Has("h1", "orgs.csv").Has("button", "Write 2 organisations").Says("Every line can come in.")
		h.write(at).Has("h1", "2 organisations written")

		at = h.sent("people", "wardens.csv", []byte(wardens))
		p := h.get(at).Status(200).Sound()
		p.Has("td", "There is no day 30/02/1990.").Has("td", "Aldermere City Council").Has("button", "Leave the 2 bad lines out and write 3 people")
		p.Says("nothing is written unless you leave them out").Says("1 note: this line comes in all the same")
		if got := p.Value("Column B is read as"); !strings.EqualFold(got, "surname") {
			t.Errorf("column B is read as %q", got)
		}
		if n := people(t, h); n != 0 {
			t.Fatalf("the dry run wrote %d people", n)
		}
		h.write(at).Has("h1", "3 people written").Says("bad lines left out")
		if n := people(t, h); n != 3 {
			t.Fatalf("%d people were written", n)
		}
		// The same press once more, and the page of the dry run, lead to what was done.
		h.post(at+"/take", "alone", "yes", "good", "3", "bad", "2").Status(303).Leads(at + "/done?done=import.written")
		h.get(at).Leads(at + "/done")
		h.get(at + "/bad-lines.csv").Status(200).Says("There is no day 30/02/1990.")
		if n := people(t, h); n != 3 {
			t.Errorf("a second press made %d people of 3", n)
		}
		accredtest.Must(t, sequence(t, h))
		start := h.get("/import").Status(200).Sound()
		start.Has("td", "3 people").Has("td", "2 organisations").Has("td", "wardens.csv (SHA-256")

		again := h.get(h.sent("people", "wardens.csv", []byte(wardens))).Status(200).Sound()
		again.Says("Every good line is in the register already.").Lacks("button", "write")
	})
}

func people(t testing.TB, h *house) int64 {
	t.Helper()
	n, err := db.Find(t.Context(), h.DB, func(tx *db.Tx) (int64, error) {
		return db.Count(tx, `SELECT COUNT(DISTINCT id) FROM person WHERE force_id = ?`, string(h.Force))
	})
	accredtest.Must(t, err)
	return n
}

func sequence(t testing.TB, h *house) error {
	_, err := h.Ledger.Sequence(t.Context())
	return err
}

func TestColumnsAreChosenOtherwise(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.write(h.sent("organisations", "orgs.csv", []byte(orgs)))
	file := strings.Replace(wardens, "Date of birth", "Day X", 1)
	at := h.sent("people", "wardens.csv", []byte(file))
	p := h.get(at).Status(200).Sound().Says("No column for the date of birth was found.").Says("Nothing can be written before the questions above are answered.").
		Says("13 of 14 columns are read. Not read: Day X.").Has("details[open] summary", "Look at each column, or have it read otherwise")
	form := p.Form(`form[action="` + at + `/columns"]`)
	form.Set("column-3", "surname")
	webtest.Post(t, h.handler, at+"/columns", form).Status(422).Sound().Says("Column B is read as surname already.")
	form.Set("column-3", "shoe size")
	webtest.Post(t, h.handler, at+"/columns", form).Status(422).Sound().Says("Choose one of the list")
	form.Set("column-3", "date_of_birth")
	form.Set("column-13", "")
	webtest.Post(t, h.handler, at+"/columns", form).Status(303)
	p = h.get(at).Status(200).Sound().Has("button", "Leave the 2 bad lines out and write 3 people").Has("li", "Chosen by hand.").Lacks("details[open] summary", "Look at each column")
	if got := p.Value("Column N is read as"); got != "" {
		t.Errorf("the column of telephones is read as %q", got)
	}
	h.post(at+"/columns", "act", "anew").Status(303)
	h.get(at).Says("No column for the date of birth was found.")
}

func TestTheRegisterIsNotWrittenOtherwiseThanWasSeen(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.write(h.sent("organisations", "orgs.csv", []byte(orgs)))
	at := h.sent("people", "wardens.csv", []byte(wardens))
	h.post(at+"/take", "good", "3", "bad", "2").Status(422).Sound().Says("2 lines are bad, so nothing was written.")
	h.post(at+"/take", "alone", "yes", "good", "5", "bad", "0").Status(409).Sound().Says("The register has changed since this file was looked at")
	h.get(at).Status(200)
	if n := people(t, h); n != 0 {
		t.Errorf("%d people were written", n)
	}
	h.post(at + "/drop").Status(303).Leads("/import?done=import.dropped")
	h.get(at).Status(404)
	h.post(at + "/drop").Status(303)
}

func TestADraftIsOnesOwnAndGoesAfterADay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.AddForce(t, "for_west", "West Constabulary", "west")
		at := h.sent("organisations", "orgs.csv", []byte(orgs))
		mine := h.actor
		for name, who := range map[string]authz.Actor{
			"another account":   {Force: h.Force, Account: "acc_other", Name: "Lee Fenn", Role: authz.SchemeManager},
			"another force":     {Force: "for_west", Account: mine.Account, Name: "Lee Fenn", Role: authz.SchemeManager},
			"another role":      {Force: h.Force, Account: mine.Account, Name: "Lee Fenn", Role: authz.Trainer},
			"nobody's own role": {Force: h.Force, Name: "Operator", Role: authz.Operator},
		} {
			h.actor = who
			want := 404
			if who.Role != authz.SchemeManager {
				want = 403
			}
			for _, path := range []string{"", "/done", "/bad-lines.csv", "/notes.csv"} {
				if p := h.get(at + path); p.Status(want) == nil {
					t.Errorf("%s opens %s", name, path)
				}
			}
			for _, path := range []string{"/sheet", "/status", "/columns", "/take"} {
				h.post(at+path, "kind", "people", "status", "active", "good", "2", "bad", "0").Status(want)
			}
			if p := h.post(at + "/drop"); want == 403 {
				p.Status(403)
			}
		}
		h.actor = mine
		h.get(at).Status(200)
		h.Clock.Advance(24 * time.Hour)
		h.get(at).Status(404).Says("A file waits for 24 hours")
		accredtest.Must(t, h.drafts.Purge(t.Context()))
		n, err := db.Find(t.Context(), d, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM import_draft`) })
		if err != nil || n != 0 {
			t.Errorf("%d drafts are kept beyond their day, %v", n, err)
		}
	})
}

func TestWhatIsNoSpreadsheetIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	for _, tt := range []struct {
		name, says string
		content    []byte
		status     int
	}{
		{"empty.csv", "The file is empty.", nil, 422},
		{"spaces.csv", "The file is empty.", []byte(" \r\n \t\n"), 422},
		{"face.csv", "a picture", []byte("\x89PNG\r\n\x1A\n0000"), 422},
		{"bomb.xlsx", "unpacks to more than", bomb(t), 422},
		{"noise.csv", "This is not a spreadsheet", bytes.Repeat([]byte("\x01\x02\x03\x07\x0E\x9F"), 100), 422},
		{"long.csv", "32", bytes.Repeat([]byte("a,b\n"), 33<<18), 413},
		{"verylong.csv", "32", bytes.Repeat([]byte("a,b\n"), 35<<18), 413},
	} {
		h.upload("people", tt.name, tt.content).Status(tt.status).Sound().Says(tt.says)
	}
	h.post("/import/people").Status(422).Says("Choose a spreadsheet")
	h.get("/import/upl_none").Status(404)
	at := h.sent("people", "..\\..\\C:\\regi\u202Ester.csv", []byte("AP number,Surname\n1,\xFF\xFE Pike\n"))
	h.get(at).Status(200).Sound().Has("h1", "register.csv")
	h.get("/import?page=%FF").Status(200).Sound()
	h.get(at + "?page=999999&reason=nonsense").Status(200).Sound()
	h.get(at + "?reason=%FF").Status(422).Sound().Says("characters that cannot be read")
	h.post(at+"/sheet", "kind", "animals").Status(422).Sound().Says("Choose what the lines are")
	h.post(at+"/sheet", "kind", "people", "sheet", "None").Status(422).Sound().Says("The file has no such sheet.")
	h.post(at+"/sheet", "kind", "people", "header", "-3").Status(422).Sound().Says("must be a whole number")
	h.post(at+"/sheet", "kind", "people", "header", "2").Status(303)
	h.get(at).Status(200).Sound()
}

// bomb is a workbook of which a sheet unpacks to more than is taken.
func bomb(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	} {
		w, err := z.Create(name)
		accredtest.Must(t, err)
		_, err = w.Write([]byte(content))
		accredtest.Must(t, err)
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	accredtest.Must(t, err)
	_, err = w.Write([]byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`))
	accredtest.Must(t, err)
	for range 140 {
		_, err = w.Write(bytes.Repeat([]byte("a"), 1<<20))
		accredtest.Must(t, err)
	}
	accredtest.Must(t, z.Close())
	return b.Bytes()
}

func TestTheOldestFileGivesWay(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	var all []string
	for range 6 {
		h.Clock.Advance(time.Minute)
		all = append(all, h.sent("organisations", "orgs.csv", []byte(orgs)))
	}
	h.get(all[0]).Status(404)
	h.get(all[1]).Status(200)
	if n := strings.Count(h.get("/import").Source(), `href="/import/upl_`); n != 5 {
		t.Errorf("%d files are kept", n)
	}
}

func TestWhoMayNotImportDoesNot(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.actor = authz.Actor{Force: h.Force, Account: "acc_x", Role: authz.Delegate}
	h.get("/import").Status(403)
	h.upload("people", "wardens.csv", []byte(wardens)).Status(403)
}

// TestPagesInABrowser looks at every page at both widths and asks axe what is wrong.
func TestPagesInABrowser(t *testing.T) {
	register, kept, bad := shared(t, "register-clean.xlsx"), shared(t, "register-as-kept.xlsx"), shared(t, "people-bad-lines.csv")
	h := newHouse(t, dbtest.SQLite(t))
	server := httptest.NewServer(h.handler)
	defer server.Close()
	look(t, server, "import-empty", "/import")
	orgs := h.sent("organisations", "register-clean.xlsx", register)
	look(t, server, "import-organisations", orgs)
	h.write(orgs)
	people := h.sent("people", "people-bad-lines.csv", bad)
	look(t, server, "import-bad-lines", people)
	look(t, server, "import-bad-filtered", people+"?reason=power-spent")
	h.write(people)
	look(t, server, "import-done", people+"/done")
	colours := h.sent("people", "register-as-kept.xlsx", kept)
	look(t, server, "import-which-sheet", colours)
	h.post(colours+"/sheet", "kind", "people", "sheet", "CSAS 2026 CURRENT", "header", "6").Status(303)
	look(t, server, "import-as-kept", colours)
	coloured := h.sent("people", "coloured.xlsx", colourful(t))
	look(t, server, "import-colours", coloured)
	look(t, server, "import-no-column", h.sent("people", "wardens.csv", []byte(strings.Replace(wardens, "Date of birth", "Day X", 1))))
	look(t, server, "import", "/import")
	look(t, server, "import-upload", "/import/people")
}

func look(t *testing.T, server *httptest.Server, name, path string) {
	t.Helper()
	for _, width := range []int{1280, 390} {
		p := browser.Open(t, server.URL+path, width)
		p.Axe()
		if p.Scrolls() {
			t.Errorf("%s scrolls sideways at %d", name, width)
		}
		if dir := os.Getenv("WATCHWORD_SCREENS"); dir != "" {
			p.Save(filepath.Join(dir, name+"-"+map[int]string{1280: "wide", 390: "phone"}[width]+".png"))
		}
	}
}
