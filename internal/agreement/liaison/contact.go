package liaison

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Kinds of contact that a protocol names and the register need not.
const (
	Chief org.ContactKind = "chief-inspector" // who signed for the force
	Lead  org.ContactKind = "lead"            // who signed for the organisation
)

// check is that a contact could be reached so on a day. It holds for these very details:
// once any is changed, the contact is not verified.
type check struct {
	Contact org.Contact `json:"contact"`
	Day     clock.Day   `json:"day"`
	By      string      `json:"by"`
}

// checks is what was verified of one organisation's contacts.
type checks struct {
	All []check `json:"all,omitempty"`
}

var contactChecks = &register.Table[checks]{Name: "contact_check", What: "directory of contacts", Values: func(checks) []any { return nil }}

// ContactRows reads the register of verified contacts for ledger.Verify.
var ContactRows = contactChecks.Rows

// Entry is one contact of the directory.
type Entry struct {
	org.Contact
	Key      string // names it while its details are these
	Side     agreement.Side
	Verified clock.Day // clock.NoDay: never, with these details
	By       string
	Due      clock.Day // the last day in time to verify it; clock.NoDay without a protocol in force
}

// key is the fingerprint of a contact's details.
func key(c org.Contact) string {
	return string(agreement.HashOf(strings.Join([]string{string(c.Kind), c.Name, c.Post, c.Email, c.Phone}, "\n")))[:16]
}

// Directory is the contacts of an organisation and of the force for it, as they stood,
// those of the force first. Errors: fault.Forbidden, fault.NotFound.
//
// Law: joint operating protocol, clause 3.1.
func (s *Service) Directory(tx *db.Tx, who authz.Actor, with id.Org, w register.When) ([]Entry, error) {
	if err := s.May(tx, who, authz.ReadAgreement, with); err != nil {
		return nil, err
	}
	p, err := s.between(tx, who.Force, with, w)
	if err != nil {
		return nil, err
	}
	v, err := contactChecks.Find(tx, who.Force, string(with), w)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	return directory(&p.org.State, &p.under.State, p.began, p.force.Settings.ContactMonths, v.State), nil
}

// directory is the contacts in order, each with when it was verified and is to be again.
func directory(o *org.Organisation, under *agreement.Agreement, began clock.Day, months int, seen checks) []Entry {
	all := slices.Clone(o.Contacts)
	for _, x := range []org.Contact{{Kind: Chief, Name: under.Chief}, {Kind: Lead, Name: under.Lead}} {
		if x.Name != "" && !slices.ContainsFunc(all, func(c org.Contact) bool { return authz.SameName(c.Name, x.Name) }) {
			all = append(all, x)
		}
	}
	var ours, theirs []Entry
	for _, c := range all {
		e := Entry{Contact: c, Key: key(c), Side: agreement.OfOrg}
		for _, k := range seen.All {
			if k.Contact == c {
				e.Verified, e.By = k.Day, k.By
			}
		}
		e.Due = next(began, e.Verified, months)
		if c.Kind == org.PoliceLiaison || c.Kind == Chief {
			e.Side = agreement.OfForce
			ours = append(ours, e)
		} else {
			theirs = append(theirs, e)
		}
	}
	return append(ours, theirs...)
}

// MayVerify reports whether it is the actor's to verify a contact of that side: those of
// their own, and the scheme office every one.
func MayVerify(who authz.Actor, side agreement.Side) bool {
	return who.Can(authz.KeepLiaison) && (who.Can(authz.WriteAgreement) || agreement.SideOf(who) == side)
}

// Verify records that a contact of the directory can be reached as it stands, today. The
// contact is named by its key, so that nobody verifies details that they did not read.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict if the details have changed, or
// were verified today already.
//
// Law: joint operating protocol, clause 3.1.
func (s *Service) Verify(ctx context.Context, who authz.Actor, with id.Org, of string) error {
	_, err := s.ledger.Do(ctx, who, "contact.verify", about(contactChecks.Subject(string(with)), with), func(tx *db.Tx, e *ledger.Draft) error {
		if err := s.May(tx, who, authz.KeepLiaison, with); err != nil {
			return err
		}
		all, err := s.Directory(tx, who, with, register.Now(e.At))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(x Entry) bool { return x.Key == of })
		today := clock.DayOf(e.At)
		switch {
		case i < 0:
			return fault.New(fault.Conflict, "This contact has been changed or taken out. See the directory as it is now.")
		case !MayVerify(who, all[i].Side):
			return fault.New(fault.Forbidden, "A contact is verified by its own side, or by the scheme office.")
		case all[i].Verified == today:
			return fault.New(fault.Conflict, "This contact was verified today already.")
		}
		seen := checks{All: []check{{all[i].Contact, today, who.Name}}}
		for j, x := range all { // what is no longer a contact is not kept
			if j != i && x.Verified != clock.NoDay {
				seen.All = append(seen.All, check{x.Contact, x.Verified, x.By})
			}
		}
		e.Say("A contact was verified: "+all[i].Name, "Joint operating protocol, clause 3.1")
		return contactChecks.Put(tx, e, string(with), seen, e.At, clock.Forever)
	})
	return err
}
