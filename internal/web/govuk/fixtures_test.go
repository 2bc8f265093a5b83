package govuk

import (
	"encoding/json"
	"html/template"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// components are the ported components by their folder in the upstream package.
var components = map[string]func() renderer{
	"back-link":           func() renderer { return &BackLink{} },
	"breadcrumbs":         func() renderer { return &Breadcrumbs{} },
	"button":              func() renderer { return &Button{} },
	"checkboxes":          func() renderer { return &Checkboxes{} },
	"date-input":          func() renderer { return &DateInput{} },
	"details":             func() renderer { return &Details{} },
	"error-message":       func() renderer { return &ErrorMessage{} },
	"error-summary":       func() renderer { return &ErrorSummary{} },
	"fieldset":            func() renderer { return &Fieldset{} },
	"file-upload":         func() renderer { return &FileUpload{} },
	"generic-header":      func() renderer { return &GenericHeader{} },
	"hint":                func() renderer { return &Hint{} },
	"input":               func() renderer { return &Input{} },
	"inset-text":          func() renderer { return &InsetText{} },
	"label":               func() renderer { return &Label{} },
	"notification-banner": func() renderer { return &NotificationBanner{} },
	"pagination":          func() renderer { return &Pagination{} },
	"panel":               func() renderer { return &Panel{} },
	"password-input":      func() renderer { return &PasswordInput{} },
	"phase-banner":        func() renderer { return &PhaseBanner{} },
	"radios":              func() renderer { return &Radios{} },
	"select":              func() renderer { return &Select{} },
	"skip-link":           func() renderer { return &SkipLink{} },
	"summary-list":        func() renderer { return &SummaryList{} },
	"table":               func() renderer { return &Table{} },
	"tabs":                func() renderer { return &Tabs{} },
	"tag":                 func() renderer { return &Tag{} },
	"task-list":           func() renderer { return &TaskList{} },
	"textarea":            func() renderer { return &Textarea{} },
	"warning-text":        func() renderer { return &WarningText{} },
}

// different are the fixtures whose options we do not take, or take otherwise,
// each with the reason. A fixture that is here and equal all the same fails the
// test, so that the list stays true.
var different = map[string]string{
	"checkboxes: with falsy values":                                numbered,
	"radios: with falsy items":                                     numbered,
	"task-list: with empty values":                                 numbered,
	"checkboxes: item checked overrides values":                    overrides,
	"radios: item checked overrides value":                         overrides,
	"select: item selected overrides value":                        overrides,
	"file-upload: enhanced":                                        scripted,
	"file-upload: enhanced, with error message and hint":           scripted,
	"file-upload: enhanced, multiple files":                        scripted,
	"file-upload: enhanced, custom wrapper classes and attributes": scripted,
	"file-upload: translated, no javascript enhancement":           scripted,
	"file-upload: translated":                                      scripted,
	"file-upload: with value":                                      "option value: upstream takes it and, as browsers do, shows nothing of it",
}

const (
	numbered  = "items that are null or false: a Go list has none, so those after them are numbered as they stand"
	overrides = "option checked: false beside a value: a Go false is also the absence, so the value decides"
	scripted  = "options of the drop zone, which needs script: the plain file field serves"
)

func TestMarkupEqualsUpstreamFixtures(t *testing.T) {
	t.Parallel()
	seen, used := 0, map[string]bool{}
	for name, make := range components {
		raw, err := os.ReadFile(filepath.Join("testdata", "fixtures", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Fixtures []struct {
				Name    string
				Options map[string]any
				HTML    string
			}
		}
		if err := json.Unmarshal(raw, &file); err != nil {
			t.Fatal(err)
		}
		for _, f := range file.Fixtures {
			seen++
			key := name + ": " + f.Name
			used[key] = true
			c := make()
			why := different[key]
			if err := fill(reflect.ValueOf(c).Elem(), f.Options); err != "" {
				if why == "" {
					t.Errorf("%s: %s", key, err)
				}
				continue
			}
			var w writer
			c.Write(&w)
			diff := cmp.Diff(tree(t, f.HTML), tree(t, string(w.HTML())))
			switch {
			case diff != "" && why == "":
				t.Errorf("%s differs from upstream (-want +got):\n%s", key, diff)
			case diff == "" && why != "":
				t.Errorf("%s is equal, although it is listed as different", key)
			}
		}
	}
	for key := range different {
		if !used[key] {
			t.Errorf("%s is listed as different, but there is no such fixture", key)
		}
	}
	t.Logf("%d fixtures of %d components, %d of them different for a reason", seen, len(components), len(different))
}

// fill sets the fields of a component from the options of a fixture. It answers
// with the option that there is no field for.
func fill(v reflect.Value, options any) string {
	switch o := options.(type) {
	case nil:
		return ""
	case map[string]any:
		return fillMap(v, o)
	case []any:
		for _, item := range o {
			if item == nil || item == false || item == "" || item == 0.0 {
				continue // upstream passes over them as well
			}
			e := reflect.New(v.Type().Elem()).Elem()
			if err := fill(e, item); err != "" {
				return err
			}
			v.Set(reflect.Append(v, e))
		}
		return ""
	}
	return fillPlain(v, options)
}

func fillMap(v reflect.Value, o map[string]any) string {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if v.Kind() == reflect.Map {
		v.Set(reflect.MakeMap(v.Type()))
		for name, value := range o {
			e := reflect.New(v.Type().Elem()).Elem()
			if err := fill(e, value); err != "" {
				return err
			}
			v.SetMapIndex(reflect.ValueOf(name), e)
		}
		return ""
	}
	if v.Kind() != reflect.Struct {
		return "an object where none is taken"
	}
	for name, value := range o {
		if absent(v, name, value) {
			continue
		}
		f := v.FieldByNameFunc(func(s string) bool { return strings.EqualFold(s, name) })
		if !f.IsValid() {
			return "there is no option " + name
		}
		if err := fill(f, value); err != "" {
			return name + ": " + err
		}
	}
	return ""
}

// absent sets the field that says what upstream says by an explicit false or
// empty text, and reports whether there is one.
func absent(v reflect.Value, name string, value any) bool {
	says := map[string]string{"visuallyHiddenText": "NoPrefix", "error": "NoError", "value": "Blank",
		"day": "NoDay", "month": "NoMonth", "year": "NoYear"}[name]
	f := v.FieldByName(says)
	if !f.IsValid() || value != "" && (value != false || says == "Blank") {
		return false
	}
	f.SetBool(true)
	return true
}

func fillPlain(v reflect.Value, o any) string {
	if v.Type() == reflect.TypeFor[template.HTML]() {
		s, ok := o.(string)
		v.SetString(strings.TrimSpace(s))
		if !ok && o != false {
			return "HTML that is no text"
		}
		return ""
	}
	switch v.Kind() {
	case reflect.String:
		b, _ := json.Marshal(o)
		s, ok := o.(string)
		if !ok {
			s = string(b)
		}
		v.SetString(s)
	case reflect.Bool:
		b, ok := o.(bool)
		if !ok {
			return "not true or false"
		}
		v.SetBool(b)
	case reflect.Int:
		n, ok := o.(float64)
		if !ok {
			return "not a number"
		}
		v.SetInt(int64(n))
	default:
		return "a plain value where none is taken"
	}
	return ""
}

// tree is HTML as lines, one a node: attributes in order, classes as a set,
// white space as a browser sees it.
func tree(t *testing.T, s string) string {
	t.Helper()
	context := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), context)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		line(&b, n, 0)
	}
	return b.String()
}
