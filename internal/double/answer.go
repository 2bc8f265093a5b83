package double

import (
	"context"
	"fmt"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training/course"
	"watchword/internal/vetting"
)

// Entry is one entry of a pair, with what is held under it.
type Entry struct {
	ID      id.Person
	Person  person.Person
	OrgName string
	Numbers []string  // AP numbers ever given to it
	Accreds int       // accreditations, decided or not
	Live    string    // the AP number that is in force or suspended, or that one is with the delegate; empty: neither
	Appeal  bool      // an appeal waits
	Vetting string    // in words; empty if none was asked for
	Cleared bool      // a clearance holds
	Vetted  bool      // vetting is under way
	Heard   bool      // an appeal against the vetting unit waits
	Places  int       // places in training to come, or on a waiting list
	Account bool      // somebody signs in as this person
	Passes  int       // powers trained for
	Merged  clock.Day // when it was merged, where that is asked about
}

// Both is a pair looked at: the two entries, what was said of them, and for each that would
// go, why it cannot.
type Both struct {
	First, Second Entry
	Why           string   // they may be one person; empty if nothing found speaks for it
	Said          *Version // nil if nothing was said
	// Hinders is what speaks against merging the entry of that identity into the other.
	Hinders map[id.Person][]fault.Reason
}

// Look is a pair of entries as they stand. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Look(tx *db.Tx, who authz.Actor, of id.Pair) (Both, error) {
	out := Both{Hinders: map[id.Person][]fault.Reason{}}
	if err := who.May(authz.MergePersons, authz.Object{}); err != nil {
		return out, err
	}
	a, b, err := parts(of)
	if err != nil {
		return out, err
	}
	w := register.Now(s.Ledger.Now())
	if out.First, err = s.entry(tx, who.Force, a, w); err != nil {
		return out, err
	}
	if out.Second, err = s.entry(tx, who.Force, b, w); err != nil {
		return out, err
	}
	for _, e := range []*Entry{&out.First, &out.Second} {
		if err := s.engaged(tx, who, e, w); err != nil {
			return out, err
		}
	}
	for _, key := range keysOf(&out.First.Person) {
		for _, k := range keysOf(&out.Second.Person) {
			if k == key && out.Why == "" {
				out.Why = like(&out.First.Person, &out.Second.Person, key)
			}
		}
	}
	out.Hinders[a], out.Hinders[b] = hinders(&out.First, &out.Second), hinders(&out.Second, &out.First)
	v, err := table.Find(tx, who.Force, string(of), w)
	switch {
	case err == nil:
		out.Said = &v
	case fault.Is(err, fault.NotFound):
		err = nil
	}
	return out, err
}

// hinders is what speaks against merging an entry into another: nothing in force may be left
// under the one that goes, and nothing of worth be lost with it.
func hinders(goes, stays *Entry) []fault.Reason {
	var out []fault.Reason
	add := func(so bool, code, message, mend string) {
		if so {
			out = append(out, fault.Reason{Code: code, Message: message, Mend: mend})
		}
	}
	const other = "Let it stay, and the other go."
	if goes.Person.Org != stays.Person.Org {
		return []fault.Reason{{Code: "two.employers", Message: "The entries are with two employers, and an accreditation belongs to a person with one employer: both are right.", Source: "Police Reform Act 2002, s41(2), (8)", Mend: "Say that it is one person with two employers."}}
	}
	add(goes.Live != "" && stays.Live != "", "both.accreditation", "An accreditation is in force, suspended or with the delegate under each: "+goes.Live+" and "+stays.Live+".", "Withdraw or refuse the one that should not be, then merge.")
	add(goes.Live != "" && stays.Live == "", "other.accreditation", "An accreditation is in force, suspended or with the delegate under it: "+goes.Live+".", other)
	add(goes.Appeal || goes.Heard, "appeal", "An appeal waits under it.", "Let it be decided first.")
	add(goes.Cleared && !stays.Cleared, "other.clearance", "A clearance of the vetting unit holds under it, and none under the other.", other)
	add(goes.Vetted && !stays.Vetted && !stays.Cleared, "other.vetting", "Vetting is under way under it, and not under the other.", other)
	add(goes.Places > 0, "training.place", "A place in training, or on a waiting list, is taken under it.", "Give it up, and book it under the other entry.")
	add(goes.Account, "account", "Somebody signs in as this entry.", "End the account, or give it the other entry, first.")
	return out
}

