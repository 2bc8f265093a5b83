package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk/asking"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/law/lawjson"
	"watchword/internal/register"
	"watchword/internal/server"
)

type mayCommand struct {
	place
	ofForce
	Person string            `arg:"" help:"The person: AP number, or identity in the register (per_…)."`
	Power  string            `arg:"" help:"The power, as watchword law list names it."`
	At     string            `help:"The instant, as 2026-11-22T14:30 in London or with its zone; or a day, which means its last instant, and today the present. The present if none is named." placeholder:"INSTANT"`
	Known  string            `help:"Answer as the register was known at the end of this day." placeholder:"DAY"`
	Where  string            `help:"The place: the name of an area of the register, or longitude,latitude." placeholder:"PLACE"`
	Fact   map[string]string `help:"What else is known, by the names of docs/law.md: --fact uniform=yes --fact badge=yes --fact subject_age=15." placeholder:"NAME=VALUE"`
	JSON   bool              `help:"Tell the verdict as JSON."`
}

// Help is the example.
func (mayCommand) Help() string {
	return "It ends with 0 for may, and with 1 for may not and for may if. The numbers below are of the demo county." + examples(
		"watchword may --data /var/lib/watchword 'EM 4417' csas-name-address-asb",
		"watchword may --data /var/lib/watchword 'EM 4417' csas-name-address-asb --where 'City of Aldermere' --fact uniform=yes --fact badge=yes --fact on_duty=yes --fact reasonable_belief=yes")
}

// Run asks, and tells the verdict.
func (m *mayCommand) Run(c *console) error {
	r, force, err := at(c, m.place, m.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	in, err := m.inquiry(r.Clock.Now())
	if err != nil {
		return errUsage{err}
	}
	who := server.Operator(force.ID)
	var q law.Question
	var name string
	err = r.DB.Read(c.ctx, func(tx *db.Tx) error {
		of, err := m.person(tx, r, who, in.When)
		if err != nil {
			return err
		}
		p, err := r.Persons.Any(tx, who.Force, of, in.When)
		if err != nil {
			return err
		}
		name = p.State.Name()
		if err := m.locate(tx, r, force, &in); err != nil {
			return err
		}
		g := asking.Registers{Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Vettings: r.Vettings, Trainings: r.Trainings, Accreds: r.Accreds}
		q, err = g.Question(tx, who, of, in)
		return err
	})
	if f := fault.Of(err); f != nil && len(f.Fields) == 1 && f.Fields[0].Name == "power" {
		return errUsage{fmt.Errorf("there is no power %s: see watchword law list", m.Power)}
	}
	if err != nil {
		return err
	}
	v := law.May(&q)
	if m.JSON {
		err = lawjson.Verdict(&v, c.out)
	} else {
		m.tell(c, name, in.When, &v)
	}
	if err == nil && v.Answer != law.Allowed {
		return errWrong
	}
	return err
}

// inquiry is what was asked, apart from the place.
func (m *mayCommand) inquiry(now time.Time) (asking.Inquiry, error) {
	in := asking.Inquiry{When: register.Now(now), Power: law.PowerID(m.Power)}
	if m.At != "" {
		t, err := parseInstant(m.At, now)
		if err != nil {
			return in, err
		}
		in.When.At = t
	}
	if m.Known != "" {
		day, err := clock.ParseDay(m.Known)
		if err != nil {
			return in, err
		}
		in.When.Known = day.End()
	}
	q, err := m.circumstances()
	if err != nil {
		return in, err
	}
	in.Circumstances = *q
	return in, nil
}

// fromRegister is what the register tells, so that nobody can say otherwise.
var fromRegister = []string{"id", "power", "at", "territory", "place", "accreditation", "employer", "grants", "training", "vetting_until", "employed"}

// circumstances is the facts named, read as a question is read (docs/law.md).
func (m *mayCommand) circumstances() (*law.Question, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(m.Fact)) {
		if slices.Contains(fromRegister, name) {
			return nil, fmt.Errorf("%s is told by the register, and cannot be given", name)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := json.Marshal(m.Fact[name])
		if _, isNumber := strconv.Atoi(m.Fact[name]); isNumber == nil || m.Fact[name] == "true" || m.Fact[name] == "false" || strings.HasPrefix(m.Fact[name], "[") {
			value = []byte(m.Fact[name])
		}
		if err != nil {
			return nil, err
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	q, _, err := lawjson.Question(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("--fact: %w", err)
	}
	return q, nil
}

// parseInstant reads an instant with its zone, or as clocks in London showed it; or a day,
// which means the last instant of it, as in the registers, and today the present.
func parseInstant(s string, now time.Time) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return clock.Cut(t), nil
	}
	day, hours, ok := strings.Cut(strings.Replace(s, " ", "T", 1), "T")
	d, err := clock.ParseDay(day)
	if err != nil {
		return time.Time{}, err
	}
	if !ok {
		if d == clock.DayOf(now) {
			return now, nil
		}
		return d.End().Add(-time.Millisecond), nil
	}
	t, err := time.Parse("15:04", hours)
	if err != nil {
		return time.Time{}, errors.New("an instant is written as 2026-11-22T14:30, or with its zone as 2026-11-22T14:30:00Z")
	}
	return clock.OnClock(d, t.Hour(), t.Minute()), nil
}

// person is the person of that identity or AP number.
func (m *mayCommand) person(tx *db.Tx, r *server.Rooms, who authz.Actor, w register.When) (id.Person, error) {
	if strings.TrimSpace(m.Person) == "" {
		return "", errUsage{errors.New("name the person: by AP number, or by identity in the register (per_…)")}
	}
	if strings.HasPrefix(m.Person, id.Person("").Prefix()+"_") {
		return id.Person(m.Person), nil
	}
	a, err := r.Accreds.ByNumber(tx, who.Force, m.Person, w)
	if fault.Is(err, fault.NotFound) {
		return "", fmt.Errorf("nobody had the AP number %s then", m.Person)
	}
	return a.State.Person, err
}

// locate finds the area named, or reads the point.
func (m *mayCommand) locate(tx *db.Tx, r *server.Rooms, f area.Force, in *asking.Inquiry) error {
	if m.Where == "" {
		return nil
	}
	if x, y, ok := strings.Cut(m.Where, ","); ok {
		lon, err := strconv.ParseFloat(strings.TrimSpace(x), 64)
		lat, err2 := strconv.ParseFloat(strings.TrimSpace(y), 64)
		if err == nil && err2 == nil {
			if !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
				return errUsage{fmt.Errorf("%s is no place on the earth: write longitude,latitude", m.Where)}
			}
			in.Point = &geo.Point{lon, lat}
			return nil
		}
	}
	which, err := areaNamed(tx, r, f, m.Where)
	in.Area = which
	return err
}

