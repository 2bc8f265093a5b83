package lawjson

import (
	"encoding/json"
	"io"

	"watchword/internal/clock"
	"watchword/internal/law"
)

type catalogue struct {
	On          string            `json:"on"`
	Powers      []power           `json:"powers"`
	Offences    []offence         `json:"offences"`
	Bases       []basis           `json:"bases"`
	Nevers      []string          `json:"nevers"`
	Pending     []pendingChange   `json:"pending"`
	Transitions []transition      `json:"transitions"`
	Unconfirmed []doubt           `json:"unconfirmed"`
	Sources     map[string]string `json:"sources"`
}

type power struct {
	ID            law.PowerID   `json:"id"`
	Para          string        `json:"schedule_para,omitempty"`
	Authority     string        `json:"authority_source"`
	Name          string        `json:"name"`
	Title         string        `json:"title"`
	Status        status        `json:"status"`
	Certainty     string        `json:"certainty"`
	Law           string        `json:"law"`
	Underlying    string        `json:"underlying_law"`
	Meaning       string        `json:"meaning"`
	Public        string        `json:"public,omitempty"`
	Whom          string        `json:"whom"`
	Where         string        `json:"where"`
	Age           string        `json:"age"`
	Refused       string        `json:"if_refused"`
	NotAllowed    string        `json:"does_not_allow"`
	Limits        []string      `json:"limits"`
	Must          []string      `json:"must"`
	Record        []string      `json:"record"`
	Groups        []string      `json:"groups"`
	Requires      []law.PowerID `json:"requires"`
	Notice        string        `json:"notice_type,omitempty"`
	AnyPoliceArea bool          `json:"any_police_area,omitempty"`
	SwitchedOff   string        `json:"switched_off_in,omitempty"`
	Periods       []period      `json:"periods"`
	Facts         []string      `json:"turns_on"`
	Confidence    []confidence  `json:"confidence"`
	History       []change      `json:"history"`
	Unconfirmed   []doubt       `json:"unconfirmed"`
	Sources       []string      `json:"sources"`
}

type status struct {
	England string `json:"england"`
	Wales   string `json:"wales"`
}

type period struct {
	Territory string `json:"territory"`
	Perhaps   string `json:"perhaps_from,omitempty"`
	From      string `json:"valid_from"`
	FromSure  string `json:"from_confidence"`
	Until     string `json:"until,omitempty"` // first day on which it is law no more
	UntilSure string `json:"until_confidence,omitempty"`
	After     string `json:"then,omitempty"`
	By        string `json:"by"`
}

type confidence struct {
	About string `json:"about"`
	Sure  string `json:"confidence"`
	Note  string `json:"note,omitempty"`
}

type change struct {
	On        string `json:"on"`
	Territory string `json:"territory"`
	What      string `json:"what"`
	By        string `json:"by"`
	Sure      string `json:"confidence"`
	Source    string `json:"source"`
}

type offence struct {
	ID          law.OffenceID `json:"id"`
	Name        string        `json:"name"`
	Law         string        `json:"law"`
	Status      status        `json:"status"`
	Tier        string        `json:"tier,omitempty"`
	Sure        string        `json:"tier_confidence"`
	Periods     []period      `json:"periods"`
	NeverSince  string        `json:"never_since,omitempty"`
	SwitchedOff string        `json:"switched_off_in,omitempty"`
	Note        string        `json:"note,omitempty"`
	Unconfirmed []doubt       `json:"unconfirmed"`
	Sources     []string      `json:"sources"`
}

type basis struct {
	ID          law.BasisID  `json:"id"`
	Para        string       `json:"schedule_para"`
	Name        string       `json:"name"`
	Meaning     string       `json:"meaning"`
	Status      status       `json:"status"`
	Saved       bool         `json:"saved_for_earlier_offences,omitempty"`
	Periods     []period     `json:"periods"`
	Confidence  []confidence `json:"confidence"`
	Unconfirmed []doubt      `json:"unconfirmed"`
	Sources     []string     `json:"sources"`
}

type pendingChange struct {
	ID     law.PendingID `json:"id"`
	Status string        `json:"status"`
	What   string        `json:"what"`
	By     string        `json:"by"`
	Saving string        `json:"saving,omitempty"`
	Powers []law.PowerID `json:"powers"`
	Sure   string        `json:"confidence"`
	Source string        `json:"source"`
}

type transition struct {
	On        string        `json:"on,omitempty"`
	Territory string        `json:"territory"`
	What      string        `json:"what"`
	Effect    string        `json:"effect"`
	Powers    []law.PowerID `json:"powers"`
	Sure      string        `json:"confidence"`
	Sources   []string      `json:"sources"`
}