// Saying is what is said of a pair.
type Saying struct {
	Verdict Verdict
	Stays   id.Person // of Merged
	Why     string
}

// Say says of two entries whether they are one person. What was said before may be said
// otherwise: of two entries that were merged, that they are two persons after all.
//
// Merging moves nothing and ends nothing but vetting that is under way twice: the entry that
// goes keeps its whole past, and nothing more is done about it.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Refused tells
// what is held under the entry that would go, and what to end first; fault.Conflict.
func (s *Service) Say(ctx context.Context, who authz.Actor, of id.Pair, said Saying) error {
	verb := map[Verdict]string{Merged: "person.merge"}[said.Verdict]
	if verb == "" {
		verb = "person.tell-apart"
	}
	a, b, err := parts(of)
	if err != nil {
		return err
	}
	_, err = s.Ledger.Do(ctx, who, verb, []ledger.Subject{table.Subject(string(of)), person.Subject(string(a)), person.Subject(string(b))}, func(tx *db.Tx, e *ledger.Draft) error {
		x, err := s.Look(tx, who, of)
		if err != nil {
			return err
		}
		p, err := said.onto(&x)
		if err != nil {
			return err
		}
		if x.Said != nil && x.Said.State.Verdict == Merged {
			if p.Verdict == Merged {
				return fault.New(fault.Conflict, "These entries were merged already. Say first that they are two persons after all.")
			}
			if err := s.Persons.ApartIn(tx, e, x.Said.State.Goes()); err != nil {
				return err
			}
		}
		p.By, p.At = who.Name, e.At
		basis := "Data Protection Act 2018, s38 (accuracy)"
		switch {
		case p.Verdict == Merged:
			if rs := x.Hinders[p.Goes()]; len(rs) > 0 {
				return fault.Because("This entry cannot be merged as things stand.", rs...)
			}
			if err := s.Persons.MergeIn(tx, e, p.Goes(), p.Stays); err != nil {
				return err
			}
			e.Say(x.First.Person.Name()+" was entered twice: the entries are merged", basis)
		case x.Said != nil && x.Said.State.Verdict == Merged:
			e.Say(fmt.Sprintf("%s and %s: the entries are taken apart again", x.First.Person.Name(), x.Second.Person.Name()), basis)
		default:
			e.Say(fmt.Sprintf("%s and %s: %s", x.First.Person.Name(), x.Second.Person.Name(), strings.ToLower(p.Verdict.Title())), basis)
		}
		return table.Put(tx, e, string(of), p, e.At, clock.Forever)
	})
	return err
}

// onto is the pair as it is said to be, if it can be said.
func (said Saying) onto(x *Both) (Pair, error) {
	p := Pair{First: x.First.ID, Second: x.Second.ID, Verdict: said.Verdict}
	var wrong fault.Fields
	switch {
	case said.Verdict.Title() == "":
		wrong.Add("verdict", "Choose what is right")
	case said.Verdict == Merged && said.Stays != p.First && said.Stays != p.Second:
		wrong.Add("stays", "Choose which entry stays")
	case said.Verdict == Merged:
		p.Stays = said.Stays
	case said.Verdict == TwoEmployers && x.First.Person.Org == x.Second.Person.Org:
		wrong.Add("verdict", "Both entries are with one employer")
	}
	p.Why = wrong.Text("why", said.Why, 1000, "Enter how you know")
	return p, wrong.Err()
}

