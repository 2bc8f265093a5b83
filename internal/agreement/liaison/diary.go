package liaison

import (
	"fmt"
	"time"

	"watchword/internal/agreement"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Kinds of what waits or falls due between the parties.
const (
	ToMeet   diary.Kind = "meeting"
	ToMinute diary.Kind = "meeting-minutes"
	ToVerify diary.Kind = "contacts"

	ToAnswer   diary.Kind = "issue"
	ToRespond  diary.Kind = "question"
	ToEvaluate diary.Kind = "evaluation"
	ToDo       diary.Kind = "evaluation-action"
)

// pages is where an organisation's liaison is kept.
func pages(of id.Org) string { return "/organisations/" + string(of) }

// Diary says what waits for the actor between the parties, and what falls due: for the
// scheme office, the neighbourhood team, and the organisation’s liaison officers, whose
// authorised signatory sees it too.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.KeepLiaison) {
		return nil, nil
	}
	t, err := s.table(tx, who, w)
	if err != nil {
		return nil, err
	}
	for i := range t.orgs {
		o := &t.orgs[i]
		if who.May(authz.KeepLiaison, authz.Object{Org: id.Org(o.ID), Areas: o.State.Areas}) != nil {
			continue
		}
		t.toMeet(o)
		t.toVerify(o)
		t.toAnswer(o)
		t.toEvaluate(o)
	}
	diary.Sort(t.out)
	return t.out[:min(len(t.out), w.Limit)], nil
}

// tableau is what the items are made of, read once.
type tableau struct {
	who      authz.Actor
	w        diary.Window
	set      area.Settings
	orgs     []org.Version
	began    map[id.Org]clock.Day
	under    map[id.Org]agreement.Agreement
	meetings map[id.Org][]MeetingVersion
	checks   map[id.Org]checks
	matters  map[id.Org][]MatterVersion
	held     map[id.Org][]EvaluationVersion
	out      []diary.Item
}