// Catalogue writes the whole catalogue as one JSON object, with the status of each
// row on the given day in England and in Wales.
func Catalogue(on clock.Day, w io.Writer) error {
	c := catalogue{On: on.String(), Unconfirmed: []doubt{}, Sources: map[string]string{}}
	for i := range law.Powers() {
		c.Powers = append(c.Powers, powerOn(&law.Powers()[i], on))
	}
	for i := range law.Offences() {
		c.Offences = append(c.Offences, offenceOn(&law.Offences()[i], on))
	}
	for i := range law.Bases() {
		b := &law.Bases()[i]
		c.Bases = append(c.Bases, basis{ID: b.ID, Para: b.Para, Name: b.Name, Meaning: b.Meaning, Status: statusOf(b.StatusOn, on),
			Saved: b.Saved, Periods: periodsOf(b.Periods), Confidence: confidenceOf(b.Certain), Unconfirmed: doubtsOf(b.Doubts), Sources: b.Sources})
	}
	for _, n := range law.Nevers {
		c.Nevers = append(c.Nevers, n.Lead+n.Rest)
	}
	for _, p := range law.PendingChanges() {
		c.Pending = append(c.Pending, pendingChange{p.ID, law.NotCommenced.Code(), p.What, p.By, p.Saving, p.Powers, p.Sure.String(), p.Source})
	}
	for _, t := range law.Transitions() {
		c.Transitions = append(c.Transitions, transition{t.On.String(), t.In.String(), t.What, t.Effect, list0(t.Powers), t.Sure.String(), t.Sources})
	}
	for _, d := range law.AllDoubts() {
		c.Unconfirmed = append(c.Unconfirmed, doubt{d.Code, d.Kind, d.Text, d.Question})
	}
	for _, tag := range law.SourceTags() {
		c.Sources[tag] = law.Source(tag)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(c)
}

func powerOn(p *law.Power, on clock.Day) power {
	out := power{ID: p.ID, Para: p.Para, Authority: p.Authority.Code(), Name: p.Name, Title: p.Title, Status: statusOf(p.StatusOn, on),
		Certainty: p.Certainty(), Law: p.Law, Underlying: p.Underlying, Meaning: p.Meaning, Public: p.Ask.String(), Whom: p.Whom, Where: p.Where,
		Age: p.Age, Refused: p.Refused, NotAllowed: p.NotAllowed, Limits: list0(p.Limits), Must: list0(p.Must), Record: list0(p.Record),
		Groups: []string{}, Requires: list0(p.Needs), Notice: p.Notice.Code(), AnyPoliceArea: p.AnyArea, SwitchedOff: p.Off.String(),
		Periods: periodsOf(p.Periods), Facts: []string{}, Confidence: confidenceOf(p.Certain), History: []change{},
		Unconfirmed: doubtsOf(p.Doubts), Sources: p.Sources}
	for _, g := range law.Groups {
		if p.In(g.Group) {
			out.Groups = append(out.Groups, g.Code)
		}
	}
	for _, t := range p.Turns {
		out.Facts = append(out.Facts, t.Fact.String())
	}
	for _, h := range p.History {
		out.History = append(out.History, change{h.On.String(), h.In.String(), h.What, h.By, h.Sure.String(), h.Source})
	}
	return out
}

func offenceOn(o *law.Offence, on clock.Day) offence {
	out := offence{ID: o.ID, Name: o.Name, Law: o.CiteOn(on), Status: statusOf(o.StatusOn, on), Sure: o.Sure.String(),
		Periods: periodsOf(o.Periods), SwitchedOff: o.Off.String(), Note: o.Note, Unconfirmed: doubtsOf(o.Doubts), Sources: o.Sources}
	if o.Barred.From != 0 {
		out.NeverSince = o.Barred.From.String()
	} else if out.Tier = "lower"; o.UpperOn(on) {
		out.Tier = "upper"
	}
	return out
}

func statusOf(f func(clock.Day, law.Territory) law.Status, on clock.Day) status {
	return status{f(on, law.England).Code(), f(on, law.Wales).Code()}
}

func periodsOf(list []law.Period) []period {
	out := []period{}
	for _, p := range list {
		o := period{Territory: p.In.String(), From: p.From.String(), FromSure: p.FromSure.String(), By: p.By}
		if p.Perhaps != 0 {
			o.Perhaps = p.Perhaps.String()
		}
		if p.Until != clock.NoDay {
			o.Until, o.UntilSure, o.After = p.Until.String(), p.UntilSure.String(), p.After.Code()
		}
		out = append(out, o)
	}
	return out
}

func confidenceOf(list []law.Certainty) []confidence {
	out := []confidence{}
	for _, c := range list {
		out = append(out, confidence{c.About, c.Sure.String(), c.Note})
	}
	return out
}

// list0 is the list, or an empty one, so that JSON has [] and never null.
func list0[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
