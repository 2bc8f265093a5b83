package fault

import (
	"errors"
	"fmt"
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
