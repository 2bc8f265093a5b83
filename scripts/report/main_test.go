package main

import (
	"strings"
	"testing"
)

const stream = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:9: needs PostgreSQL: none\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    chatter of a test that passed\n"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`

func TestReport(t *testing.T) {
	t.Parallel()
	const broken = `{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:3: got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestC"}
`
	for _, tt := range []struct {
		name, in string
		ci       bool
		code     int
		says     string
	}{
		{"a skipped test is named with its reason", stream, false, 0, "p TestA: needs PostgreSQL: none"},
		{"and is a failure where nothing may be skipped", stream, true, 1, "Nothing may be skipped"},
		{"what failed is shown", stream + broken, false, 1, "got 1, want 2"},
		{"closing lines are shown", stream, false, 0, "ok  \tp\t0.1s"},
		{"what is not of go test is shown", "cannot find package\n", false, 0, "cannot find package"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if code := report(strings.NewReader(tt.in), &out, tt.ci); code != tt.code || !strings.Contains(out.String(), tt.says) || strings.Contains(out.String(), "chatter") {
				t.Errorf("code %d\n%s", code, out.String())
			}
		})
	}
}
