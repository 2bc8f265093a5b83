package apply

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
)

// Kinds of what waits or falls due with employers that want to join.
const (
	ToAnswerEnquiry diary.Kind = "enquiry"
	NextAction      diary.Kind = "prospect-action"
	ToAssess        diary.Kind = "application-assessment"
	ToDecide        diary.Kind = "application-decision"
	Consulting      diary.Kind = "application-consultation"
	EvidenceEnds    diary.Kind = "application-evidence"
)

// Diary says what waits for the actor with enquiries and applications, and what falls due.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	works, decides := who.Can(authz.WorkApplications), who.Can(authz.DecideOrg)
	if !works && !decides {
		return nil, nil
	}
	var out []diary.Item
	if works {
		var err error
		if out, err = s.ofProspects(tx, who.Force, w); err != nil {
			return nil, err
		}
	}
	more, err := s.ofApplications(tx, who.Force, w, works, decides)
	if err != nil {
		return nil, err
	}
	out = append(out, more...)
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}

// ofProspects is enquiries that nobody has taken up, and next actions.
func (s *Service) ofProspects(tx *db.Tx, force id.Force, w diary.Window) ([]diary.Item, error) {
	var open db.Where
	open.And("r.stage IN ('enquired', 'met', 'invited', 'applied')")
	vs, err := prospects.Current(tx, force, open, "r.next_day, r.id", 100000)
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, v := range vs {
		p := &v.State
		item := diary.Item{Link: "/prospects/" + v.ID, OrgName: p.Name}
		switch {
		case p.NextDay != clock.NoDay && p.NextDay <= w.To:
			item.Key, item.Kind, item.Title, item.Due = string(NextAction)+"/"+v.ID, NextAction, p.Name+": "+p.Next, p.NextDay
		case p.NextDay == clock.NoDay && p.Stage == Enquired:
			item.Key, item.Kind, item.Title, item.Since = string(ToAnswerEnquiry)+"/"+v.ID, ToAnswerEnquiry, "Answer the enquiry of "+p.Name, p.Made
		default:
			continue
		}
		out = append(out, item)
	}
	return out, nil
}

// ofApplications is applications to assess and to decide, answers that are awaited, and
// evidence that ends.
func (s *Service) ofApplications(tx *db.Tx, force id.Force, w diary.Window, works, decides bool) ([]diary.Item, error) {
	var live db.Where
	live.And("r.standing IN ('sent', 'recommended', 'approved')")
	vs, err := applications.Current(tx, force, live, "r.id", 100000)
	if err != nil || len(vs) == 0 {
		return nil, err
	}
	f, err := s.areas.Force(tx, force)
	var out []diary.Item
	for _, v := range vs {
		a := &v.State
		add := func(kind diary.Kind, part, title string, since time.Time, due clock.Day) {
			if due == clock.NoDay || due <= w.To {
				out = append(out, diary.Item{Key: string(kind) + "/" + v.ID + part, Kind: kind, Title: title, Link: "/applications/" + v.ID, Org: a.Org, OrgName: a.Name, Since: since, Due: due})
			}
		}
		switch {
		case a.State == Recommended && decides:
			add(ToDecide, "", "Decide on the application of "+a.Name, a.Since, clock.DayOf(a.Since)+clock.Day(f.Settings.DecideWithinDays))
		case a.State == Sent && works:
			add(ToAssess, "", "Assess the application of "+a.Name, a.Since, clock.NoDay)
			for _, c := range a.Consulted {
				if c.Answered == clock.NoDay {
					add(Consulting, "/"+c.With, c.With+" answers about "+a.Name, time.Time{}, c.AnswerBy)
				}
			}
		case a.State == Approved && works:
			for _, j := range a.Criteria {
				if j.Until != clock.NoDay {
					add(EvidenceEnds, "/"+j.Criterion, "Evidence of "+a.Name+" ends: "+j.Criterion, time.Time{}, j.Until)
				}
			}
		}
	}
	return out, err
}
