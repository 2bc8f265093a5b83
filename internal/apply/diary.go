package apply

import (
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
)

// Diary says what waits for the actor with enquiries and applications, and what falls due.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.WorkApplications) {
		return nil, nil
	}
	out, err := s.ofProspects(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
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
