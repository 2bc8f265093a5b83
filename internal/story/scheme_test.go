package story_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/id"
)

// The words that put what a story needs into the registers, each step by the office role
// whose it is, over the API: import.txtar tells the same steps one by one.
//
//	employer ORG NAME             enter an employer and accredit it from today for three years; its identity is kept as $ORG
//	warden NAME ORG POWER…        take a person through vetting, training and the four tests; $NAME, $NAME_ACC and $NAME_AP are kept
//	card NAME                     give the warden a photograph, and make, print and hand over their card, kept as $NAME_CARD; its address as $NAME_SCAN
//	crew NAME ORG N               take N wardens of the employer to a card in the hand, printed in one batch; $NAME_CARDS is the cards as JSON, $NAME_AP the last number

// do sends JSON to an operation, and reads what it answers into out, if it is not nil.
func (v *visitor) do(method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	if err := v.ask(method, "/api/v1"+path, "application/json", body); err != nil {
		return err
	}
	if v.answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, v.answer.StatusCode, v.body)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(v.body, out)
}

// made is what an operation answers of a thing it made.
type made struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Roles  []struct {
		ID string `json:"id"`
	} `json:"roles"`
}

type object = map[string]any

// office is the house's office roles, signed in as they are needed.
type office struct {
	url    string
	area   id.Area // where the employers work
	people map[string]*visitor
}

func (o *office) as(role string) (*visitor, error) {
	if v, ok := o.people[role]; ok {
		return v, nil
	}
	v := newVisitor(o.url)
	if err := v.signIn(role + "@example.org"); err != nil {
		return nil, err
	}
	o.people[role] = v
	return v, nil
}

// by lets a role send JSON to an operation.
func (o *office) by(role, method, path string, in, out any) error {
	v, err := o.as(role)
	if err != nil {
		return err
	}
	return v.do(method, path, in, out)
}

// asked is the powers that the stories' employers ask for.
var asked = []object{
	{"power": "csas-name-address-asb", "reason": "Wardens meet antisocial behaviour on most patrols"},
	{"power": "csas-fpn-litter", "reason": "Two town centres"},
	{"power": "csas-name-address-traffic", "reason": "School crossings"},
	{"power": "csas-traffic-control", "reason": "Events"},
	{"power": "csas-tobacco-u16", "reason": "Parks"},
}

// employer enters an employer and accredits it for three years.
func (o *office) employer(name string, today clock.Day) (made, error) {
	var org made
	err := o.by("scheme-manager", "POST", "/organisations", object{"name": name, "kind": "district-council", "address": "Guildhall", "postcode": "EM1 4AB", "uniform": "Green jacket with the city’s badge",
		"areas": []id.Area{o.area}, "area_text": "City of Aldermere", "contacts": []object{{"kind": "signatory", "name": "Priya Nair"}, {"kind": "liaison", "name": "Joanne Birtwell"}, {"kind": "liaison", "name": "Idris Pugh"},
			{"kind": "supervisor", "name": "Gareth Lyle"}, {"kind": "police-liaison", "name": "Sgt Martin Askew"}},
		"roles": []object{{"title": "Community warden", "staff": 14, "powers": asked}}}, &org)
	if err != nil {
		return org, err
	}
	var answers []object
	for _, p := range asked {
		answers = append(answers, object{"role": org.Roles[0].ID, "power": p["power"], "answer": "allowed"})
	}
	return org, o.by("delegate", "POST", "/organisations/"+org.ID+"/approve", object{"from": today.String(), "to": today.AddYears(3).AddDays(-1).String(), "evidence": "All eight criteria met", "powers": answers}, nil)
}

