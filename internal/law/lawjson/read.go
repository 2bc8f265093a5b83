package lawjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"watchword/internal/clock"
	"watchword/internal/law"
)

// Words that JSON spells out. The place of a word in its list, counted from 1, is
// the value in law.
var (
	stateWords     = []string{"in_force", "suspended", "withdrawn", "ended"}
	ageWords       = []string{"date_of_birth", "stated", "apparent"}
	limbWords      = []string{"under_18", "for_under_18", "with_under_18"}
	byWords        = []string{"self", "another", "nobody"}
	actingWords    = []string{"council_officer", "housing_provider", "contractor"}
	servedWords    = []string{"by_hand", "first_class_post", "other"}
	territoryWords = []string{"england", "wales"}
)

type (
	state     law.State
	age       law.AgeBasis
	limb      law.Limb
	by        law.By
	acting    law.Acting
	served    law.Served
	territory law.Territory
	tri       law.Tri
	pence     law.Pence
	day       clock.Day
	moment    time.Time
)

func (x *state) UnmarshalJSON(b []byte) error     { return word(b, stateWords, (*uint8)(x)) }
func (x *age) UnmarshalJSON(b []byte) error       { return word(b, ageWords, (*uint8)(x)) }
func (x *limb) UnmarshalJSON(b []byte) error      { return word(b, limbWords, (*uint8)(x)) }
func (x *by) UnmarshalJSON(b []byte) error        { return word(b, byWords, (*uint8)(x)) }
func (x *acting) UnmarshalJSON(b []byte) error    { return word(b, actingWords, (*uint8)(x)) }
func (x *served) UnmarshalJSON(b []byte) error    { return word(b, servedWords, (*uint8)(x)) }
func (x *territory) UnmarshalJSON(b []byte) error { return word(b, territoryWords, (*uint8)(x)) }

// word reads one of the words.
func word(b []byte, words []string, into *uint8) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		for i, w := range words {
			if s == w {
				*into = uint8(i + 1)
				return nil
			}
		}
	}
	return errors.New("must be one of " + strings.Join(words, ", "))
}

// UnmarshalJSON reads yes, no, unknown, true or false.
func (x *tri) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case `"yes"`, "true":
		*x = tri(law.Yes)
	case `"no"`, "false":
		*x = tri(law.No)
	case `"unknown"`:
		*x = tri(law.Unknown)
	default:
		return errors.New("must be yes, no or unknown")
	}
	return nil
}

// UnmarshalJSON reads a day as 2026-02-28.
func (x *day) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return clock.ErrDay
	}
	d, err := clock.ParseDay(s)
	if err != nil {
		return err
	}
	if d <= 0 {
		return errors.New("must be later than 1970-01-01")
	}
	*x = day(d)
	return nil
}

// UnmarshalJSON reads an instant as RFC 3339 has it, or a day, which is its start
// in London.
func (x *moment) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err == nil {
		if d, err := clock.ParseDay(s); err == nil {
			*x = moment(d.Start())
			return nil
		}
		if t, err := time.Parse(time.RFC3339Nano, s); err == nil && t.Year() >= 1 && t.Year() <= 9999 {
			*x = moment(clock.Cut(t))
			return nil
		}
	}
	return errors.New("must be an instant such as 2026-11-17T10:42:00Z, or a day such as 2026-11-17, which is its start in London")
}

// read fills a wire struct and the facts beside it from one JSON object. It names
// the field that is unknown, given twice or wrong.
func read(data []byte, into any, facts *[law.Facts]law.Tri) error {
	if !utf8.Valid(data) {
		return errors.New("the line is not valid UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return fmt.Errorf("the line is not JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("there is more on the line than one JSON object")
	}
	return object("", raw, reflect.ValueOf(into).Elem(), facts)
}

// object reads a JSON object into a struct, field by field.
func object(path string, raw []byte, into reflect.Value, facts *[law.Facts]law.Tri) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return at(path, errors.New("must be an object"))
	}
	seen := map[string]bool{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return at(path, err)
		}
		name := key.(string)
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return at(path, err)
		}
		here := strings.TrimPrefix(path+"."+name, ".")
		if seen[name] {
			return at(here, errors.New("is given twice"))
		}
		seen[name] = true
		if err := field(here, name, value, into, facts); err != nil {
			return err
		}
	}
	return nil
}

// field reads one value into the field of that name, or into the fact.
func field(path, name string, raw []byte, into reflect.Value, facts *[law.Facts]law.Tri) error {
	for i := range into.NumField() {
		f := into.Type().Field(i)
		if f.Tag.Get("json") != name {
			continue
		}
		if string(raw) == "null" {
			return nil
		}
		if err := value(path, raw, into.Field(i)); err != nil {
			return err
		}
		return within(path, f.Tag, into.Field(i))
	}
	if facts != nil {
		for f := law.NoFact + 1; f < law.Facts; f++ {
			if f.String() == name {
				if string(raw) == "null" {
					return nil
				}
				var t tri
				if err := t.UnmarshalJSON(raw); err != nil {
					return at(path, err)
				}
				facts[f] = law.Tri(t)
				return nil
			}
		}
	}
	return at(path, errors.New("there is no such field"))
}

// value reads one value: a struct by its fields, a list item by item, anything
// else by itself.
func value(path string, raw []byte, into reflect.Value) error {
	if _, own := into.Addr().Interface().(json.Unmarshaler); !own {
		switch into.Kind() {
		case reflect.Struct:
			return object(path, raw, into, nil)
		case reflect.Slice:
			return list(path, raw, into)
		}
	}
	if err := json.Unmarshal(raw, into.Addr().Interface()); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			err = fmt.Errorf("must be %s", kinds[into.Kind()])
		}
		return at(path, err)
	}
	return nil
}

var kinds = map[reflect.Kind]string{
	reflect.String: "a text", reflect.Bool: "true or false", reflect.Int: "a whole number", reflect.Int32: "a whole number", reflect.Pointer: "a whole number",
}

func list(path string, raw []byte, into reflect.Value) error {
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return at(path, errors.New("must be a list"))
	}
	into.Set(reflect.MakeSlice(into.Type(), len(items), len(items)))
	for i, item := range items {
		if err := value(fmt.Sprintf("%s[%d]", path, i), item, into.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

// within refuses what lies outside a field's words and numbers.
func within(path string, tag reflect.StructTag, v reflect.Value) error {
	if words := tag.Get("enum"); words != "" && v.Kind() == reflect.String {
		for _, w := range strings.Split(words, ",") {
			if v.String() == w {
				return nil
			}
		}
		return at(path, errors.New("must be one of "+strings.ReplaceAll(words, ",", ", ")))
	}
	if tag.Get("max") == "" {
		return nil
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	least, most := number(tag.Get("min")), number(tag.Get("max"))
	if n := v.Int(); n < least || n > most {
		return at(path, fmt.Errorf("must be between %d and %d", least, most))
	}
	return nil
}

func number(s string) int64 {
	var n int64
	if _, err := fmt.Sscan(s, &n); err != nil {
		return math.MaxInt64
	}
	return n
}

// at puts the field before what is wrong with it.
func at(path string, err error) error {
	if path == "" {
		return fmt.Errorf("the line %w", err)
	}
	return fmt.Errorf("%s: %w", path, err)
}
