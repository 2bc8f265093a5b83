package course

import (
	"context"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Edition is one version of a manual. Its number is its place in the list, from 1.
type Edition struct {
	Day      clock.Day `json:"day"`
	File     blob.Hash `json:"file"`
	FileName string    `json:"file_name"`
	Note     string    `json:"note,omitempty"` // what is new in it
	By       string    `json:"by"`
}

// Manual is what learners of a course are given to read, in its versions.
type Manual struct {
	Title    string    `json:"title"`
	Course   id.Course `json:"course,omitempty"` // none: of every course
	Editions []Edition `json:"editions"`
}

// ManualVersion is a manual with its identity and periods.
type ManualVersion = register.Version[Manual]

var manuals = &register.Table[Manual]{Name: "manual", What: "manual", Columns: []string{"course_id"}, Values: func(m Manual) []any { return []any{string(m.Course)} }}

// ManualRows reads the register of manuals for ledger.Verify.
var ManualRows = manuals.Rows

// Manual is a manual as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Manual(tx *db.Tx, who authz.Actor, of id.Manual, w register.When) (ManualVersion, error) {
	return found(tx, who, manuals, string(of), w)
}

// Manuals is every manual as it stood, by title.
func (s *Service) Manuals(tx *db.Tx, who authz.Actor, w register.When) ([]ManualVersion, error) {
	all, err := listed(tx, who, manuals, db.Where{}, w)
	byName(all, func(m *Manual) string { return m.Title })
	return all, err
}

// ManualHistory is every version of a manual; see register.Table.History.
func (s *Service) ManualHistory(tx *db.Tx, who authz.Actor, of id.Manual, all bool) ([]ManualVersion, error) {
	return history(tx, who, manuals, string(of), all)
}

// Publish keeps the next version of a manual, or with an empty identity the first of a new
// one. Learners of sessions assessed from now on are given it.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields.
func (s *Service) Publish(ctx context.Context, who authz.Actor, of id.Manual, title string, course id.Course, note string, file blob.File, name string) (id.Manual, error) {
	return alter(ctx, s, who, "manual.publish", authz.KeepTraining, manuals, of, func(tx *db.Tx, e *ledger.Draft, m *Manual) error {
		var wrong fault.Fields
		m.Title, m.Course = wrong.Text("title", title, 120, "Enter the title of the manual"), course
		note = wrong.Text("note", note, 2000, "")
		if course != "" {
			if _, err := courses.Find(tx, e.Force, string(course), register.Now(e.At)); fault.Is(err, fault.NotFound) {
				wrong.Add("course", "Choose a course, or all of them")
			} else if err != nil {
				return err
			}
		}
		if len(m.Editions) >= 200 {
			wrong.Add("file", "No more than 200 versions are kept of one manual. Begin another")
		}
		for _, x := range m.Editions {
			if x.File == file.Hash {
				wrong.Add("file", "This very file is a version of the manual already")
			}
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		if err := blob.Put(tx, e.Force, file, e.At); err != nil {
			return err
		}
		m.Editions = append(m.Editions[:len(m.Editions):len(m.Editions)], Edition{Day: clock.DayOf(e.At), File: file.Hash, FileName: wrong.Text("file", name, 200, ""), Note: note, By: who.Name})
		e.Say("Version "+itoa(len(m.Editions))+" of the manual "+m.Title+" was published", "")
		return wrong.Err()
	})
}

// toIssue is the manuals that learners of a course are given today.
func (s *Service) toIssue(tx *db.Tx, e *ledger.Draft, of id.Course) ([]Issued, error) {
	var where db.Where
	where.And("r.course_id IN ('', ?)", string(of))
	all, err := manuals.Current(tx, e.Force, where, "r.id", 1<<30)
	byName(all, func(m *Manual) string { return m.Title })
	var out []Issued
	for _, v := range all {
		out = append(out, Issued{Manual: id.Manual(v.ID), Title: v.State.Title, Version: len(v.State.Editions), Day: clock.DayOf(e.At)})
	}
	return out, err
}

// ManualFile is a version of a manual, by its number from 1. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) ManualFile(tx *db.Tx, who authz.Actor, of id.Manual, n int, w register.When) (blob.File, string, error) {
	v, err := s.Manual(tx, who, of, w)
	if err != nil {
		return blob.File{}, "", err
	}
	if n < 1 || n > len(v.State.Editions) {
		return blob.File{}, "", fault.New(fault.NotFound, "There is no such version of this manual.")
	}
	f, err := blob.Get(tx, who.Force, v.State.Editions[n-1].File)
	return f, v.State.Editions[n-1].FileName, err
}

// Holders is how many learners were given each version of a manual last.
func (s *Service) Holders(tx *db.Tx, who authz.Actor, of id.Manual, w register.When) (map[int]int, error) {
	if err := who.May(authz.KeepTraining, authz.Object{}); err != nil {
		return nil, err
	}
	all, err := placeTable.List(tx, who.Force, w, db.Where{}, "r.id", 1<<30)
	last := map[id.Person]int{}
	for _, p := range all {
		for _, i := range p.State.Manuals {
			if i.Manual == of {
				last[p.State.Person] = max(last[p.State.Person], i.Version)
			}
		}
	}
	out := map[int]int{}
	for _, n := range last {
		out[n]++
	}
	return out, err
}
