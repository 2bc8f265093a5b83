package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDistIsWhatTheBuildMakes(t *testing.T) {
	t.Parallel()
	files, err := build("..")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../dist")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(files) {
		t.Errorf("dist has %d files, the build makes %d: go generate ./internal/web/assets", len(entries), len(files))
	}
	for name, want := range files {
		if got, err := os.ReadFile(filepath.Join("../dist", name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: go generate ./internal/web/assets", name)
		}
	}
}

func TestNoTraceOfWhatBelongsToGovUK(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("../dist")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".woff2") {
			if !strings.HasPrefix(e.Name(), "next-") && !strings.HasPrefix(e.Name(), "mono-") {
				t.Errorf("%s: a font that is not ours", e.Name())
			}
			continue
		}
		b, err := os.ReadFile(filepath.Join("../dist", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"GDS", "Transport", "crown", "http://www.gov.uk", "bold-b542beb274", "light-94a07e06a1"} {
			if bytes.Contains(bytes.ToLower(b), []byte(strings.ToLower(word))) {
				t.Errorf("%s has %q", e.Name(), word)
			}
		}
	}
	err = filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".woff2") && !strings.Contains(filepath.Base(path), "atkinson") && !strings.Contains(path, "dist") {
			t.Errorf("%s: a font that is not ours", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCutKeepsOnlyPortedBlocks(t *testing.T) {
	t.Parallel()
	in := `@charset "UTF-8";:root{--x:1}@font-face{font-family:"GDS Transport"}.govuk-hint,.govuk-footer{font-family:"GDS Transport",arial,sans-serif}` +
		`@media(min-width:1px){.govuk-footer{a:b}.govuk-hint{c:"}"}}.govuk-frontend-supported .govuk-hint{d:e}body{f:g}@media print\0{.govuk-hint{h:i}}`
	want := `:root{--x:1}.govuk-hint{font-family:inherit}@media(min-width:1px){.govuk-hint{c:"}"}}`
	if got := cut(in); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
