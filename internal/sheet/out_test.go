package sheet_test

import (
	"strings"
	"testing"

	"watchword/internal/sheet"
)

func TestNoCellIsTakenForAFormula(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	o := sheet.To(&b)
	o.Line("name", "says")
	o.Line("=SUM(A1)", "a, \"b\"\nc", "-3", "")
	if err := o.End(); err != nil || b.String() != "name,says\n'=SUM(A1),\"a, \"\"b\"\"\nc\",'-3,\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}