// warden takes a person through the scheme, to an accreditation of three years.
func (o *office) warden(name, org string, today clock.Day, powers ...string) (person made, accreditation made, err error) {
	var employer made
	to := today.AddYears(3).AddDays(-1).String()
	passes, grants := []object{}, []object{}
	for _, p := range powers {
		passes = append(passes, object{"power": p, "passed": today.String(), "expires": to, "course": "Course 1"})
		grants = append(grants, object{"power": p})
	}
	err = o.by("scheme-manager", "GET", "/organisations/"+org, nil, &employer)
	steps := []struct {
		role, path string
		in         func() object
		out        *made
	}{
		{"scheme-manager", "/people", func() object {
			return object{"organisation": org, "role": employer.Roles[0].ID, "surname": "Fenn", "forenames": name, "born": "1990-05-01", "agreed": today.String(), "supervisor": "Gareth Lyle"}
		}, &person},
		{"vetting-unit", "/people/{}/vetting", func() object {
			return object{"outcome": "passed", "level": "NPPV 2", "decided": today.String(), "expires": to}
		}, nil},
		{"trainer", "/people/{}/training", func() object { return object{"passes": passes} }, nil},
		{"scheme-manager", "/people/{}/recommend", func() object { return object{"evidence": "The supervisor’s report and the interview agree"} }, &accreditation},
		{"delegate", "/accreditations/[]/sign", func() object {
			return object{"powers": grants, "from": today.String(), "to": to, "satisfied": true, "typed_name": "Chief Inspector Thorne"}
		}, &accreditation},
	}
	for _, x := range steps {
		if err != nil {
			return person, accreditation, err
		}
		path := strings.NewReplacer("{}", person.ID, "[]", accreditation.ID).Replace(x.path)
		if x.out == nil {
			err = o.by(x.role, "POST", path, x.in(), nil)
		} else {
			err = o.by(x.role, "POST", path, x.in(), x.out)
		}
	}
	return person, accreditation, err
}

// card makes a card, prints it and hands it over. The answer of the manager's visitor is
// the PDF.
func (o *office) card(person, accreditation string) (card made, pdf []byte, err error) {
	manager, err := o.as("scheme-manager")
	if err != nil {
		return card, nil, err
	}
	if err = manager.ask(http.MethodPut, "/api/v1/people/"+person+"/photo", "application/octet-stream", portrait()); err != nil || manager.answer.StatusCode != http.StatusOK {
		return card, nil, fmt.Errorf("the photograph is not taken: %v %s", err, manager.body)
	}
	if err = manager.do("POST", "/cards", object{"accreditation": accreditation}, &card); err != nil {
		return card, nil, err
	}
	if err = manager.do("POST", "/cards/print", object{"cards": []string{card.ID}}, nil); err != nil {
		return card, nil, err
	}
	pdf = bytes.Clone(manager.body)
	return card, pdf, manager.do("POST", "/cards/"+card.ID+"/hand-over", object{"where": "Signed for at the Guildhall"}, nil)
}

func (s *story) office() *office {
	return &office{url: s.house.URL(), area: s.house.areas["Aldermere"], people: s.people}
}

func (s *story) today() clock.Day { return clock.DayOf(s.house.clock.Now()) }

func (s *story) employer(_ bool, args []string) {
	s.need(args, 2, "employer ORG NAME")
	o, err := s.office().employer(args[1], s.today())
	s.check(err)
	s.ts.Setenv(args[0], o.ID)
}

func (s *story) warden(_ bool, args []string) {
	s.need(args, 3, "warden NAME ORG POWER…")
	p, a, err := s.office().warden(title(strings.ToLower(args[0])), s.ts.Getenv(args[1]), s.today(), args[2:]...)
	s.check(err)
	s.ts.Setenv(args[0], p.ID)
	s.ts.Setenv(args[0]+"_ACC", a.ID)
	s.ts.Setenv(args[0]+"_AP", a.Number)
}

func (s *story) card(_ bool, args []string) {
	s.need(args, 1, "card NAME")
	c, pdf, err := s.office().card(s.ts.Getenv(args[0]), s.ts.Getenv(args[0]+"_ACC"))
	s.check(err)
	s.ts.Setenv(args[0]+"_CARD", c.ID)
	s.body = pdf
	s.scan(false, []string{args[0] + "_SCAN"})
}
