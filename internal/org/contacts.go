package org

import (
	"context"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// ContactsChange tells that an employer changed its own contacts. It stands in the entry
// until the scheme office has noted it.
type ContactsChange struct {
	By      string     `json:"by"`
	Account id.Account `json:"account,omitempty"`
	At      time.Time  `json:"at"`
	Before  []Contact  `json:"before,omitempty"` // as the office last knew them
}

// ChangeContacts names an organisation's contacts anew. What an employer changes itself is
// told to the scheme office; the police liaison officer is the force's to name, and stays.
// While arrangements stand, nobody they need is taken away without another in their place.
//
// Errors: fault.Forbidden; fault.Invalid names the fields; fault.Refused with whom the
// arrangements need; fault.Conflict if nothing is different.
//
// Law: joint operating protocol, clauses 1.3 and 2.2.
func (s *Service) ChangeContacts(ctx context.Context, who authz.Actor, org id.Org, contacts []Contact) error {
	return s.contacts(ctx, who, org, "organisation.contacts", authz.ChangeContacts, func(e *ledger.Draft, o *Organisation) error {
		reach, _ := who.Reach(authz.ChangeContacts)
		before := slices.Clone(o.Contacts)
		if err := o.name(contacts, reach == authz.OwnOrg); err != nil {
			return err
		}
		if same(before, o.Contacts) {
			return fault.New(fault.Conflict, "These are the contacts already. Nothing is changed.")
		}
		if reach == authz.OwnOrg {
			if o.Told != nil {
				before = o.Told.Before
			}
			o.Told = &ContactsChange{By: who.Name, Account: who.Account, At: e.At, Before: before}
		}
		e.Say(o.Name+": contacts changed", "Joint operating protocol, clause 2.2")
		return nil
	})
}

// NoteContacts says that the scheme office has looked at what an employer changed.
// Errors: fault.Forbidden; fault.Conflict if there is nothing to note.
func (s *Service) NoteContacts(ctx context.Context, who authz.Actor, org id.Org) error {
	return s.contacts(ctx, who, org, "organisation.contacts-noted", authz.ChangeOrg, func(e *ledger.Draft, o *Organisation) error {
		if o.Told == nil {
			return fault.New(fault.Conflict, "There is no change of contacts to note: somebody has done so.")
		}
		e.Say(o.Name+": change of contacts by "+o.Told.By+" noted", "")
		o.Told = nil
		return nil
	})
}

// contacts runs a use case on the contacts alone.
func (s *Service) contacts(ctx context.Context, who authz.Actor, org id.Org, verb string, needs authz.Permission, change func(*ledger.Draft, *Organisation) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{table.Subject(string(org))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(needs, authz.Object{Org: org}); err != nil {
			return err
		}
		v, err := table.Find(tx, who.Force, string(org), register.Now(e.At))
		if err != nil {
			return err
		}
		after := v.State.copy()
		if err := change(e, &after); err != nil {
			return err
		}
		return s.put(tx, e, Change{Org: org, Before: v.State, After: after, From: e.At})
	})
	return err
}

// name takes the contacts, of which an employer does not change those of the police.
func (o *Organisation) name(contacts []Contact, employer bool) error {
	var wrong fault.Fields
	before := *o
	police := before.Of(PoliceLiaison)
	o.Contacts = slices.Clone(contacts)
	o.checkContacts(&wrong)
	if employer {
		for i, c := range contacts {
			if c.Kind == PoliceLiaison && !slices.Contains(police, c) {
				wrong.Add("contacts["+itoa(i)+"].kind", "The police liaison officer is the force’s to name. Choose what else this contact is")
			}
		}
		o.Contacts = slices.DeleteFunc(o.Contacts, func(c Contact) bool { return c.Kind == PoliceLiaison })
		o.Contacts = append(o.Contacts, police...)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if o.State != InForce && o.State != Suspended {
		return nil
	}
	var lost []fault.Reason
	for _, r := range o.missingContacts() {
		if !slices.ContainsFunc(before.missingContacts(), func(x fault.Reason) bool { return x.Code == r.Code }) {
			lost = append(lost, r)
		}
	}
	if len(lost) > 0 {
		return fault.Because("While the arrangements stand, they need these contacts. Name another in place of whoever goes.", lost...)
	}
	return nil
}

// same reports whether two lists name the same contacts, in whatever order.
func same(a, b []Contact) bool {
	n := map[Contact]int{}
	for _, c := range a {
		n[c]++
	}
	for _, c := range b {
		n[c]--
	}
	return !slices.ContainsFunc(append(slices.Clone(a), b...), func(c Contact) bool { return n[c] != 0 })
}

// missingContacts is what arrangements need of contacts and do not have.
func (o *Organisation) missingContacts() []fault.Reason {
	var out []fault.Reason
	for _, x := range []struct {
		kind                  ContactKind
		least                 int
		code, message, source string
	}{
		{Signatory, 1, "contact.signatory", "An authorised signatory is named.", "Joint operating protocol, clause 1.3"},
		{Liaison, 2, "contact.liaison", "Two liaison officers are named.", "Joint operating protocol, clause 2.2 iii"},
		{Supervisor, 1, "contact.supervisor", "A supervisor is named.", "Joint operating protocol, clause 2.2 iv; Police Reform Act 2002, s40(8)"},
	} {
		if len(o.Of(x.kind)) < x.least {
			out = append(out, fault.Reason{Code: x.code, Message: x.message, Source: x.source})
		}
	}
	return out
}
