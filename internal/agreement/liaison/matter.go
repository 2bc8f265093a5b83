package liaison

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/agreement"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// MatterKind is what sort of matter it is.
type MatterKind string

const (
	// Issue is between the parties of an agreement; either raises it, and both agree on its
	// outcome (joint operating protocol, clause 4.1).
	Issue MatterKind = "issue"
	// Question is asked by an organisation and answered by the scheme office (clause 5.5).
	Question MatterKind = "question"
)

// MatterState is where a matter stands.
type MatterState string

const (
	Open      MatterState = "open"
	Proposed  MatterState = "proposed" // an outcome is proposed; of a question: it is answered
	Closed    MatterState = "closed"   // on the outcome that was agreed
	Withdrawn MatterState = "withdrawn"
)

// Live reports whether the matter is not over.
func (s MatterState) Live() bool { return s == Open || s == Proposed }

// Standing is the state in plain words.
func (m *Matter) Standing() string {
	if m.State == Proposed && m.Kind == Question {
		return "Answered"
	}
	return map[MatterState]string{Open: "Open", Proposed: "Outcome proposed", Closed: "Closed", Withdrawn: "Withdrawn"}[m.State]
}

// matterMoves is the states in which each act on a matter is open, and what it leads to;
// an empty state: see Matter.said.
var matterMoves = map[string]struct {
	from []MatterState
	to   MatterState
}{
	"matter.raise":    {[]MatterState{""}, Open},
	"matter.say":      {[]MatterState{Open, Proposed}, ""},
	"matter.propose":  {[]MatterState{Open}, Proposed},
	"matter.agree":    {[]MatterState{Proposed}, Closed},
	"matter.withdraw": {[]MatterState{Open, Proposed}, Withdrawn},
}

// Word is what one side said.
type Word struct {
	Side agreement.Side `json:"side"`
	By   string         `json:"by"`
	At   time.Time      `json:"at"`
	Text string         `json:"text"`
	Does string         `json:"does,omitempty"` // "propose", "agree", "withdraw"; empty: it is said alone
}

// Matter is an issue between the parties, or a question to the scheme office.
//
// Law: joint operating protocol, clauses 4.1 and 5.5.
type Matter struct {
	Org     id.Org         `json:"org"`
	Kind    MatterKind     `json:"kind"`
	State   MatterState    `json:"state"`
	Subject string         `json:"subject"`
	Under   id.Agreement   `json:"under,omitempty"` // the agreement that it is about
	Raised  agreement.Side `json:"raised"`
	// Turn is the side that is to answer, since the instant Turned; empty once it is over.
	Turn    agreement.Side `json:"turn,omitempty"`
	Turned  time.Time      `json:"turned"`
	Said    []Word         `json:"said"`              // the oldest first
	Outcome string         `json:"outcome,omitempty"` // proposed, or agreed; of a question: the answer
}

// Due is the last day in time for the side whose turn it is; clock.NoDay once it is over,
// and while an answer waits only to be read.
func (m *Matter) Due(set area.Settings) clock.Day {
	switch {
	case !m.State.Live(), m.Kind == Question && m.State == Proposed:
		return clock.NoDay
	case m.Kind == Question:
		return clock.DayOf(m.Turned).AddDays(set.QuestionDays)
	}
	return clock.DayOf(m.Turned).AddDays(set.IssueDays)
}

// Can reports whether the act is open to a matter in this state, for that side.
func (m *Matter) Can(verb string, side agreement.Side) bool {
	if !slices.Contains(matterMoves[verb].from, m.State) {
		return false
	}
	switch verb {
	case "matter.propose":
		return m.Kind == Issue || side == agreement.OfForce
	case "matter.agree":
		return m.Turn == side || m.Kind == Question
	case "matter.withdraw":
		return m.Raised == side && !(m.Kind == Question && m.State == Proposed)
	}
	return true
}

