package api

import (
	"reflect"
	"strconv"
	"strings"

	"watchword/internal/fault"
)

// readable returns fault.Invalid, naming the field, if a text in the input has a sign
// that nobody sees (fault.Unseen), but line breaks and tabs. The decoder has seen to it that texts are whole letters.
func readable(in any) error {
	var wrong fault.Fields
	walk(reflect.ValueOf(in), "", &wrong)
	return wrong.Err()
}

func walk(v reflect.Value, path string, wrong *fault.Fields) {
	switch v.Kind() {
	case reflect.String:
		if strings.ContainsFunc(v.String(), func(c rune) bool { return c != '\r' && fault.Unseen(c) }) {
			wrong.Add(strings.TrimPrefix(path, "."), "This has characters that cannot be kept. Leave them out")
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), path, wrong)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			walk(v.Index(i), path+"["+strconv.Itoa(i)+"]", wrong)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			walk(k, path, wrong)
			walk(v.MapIndex(k), path+"."+k.String(), wrong)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				walk(v.Field(i), path+step(f), wrong)
			}
		}
	}
}

// step is what a field adds to the path: nothing for the body itself and what is
// embedded.
func step(f reflect.StructField) string {
	if f.Anonymous || f.Name == "Body" {
		return ""
	}
	for _, key := range []string{"json", "query", "path", "header"} {
		if name, _, _ := strings.Cut(f.Tag.Get(key), ","); name != "" && name != "-" {
			return "." + name
		}
	}
	return "." + f.Name
}
