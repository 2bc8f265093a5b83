package org_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
)

// signatory is the authorised signatory of an employer.
func signatory(w *accredtest.World, o id.Org) authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_sig", Name: "Priya Nair", Role: authz.Signatory, Org: o}
}

func contact(kind org.ContactKind, name string) org.Contact {
	return org.Contact{Kind: kind, Name: name}
}

func TestAnEmployerChangesItsContactsAndTheOfficeIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		before := w.Org(t, o).Contacts
		next := []org.Contact{contact(org.Signatory, "Priya Nair"), contact(org.Liaison, "Joanne Birtwell"), contact(org.Liaison, "Kit Sefton"), contact(org.Supervisor, "Gareth Lyle")}
		accredtest.Must(t, w.Orgs.ChangeContacts(t.Context(), signatory(w, o), o, next))
		got := w.Org(t, o)
		if diff := cmp.Diff(append(next, contact(org.PoliceLiaison, "Sgt Martin Askew")), got.Contacts); diff != "" {
			t.Errorf("the police liaison officer stays, the rest is as sent:\n%s", diff)
		}
		if got.Told == nil || got.Told.By != "Priya Nair" || !cmp.Equal(got.Told.Before, before) {
			t.Errorf("the office is told: %+v", got.Told)
		}
		next[3] = contact(org.Supervisor, "Bea Rudd")
		accredtest.Must(t, w.Orgs.ChangeContacts(t.Context(), signatory(w, o), o, next))
		if told := w.Org(t, o).Told; told == nil || !cmp.Equal(told.Before, before) {
			t.Errorf("of two changes the office sees what it last knew: %+v", told)
		}
		if err := w.Orgs.NoteContacts(t.Context(), signatory(w, o), o); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the employer notes its own change: %v", err)
		}
		accredtest.Must(t, w.Orgs.NoteContacts(t.Context(), w.Manager, o))
		if told := w.Org(t, o).Told; told != nil {
			t.Errorf("still told after it was noted: %+v", told)
		}
		if err := w.Orgs.NoteContacts(t.Context(), w.Manager, o); !fault.Is(err, fault.Conflict) {
			t.Errorf("noted twice: %v", err)
		}
		w.Verify(t)
	})
}

func TestContactsThatMayNotBeNamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		other := w.Council(t, "Quaymouth Borough Council")
		keep := []org.Contact{contact(org.Signatory, "Priya Nair"), contact(org.Liaison, "Joanne Birtwell"), contact(org.Liaison, "Idris Pugh"), contact(org.Supervisor, "Gareth Lyle")}
		with := func(c ...org.Contact) []org.Contact { return append(append([]org.Contact(nil), keep...), c...) }
		for _, tt := range []struct {
			name  string
			who   authz.Actor
			of    id.Org
			named []org.Contact
			want  fault.Kind
		}{
			{"those of another organisation", signatory(w, o), other, keep, fault.Forbidden},
			{"by a liaison officer", authz.Actor{Force: w.Force, Account: "acc_l", Role: authz.Liaison, Org: o}, o, keep, fault.Forbidden},
			{"the same again", signatory(w, o), o, keep, fault.Conflict},
			{"a police liaison officer by the employer", signatory(w, o), o, with(contact(org.PoliceLiaison, "Sgt Kit Quill")), fault.Invalid},
			{"a kind that is none", signatory(w, o), o, with(contact("owner", "Kit Quill")), fault.Invalid},
			{"nobody’s name", signatory(w, o), o, with(contact(org.Complaints, " ")), fault.Invalid},
			{"an address that is none", signatory(w, o), o, with(org.Contact{Kind: org.Complaints, Name: "Kit Quill", Email: "at the desk"}), fault.Invalid},
			{"one liaison officer while arrangements need two", signatory(w, o), o, keep[:2:2], fault.Refused},
			{"nobody at all", w.Manager, o, nil, fault.Refused},
		} {
			if err := w.Orgs.ChangeContacts(t.Context(), tt.who, tt.of, tt.named); !fault.Is(err, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
			}
		}
		accredtest.Must(t, w.Orgs.ChangeContacts(t.Context(), w.Manager, other, nil)) // it only applies
		accredtest.Must(t, w.Orgs.ChangeContacts(t.Context(), w.Manager, o, with(contact(org.PoliceLiaison, "Sgt Kit Quill"))))
		if got := w.Org(t, o); got.Told != nil || got.Of(org.PoliceLiaison)[0].Name != "Sgt Kit Quill" {
			t.Errorf("the office names the police liaison officer, and is not told of its own change: %+v", got.Of(org.PoliceLiaison))
		}
	})
}