func (s *Service) table(tx *db.Tx, who authz.Actor, w diary.Window) (*tableau, error) {
	t := &tableau{who: who, w: w, began: map[id.Org]clock.Day{}, under: map[id.Org]agreement.Agreement{}, checks: map[id.Org]checks{}, meetings: map[id.Org][]MeetingVersion{}}
	own := id.Org("")
	if who.Role.OfEmployer() {
		own = who.Org
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	t.set = f.Settings
	if own == "" {
		t.orgs, err = s.orgs.All(tx, who.Force, register.Now(w.At))
	} else {
		t.orgs = make([]org.Version, 1)
		t.orgs[0], err = s.orgs.Any(tx, who.Force, own, register.Now(w.At))
	}
	if err != nil {
		return nil, err
	}
	ms, err := current(tx, who.Force, own)
	for _, v := range ms {
		t.meetings[v.State.Org] = append(t.meetings[v.State.Org], v)
	}
	if err != nil {
		return nil, err
	}
	cs, err := contactChecks.Current(tx, who.Force, db.Where{}, "r.id", 1<<30)
	for _, v := range cs {
		t.checks[id.Org(v.ID)] = v.State
	}
	if err != nil {
		return nil, err
	}
	if err := t.readMatters(tx, own); err != nil {
		return nil, err
	}
	under, err := s.agreements.Protocols(tx, who.Force)
	if err != nil {
		return nil, err
	}
	for of, v := range under {
		if own == "" || of == own {
			t.under[of] = v.State
			if t.began[of], err = s.agreements.Began(tx, who.Force, v); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

// readMatters reads what is open between the parties, and their evaluations.
func (t *tableau) readMatters(tx *db.Tx, own id.Org) error {
	t.matters, t.held = map[id.Org][]MatterVersion{}, map[id.Org][]EvaluationVersion{}
	var where db.Where
	if own != "" {
		where.And("r.org_id = ?", string(own))
	}
	es, err := evaluations.Current(tx, t.who.Force, where, "r.id", 1<<30)
	for _, v := range es {
		t.held[v.State.Org] = append(t.held[v.State.Org], v)
	}
	if err != nil {
		return err
	}
	vs, err := matters.Current(tx, t.who.Force, MatterQuery{Org: own, Live: true}.where(), "r.id", 1<<30)
	for _, v := range vs {
		t.matters[v.State.Org] = append(t.matters[v.State.Org], v)
	}
	return err
}

// add adds an item about an organisation.
func (t *tableau) add(o *org.Version, kind diary.Kind, key, title, path string, since time.Time, due clock.Day, others bool) {
	t.out = append(t.out, diary.Item{Key: string(kind) + "/" + key, Kind: kind, Title: title, Link: path, Org: id.Org(o.ID), OrgName: o.State.Name, Since: since, Due: due, Others: others})
}

// toMeet adds the meeting that is due, and meetings of which something is to be written.
func (t *tableau) toMeet(o *org.Version) {
	if t.who.Role == authz.Delegate {
		return
	}
	of, name, others := id.Org(o.ID), o.State.Name, t.who.Role == authz.Signatory
	m := rhythm(t.meetings[of], t.began[of], t.set.MeetingMonths)
	p, planned := m.Planned()
	today := clock.DayOf(t.w.At)
	if m.Due != clock.NoDay && m.Due <= t.w.To && !(planned && p.State.Day < today) {
		title := "Plan the meeting of " + name + " with its neighbourhood team"
		if planned {
			title = "The meeting of " + name + " with its neighbourhood team is planned for " + p.State.Day.Long()
		}
		t.add(o, ToMeet, o.ID, title, pages(of)+"/meetings", time.Time{}, m.Due, others)
	}
	for _, v := range m.All {
		switch x := &v.State; {
		case x.State == Planned && x.Day < today:
			t.add(o, ToMeet, v.ID, "Record the meeting of "+name+" that was planned for "+x.Day.Long(), "/meetings/"+v.ID, x.Day.End(), clock.NoDay, others)
		case x.State == Held && !x.Minuted():
			t.add(o, ToMinute, v.ID, "Write the minutes of the meeting of "+name+" on "+x.Day.Long(), "/meetings/"+v.ID, x.Last.At, clock.NoDay, others)
		}
	}
}

// toVerify adds the contacts that are due to be verified and are the actor's to verify, as
// one.
func (t *tableau) toVerify(o *org.Version) {
	of := id.Org(o.ID)
	if t.who.Role == authz.Delegate || t.began[of] == clock.NoDay {
		return
	}
	under, due := t.under[of], clock.NoDay
	var mine []clock.Day
	for _, c := range directory(&o.State, &under, t.began[of], t.set.ContactMonths, t.checks[of]) {
		if c.Due > t.w.To || !MayVerify(t.who, c.Side) {
			continue
		}
		if mine = append(mine, c.Due); due == clock.NoDay || c.Due < due {
			due = c.Due
		}
	}
	n := 0 // due by the day of the first, or overdue with it: the same however far the window looks
	for _, d := range mine {
		if d <= max(due, clock.DayOf(t.w.At)) {
			n++
		}
	}
	title := fmt.Sprintf("Verify %d contacts with %s", n, o.State.Name)
	switch n {
	case 0:
		return
	case 1:
		title = "Verify a contact with " + o.State.Name
	}
	t.add(o, ToVerify, o.ID, title, pages(of)+"/directory", time.Time{}, due, t.who.Role == authz.Signatory)
}

// toAnswer adds the issues and questions whose turn is the actor's side's.
func (t *tableau) toAnswer(o *org.Version) {
	side, name := agreement.SideOf(t.who), o.State.Name
	if t.who.Role == authz.Delegate {
		return
	}
	for _, v := range t.matters[id.Org(o.ID)] {
		m := &v.State
		if m.Turn != side || m.Kind == Question && side == agreement.OfForce && !t.who.Can(authz.WriteAgreement) {
			continue
		}
		kind, does := ToAnswer, "Answer an issue with "
		switch {
		case m.Kind == Question && m.State == Proposed:
			kind, does = ToRespond, "Read the answer to a question of "
		case m.Kind == Question:
			kind, does = ToRespond, "Answer a question of "
		case m.State == Proposed:
			does = "Answer the outcome proposed of an issue with "
		}
		t.add(o, kind, v.ID, does+name+": "+m.Subject, "/issues/"+v.ID, m.Turned, m.Due(t.set), false)
		t.out[len(t.out)-1].Plain = does + name
	}
}

// toEvaluate adds the evaluation that is due, and the actions that are the actor's to do;
// the scheme office sees those of the organisation too.
func (t *tableau) toEvaluate(o *org.Version) {
	of, name, side := id.Org(o.ID), o.State.Name, agreement.SideOf(t.who)
	if t.who.Role == authz.Delegate {
		return
	}
	x := evaluated(t.held[of], t.began[of], t.set.EvaluationMonths)
	if x.Due != clock.NoDay && x.Due <= t.w.To {
		t.add(o, ToEvaluate, o.ID, "Evaluate the work with "+name, pages(of)+"/evaluations", time.Time{}, x.Due, t.who.Role == authz.Signatory)
	}
	for _, v := range x.All {
		for i, a := range v.State.Actions {
			if a.Done != clock.NoDay || a.Due > t.w.To || !MayDo(t.who, a.Side) {
				continue
			}
			t.add(o, ToDo, fmt.Sprint(v.ID, "/", i), name+": "+a.What, "/evaluations/"+v.ID, time.Time{}, a.Due, a.Side != side)
			t.out[len(t.out)-1].Plain = "An action after the evaluation of the work with " + name
		}
	}
}
