package sheet_test

import (
	"errors"
	"strings"
	"testing"

	"watchword/internal/sheet"
)

func TestNoCellIsTakenForAFormula(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	o := sheet.To(&b)
	o.Line("name", "says")
	o.Line("=SUM(A1)", "a, \"b\"\nc", "-3+A1", "")
	o.Line("+44 1700", "@x", "\tx", "-x")
	if err := o.End(); err != nil || b.String() != "name,says\n'=SUM(A1),\"a, \"\"b\"\"\nc\",'-3+A1,\n'+44 1700,'@x,'\tx,'-x\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestOnlyAPlainNumberStandsWithItsMinus(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"-3": "-3", "-12.50": "-12.50", "-": "'-", "-.5": "'-.5", "-5.": "'-5.", "--3": "'--3", "-3-2": "'-3-2", "-1.2.3": "'-1.2.3", "-1e5": "'-1e5", "-٣": "'-٣", "+3": "'+3", "=3": "'=3", "-3 ": "'-3 ", "−3": "−3",
	} {
		var b strings.Builder
		o := sheet.To(&b)
		o.Line(cell)
		if err := o.End(); err != nil || b.String() != want+"\n" {
			t.Errorf("%q is written %q, %v; want %q", cell, b.String(), err, want)
		}
	}
}

func TestTableForPeopleSaysThatItIsUTF8(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	o := sheet.ForPeople(&b)
	if b.Len() > 0 {
		t.Error("something is written before the first line")
	}
	o.Line("name, whole", "says")
	o.Line("Zoë", "-1")
	o.Flush()
	if want := "\ufeff\"name, whole\",says\r\nZoë,-1\r\n"; o.End() != nil || b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestWritingThatFailsIsTold(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]*sheet.Out{"for programs": sheet.To(gone{}), "for people": sheet.ForPeople(gone{})} {
		o.Line("a")
		if o.End() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
