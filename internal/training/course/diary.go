package course

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Kinds of what waits or falls due.
const (
	ToAssess    diary.Kind = "training-results"
	ToStaff     diary.Kind = "training-trainer"
	ToRefresh   diary.Kind = "training-refresher"
	ToApprove   diary.Kind = "training-provider"
	ToQualify   diary.Kind = "trainer-qualification"
	ToAttend    diary.Kind = "training-session"
	ToAgreeRule diary.Kind = "999-rule"
)

// Diary says what of training waits for the actor, and what falls due: for trainers and the
// scheme office the calendar, approvals and refreshers; for an employer its people's
// refreshers; for a person their own sessions and the 999 rule.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	var out []diary.Item
	var err error
	switch {
	case who.Can(authz.KeepTraining):
		if out, err = s.calendar(tx, who, w); err == nil {
			out, err = s.approvals(tx, who, w, out)
		}
		if err == nil {
			out, err = s.refreshers(tx, who, w, out)
		}
	case who.Can(authz.BookTraining):
		out, err = s.refreshers(tx, who, w, nil)
	case who.Can(authz.OwnTraining) && who.Person != "":
		out, err = s.own(tx, who, w)
	}
	if err != nil {
		return nil, err
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}

// calendar is the sessions that want results, or a trainer.
func (s *Service) calendar(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	today := clock.DayOf(w.At)
	all, err := s.planned(tx, who.Force)
	var out []diary.Item
	for _, v := range all {
		x, path := &v.State, "/training/sessions/"+v.ID
		switch {
		case x.Last < today:
			out = append(out, diary.Item{Key: string(ToAssess) + "/" + v.ID, Kind: ToAssess, Title: "Record the results of the session of " + x.Days(), Link: path + "/results", Since: x.Last.End()})
		case x.Trainer == "" && x.First <= w.To:
			out = append(out, diary.Item{Key: string(ToStaff) + "/" + v.ID, Kind: ToStaff, Title: "Name who teaches the session of " + x.Days(), Link: path, Due: x.First})
		}
	}
	return out, err
}

// approvals is the approvals and qualifications that come to their end.
func (s *Service) approvals(tx *db.Tx, who authz.Actor, w diary.Window, out []diary.Item) ([]diary.Item, error) {
	today := clock.DayOf(w.At)
	ps, err := s.Providers(tx, who, register.Now(w.At))
	if err != nil {
		return nil, err
	}
	others := !who.Can(authz.ApproveTraining)
	for _, v := range ps {
		if p := &v.State; p.Closed == clock.NoDay && p.Until != clock.NoDay && p.Until <= w.To && p.Until >= today.AddMonths(-1) {
			out = append(out, diary.Item{Key: string(ToApprove) + "/" + v.ID, Kind: ToApprove, Title: "The approval of " + p.Name + " to deliver training ends", Link: "/training/providers/" + v.ID, Due: p.Until,
				Itself: "No session of theirs can be assessed after it.", Others: others})
		}
	}
	ts, err := s.Trainers(tx, who, register.Now(w.At))
	for _, v := range ts {
		until, has := v.State.Until()
		if v.State.Ended == clock.NoDay && has && until != clock.NoDay && until <= w.To && until >= today.AddMonths(-1) {
			out = append(out, diary.Item{Key: string(ToQualify) + "/" + v.ID, Kind: ToQualify, Title: "The qualification of the trainer " + v.State.Name + " ends", Plain: "The qualification of a trainer ends", Link: "/training/trainers/" + v.ID, Due: until,
				Itself: "They cannot assess a session after it.", Others: others})
		}
	}
	return out, err
}

// refreshers is how many people are due a refresher and have no place, as one; whose pass
// runs out by then is told of as a lapse already.
func (s *Service) refreshers(tx *db.Tx, who authz.Actor, w diary.Window, out []diary.Item) ([]diary.Item, error) {
	all, err := diary.Rows(w, string(ToRefresh), who, []authz.Permission{authz.ReadTraining}, func(of authz.Actor) ([]Due, error) { return s.Due(tx, of, w.To) })
	first, n := clock.NoDay, 0
	for _, d := range all {
		if d.Booked == clock.NoDay && !d.Runs {
			if n++; first == clock.NoDay {
				first = d.Day
			}
		}
	}
	if err != nil || n == 0 {
		return out, err
	}
	title := "Book a refresher for " + people(n)
	return append(out, diary.Item{Key: string(ToRefresh) + "/" + string(who.Org), Kind: ToRefresh, Title: title, Link: "/training/due", Org: who.Org, Due: first, Others: who.Org == "" && who.Role == authz.SchemeManager}), nil
}

// own is what waits for a person, and the sessions in which they have a place.
func (s *Service) own(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	p, err := s.persons.Any(tx, who.Force, who.Person, register.Now(w.At))
	if err != nil || p.State.Gone() {
		return nil, err
	}
	var out []diary.Item
	if _, ok, err := s.Acknowledged(tx, who.Force, who.Person, register.Now(w.At)); err != nil {
		return nil, err
	} else if !ok {
		out = append(out, diary.Item{Key: string(ToAgreeRule) + "/" + string(who.Person), Kind: ToAgreeRule, Title: "Read and acknowledge the 999 rule", Link: "/my-training/999", Person: who.Person, Since: since(p.State.Joined, p.From)})
	}
	places, err := s.ofPerson(tx, who.Force, who.Person, register.Now(w.At))
	for _, v := range places {
		if v.State.State != Booked {
			continue
		}
		x, err := sessionTable.Find(tx, who.Force, string(v.State.Session), register.Now(w.At))
		if err != nil {
			return nil, err
		}
		if x.State.First >= clock.DayOf(w.At) && x.State.First <= w.To {
			out = append(out, diary.Item{Key: string(ToAttend) + "/" + v.ID, Kind: ToAttend, Title: "Training: " + x.State.Days() + ", " + x.State.Venue, Link: "/my-training", Person: id.Person(who.Person), Due: x.State.First})
		}
	}
	return out, err
}

func since(day clock.Day, from time.Time) time.Time {
	if day == clock.NoDay {
		return from
	}
	return day.Start()
}
