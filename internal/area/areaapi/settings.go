package areaapi

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
)

// Setting is one thing that the force decides for itself.
type Setting struct {
	Name     string          `json:"name" example:"minimum_age"`
	Group    string          `json:"group"`
	Label    string          `json:"label"`
	Hint     string          `json:"hint" doc:"What it is"`
	Does     string          `json:"does" doc:"What a change of it changes"`
	Kind     string          `json:"kind" enum:"text,lines,number,choice,yes-no"`
	Unit     string          `json:"unit,omitempty" doc:"Of a number"`
	Least    int             `json:"minimum,omitempty" doc:"Of a number; of a text or a line, how many letters at least"`
	Most     int             `json:"maximum,omitempty" doc:"Of a number; of a text or a line, how many letters at most"`
	MaxLines int             `json:"maximum_lines,omitempty"`
	Options  []SettingOption `json:"options,omitempty" doc:"Of a choice"`
	Value    any             `json:"value" doc:"A text, a list of texts, a number or a truth value, by the kind"`
}

// SettingOption is one value that a choice may have.
type SettingOption struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

// SettingsChange is what is to be changed of the settings.
type SettingsChange struct {
	Values map[string]any `json:"values" doc:"By the names of the settings, values as GET gives them"`
	Why    string         `json:"why" maxLength:"1000" doc:"The reason. It is kept"`
}

// PastChange is one change of the settings.
type PastChange struct {
	Entry   string           `json:"entry" doc:"Identity of the ledger entry"`
	At      time.Time        `json:"at"`
	By      string           `json:"by"`
	Role    string           `json:"role"`
	Why     string           `json:"why,omitempty"`
	Changes []ChangedSetting `json:"changes" doc:"Empty for the setting up of the force, and where the words were erased"`
	SetUp   bool             `json:"set_up,omitempty"`
	Erased  bool             `json:"erased,omitempty"`
}

// ChangedSetting is a setting with its value before and after, each as it is written:
// digits for a number, yes or no, lines with a line break between.
type ChangedSetting struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

func (h *handlers) registerSettings(a *api.API) {
	api.Get(a, "/settings", "settings-find", "What the force decides for itself", authz.ReadSettings, h.settings)
	api.Register(a, api.Operation{Method: http.MethodPatch, Path: "/settings", ID: "settings-change", Summary: "Change settings", Needs: authz.ChangeSettings,
		About: "All that is sent is changed, or nothing. Put an earlier value back by sending it again."}, h.changeSettings)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/settings/preview", ID: "settings-preview", Summary: "What a change of settings would touch. Nothing is changed by it", Needs: authz.ChangeSettings, Fleeting: true,
		About: "Every room is asked how things stand under the settings that are, and under those that would be."}, h.previewSettings)
	api.Get(a, "/settings/history", "settings-history", "Every change of the settings, newest first", authz.ReadSettings, h.settingsHistory)
}

func (h *handlers) settings(ctx context.Context, in *api.Unless) (*api.Body[api.Page[Setting]], error) {
	out, err := h.readSettings(ctx)
	if err != nil {
		return nil, err
	}
	return out, in.Same(out.ETag)
}

func (h *handlers) readSettings(ctx context.Context) (*api.Body[api.Page[Setting]], error) {
	set, err := h.settingsNow(ctx)
	if err != nil {
		return nil, err
	}
	out := &api.Body[api.Page[Setting]]{ETag: api.Tag(set.Stamp())}
	for i := range area.SettingList {
		out.Body.Items = append(out.Body.Items, SettingOf(&area.SettingList[i], set))
	}
	return out, nil
}

func (h *handlers) settingsNow(ctx context.Context) (area.Settings, error) {
	return db.Find(ctx, h.DB, func(tx *db.Tx) (area.Settings, error) { return h.Areas.Settings(tx, account.Actor(ctx)) })
}

// SettingOf is a setting with its value among these.
func SettingOf(s *area.Setting, set area.Settings) Setting {
	out := Setting{Name: s.Name, Group: s.Group, Label: s.Label, Hint: s.Hint, Does: s.Does, Kind: string(s.Kind), Unit: s.Unit, Least: s.Least, Most: s.Most, MaxLines: s.MostLines, Value: s.Value(set)}
	for _, o := range s.Options {
		out.Options = append(out.Options, SettingOption(o))
	}
	return out
}

// SettingsPreview is what a change of the settings would touch.
type SettingsPreview struct {
	Changes []ChangedSetting  `json:"changes"`
	Count   int               `json:"count" doc:"How many things are touched"`
	Touched []SettingsTouched `json:"touched" doc:"The most pressing first, at most 1000"`
}