// said is the matter after a side has said something. What the side whose turn it was says
// passes the turn, and reopens what was proposed to it.
func (m Matter) said(w Word) Matter {
	m.Said = append(slices.Clone(m.Said), w)
	if m.Turn == w.Side {
		m.State, m.Outcome = Open, ""
		m.Turn, m.Turned = w.Side.Other(), w.At
	}
	return m
}

// moved is the matter after an act, with the words that go with it.
func (m Matter) moved(verb string, w Word) Matter {
	if verb == "matter.say" {
		return m.said(w)
	}
	w.Does = strings.TrimPrefix(verb, "matter.")
	m.Said, m.State = append(slices.Clone(m.Said), w), matterMoves[verb].to
	switch verb {
	case "matter.propose":
		m.Outcome, m.Turn, m.Turned = w.Text, w.Side.Other(), w.At
	case "matter.agree", "matter.withdraw":
		m.Turn, m.Turned = "", w.At
	}
	return m
}

// MatterVersion is a matter with its identity and periods.
type MatterVersion = register.Version[Matter]

var matters = &register.Table[Matter]{
	Name: "matter", What: "issue", Columns: []string{"org_id", "kind", "standing"},
	Values: func(m Matter) []any { return []any{string(m.Org), string(m.Kind), string(m.State)} },
}

// MatterRows reads the register of issues and questions for ledger.Verify.
var MatterRows = matters.Rows

// Matter is an issue or a question as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Matter(tx *db.Tx, who authz.Actor, of id.Matter, w register.When) (MatterVersion, error) {
	v, err := matters.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, s.May(tx, who, authz.ReadAgreement, v.State.Org)
}