// entry is an entry with its employer and its accreditations, as they stood.
func (s *Service) entry(tx *db.Tx, force id.Force, of id.Person, w register.When) (Entry, error) {
	v, err := s.Persons.Any(tx, force, of, w)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{ID: of, Person: v.State}
	o, err := s.Orgs.Any(tx, force, v.State.Org, w)
	if err != nil {
		return e, err
	}
	e.OrgName = o.State.Name
	vs, err := s.Accreds.Of(tx, force, of, w)
	e.accreditations(vs)
	return e, err
}

func (e *Entry) accreditations(vs []accred.Version) {
	e.Accreds = len(vs)
	for _, v := range vs {
		a := &v.State
		if a.Number != "" {
			e.Numbers = append(e.Numbers, a.Number)
		}
		if _, waits := a.Appeal(); waits {
			e.Appeal = true
		}
		switch {
		case a.State.Live():
			e.Live = "AP number " + a.Number
		case a.State == accred.Proposed && e.Live == "":
			e.Live = "one with the delegate"
		}
	}
}

// engaged adds what else is under way under an entry.
func (s *Service) engaged(tx *db.Tx, who authz.Actor, e *Entry, w register.When) error {
	now, err := s.Vettings.Of(tx, who.Force, e.ID, w)
	if err != nil {
		return err
	}
	if now.Outcome != "" {
		e.Vetting = now.Outcome.Title()
	}
	e.Cleared, e.Vetted = now.Until().After(w.At), now.Outcome == vetting.Waiting && !e.Person.Gone()
	cases, err := s.Envelopes.Of(tx, who, e.ID)
	if err != nil {
		return err
	}
	for _, c := range cases {
		e.Heard = e.Heard || c.State.Appealed != clock.NoDay && c.State.Heard == clock.NoDay && c.State.State.Open()
	}
	places, err := s.Courses.OfPerson(tx, who, e.ID, w)
	if err != nil {
		return err
	}
	for _, p := range places {
		if p.State.State == course.Booked || p.State.State == course.Waiting {
			e.Places++
		}
	}
	all, err := s.Accounts.Everybody(tx, who.Force)
	for _, h := range all {
		for _, a := range h.Acting {
			e.Account = e.Account || a.Person == e.ID
		}
	}
	return err
}

// entries is entries as lists show them, read at once.
func (s *Service) entries(tx *db.Tx, force id.Force, of []id.Person) (map[id.Person]Entry, error) {
	known, err := s.Persons.Several(tx, force, of)
	if err != nil {
		return nil, err
	}
	orgs, err := s.Orgs.All(tx, force, register.Now(s.Ledger.Now()))
	names := map[id.Org]string{}
	for i := range orgs {
		names[id.Org(orgs[i].ID)] = orgs[i].State.Name
	}
	out := make(map[id.Person]Entry, len(known))
	for p, x := range known {
		out[p] = Entry{ID: p, Person: x, OrgName: names[x.Org]}
	}
	return out, err
}

// Names is entries by identity, for lists of what was said. Errors: fault.Forbidden.
func (s *Service) Names(tx *db.Tx, who authz.Actor, vs []Version) (map[id.Person]Entry, error) {
	if err := who.May(authz.MergePersons, authz.Object{}); err != nil {
		return nil, err
	}
	var of []id.Person
	for i := range vs {
		of = append(of, vs[i].State.First, vs[i].State.Second)
	}
	return s.entries(tx, who.Force, of)
}

// ToLook is the kind of pairs that wait to be looked at.
const ToLook diary.Kind = "entered-twice"

// Diary says to the scheme office that persons may be entered twice.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.MergePersons) {
		return nil, nil
	}
	rows, n, err := likenesses(tx, who.Force, 0, 1)
	if err != nil || n == 0 {
		return nil, err
	}
	title := "A person may be entered twice"
	if n > 1 {
		title = fmt.Sprintf("%d pairs of entries may be one person each", n)
	}
	return []diary.Item{{Key: string(ToLook), Kind: ToLook, Title: title, Link: "/duplicates", Since: rows[0].found}}, nil
}
