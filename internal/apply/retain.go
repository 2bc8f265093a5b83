package apply

import (
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/retain"
)

// Retention is the rules for what enquiries and applications that came to nothing say of
// people.
func (s *Service) Retention() []retain.Source {
	return []retain.Source{
		{Kind: "application", Title: "Applications refused or withdrawn", Setting: "application_keep_months",
			What:    "The form with whom it names, its files, the contact, and what was written down in the assessment are erased, with those of the enquiry it came from. The organisation, the criteria with their outcome, the days and the decision stay.",
			Months:  func(set area.Settings) int { return set.ApplicationKeepMonths },
			Subject: func(of string) ledger.Subject { return Subject(of) }, Over: overApplications, Empty: emptyApplication},
		{Kind: "enquiry", Title: "Enquiries that came to nothing", Setting: "enquiry_keep_months",
			What:    "The contact, the purpose in their words, and what was written down are erased. The organisation, the powers and numbers, the stages and their days stay.",
			Months:  func(set area.Settings) int { return set.EnquiryKeepMonths },
			Subject: func(of string) ledger.Subject { return prospects.Subject(of) }, Over: overProspects, Empty: emptyProspect},
	}
}

// kept is a fault if the personal data was erased: nothing can be done with the rest.
func kept(erased clock.Day) error {
	if erased == clock.NoDay {
		return nil
	}
	return fault.New(fault.Conflict, "The personal data of this was erased on %s, so nothing can be done with it. The employer can ask again.", erased.Long())
}

func overApplications(tx *db.Tx, force id.Force, by clock.Day) ([]retain.Record, error) {
	var where db.Where
	where.And("r.standing IN ('refused', 'withdrawn')")
	all, err := applications.Current(tx, force, where, "r.id", 1000000)
	var out []retain.Record
	for _, v := range all {
		if a := &v.State; a.Erased == clock.NoDay && clock.DayOf(a.Since) <= by {
			out = append(out, retain.Record{ID: v.ID, Name: "Application " + a.Reference + " of " + a.Name, Link: "/applications/" + v.ID, Ended: clock.DayOf(a.Since), Org: a.Org})
		}
	}
	return out, err
}

// overProspects is the enquiries that were closed without an application: with one, they
// follow it.
func overProspects(tx *db.Tx, force id.Force, by clock.Day) ([]retain.Record, error) {
	var where db.Where
	where.And("r.stage = 'closed'")
	all, err := prospects.Current(tx, force, where, "r.id", 1000000)
	var out []retain.Record
	for _, v := range all {
		if p := &v.State; p.Erased == clock.NoDay && p.Application == "" && clock.DayOf(p.Since) <= by {
			out = append(out, retain.Record{ID: v.ID, Name: "Enquiry " + p.Reference + " of " + p.Name, Link: "/prospects/" + v.ID, Ended: clock.DayOf(p.Since)})
		}
	}
	return out, err
}

func emptyProspect(tx *db.Tx, e *ledger.Draft, of string) (retain.Emptied, error) {
	day := clock.DayOf(e.At)
	return retain.Emptied{}, prospects.Redact(tx, e, of, func(p Prospect) Prospect { return p.erased(day) })
}

// emptyApplication erases what an application says of people, what was filled in and not
// sent, and its links; and its enquiry, if it is closed and has no other application.
func emptyApplication(tx *db.Tx, e *ledger.Draft, of string) (retain.Emptied, error) {
	var out retain.Emptied
	history, err := applications.History(tx, e.Force, of, true)
	if err != nil || len(history) == 0 {
		return out, err
	}
	seen := map[string]bool{"": true}
	add := func(hash string) {
		if !seen[hash] {
			seen[hash] = true
			out.Files = append(out.Files, hash)
		}
	}
	for _, v := range history {
		if f := v.State.Form; f != nil {
			add(f.Photo)
			for _, u := range f.Uploads {
				add(u.Hash)
			}
		}
	}
	draft, _, err := findDraft(tx, e.Force, id.Application(of))
	if err != nil {
		return out, err
	}
	add(draft.Photo)
	for _, u := range draft.Uploads {
		add(u.Hash)
	}
	day := clock.DayOf(e.At)
	if err := applications.Redact(tx, e, of, func(a Application) Application { return a.erased(day) }); err != nil {
		return out, err
	}
	if err := deleteDraft(tx, e.Force, id.Application(of)); err != nil {
		return out, err
	}
	if err := endLinks(tx, e.Force, id.Application(of), e.At); err != nil {
		return out, err
	}
	from := string(history[0].State.Prospect)
	p, err := prospects.Find(tx, e.Force, from, register.Now(e.At))
	if err != nil || p.State.Stage != Closed || p.State.Erased != clock.NoDay || p.State.Application != id.Application(of) {
		return out, err
	}
	out.Also = append(out.Also, prospects.Subject(from))
	_, err = emptyProspect(tx, e, from)
	return out, err
}

// erased is what is left of an enquiry: what counts, and nothing that tells of a person.
func (p Prospect) erased(day clock.Day) Prospect {
	p = p.copy()
	p.Erased = day
	p.Contact, p.Purpose, p.Why, p.Next, p.Owner, p.Notes = Contact{}, "", "", "", "", nil
	if p.Met != nil {
		p.Met = &Met{On: p.Met.On, By: p.Met.By}
	}
	return p
}

// erased is what is left of an application: what counts, and nothing that tells of a person
// outside the office.
func (a Application) erased(day clock.Day) Application {
	a = a.copy()
	a.Erased = day
	a.Contact, a.By, a.Why, a.Visits, a.Company = Contact{}, "", "", nil, nil
	if a.Form != nil {
		a.Form = &Form{}
	}
	for i := range a.Sent {
		a.Sent[i].Signed = ""
	}
	for i := range a.Asked {
		a.Asked[i].Text = ""
	}
	for i := range a.Criteria {
		a.Criteria[i].Evidence = ""
	}
	for i := range a.Consulted {
		a.Consulted[i].Text = ""
	}
	if r := a.Recommended; r != nil {
		a.Recommended = &Recommendation{For: r.For, By: r.By, Account: r.Account, At: r.At}
	}
	if d := a.Decided; d != nil {
		x := *d
		x.Why = ""
		a.Decided = &x
	}
	return a
}
