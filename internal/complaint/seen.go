package complaint

import (
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// shows reports whether the actor may know of the complaint at all, apart from permissions:
// the employer once the force has given it over, the person complained of once told, or once
// it is decided. Praise is shown to the person when it is passed on.
func (c *Complaint) shows(who authz.Actor) bool {
	reach, ok := who.Reach(authz.ReadComplaints)
	if !ok {
		return false
	}
	switch reach {
	case authz.OwnOrg:
		return !c.Held
	case authz.OwnPerson:
		return !c.Informed.IsZero() || c.State == Passed
	}
	return true
}

// seen is the complaint as the actor may read it.
func (c Complaint) seen(who authz.Actor) Complaint {
	reach, _ := who.Reach(authz.ReadComplaints)
	switch reach {
	case authz.OwnOrg:
		return c.forEmployer()
	case authz.OwnPerson:
		return c.forPerson()
	}
	return c
}

// forEmployer leaves out who complained, unless they agreed that the employer is told, and
// what the force weighed for itself.
func (c Complaint) forEmployer() Complaint {
	if !c.From.Share {
		c.From = Party{}
	}
	c.Weighed, c.Referred, c.Part = nil, nil, true
	if c.Assigned == nil || c.Assigned.To != Employer {
		c.Enquiries, c.Report = nil, nil
	}
	return c
}

// forPerson is what the person complained of must know: what it is about in the office's
// words, whether they are suspended, and what was found. Of praise it is the words.
func (c Complaint) forPerson() Complaint {
	out := Complaint{Part: true, Reference: c.Reference, Received: c.Received, State: c.State, Since: c.Since, Person: c.Person, Org: c.Org, Accreditation: c.Accreditation,
		Acknowledged: c.Acknowledged, Assigned: c.Assigned, Suspended: c.Suspended, Informed: c.Informed, Gist: c.ForThePerson()}
	out.Told = Told{Praise: c.Praise, Number: c.Number}
	if c.Praise {
		for _, x := range c.Said {
			out.Said = append(out.Said, Saying{At: x.At, Text: x.Text})
		}
		out.Where, out.On = c.Where, c.On
	}
	found := func(o *Outcome) *Outcome {
		if o == nil {
			return nil
		}
		return &Outcome{Note: Note{At: o.At, By: o.By}, Finding: o.Finding, Learning: o.Learning}
	}
	out.Outcome, out.Review = found(c.Outcome), found(c.Review)
	if out.Assigned != nil {
		out.Assigned = &Assignment{To: c.Assigned.To, By: c.Assigned.By, Since: c.Assigned.Since}
	}
	return out
}

// Find is a complaint as it stood, as far as the actor may read it. Errors: fault.NotFound,
// fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of id.Complaint, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	if err := who.May(authz.ReadComplaints, v.State.object()); err != nil {
		return Version{}, err
	}
	if !v.State.shows(who) {
		return Version{}, errNone
	}
	v.State = v.State.seen(who)
	return v, nil
}

// History is every version of a complaint that the actor may read; see
// register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.Complaint, all bool) ([]Version, error) {
	if _, err := s.Find(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	vs, err := table.History(tx, who.Force, string(of), all)
	vs = slices.DeleteFunc(vs, func(v Version) bool {
		return who.May(authz.ReadComplaints, v.State.object()) != nil || !v.State.shows(who)
	})
	for i := range vs {
		vs[i].State = vs[i].State.seen(who)
	}
	return vs, err
}

// List is the complaints that the actor may read and that are chosen, as they stood.
// Errors: fault.Forbidden.
func (s *Service) List(tx *db.Tx, who authz.Actor, q Query, w register.When) ([]Version, error) {
	if !who.Can(authz.ReadComplaints) {
		return nil, who.May(authz.ReadComplaints, authz.Object{})
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	where := who.Scope(authz.ReadComplaints, authz.Columns{Force: "r.force_id", Org: "r.org_id", Person: "r.person_id"})
	if q.Org != "" {
		where.And("r.org_id = ?", string(q.Org))
	}
	if len(q.States) > 0 {
		db.In(&where, "r.standing", q.States)
	}
	vs, err := table.List(tx, who.Force, w, where, "r.received_at DESC, r.id DESC", 100000)
	if err != nil {
		return nil, err
	}
	out := vs[:0]
	for _, v := range vs {
		if !v.State.shows(who) {
			continue
		}
		if v.State = v.State.seen(who); q.fits(&v.State) { // nobody finds by what they may not read
			out = append(out, v)
		}
	}
	q.sort(out, f.Settings)
	return out, nil
}

// Between is every complaint and word of praise received from an instant up to another, for
// counting them; it says whom each is about, and not to be shown as it is.
func (s *Service) Between(tx *db.Tx, force id.Force, from, until time.Time, w register.When) ([]Version, error) {
	var where db.Where
	where.And("r.received_at >= ? AND r.received_at < ?", from, until)
	return table.List(tx, force, w, where, "r.received_at, r.id", 1000000)
}

// File is a file that was sent along, for those who may read it: inert, by its hash. Errors:
// fault.NotFound, fault.Forbidden.
func (s *Service) File(tx *db.Tx, who authz.Actor, of id.Complaint, hash blob.Hash, w register.When) (blob.File, string, error) {
	v, err := s.Find(tx, who, of, w)
	if err != nil {
		return blob.File{}, "", err
	}
	return fileOf(tx, who.Force, &v.State, hash)
}

func fileOf(tx *db.Tx, force id.Force, c *Complaint, hash blob.Hash) (blob.File, string, error) {
	for _, x := range c.Said {
		for _, f := range x.Files {
			if f.Hash == string(hash) {
				got, err := blob.Get(tx, force, hash)
				return got, f.Name, err
			}
		}
	}
	return blob.File{}, "", fault.New(fault.NotFound, "There is no such file with this complaint.")
}
