package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName names a type in the OpenAPI document: two slices may each have a Power, so
// the slice stands before the type, unless the type says it already: CardPower, LawPower,
// Account. Of a generic type, that of its argument: PageCardPower.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	name, argument, generic := strings.Cut(strings.TrimSuffix(t.Name(), "]"), "[")
	switch {
	case generic:
		at := strings.LastIndexByte(argument, '.')
		return name + prefixed(argument[:max(at, 0)], argument[at+1:])
	case name == "":
		return huma.DefaultSchemaNamer(t, hint)
	}
	return prefixed(t.PkgPath(), strings.ToUpper(name[:1])+name[1:])
}

// prefixed is the type's name behind that of its slice.
func prefixed(pkg, name string) string {
	slice := strings.TrimSuffix(pkg[strings.LastIndexByte(pkg, '/')+1:], "api")
	if slice == "" || !strings.HasPrefix(pkg, "watchword/") || strings.HasPrefix(strings.ToLower(name), slice) {
		return name
	}
	return strings.ToUpper(slice[:1]) + slice[1:] + name
}
