package part

import (
	"strings"
	"testing"
)

func TestALineDoesNotMakeALandslideOfOne(t *testing.T) {
	t.Parallel()
	got := string(Line{Title: "Organisations", Data: []Datum{{Label: "Oct", Value: 54}, {Label: "Nov", Value: 53}}}.Render())
	for _, want := range []string{`>40</text>`, `d="M40 38L352 46"`} {
		if !strings.Contains(got, want) {
			t.Errorf("want %s in %s", want, got)
		}
	}
}

func TestALineShowsWhatIsAimedAt(t *testing.T) {
	t.Parallel()
	l := Line{Title: "Organisations", Data: []Datum{{Label: "Oct", Value: 30}, {Label: "Nov", Value: 40}}}
	if got := string(l.Render()); strings.Contains(got, "ww-goal") {
		t.Errorf("a line without a goal shows one: %s", got)
	}
	l.Goal = 60
	if got := string(l.Render()); !strings.Contains(got, `class="ww-goal" d="M40 30H352"`) || !strings.Contains(got, ">Target 60</text>") {
		t.Errorf("the goal is not at the height of 60: %s", got)
	}
}
