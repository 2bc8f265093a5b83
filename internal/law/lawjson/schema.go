package lawjson

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"watchword/internal/law"
)

// QuestionSchema is the JSON Schema (2020-12) of a question, with every field
// explained. It is made from the fields themselves, and stands in docs/law.md.
func QuestionSchema() []byte {
	s := objectSchema(reflect.TypeFor[question]())
	for f := law.NoFact + 1; f < law.Facts; f++ {
		info := f.Info()
		s.Properties = append(s.Properties, property{info.Name, &schema{Description: info.Help, Enum: []any{"yes", "no", "unknown", true, false}}})
	}
	s.Schema, s.Title = "https://json-schema.org/draft/2020-12/schema", "A question to the law"
	s.Description = "Whatever is left out is not known."
	return s.text()
}

// VerdictSchema is the JSON Schema (2020-12) of a verdict.
func VerdictSchema() []byte {
	s := objectSchema(reflect.TypeFor[verdict]())
	s.Schema, s.Title = "https://json-schema.org/draft/2020-12/schema", "A verdict of the law"
	return s.text()
}

// schema is the part of JSON Schema that is needed, in the order it is written.
type schema struct {
	Schema      string     `json:"$schema,omitempty"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	Type        string     `json:"type,omitempty"`
	Enum        []any      `json:"enum,omitempty"`
	Pattern     string     `json:"pattern,omitempty"`
	Format      string     `json:"format,omitempty"`
	Minimum     *int       `json:"minimum,omitempty"`
	Maximum     *int       `json:"maximum,omitempty"`
	AnyOf       []*schema  `json:"anyOf,omitempty"`
	Items       *schema    `json:"items,omitempty"`
	Properties  properties `json:"properties,omitempty"`
	Required    []string   `json:"required,omitempty"`
	Closed      *bool      `json:"additionalProperties,omitempty"`
}

type property struct {
	name string
	of   *schema
}

type properties []property

// MarshalJSON writes the properties in their own order.
func (ps properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(p.name))
		b.WriteByte(':')
		text, err := plain(p.of)
		if err != nil {
			return nil, err
		}
		b.Write(text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// plain is json.Marshal without the escapes of HTML.
func plain(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

func (s *schema) text() []byte {
	raw, err := plain(s)
	if err != nil {
		panic("the schema of law is broken: " + err.Error())
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		panic("the schema of law is broken: " + err.Error())
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func objectSchema(t reflect.Type) *schema {
	closed := false
	s := &schema{Type: "object", Closed: &closed}
	for i := range t.NumField() {
		f := t.Field(i)
		name, optional := strings.CutSuffix(f.Tag.Get("json"), ",omitempty")
		of := valueSchema(f.Type)
		of.Description = f.Tag.Get("doc")
		if of.Type == "integer" && f.Tag.Get("max") != "" {
			least, most := int(number(f.Tag.Get("min"))), int(number(f.Tag.Get("max")))
			of.Minimum, of.Maximum = &least, &most
		}
		if words := f.Tag.Get("enum"); words != "" {
			of.Enum = nil
			for _, w := range strings.Split(words, ",") {
				of.Enum = append(of.Enum, w)
			}
		}
		if t == reflect.TypeFor[condition]() && name == "met" {
			of.Type, of.Enum = "", append(of.Enum, true, false)
		}
		if !optional && isAnswer(t) {
			s.Required = append(s.Required, name)
		}
		s.Properties = append(s.Properties, property{name, of})
	}
	return s
}

// isAnswer reports whether the type is written and not read, so that what is not
// optional is always there.
func isAnswer(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[verdict](), reflect.TypeFor[reason](), reflect.TypeFor[notice](), reflect.TypeFor[term](), reflect.TypeFor[doubt]():
		return true
	}
	return false
}

func valueSchema(t reflect.Type) *schema {
	const date = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	switch {
	case t == reflect.TypeFor[moment]():
		return &schema{AnyOf: []*schema{{Type: "string", Format: "date-time"}, {Type: "string", Pattern: date}}}
	case t == reflect.TypeFor[day]():
		return &schema{Type: "string", Pattern: date}
	case t.Kind() == reflect.Pointer:
		return valueSchema(t.Elem())
	case t.Kind() == reflect.Struct:
		return objectSchema(t)
	case t.Kind() == reflect.Slice:
		return &schema{Type: "array", Items: valueSchema(t.Elem())}
	case t.Kind() == reflect.Bool:
		return &schema{Type: "boolean"}
	case t.Kind() == reflect.Int || t == reflect.TypeFor[pence]():
		return &schema{Type: "integer"}
	}
	return &schema{Type: "string"} // a text, or one of the words of its enum
}
