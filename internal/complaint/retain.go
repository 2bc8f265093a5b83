package complaint

import (
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/retain"
)

// Retention is the rule for what a complaint says of people: the complainant, who is complained
// of, and what was written down.
func (s *Service) Retention() retain.Source {
	return retain.Source{
		Kind: "complaint", Title: "Complaints and praise", Setting: "complaint_keep_months",
		What:    "Who complained, their words and files, whom it was about, and what was written down on the way are erased. The organisation, the matters, the days and the finding stay.",
		Months:  func(set area.Settings) int { return set.ComplaintKeepMonths },
		Subject: func(of string) ledger.Subject { return Subject(of) },
		Over:    s.over, Empty: s.empty,
	}
}

// over is the complaints that came to their end by the day and still say who is who.
func (s *Service) over(tx *db.Tx, force id.Force, by clock.Day) ([]retain.Record, error) {
	var where db.Where
	where.And("r.standing IN ('decided', 'reviewed', 'withdrawn', 'passed') AND r.received_at < ?", by.End())
	all, err := table.Current(tx, force, where, "r.received_at, r.id", 1000000)
	var out []retain.Record
	for _, v := range all {
		if c := &v.State; c.Erased == clock.NoDay && clock.DayOf(c.Since) <= by {
			out = append(out, retain.Record{ID: v.ID, Name: c.title(), Link: "/complaints/" + v.ID, Ended: clock.DayOf(c.Since), Org: c.Org})
		}
	}
	return out, err
}

// empty erases what a complaint says of people, and ends its links.
func (s *Service) empty(tx *db.Tx, e *ledger.Draft, of string) (retain.Emptied, error) {
	var out retain.Emptied
	history, err := table.History(tx, e.Force, of, true)
	if err != nil {
		return out, err
	}
	seen := map[string]bool{}
	for _, v := range history {
		for _, said := range v.State.Said {
			for _, f := range said.Files {
				if !seen[f.Hash] {
					seen[f.Hash] = true
					out.Files = append(out.Files, f.Hash)
				}
			}
		}
	}
	day := clock.DayOf(e.At)
	if err := table.Redact(tx, e, of, func(c Complaint) Complaint { return c.erased(day) }); err != nil {
		return out, err
	}
	return out, endLinks(tx, e.Force, id.Complaint(of), e.At)
}

// erased is what is left of a complaint: what counts, and nothing that tells of a person. Who
// of the office decided stays.
func (c Complaint) erased(day clock.Day) Complaint {
	c = c.copy()
	c.Erased = day
	c.Number, c.Looks, c.Where, c.Time, c.From = "", "", "", "", Party{}
	c.Said, c.Enquiries, c.Gist, c.By, c.Why = nil, nil, "", "", ""
	c.Person, c.Accreditation = "", ""
	c.Suspended, c.Weighed, c.Asked = nil, own(c.Weighed), own(c.Asked)
	c.Report, c.Outcome, c.Review = own(c.Report), own(c.Outcome), own(c.Review)
	if c.Weighed != nil {
		c.Weighed.Text = ""
	}
	if c.Asked != nil {
		c.Asked.By, c.Asked.Text = "", ""
	}
	if c.Referred != nil {
		c.Referred.Text, c.Referred.Answer = "", ""
	}
	if c.Assigned != nil {
		c.Assigned.Name = ""
	}
	for _, o := range []*Outcome{c.Report, c.Outcome, c.Review} {
		if o != nil {
			o.Text, o.Learning = "", ""
		}
	}
	return c
}

// kept is a fault if the personal data of a complaint was erased: nothing can be done with it.
func (c *Complaint) kept() error {
	if c.Erased == clock.NoDay {
		return nil
	}
	return fault.New(fault.Conflict, "The personal data of this complaint was erased on %s, so nothing can be done with it.", c.Erased.Long())
}