// SettingsTouched is one thing that a change would touch.
type SettingsTouched struct {
	How    string `json:"how" enum:"overdue,begins,otherwise,sooner,later,in-time,goes"`
	Kind   string `json:"kind" example:"agreement-review"`
	Title  string `json:"title,omitempty" doc:"Absent where the caller may not read whom it is about"`
	Org    string `json:"organisation,omitempty"`
	Person string `json:"person,omitempty"`
	Before string `json:"before,omitempty" doc:"How it stands, in words"`
	After  string `json:"after,omitempty" doc:"How it would stand, in words"`
	Due    string `json:"due,omitempty" format:"date" doc:"Its last day after the change"`
}

const mostTouched = 1000

func (h *handlers) previewSettings(ctx context.Context, in *struct {
	Body struct {
		Values map[string]any `json:"values" doc:"By the names of the settings, values as GET gives them"`
	}
}) (*api.Body[SettingsPreview], error) {
	values, err := allWritten(in.Body.Values)
	if err != nil {
		return nil, err
	}
	f, err := h.Areas.Foresee(ctx, account.Actor(ctx), values)
	if err != nil {
		return nil, err
	}
	out := SettingsPreview{Changes: []ChangedSetting{}, Count: len(f.Touches), Touched: []SettingsTouched{}}
	for _, c := range f.Changed {
		out.Changes = append(out.Changes, ChangedSetting{c.Setting.Name, c.Old, c.New})
	}
	for _, t := range f.Touches[:min(mostTouched, len(f.Touches))] {
		out.Touched = append(out.Touched, SettingsTouched{How: string(t.How), Kind: string(t.Kind), Title: t.Title, Org: string(t.Org), Person: string(t.Person), Before: t.Before, After: t.After, Due: t.Due.String()})
	}
	return api.Of(out), nil
}

// allWritten is values of JSON as values are written, by the names of the settings.
func allWritten(values map[string]any) (map[string]string, error) {
	var wrong fault.Fields
	out := map[string]string{}
	for name, value := range values {
		text, ok := written(value)
		if !ok {
			wrong.Add(name, "Send a text, a list of texts, a whole number, or true or false")
		}
		out[name] = text
	}
	return out, wrong.Err()
}

func (h *handlers) changeSettings(ctx context.Context, in *struct {
	api.If
	Body SettingsChange
}) (*api.Body[api.Page[Setting]], error) {
	c := area.Changes{Why: in.Body.Why}
	if in.IfMatch != "" {
		set, err := h.settingsNow(ctx)
		if err == nil {
			err = in.Holds(api.Tag(set.Stamp()))
		}
		if err != nil {
			return nil, err
		}
		c.Seen = set.Stamp()
	}
	var err error
	if c.Values, err = allWritten(in.Body.Values); err != nil {
		return nil, err
	}
	if _, err := h.Areas.ChangeSettings(ctx, account.Actor(ctx), c); err != nil {
		return nil, err
	}
	return h.readSettings(ctx)
}

// written is a value of JSON as values are written.
func written(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v], true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case []any:
		var lines []string
		for _, x := range v {
			line, ok := x.(string)
			if !ok || strings.ContainsAny(line, "\r\n") {
				return "", false
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n"), true
	}
	return "", false
}

func (h *handlers) settingsHistory(ctx context.Context, in *api.Paging) (*api.Body[api.Page[PastChange]], error) {
	after, err := api.ParseCursor(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	before := int64(0)
	if after != nil {
		if before, err = strconv.ParseInt(after[0], 10, 64); err != nil || before < 1 {
			return nil, fault.In("cursor", "This is not a cursor of this list. Take it from “next” of the page before")
		}
	}
	var past []area.PastChange
	more := false
	err = h.DB.Read(ctx, func(tx *db.Tx) (err error) {
		past, more, err = h.Areas.PastChanges(tx, account.Actor(ctx), before, in.Limit)
		return err
	})
	out := api.PageOf(past, len(past), wirePast, nil)
	if more {
		out.Body.Next = api.Cursor(strconv.FormatInt(past[len(past)-1].Place, 10))
	}
	return out, err
}

func wirePast(p area.PastChange) PastChange {
	out := PastChange{Entry: string(p.Entry), At: p.At, By: p.By, Role: string(p.Role), Why: p.Why, Changes: []ChangedSetting{}, SetUp: p.SetUp, Erased: p.Erased}
	for _, c := range p.Changed {
		out.Changes = append(out.Changes, ChangedSetting{c.Setting.Name, c.Old, c.New})
	}
	return out
}
