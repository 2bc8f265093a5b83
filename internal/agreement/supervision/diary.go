package supervision

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Kinds of what falls due with supervision.
const (
	ToVisit  diary.Kind = "supervision-visit"
	ToSample diary.Kind = "supervision-sample"
	ToMend   diary.Kind = "supervision-finding"
	ToPlan   diary.Kind = "supervision-plan"
)

// Diary says what falls due with supervision, and what waits: visits and samples, what was
// found and is to be put right, plans that are not written. They are the organisation's to
// see to; the scheme office sees what is overdue.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.KeepSupervision) || who.Role == authz.Neighbourhood {
		return nil, nil
	}
	today, theirs := clock.DayOf(w.At), !who.Role.OfEmployer()
	all, err := s.all(tx, who, register.Now(w.At), !theirs) // the persons of all employers are many
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, l := range all {
		if l.VisitDue == clock.NoDay || l.Persons == 0 && !theirs {
			continue // nobody to supervise, or no protocol that asks for it
		}
		of, name := id.Org(l.Org.ID), l.Org.State.Name
		page := "/organisations/" + l.Org.ID + "/supervision"
		add := func(kind diary.Kind, key, title, link string, since time.Time, due clock.Day) {
			if due > w.To || theirs && due >= today {
				return
			}
			out = append(out, diary.Item{Key: string(kind) + "/" + key, Kind: kind, Title: title, Link: link, Org: of, OrgName: name, Since: since, Due: due, Others: theirs})
		}
		add(ToVisit, l.Org.ID, "Make a supervision visit at "+name, page, time.Time{}, l.VisitDue)
		add(ToSample, l.Org.ID, "Look through a sample of notebooks, notices and reports at "+name, page, time.Time{}, l.SampleDue)
		for _, v := range l.Visits {
			x := &v.State
			switch {
			case x.Open():
				add(ToMend, v.ID, "Put right what was found at "+name+" on "+x.Day.Long(), "/supervision-visits/"+v.ID, time.Time{}, x.MendBy)
			case x.State == Planned && x.Day < today:
				add(ToVisit, v.ID, "Record the "+lower(x.Kind.Title())+" at "+name+" that was planned for "+x.Day.Long(), "/supervision-visits/"+v.ID, x.Day.End(), clock.NoDay)
			}
		}
		if !l.Plan.Written() && who.Can(authz.KeepLiaison) && !theirs {
			add(ToPlan, l.Org.ID, "Write the supervision plan of "+name, page, l.Org.From, clock.NoDay)
		}
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}

func lower(s string) string { return string(s[0]|0x20) + s[1:] }
