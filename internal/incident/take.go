package incident

import (
	"cmp"
	"context"
	"fmt"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Taking is how a file that was parsed is to be taken.
type Taking struct {
	Name string // of the file
	// Good takes the good lines of a file that has bad ones; else nothing is taken of it.
	Good bool
	// Replace puts a month in the place of one that was taken with other content.
	Replace bool
	// Source is whose the figures are; empty: police.uk.
	Source string
}

// Taken is what became of one part of a file, or would become.
type Taken struct {
	File    File
	Written bool
	Already *Version // the month as it was taken before, and not replaced
	Same    bool     // of Already: with the very same content
}

// Sentence says what became of it.
func (t Taken) Sentence() string {
	what := t.File.Month.Long() + " of " + t.File.Reporter
	switch {
	case t.Same:
		return fmt.Sprintf("%s was taken on %s from %s with the very same content. It is not taken again.", what, clock.DayOf(t.Already.From).Long(), t.Already.State.Name)
	case t.Already != nil:
		return fmt.Sprintf("%s was taken on %s from %s with other content: %s, here %s. It is not taken again; to put this file in its place, say that it replaces it.",
			what, clock.DayOf(t.Already.From).Long(), t.Already.State.Name, counted(t.Already.State.Records), counted(t.File.Records))
	}
	verb := "would be"
	if t.Written {
		verb = "was"
	}
	return fmt.Sprintf("%s %s taken: %s, of them %d antisocial behaviour; %d without a place.", what, verb, counted(t.File.Records), t.File.ASB, t.File.NoPlace)
}

func counted(n int) string {
	if n == 1 {
		return "1 record"
	}
	return fmt.Sprintf("%d records", n)
}

// Preview is what Take would do, if the bad lines were no hindrance. Errors: fault.Forbidden.
func (s *Service) Preview(tx *db.Tx, who authz.Actor, p *Parsed, t Taking) ([]Taken, error) {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return nil, err
	}
	var out []Taken
	for i := range p.Parts {
		x, err := s.look(tx, who.Force, p.file(&p.Parts[i], t), t)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// Take writes every part of a file whose month was not taken from that force before, each
// with an entry of its own, and tells what became of each. Errors: fault.Refused if there
// are bad lines and they are not to be left out; fault.Invalid if there is no line at all;
// fault.Forbidden.
func (s *Service) Take(ctx context.Context, who authz.Actor, p *Parsed, t Taking) ([]Taken, error) {
	if len(p.Parts) == 0 && len(p.Bad) == 0 {
		return nil, fault.In("file", "The file holds no line under its heading")
	}
	if len(p.Bad) > 0 && !t.Good {
		return nil, fault.New(fault.Refused, "The file has %s. Nothing of it was taken. Take the good lines alone, or mend the file.", plural(len(p.Bad), "bad line"))
	}
	var out []Taken
	for i := range p.Parts {
		x, err := s.take(ctx, who, p, &p.Parts[i], t)
		if err != nil {
			return out, err
		}
		out = append(out, x)
	}
	return out, nil
}

// file is the month's file as it is to be written, without its number.
func (p *Parsed) file(part *Part, t Taking) File {
	f := File{Month: part.Month, Reporter: part.Reporter, Name: t.Name, Records: len(part.Records), Digest: p.digest(part)}
	if len(p.Parts) == 1 {
		f.LeftOut = len(p.Bad)
	}
	for _, r := range part.Records {
		if r.Kind == ASB {
			f.ASB++
		}
		if r.Place == 0 {
			f.NoPlace++
			if r.Kind == ASB {
				f.ASBLess++
			}
		}
	}
	return f
}

// look finds out whether the month was taken before.
func (s *Service) look(tx *db.Tx, force id.Force, f File, t Taking) (Taken, error) {
	x := Taken{File: f}
	old, err := current(tx, force, f.Month, f.Reporter)
	if err != nil || old == nil {
		return x, err
	}
	x.Same = old.State.Digest == f.Digest
	if x.Same || !t.Replace {
		x.Already = old
	}
	return x, nil
}

// current is the file of a month and force as it stands, or nil.
func current(tx *db.Tx, force id.Force, m Month, reporter string) (*Version, error) {
	var w db.Where
	w.And("r.month = ? AND r.reporter = ?", m.String(), reporter)
	vs, err := table.Current(tx, force, w, "r.id", 1)
	if err != nil || len(vs) == 0 {
		return nil, err
	}
	return &vs[0], nil
}

func (s *Service) take(ctx context.Context, who authz.Actor, p *Parsed, part *Part, t Taking) (Taken, error) {
	f, entries := p.file(part, t), tally(part.Records)
	var out Taken
	held := false
	file := id.New[ID]()
	_, err := s.ledger.Do(ctx, who, "incident.import", []ledger.Subject{ledger.About("incident_file", file)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.Import, authz.Object{}); err != nil {
			return err
		}
		var err error
		if out, err = s.look(tx, who.Force, f, t); err != nil {
			return err
		}
		if held = out.Already != nil; held {
			return errHeld
		}
		if err := s.end(tx, e, f); err != nil {
			return err
		}
		numbers, err := numbered(tx, who.Force, p.Places, part)
		if err != nil {
			return err
		}
		last, err := lastFile(tx, who.Force)
		if err != nil {
			return err
		}
		out.File.Number, out.Written = last+1, true
		e.Say(out.Sentence(), cmp.Or(t.Source, "police.uk, Open Government Licence v3.0"))
		if err := insertRecords(tx, who.Force, last+1, part.Records, numbers); err != nil {
			return err
		}
		if err := insertTally(tx, who.Force, last+1, renumbered(entries, numbers)); err != nil {
			return err
		}
		return table.Put(tx, e, string(file), out.File, e.At, clock.Forever)
	})
	if held {
		err = nil
	}
	return out, err
}

// errHeld ends a transaction in which there is nothing to write.
var errHeld = fault.New(fault.Conflict, "The month was taken already.")

// end ends the file that this one replaces, if there is one. What was counted of it stays
// and answers for the time in which it was known.
func (s *Service) end(tx *db.Tx, e *ledger.Draft, f File) error {
	old, err := current(tx, e.Force, f.Month, f.Reporter)
	if err != nil || old == nil {
		return err
	}
	return table.End(tx, e, old.ID, e.At)
}

// numbered gives every place that the part names its number in the register, the places
// not known yet after the last; at 0 stands 0, for records without one.
func numbered(tx *db.Tx, force id.Force, places []Place, part *Part) ([]int64, error) {
	known, err := placesFrom(tx, force, 1)
	if err != nil {
		return nil, err
	}
	number := make(map[Place]int64, len(known)+len(places))
	for i, p := range known {
		number[p] = int64(i) + 1
	}
	out, fresh := make([]int64, len(places)+1), []Place(nil)
	for _, r := range part.Records {
		if r.Place == 0 || out[r.Place] != 0 {
			continue
		}
		p := places[r.Place-1]
		if number[p] == 0 {
			fresh = append(fresh, p)
			number[p] = int64(len(known) + len(fresh))
		}
		out[r.Place] = number[p]
	}
	return out, insertPlaces(tx, force, int64(len(known))+1, fresh)
}

// renumbered is the tally under the numbers of the register, in its order.
func renumbered(entries []Entry, numbers []int64) []Entry {
	out := make([]Entry, len(entries))
	for i, e := range entries {
		e.Place = numbers[e.Place]
		out[i] = e
	}
	return sorted(out)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Files is the months taken, as known at an instant, the newest first. Errors:
// fault.Forbidden.
func (s *Service) Files(tx *db.Tx, who authz.Actor, w register.When) ([]Version, error) {
	if err := who.May(authz.ReadIncidents, authz.Object{}); err != nil {
		return nil, err
	}
	return files(tx, who.Force, w)
}

func files(tx *db.Tx, force id.Force, w register.When) ([]Version, error) {
	// A month is taken at an instant and known from it on: what was known then, not what
	// was true then, is asked.
	return table.List(tx, force, register.Now(w.Known), db.Where{}, "r.month DESC, r.reporter, r.id", 100000)
}
