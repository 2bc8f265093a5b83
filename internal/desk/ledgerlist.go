package desk

import (
	"context"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Entries is a page of the ledger, newest first.
type Entries struct {
	Items []ledger.Entry
	Next  int64 // entries before this place come next; 0 on the last page
}

// Entries is the entries that match, of those the actor may read. Errors:
// fault.Forbidden.
func (r *Reader) Entries(ctx context.Context, who authz.Actor, q ledger.Query) (Entries, error) {
	var out Entries
	if err := who.May(authz.ReadLedger, authz.Object{}); err != nil {
		return out, err
	}
	limit := q.Limit
	if limit < 1 || limit > 200 {
		limit = 50
	}
	q.Limit = limit + 1
	err := r.Desk.DB.Read(ctx, func(tx *db.Tx) error {
		if q.Subject.Kind() == "person" {
			if err := r.Desk.Persons.May(tx, who, authz.ReadPerson, id.Person(q.Subject.ID()), r.Desk.Clock.Now()); err != nil {
				return err
			}
		}
		all, err := r.Desk.Ledger.List(tx, who.Force, q)
		if err != nil {
			return err
		}
		if len(all) > limit {
			all = all[:limit]
			out.Next = all[limit-1].Place
		}
		for _, e := range all {
			if r.may(tx, who, e) == nil {
				out.Items = append(out.Items, e)
			}
		}
		return nil
	})
	return out, err
}

// Named is something in the registers that an entry can be about.
type Named struct {
	Subject ledger.Subject
	Text    string
}

// About finds what a text names: an organisation by name or number, a person by AP
// number or name, or a subject as the ledger writes it. It is nothing where nothing
// fits; there are at most ten.
func (r *Reader) About(ctx context.Context, who authz.Actor, text string) ([]Named, error) {
	text = strings.TrimSpace(text)
	if err := who.May(authz.ReadLedger, authz.Object{}); err != nil || text == "" {
		return nil, err
	}
	if kind, rest, ok := strings.Cut(text, "/"); ok && kind != "" && rest != "" && !strings.Contains(text, " ") {
		return []Named{{ledger.Subject(text), r.name(ctx, who, ledger.Subject(text))}}, nil
	}
	var out []Named
	err := r.Desk.DB.Read(ctx, func(tx *db.Tx) error {
		f, err := r.Desk.Areas.Force(tx, who.Force)
		if err != nil {
			return err
		}
		now := register.Now(r.Desk.Clock.Now())
		if a, err := r.Desk.Accreds.ByNumber(tx, who.Force, apNumber(text, f.Settings.APPrefix), now); err == nil {
			p, err := r.Desk.Persons.Find(tx, who, a.State.Person, now)
			if err == nil {
				out = append(out, Named{person.Subject(p.ID), p.State.Name() + ", " + a.State.Number})
			}
			return err
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
		if o, err := r.Desk.Orgs.ByName(tx, who.Force, text); err == nil {
			out = append(out, Named{ledger.About("organisation", id.Org(o.ID)), o.State.Name})
			return nil
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
		orgs, err := r.Desk.Orgs.AsAt(tx, who, now)
		for _, o := range orgs {
			if strings.EqualFold(o.State.Number, text) || len(out) < 5 && strings.Contains(org.Fold(o.State.Name), org.Fold(text)) {
				out = append(out, Named{ledger.About("organisation", id.Org(o.ID)), o.State.Name})
			}
		}
		return err
	})
	if err != nil || len(out) == 1 {
		return out, err
	}
	asked := text
	if i := strings.LastIndexByte(text, ' '); i > 0 && !strings.Contains(text, ",") {
		asked = text[i+1:] + ", " + text[:i] // as lines are sorted
	}
	people, err := r.Desk.People(ctx, who, Filter{Text: asked, Limit: 10})
	for _, l := range people.Lines {
		name := strings.ToLower(l.Name + "|" + spoken(l.Name))
		if len(out) < 10 && strings.Contains(name, strings.ToLower(text)) {
			out = append(out, Named{person.Subject(string(l.Person)), strings.TrimSuffix(spoken(l.Name)+", "+l.OrgName, ", ")})
		}
	}
	return out, err
}

// spoken is "Tamsin Okafor" for "Okafor, Tamsin".
func spoken(name string) string {
	last, first, ok := strings.Cut(name, ", ")
	if !ok {
		return name
	}
	return first + " " + last
}

// apNumber is an AP number as it is kept, from how people type it: 4417, em4417.
func apNumber(text, prefix string) string {
	digits := strings.TrimLeft(strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(text), strings.ToUpper(prefix))), " ")
	for _, c := range digits {
		if c < '0' || c > '9' {
			return text
		}
	}
	return prefix + " " + digits
}

func (r *Reader) name(ctx context.Context, who authz.Actor, s ledger.Subject) string {
	names, err := r.Names(ctx, who, []ledger.Subject{s})
	if err != nil || names[s] == "" {
		return string(s)
	}
	return names[s]
}

// Names is what the subjects are called today, of those the actor may read; those that
// have no name of their own are not in it.
func (r *Reader) Names(ctx context.Context, who authz.Actor, of []ledger.Subject) (map[ledger.Subject]string, error) {
	out := map[ledger.Subject]string{}
	err := r.Desk.DB.Read(ctx, func(tx *db.Tx) error {
		now := register.Now(r.Desk.Clock.Now())
		for _, s := range of {
			var name string
			var err error
			switch s.Kind() {
			case "person", "vetting", "training":
				var v person.Version
				v, err = r.Desk.Persons.Find(tx, who, id.Person(s.ID()), now)
				name = v.State.Name()
			case "organisation":
				var v org.Version
				v, err = r.Desk.Orgs.Find(tx, who, id.Org(s.ID()), now)
				name = v.State.Name
			case "accreditation":
				var v accred.Version
				v, err = r.Desk.Accreds.Find(tx, who, id.Accreditation(s.ID()), now)
				name = v.State.Number
			case "area":
				v, e := r.Desk.Areas.Find(tx, who.Force, id.Area(s.ID()), now)
				name, err = v.State.Name, e
			}
			if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
				return err
			}
			if err == nil && name != "" {
				out[s] = name
			}
		}
		return nil
	})
	return out, err
}

