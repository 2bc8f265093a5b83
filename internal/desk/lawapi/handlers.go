// Package lawapi is the law for other programs: the catalogue of powers on any day, one
// power, and the verdict on a question. It is the JSON of lawjson, whose schemas stand in
// docs/law.md; no token is needed, since nothing in it is about anybody.
package lawapi

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/api"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/law/lawjson"
)

// maxQuestion bounds a question, in bytes.
const maxQuestion = 256 << 10

// Day is the day a read speaks for.
type Day struct {
	On string `query:"on" maxLength:"10" doc:"A day, 2026-11-17: the law as it stood. Absent: today"`
}

type listInput struct {
	Day
	Text      string `query:"q" maxLength:"200" doc:"Words of the name, meaning or provision"`
	Group     string `query:"group" enum:"asb,alcohol-tobacco,identity,cycle,traffic,notice,parent,council,never"`
	Status    string `query:"status" enum:"in_force,unsure,spent,repealed,not_yet,enacted_not_commenced,never,elsewhere" doc:"Where it stands on the day in the territory"`
	Territory string `query:"territory" enum:"england,wales" default:"england"`
	Certainty string `query:"certainty" enum:"Confirmed,Day unconfirmed,Amount unconfirmed,Not confirmed"`
}

type oneInput struct {
	Day
	ID string `path:"id" maxLength:"64" doc:"Identity of the power: csas-fpn-litter"`
}

// Catalogue is what a list of powers answers.
type Catalogue struct {
	On    string           `json:"on" doc:"The day it speaks for"`
	Items []map[string]any `json:"items" doc:"Powers, as docs/law.md describes them"`
}

// Verdict is an answer of lawjson.
type Verdict map[string]any

// Add registers the operations of the law.
func Add(a *api.API, now clock.Clock) {
	api.Get(a, "/powers", "power-list", "The catalogue of powers on a day", api.Anyone, func(_ context.Context, in *listInput) (*api.Body[Catalogue], error) {
		on, all, err := catalogue(in.Day, now)
		if err != nil {
			return nil, err
		}
		out := Catalogue{On: on.String(), Items: []map[string]any{}}
		for i, p := range all {
			if in.passes(&law.Powers()[i], p) {
				out.Items = append(out.Items, p)
			}
		}
		return api.Of(out), nil
	})
	api.Get(a, "/powers/{id}", "power-find", "A power on a day", api.Anyone, func(_ context.Context, in *oneInput) (*api.Body[map[string]any], error) {
		_, all, err := catalogue(in.Day, now)
		if err != nil {
			return nil, err
		}
		for i := range law.Powers() {
			if string(law.Powers()[i].ID) == in.ID {
				return api.Of(all[i]), nil
			}
		}
		return nil, fault.New(fault.NotFound, "There is no power of that name in the catalogue.")
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/law/ask", ID: "law-ask", Summary: "Ask the law one question", Needs: api.Anyone, MaxBody: maxQuestion,
		About: "The question and the verdict are those of docs/law.md. What is left out of the question is not known. Nothing is kept."},
		func(_ context.Context, in *struct {
			Body map[string]any `doc:"The question"`
		}) (*api.Body[Verdict], error) {
			return ask(in.Body)
		})
}

// ask answers one question.
func ask(question map[string]any) (*api.Body[Verdict], error) {
	line, err := json.Marshal(question)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if _, err := lawjson.Ask(bytes.NewReader(line), &out); err != nil {
		return nil, err
	}
	var v Verdict
	if err := json.Unmarshal(out.Bytes(), &v); err != nil {
		return nil, err
	}
	if wrong, ok := v["error"].(string); ok {
		return nil, fault.New(fault.Invalid, "%s.", strings.TrimSuffix(strings.ToUpper(wrong[:1])+wrong[1:], "."))
	}
	return api.Of(v), nil
}

// catalogue is every power on the day, in the order of law.Powers.
func catalogue(in Day, now clock.Clock) (clock.Day, []map[string]any, error) {
	on := clock.DayOf(now.Now())
	if in.On != "" {
		d, err := clock.ParseDay(in.On)
		if err != nil {
			return 0, nil, fault.In("on", "%q is not a day. Write it as 2026-11-17", in.On)
		}
		on = d
	}
	var text bytes.Buffer
	if err := lawjson.Catalogue(on, &text); err != nil {
		return 0, nil, err
	}
	var whole struct {
		Powers []map[string]any `json:"powers"`
	}
	return on, whole.Powers, json.Unmarshal(text.Bytes(), &whole)
}

// passes reports whether a power is asked for; shown is how it is shown.
func (in *listInput) passes(p *law.Power, shown map[string]any) bool {
	status, _ := shown["status"].(map[string]any)
	groups, _ := shown["groups"].([]any)
	switch {
	case in.Group != "" && !slices.Contains(groups, any(in.Group)),
		in.Status != "" && status[in.Territory] != in.Status,
		in.Certainty != "" && p.Certainty() != in.Certainty:
		return false
	}
	text := strings.ToLower(strings.Join([]string{string(p.ID), p.Para, p.Name, p.Title, p.Meaning, p.Law, p.Underlying}, " "))
	for _, word := range strings.Fields(strings.ToLower(in.Text)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
