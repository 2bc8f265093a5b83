// Package fault holds the few kinds of error that a use case may return. Each has
// one HTTP status and one way of being shown; pages and the API choose the shape
// at the rim. Any other error is our own mistake: logged whole, and shown as a
// reference number.
//
// A fault says in plain English what is wrong and what to do.
package fault

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Kind is what sort of thing went wrong.
type Kind int

const (
	// Internal is our own mistake. It is the kind of every error that is no *Fault.
	Internal Kind = iota
	// Invalid input: names the fields. Status 422.
	Invalid
	// Refused by the law or the scheme's rules: carries the reasons with their sources. Status 409.
	Refused
	// Forbidden to this account. Status 403.
	Forbidden
	// NotFound: no such thing, or not for this account to know. Status 404.
	NotFound
	// Conflict: it has changed meanwhile, or is already so. Status 409.
	Conflict
	// TooMany attempts: try again later. Status 429.
	TooMany
	// Unauthorized: nobody is signed in. Status 401.
	Unauthorized
	// TooLarge: more was sent than is taken. Status 413.
	TooLarge
)

// String is the kind's name in problem documents and the ledger.
func (k Kind) String() string {
	return [...]string{"internal", "invalid", "refused", "forbidden", "not-found", "conflict", "too-many", "unauthorized", "too-large"}[k]
}

// Status is the HTTP status that shows this kind.
func (k Kind) Status() int {
	return [...]int{http.StatusInternalServerError, http.StatusUnprocessableEntity, http.StatusConflict, http.StatusForbidden,
		http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests, http.StatusUnauthorized, http.StatusRequestEntityTooLarge}[k]
}

// Fault is an error with a kind and a sentence for people.
type Fault struct {
	Kind    Kind
	Message string   // one or two sentences: what is wrong, and what to do
	Fields  []Field  // for Invalid: each field that is wrong
	Reasons []Reason // for Refused: each reason, with its source
}

// Field is what is wrong with one field of the input.
type Field struct {
	Name    string `json:"field"` // as in the form or the JSON body, for example "area.wards[3]"
	Message string `json:"message"`
}

// Reason is why the law, the agreement or the scheme says no.
type Reason struct {
	Code    string `json:"code"` // stable, for programs: "training.missing"
	Message string `json:"message"`
	Source  string `json:"source,omitempty"` // for example "Police Reform Act 2002, section 41(4)(d)"
	Mend    string `json:"mend,omitempty"`   // what would have to change
}

// Error is the message, with the fields or reasons behind it.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Message)
	for _, x := range f.Fields {
		fmt.Fprintf(&b, "; %s: %s", x.Name, x.Message)
	}
	for _, x := range f.Reasons {
		fmt.Fprintf(&b, "; %s", x.Message)
		if x.Source != "" {
			fmt.Fprintf(&b, " (%s)", x.Source)
		}
	}
	return b.String()
}

// New is a fault of that kind with a message made as fmt.Sprintf makes it.
func New(kind Kind, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// In is an Invalid fault about one field.
func In(field, format string, args ...any) *Fault {
	return &Fault{Kind: Invalid, Message: "There is a problem with what was entered.", Fields: []Field{{Name: field, Message: fmt.Sprintf(format, args...)}}}
}

// Because is a Refused fault for one or more reasons.
func Because(message string, reasons ...Reason) *Fault {
	return &Fault{Kind: Refused, Message: message, Reasons: reasons}
}

// Of is the fault inside err, or nil if there is none.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// Is reports whether err is a fault of that kind; Is(err, Internal) holds for
// every error that is no fault.
func Is(err error, kind Kind) bool {
	if err == nil {
		return false
	}
	f := Of(err)
	if f == nil {
		return kind == Internal
	}
	return f.Kind == kind
}

// Fields gathers what is wrong with an input, field by field. Its zero value is
// ready; Err is nil while nothing was added.
type Fields []Field

// Add notes that a field is wrong.
func (fs *Fields) Add(field, format string, args ...any) {
	*fs = append(*fs, Field{Name: field, Message: fmt.Sprintf(format, args...)})
}

// Err is an Invalid fault with all that was added, or nil.
func (fs Fields) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Message: "There is a problem with what was entered.", Fields: fs}
}