// tell says the verdict in words.
func (m *mayCommand) tell(c *console, name string, w register.When, v *law.Verdict) {
	power := m.Power
	if p, ok := law.Find(law.PowerID(m.Power)); ok {
		power = p.Name
	}
	c.say("%s: %s", strings.ToUpper(v.Answer.String()), power)
	c.say("%s, %s", name, clock.Moment(w.At))
	if v.Law != "" {
		c.say("%-16s %s", "Law", v.Law)
	}
	if v.Test != "" {
		c.say("%-16s %s", "Test", v.Test)
	}
	if v.Offence != "" {
		c.say("%-16s %s", "Offence", v.Offence)
	}
	for _, r := range v.Reasons {
		word := "If"
		if r.Bars {
			word = "Not"
		}
		line := r.Text
		if r.Source != "" {
			line += " (" + r.Source + ")"
		}
		c.say("%-16s %s [%s]", word, line, r.Code)
		if r.Bars && r.Mend != "" { // a condition says it itself
			c.say("%-16s %s", "  It must be so", r.Mend)
		}
	}
	if n := &v.Notice; n.Type != law.NoNotice {
		c.say("%-16s %s, %s", "Notice", n.Type.Name(), pounds(n.Amount))
		for _, t := range []struct {
			word string
			term law.Term
		}{{"Pay less by", n.EarlyBy}, {"Pay by", n.PayBy}} {
			if t.term.Last != clock.NoDay {
				c.say("%-16s %s", t.word, t.term.Last.Long())
			}
		}
	}
	for _, d := range v.Doubts.List() {
		c.say("%-16s %s", d.Kind, d.Text)
	}
}

func pounds(p law.Pence) string {
	if p == 0 {
		return "amount not known"
	}
	return fmt.Sprintf("£%d.%02d", p/100, p%100)
}
