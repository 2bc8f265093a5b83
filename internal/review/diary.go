package review

import (
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Kinds of what waits or falls due here.
const (
	ToOpen   diary.Kind = "power-review"
	ToAnswer diary.Kind = "power-review-answer"
	ToDecide diary.Kind = "power-review-decision"
)

// Diary says to the scheme office which organisations' powers are to be reviewed, to an
// organisation what it is to answer, and to the delegate what is to be decided.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	opens, answers, decides := who.Can(authz.KeepReviews), who.Can(authz.AnswerReviews), who.Can(authz.DecideOrg) && who.Can(authz.ReadReviews)
	if !opens && !answers && !decides {
		return nil, nil
	}
	all, err := s.All(tx, who, register.Now(w.At))
	if err != nil {
		return nil, err
	}
	today := clock.DayOf(w.At)
	var out []diary.Item
	for i := range all {
		c := &all[i]
		name, at := c.Org.State.Name, id.Org(c.Org.ID)
		if opens && c.Due != clock.NoDay && c.Due <= w.To {
			out = append(out, diary.Item{Key: string(ToOpen) + "/" + c.Org.ID, Kind: ToOpen, Title: "Review the powers of " + name, Link: "/organisations/" + c.Org.ID + "/power-reviews", Org: at, OrgName: name, Due: c.Due})
		}
		v, open := c.Open()
		if !open {
			continue
		}
		r, link := &v.State, "/power-reviews/"+v.ID
		switch {
		case r.State == Asked && answers && r.Due <= w.To:
			out = append(out, diary.Item{Key: string(ToAnswer) + "/" + v.ID, Kind: ToAnswer, Title: "Say which powers you used and still need", Link: link + "/answer", Org: at, OrgName: name, Since: r.Asked.At, Due: r.Due})
		case r.State == Asked && decides && r.Due < today:
			out = append(out, diary.Item{Key: string(ToDecide) + "/" + v.ID, Kind: ToDecide, Title: "Decide the review of the powers of " + name + ", which has not answered", Link: link, Org: at, OrgName: name, Since: r.Due.End()})
		case r.State == Asked && opens && r.Due <= w.To:
			out = append(out, diary.Item{Key: string(ToAnswer) + "/" + v.ID, Kind: ToAnswer, Title: name + " says which powers it used and still needs", Link: link, Org: at, OrgName: name, Since: r.Asked.At, Due: r.Due, Others: true})
		case r.State == Answered && decides:
			out = append(out, diary.Item{Key: string(ToDecide) + "/" + v.ID, Kind: ToDecide, Title: "Decide the review of the powers of " + name, Link: link, Org: at, OrgName: name, Since: r.Answered.At})
		case r.State == Answered && opens:
			out = append(out, diary.Item{Key: string(ToDecide) + "/" + v.ID, Kind: ToDecide, Title: "The review of the powers of " + name + " waits for the delegate", Link: link, Org: at, OrgName: name, Since: r.Answered.At, Others: true})
		}
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}
