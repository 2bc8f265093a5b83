package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"watchword/internal/clock"
	"watchword/internal/fault"
)

// File is an uploaded file as it came: its name and content are the sender's and
// are to be believed in nothing.
type File struct {
	Name   string // the last part of the name the sender gave it
	Size   int64  // in bytes
	header *multipart.FileHeader
}

// Given reports whether a file was chosen.
func (f File) Given() bool { return f.header != nil }

// Open gives the content; the caller closes it.
func (f File) Open() (io.ReadCloser, error) {
	if f.header == nil {
		return nil, errors.New("no file was chosen")
	}
	return f.header.Open()
}

// Form reads the body of a POST into a T, a struct whose fields carry tags:
//
//	Surname string      `form:"surname" label:"Surname" max:"80"`
//	Ends    clock.Day   `form:"ends" label:"End date"`
//	Powers  []string    `form:"powers"`
//	Words   string      `form:"words" text:"lines" max:"4000"`
//	Photo   web.File    `form:"photo"`
//
// Fields may be strings and types made of strings, whole numbers, booleans, days
// (three fields, ends-day, ends-month and ends-year, or one text), files, and
// lists of strings or files. Texts are trimmed, must be UTF-8 without control
// or format characters, and have at most max characters (1,000 when not said); only
// text:"lines" keeps line breaks. Fields that T does not have are ignored.
//
// Whether a field must be given is for the use case to say. The error is
// fault.Invalid and names every field that is wrong, with T as far as it could
// be read; or fault.TooLarge.
func Form[T any](r *http.Request) (T, error) {
	var into T
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // a bad one is refused below
	var err error
	switch kind {
	case "multipart/form-data":
		err = r.ParseMultipartForm(1 << 20)
	case "application/x-www-form-urlencoded", "":
		err = r.ParseForm()
	default:
		return into, fault.New(fault.Invalid, "The form was not sent as a form.")
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return into, TooLarge(tooLarge.Limit)
	case err != nil:
		return into, fault.New(fault.Invalid, "The form could not be read: it was cut short or badly made. Send it again.")
	}
	var files map[string][]*multipart.FileHeader
	if r.MultipartForm != nil {
		files = r.MultipartForm.File
	}
	return into, decode(reflect.ValueOf(&into).Elem(), r.PostForm, files)
}

// Query is Form for the query of a GET, for filters and the as-at bar.
func Query[T any](r *http.Request) (T, error) {
	var into T
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return into, fault.New(fault.Invalid, "The address could not be read: it was cut short or badly made.")
	}
	r.Form = values
	return into, decode(reflect.ValueOf(&into).Elem(), values, nil)
}

// taken is one field that a form takes.
type taken struct {
	index []int
	name  string
	label string
	max   int
	lines bool
}

var plans sync.Map // reflect.Type to []taken

func plan(t reflect.Type) []taken {
	if p, ok := plans.Load(t); ok {
		return p.([]taken)
	}
	var p []taken
	for _, f := range reflect.VisibleFields(t) {
		name := f.Tag.Get("form")
		if name == "" {
			continue
		}
		x := taken{index: f.Index, name: name, label: f.Tag.Get("label"), max: 1000, lines: f.Tag.Get("text") == "lines"}
		if x.label == "" {
			x.label = capital(strings.ReplaceAll(strings.ReplaceAll(name, "-", " "), "_", " "))
		}
		if m, err := strconv.Atoi(f.Tag.Get("max")); err == nil {
			x.max = m
		}
		p = append(p, x)
	}
	plans.Store(t, p)
	return p
}

func decode(v reflect.Value, values url.Values, files map[string][]*multipart.FileHeader) error {
	var wrong fault.Fields
	for _, x := range plan(v.Type()) {
		f := v.FieldByIndex(x.index)
		switch f.Interface().(type) {
		case clock.Day:
			day, field, problem := DayFrom(x.label, x.name, values)
			f.SetInt(int64(day))
			if problem != "" {
				wrong.Add(field, "%s", problem)
			}
		case File:
			if fs := files[x.name]; len(fs) > 0 {
				f.Set(reflect.ValueOf(fileOf(fs[0])))
			}
		case []File:
			for _, h := range files[x.name] {
				f.Set(reflect.Append(f, reflect.ValueOf(fileOf(h))))
			}
		default:
			x.decode(f, values[x.name], &wrong)
		}
	}
	return wrong.Err()
}

func fileOf(h *multipart.FileHeader) File {
	if h.Filename == "" && h.Size == 0 {
		return File{}
	}
	return File{Name: h.Filename, Size: h.Size, header: h}
}

func (x taken) decode(f reflect.Value, sent []string, wrong *fault.Fields) {
	if f.Kind() == reflect.Slice {
		if len(sent) > 10_000 {
			wrong.Add(x.name, "%s: too many were chosen", x.label)
			return
		}
		for _, s := range sent {
			if s, ok := x.clean(s, wrong); ok && s != "" {
				e := reflect.New(f.Type().Elem()).Elem()
				e.SetString(s)
				f.Set(reflect.Append(f, e))
			}
		}
		return
	}
	if len(sent) == 0 {
		return
	}
	s, ok := x.clean(sent[0], wrong)
	if !ok {
		return
	}
	switch f.Kind() {
	case reflect.String:
		f.SetString(s)
	case reflect.Bool:
		f.SetBool(s != "" && s != "false" && s != "0" && s != "no")
	case reflect.Int, reflect.Int64:
		if s == "" {
			return
		}
		n, err := strconv.ParseInt(strings.NewReplacer(",", "", " ", "").Replace(s), 10, 64)
		if err != nil || f.OverflowInt(n) {
			wrong.Add(x.name, "%s must be a whole number, for example 12", x.label)
			return
		}
		f.SetInt(n)
	default:
		panic("web: a form cannot take a " + f.Type().String())
	}
}

// clean trims a text and reports whether it may be taken.
func (x taken) clean(s string, wrong *fault.Fields) (string, bool) {
	if !utf8.ValidString(s) {
		wrong.Add(x.name, "%s has characters that cannot be read. Type it again", x.label)
		return "", false
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if !x.lines {
		s = strings.Map(func(c rune) rune {
			if c == '\n' || c == '\t' || c == '\r' {
				return ' '
			}
			return c
		}, s)
	}
	s = strings.TrimSpace(s)
	if strings.ContainsFunc(s, fault.Unseen) {
		wrong.Add(x.name, "%s has characters that cannot be printed. Type it again", x.label)
		return "", false
	}
	if n := utf8.RuneCountInString(s); n > x.max {
		wrong.Add(x.name, "%s must be %s characters or fewer. It has %s", x.label, Number(x.max), Number(n))
		return "", false
	}
	return s, true
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
