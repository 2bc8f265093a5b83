package story_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"

	"watchword/internal/vetting/envelope"
)

// The words of a person's own vetting form, and of the unit's checks.
//
//	opens NAME LINK WORD [refused]   go on in NAME's own browser, in which nobody is signed in: open a vetting link with the word, which the first to come chooses; or not be let in
//	fills                            fill every page of the vetting form that is open
//	answers TEXT                     answer the question that waits in it
//	checks CASE                      record, as the unit, that every check found nothing to consider

// enter opens a vetting link with a word, and reports whether it was let in.
func (v *visitor) enter(link, word string) (bool, error) {
	err := v.post(link, url.Values{"word": {word}, "again": {word}})
	return err == nil && v.answer.StatusCode == http.StatusSeeOther, err
}

func (v *visitor) post(path string, form url.Values) error {
	return v.ask(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// answers is what a person answers to the fields: the first choice, a day in 1991, and
// otherwise words that say whose they are.
func answers(name string, fields []envelope.Field) url.Values {
	out := url.Values{}
	for _, f := range fields {
		switch {
		case f.Kind == envelope.Choose:
			out.Set(f.Name, f.Options[0].Value)
		case f.Kind == envelope.Tick && f.Needed != "":
			out.Set(f.Name, "yes")
		case f.Kind == envelope.Tick, f.Name == "to": // who has no number, and who lives elsewhere by now
		case f.Kind == envelope.Date:
			out.Set(f.Name+"-day", "1")
			out.Set(f.Name+"-month", "5")
			out.Set(f.Name+"-year", "1991")
		case f.Name == "ni":
			out.Set(f.Name, "QQ123456C")
		case f.Name == "sia-number":
			out.Set(f.Name, "1234567890123456")
		case f.Keys == "email":
			out.Set(f.Name, name+"@example.org")
		default:
			out.Set(f.Name, "An answer of "+title(name))
		}
	}
	return out
}

// fillForm fills every page of the vetting form that the visitor has open.
func (v *visitor) fillForm(name string) error {
	for _, s := range envelope.Form(envelope.Ask{Full: true}) {
		for _, p := range s.Pages {
			path := "/vetting-form/pages/" + p.Name
			form := answers(name, p.Fields)
			form.Set("act", "later")
			if err := v.sent(path, form); err != nil {
				return err
			}
			if p.List == nil {
				continue
			}
			for range max(1, p.List.Least) {
				if err := v.sent(path+"/items/new", answers(name, p.List.Fields)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// sent posts a form and returns an error unless it was taken.
func (v *visitor) sent(path string, form url.Values) error {
	if err := v.post(path, form); err != nil {
		return err
	}
	if v.answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("%s: %d %s", path, v.answer.StatusCode, plain(v.body))
	}
	return nil
}

func (s *story) opens(_ bool, args []string) {
	s.need(args, 3, "opens NAME LINK WORD [refused]")
	v := newVisitor(s.house.URL())
	in, err := v.enter(args[1], args[2])
	s.check(err)
	if in == (len(args) == 4) {
		s.ts.Fatalf("let in: %v: %d %s", in, v.answer.StatusCode, plain(v.body))
	}
	s.browser, s.visitor = args[0], *v
}

func (s *story) fills(bool, []string) { s.check(s.fillForm(s.browser)) }

var asks = regexp.MustCompile(`/vetting-form/questions/[a-z0-9_]+`)

func (s *story) answers(_ bool, args []string) {
	s.need(args, 1, "answers TEXT")
	s.check(s.ask(http.MethodGet, "/vetting-form", "", nil))
	s.check(s.sent(string(asks.Find(s.body)), url.Values{"answer": {args[0]}}))
}

func (s *story) checks(_ bool, args []string) {
	s.need(args, 1, "checks CASE")
	s.check(s.checked(args[0], s.today().String()))
}

// checked records that every source of checks was looked at, and nothing found.
func (v *visitor) checked(which, day string) error {
	for _, x := range envelope.Sources {
		if err := v.do("POST", "/vetting-cases/"+which+"/checks", object{"check": x.Name, "class": "nothing", "day": day}, nil); err != nil {
			return err
		}
	}
	return nil
}