// Place is where an entry stands, by its identity. Errors: fault.NotFound,
// fault.Conflict while it waits for its place.
func (r *Reader) Place(ctx context.Context, who authz.Actor, entry id.Entry) (int64, error) {
	if err := who.May(authz.ReadLedger, authz.Object{}); err != nil {
		return 0, err
	}
	e, err := db.Find(ctx, r.Desk.DB, func(tx *db.Tx) (ledger.Entry, error) { return r.Desk.Ledger.Find(tx, who.Force, entry) })
	if err == nil && e.Place < 0 {
		err = fault.New(fault.Conflict, "This entry waits for its place in the ledger. Open it again in a moment.")
	}
	return e.Place, err
}

// Actors is the accounts that are named in entries, for a list to choose from. It reads
// the register of accounts, which nothing here writes.
func (r *Reader) Actors(ctx context.Context, who authz.Actor) ([]Named, error) {
	if err := who.May(authz.ReadLedger, authz.Object{}); err != nil {
		return nil, err
	}
	return db.Find(ctx, r.Desk.DB, func(tx *db.Tx) ([]Named, error) {
		return db.All(tx, func(s db.Scanner) (n Named, err error) {
			var account string
			err = s.Scan(&account, &n.Text)
			n.Subject = ledger.Subject("account/" + account)
			return n, err
		}, `SELECT id, name FROM account WHERE force_id = ? AND until_at = ? AND superseded_at = ? ORDER BY name, id LIMIT 500`,
			string(who.Force), clock.Forever, clock.Forever)
	})
}
