package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestIsSeesThroughWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("card crd_1: %w", New(NotFound, "There is no such card."))
	if !Is(err, NotFound) || Is(err, Internal) || Of(err).Kind.Status() != 404 {
		t.Errorf("%v is not seen as not found", err)
	}
	if !Is(errors.New("disk"), Internal) || Is(nil, Internal) {
		t.Error("an ordinary error is internal, and no error is none")
	}
}

func TestFieldsGather(t *testing.T) {
	t.Parallel()
	var fs Fields
	if fs.Err() != nil {
		t.Fatal("nothing wrong yet")
	}
	fs.Add("surname", "Enter the surname")
	fs.Add("born", "2026 is in the future")
	if f := Of(fs.Err()); f.Kind != Invalid || len(f.Fields) != 2 || f.Fields[1].Name != "born" {
		t.Errorf("%#v", f)
	}
}

func TestTextIsHeldToItsRules(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		sent, missing, kept, says string
		most                      int
	}{
		"it is trimmed and its line breaks are alike": {" one\r\ntwo\t", "Enter it", "one\ntwo", "", 7},
		"none is one that may be left out":            {"  ", "", "", "", 10},
		"none is wrong where it must be given":        {"  ", "Enter it, all 100 % of it", "", "Enter it, all 100 % of it", 10},
		"letters are counted, not bytes":              {"éé", "", "éé", "", 2},
		"too many letters":                            {strings.Repeat("é", 12346), "", strings.Repeat("é", 12346), "This must be 12,345 letters or fewer", 12345},
		"a limit keeps its noughts":                   {strings.Repeat("e", 2001), "", strings.Repeat("e", 2001), "This must be 2,000 letters or fewer", 2000},
		"what turns the direction of a text":          {"a\u202eb", "", "a\u202eb", "This has characters that cannot be read. Type it again", 10},
		"what is no text":                             {"a\xffb", "", "a\xffb", "This has characters that cannot be read. Type it again", 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var wrong Fields
			if got := wrong.Text("why", x.sent, x.most, x.missing); got != x.kept {
				t.Errorf("kept %q, want %q", got, x.kept)
			}
			says := ""
			if len(wrong) > 0 {
				says = wrong[0].Message
			}
			if says != x.says || len(wrong) > 1 || len(wrong) == 1 && wrong[0].Name != "why" {
				t.Errorf("%v, want %q", wrong, x.says)
			}
		})
	}
}