// MatterHistory is every version of an issue or question; see register.Table.History.
func (s *Service) MatterHistory(tx *db.Tx, who authz.Actor, of id.Matter, all bool) ([]MatterVersion, error) {
	if _, err := s.Matter(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return matters.History(tx, who.Force, string(of), all)
}

// MatterQuery chooses issues and questions. Empty fields choose all.
type MatterQuery struct {
	Org  id.Org
	Kind MatterKind
	Live bool // only those that are not over
}

// Matters is the issues and questions that the actor may see, as they stood: first those
// that are not over, of each the one that has waited longest first, then the others, the
// latest first. Errors: fault.Forbidden, fault.NotFound.
func (s *Service) Matters(tx *db.Tx, who authz.Actor, q MatterQuery, w register.When) ([]MatterVersion, error) {
	seen, err := s.seen(tx, who, q.Org, w)
	if err != nil {
		return nil, err
	}
	all, err := matters.List(tx, who.Force, w, q.where(), "r.id", 100000)
	all = slices.DeleteFunc(all, func(v MatterVersion) bool { return !seen(v.State.Org) })
	slices.SortStableFunc(all, func(a, b MatterVersion) int {
		x, y := &a.State, &b.State
		if x.State.Live() && y.State.Live() {
			return x.Turned.Compare(y.Turned)
		}
		return cmp.Or(over(x)-over(y), y.Turned.Compare(x.Turned))
	})
	return all, err
}

func over(m *Matter) int {
	if m.State.Live() {
		return 0
	}
	return 1
}

func (q MatterQuery) where() db.Where {
	var w db.Where
	if q.Org != "" {
		w.And("r.org_id = ?", string(q.Org))
	}
	if q.Kind != "" {
		w.And("r.kind = ?", string(q.Kind))
	}
	if q.Live {
		w.And("r.standing IN ('open', 'proposed')")
	}
	return w
}

// Raised is what is raised or asked.
type Raised struct {
	Org     id.Org
	Kind    MatterKind
	Under   id.Agreement // of an issue: empty, the protocol in force
	Subject string
	Text    string
}

// Raise raises an issue with the other party, or asks the scheme office a question. The
// other party is written to.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// for an issue while no agreement is in force.
//
// Law: joint operating protocol, clauses 4.1 and 5.5.
func (s *Service) Raise(ctx context.Context, who authz.Actor, in Raised) (id.Matter, error) {
	of := id.New[id.Matter]()
	_, err := s.ledger.Do(ctx, who, "matter.raise", about(matters.Subject(string(of)), in.Org), func(tx *db.Tx, e *ledger.Draft) error {
		m := Matter{Org: in.Org, Kind: in.Kind, State: Open, Under: in.Under, Raised: agreement.SideOf(who), Turned: e.At}
		if err := s.MayRaise(tx, who, in.Org, in.Kind); err != nil {
			return err
		}
		p, err := s.between(tx, who.Force, in.Org, register.Now(e.At))
		if err != nil {
			return err
		}
		if err := s.under(tx, who, &p, &m); err != nil {
			return err
		}
		var wrong fault.Fields
		missing := "Enter what it is about, in a few words"
		m.Subject = strings.Join(strings.Fields(wrong.Text("subject", in.Subject, 120, missing)), " ")
		m.Turn = m.Raised.Other()
		m.Said = []Word{{Side: m.Raised, By: who.Name, At: e.At, Text: wrong.Text("text", in.Text, short, "Enter what the other side is to know")}}
		if err := wrong.Err(); err != nil {
			return err
		}
		said, basis := "An issue was raised with ", "Joint operating protocol, clause 4.1"
		if m.Kind == Question {
			said, basis = "The scheme office was asked a question by ", "Joint operating protocol, clause 5.5"
		} else if m.Raised == agreement.OfOrg {
			said = "An issue was raised by "
		}
		e.Say(said+p.org.State.Name, basis) // what it is about may name somebody
		if err := s.tell(tx, e, who, &p, of, &m, ""); err != nil {
			return err
		}
		return matters.Put(tx, e, string(of), m, e.At, clock.Forever)
	})
	return of, err
}

// MayRaise is nil if the actor may raise a matter of that kind with an organisation.
// Errors: fault.Forbidden, fault.NotFound.
func (s *Service) MayRaise(tx *db.Tx, who authz.Actor, with id.Org, kind MatterKind) error {
	if err := s.May(tx, who, authz.KeepLiaison, with); err != nil {
		return err
	}
	switch {
	case kind == Question && agreement.SideOf(who) == agreement.OfForce:
		return fault.New(fault.Forbidden, "Questions to the scheme office are asked by organisations. Raise an issue instead.")
	case kind != Question && kind != Issue:
		return fault.In("kind", "Choose an issue or a question")
	}
	return nil
}

// under sets the agreement that a matter is about: one in force with the organisation.
func (s *Service) under(tx *db.Tx, who authz.Actor, p *parties, m *Matter) error {
	if m.Under == "" {
		m.Under = id.Agreement(p.under.ID)
		if m.Under == "" && m.Kind == Issue {
			return fault.New(fault.Conflict, "No agreement is in force with %s, so there is none that an issue could be about. What is asked of the scheme office is a question.", p.org.State.Name)
		}
		return nil
	}
	v, err := s.agreements.Find(tx, who, m.Under, register.Now(s.ledger.Now()))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil || v.State.Org != m.Org || v.State.State != agreement.InForce {
		return fault.In("under", "Choose an agreement that is in force with this organisation")
	}
	return nil
}

// Say says something more about a matter; see Matter.said for what follows of it.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under text; fault.Conflict.
func (s *Service) Say(ctx context.Context, who authz.Actor, of id.Matter, text string) error {
	return s.move(ctx, who, of, "matter.say", text, "Enter what you have to say")
}

// Propose proposes the outcome of an issue, or answers a question.
// Errors: as Say.
func (s *Service) Propose(ctx context.Context, who authz.Actor, of id.Matter, outcome string) error {
	return s.move(ctx, who, of, "matter.propose", outcome, "Enter it in a sentence or two")
}

// Agree agrees to the outcome that the other side proposed, or closes an answered
// question. A note is optional.
// Errors: as Say.
func (s *Service) Agree(ctx context.Context, who authz.Actor, of id.Matter, note string) error {
	return s.move(ctx, who, of, "matter.agree", note, "")
}

// Withdraw takes a matter back; only the side that raised it can.
// Errors: as Say.
func (s *Service) Withdraw(ctx context.Context, who authz.Actor, of id.Matter, why string) error {
	return s.move(ctx, who, of, "matter.withdraw", why, "Enter the reason. The other side reads it")
}

// OpenMatter is nil if the actor may now do that to the matter.
// Errors: fault.Forbidden; fault.Conflict.
func (s *Service) OpenMatter(tx *db.Tx, who authz.Actor, m *Matter, verb string) error {
	if err := s.May(tx, who, authz.KeepLiaison, m.Org); err != nil {
		return err
	}
	side := agreement.SideOf(who)
	if m.Kind == Question && side == agreement.OfForce && !who.Can(authz.WriteAgreement) {
		return fault.New(fault.Forbidden, "You may not answer questions of organisations. That is for the scheme office.")
	}
	if m.Can(verb, side) {
		return nil
	}
	if !m.State.Live() {
		return fault.New(fault.Conflict, "This is over: %s. Raise it anew if it is not settled.", strings.ToLower(m.Standing()))
	}
	why := map[string]string{"matter.agree": "There is nothing proposed that is yours to agree to. Say what you think, or propose an outcome.",
		"matter.propose": "An outcome is proposed already. Agree to it, or say why not.", "matter.withdraw": "Only the side that raised it can withdraw it."}[verb]
	if m.Kind == Question {
		why = map[string]string{"matter.agree": "It is not answered yet.", "matter.propose": "It is answered already. The organisation may ask further.", "matter.withdraw": "It is answered. Close it instead."}[verb]
	}
	return fault.New(fault.Conflict, "%s", why)
}

// move runs an act on one matter, and tells the other party.
func (s *Service) move(ctx context.Context, who authz.Actor, of id.Matter, verb, text, missing string) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{matters.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := matters.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		if err := s.OpenMatter(tx, who, &v.State, verb); err != nil {
			return err
		}
		p, err := s.between(tx, who.Force, v.State.Org, register.Now(e.At))
		if err != nil {
			return err
		}
		var wrong fault.Fields
		text = wrong.Text("text", text, short, missing)
		if err := wrong.Err(); err != nil {
			return err
		}
		after := v.State.moved(verb, Word{Side: agreement.SideOf(who), By: who.Name, At: e.At, Text: text})
		for _, x := range about(matters.Subject(string(of)), after.Org) {
			e.Subject(x)
		}
		e.Say(p.org.State.Name+": "+matterActs[verb][after.Kind], "Joint operating protocol, clause 4.1")
		if err := s.tell(tx, e, who, &p, of, &after, verb); err != nil {
			return err
		}
		return matters.Put(tx, e, string(of), after, e.At, clock.Forever)
	})
	return err
}

// matterActs is each act in words, for the ledger and for the other party.
var matterActs = map[string]map[MatterKind]string{
	"matter.say":      {Issue: "something was said about an issue", Question: "something was said about a question"},
	"matter.propose":  {Issue: "an outcome of an issue was proposed", Question: "a question was answered"},
	"matter.agree":    {Issue: "an issue was closed on the outcome that was proposed", Question: "a question was closed"},
	"matter.withdraw": {Issue: "an issue was withdrawn", Question: "a question was withdrawn"},
}

// Dues is Matter.Due under the settings of a force, for who has read the matters.
func (s *Service) Dues(tx *db.Tx, force id.Force) (func(*Matter) clock.Day, error) {
	f, err := s.areas.Force(tx, force)
	return func(m *Matter) clock.Day { return m.Due(f.Settings) }, err
}
