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

// Evidence is a qualification that a trainer showed.
type Evidence struct {
	What     string    `json:"what"` // for example "Level 3 Award in Education and Training"
	Awarded  string    `json:"awarded"`
	From     clock.Day `json:"from"`
	Until    clock.Day `json:"until,omitempty"` // its last day; none: it has no end
	File     blob.Hash `json:"file,omitempty"`
	FileName string    `json:"file_name,omitempty"`
}

// Trainer is who teaches, for one provider.
type Trainer struct {
	Name     string      `json:"name"`
	Provider id.Provider `json:"provider"`
	Evidence []Evidence  `json:"evidence,omitempty"` // the newest last
	Ended    clock.Day   `json:"ended,omitempty"`    // teaches no longer after this day
	Why      string      `json:"why,omitempty"`
	Last     done        `json:"last"`
}

// QualifiedOn reports whether the trainer may teach on that day: some qualification counts
// on it, and their work has not ended.
func (t *Trainer) QualifiedOn(day clock.Day) bool {
	if t.Ended != clock.NoDay && day > t.Ended {
		return false
	}
	for _, q := range t.Evidence {
		if q.From <= day && (q.Until == clock.NoDay || day <= q.Until) {
			return true
		}
	}
	return false
}

// Until is the last day on which some qualification counts, and whether there is one; a
// qualification without an end has clock.NoDay.
func (t *Trainer) Until() (clock.Day, bool) {
	last := clock.NoDay
	for _, q := range t.Evidence {
		if q.Until == clock.NoDay {
			return clock.NoDay, true
		}
		last = max(last, q.Until)
	}
	return last, len(t.Evidence) > 0
}

// TrainerVersion is a trainer with identity and periods.
type TrainerVersion = register.Version[Trainer]

var trainers = &register.Table[Trainer]{Name: "trainer", What: "trainer", Columns: []string{"provider_id"},
	Values: func(t Trainer) []any { return []any{string(t.Provider)} }}

// TrainerRows reads the register of trainers for ledger.Verify.
var TrainerRows = trainers.Rows

// Trainer is a trainer as they stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Trainer(tx *db.Tx, who authz.Actor, of id.Trainer, w register.When) (TrainerVersion, error) {
	return found(tx, who, trainers, string(of), w)
}

// Trainers is every trainer as they stood, by name.
func (s *Service) Trainers(tx *db.Tx, who authz.Actor, w register.When) ([]TrainerVersion, error) {
	all, err := listed(tx, who, trainers, db.Where{}, w)
	byName(all, func(t *Trainer) string { return t.Name })
	return all, err
}

// TrainerHistory is every version of a trainer; see register.Table.History.
func (s *Service) TrainerHistory(tx *db.Tx, who authz.Actor, of id.Trainer, all bool) ([]TrainerVersion, error) {
	return history(tx, who, trainers, string(of), all)
}

// SetTrainer enters a trainer with their first qualification, or with an identity moves one
// to another name or provider. Errors: fault.Forbidden; fault.NotFound; fault.Invalid.
func (s *Service) SetTrainer(ctx context.Context, who authz.Actor, of id.Trainer, name string, provider id.Provider) (id.Trainer, error) {
	return alter(ctx, s, who, "trainer.set", authz.ApproveTraining, trainers, of, func(tx *db.Tx, e *ledger.Draft, t *Trainer) error {
		var wrong fault.Fields
		t.Name = wrong.Text("name", name, 120, "Enter the trainer’s name")
		t.Provider, t.Last = provider, doneBy(who, e)
		if err := s.mustProvide(tx, e, provider, clock.DayOf(e.At), &wrong); err != nil {
			return err
		}
		e.Say(t.Name+" was entered as a trainer", "")
		return wrong.Err()
	})
}

// Qualify records a qualification that a trainer showed, with its last day; file may be nil.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields.
func (s *Service) Qualify(ctx context.Context, who authz.Actor, of id.Trainer, q Evidence, file *blob.File) error {
	_, err := alter(ctx, s, who, "trainer.qualify", authz.ApproveTraining, trainers, of, func(tx *db.Tx, e *ledger.Draft, t *Trainer) error {
		var wrong fault.Fields
		q.What = wrong.Text("what", q.What, 160, "Enter the qualification")
		q.Awarded = wrong.Text("awarded", q.Awarded, 160, "Enter who awarded it")
		switch {
		case q.From == clock.NoDay || q.From > clock.DayOf(e.At):
			wrong.Add("from", "Enter the day on which it was awarded, not in the future")
		case q.Until != clock.NoDay && q.Until < q.From:
			wrong.Add("until", "The last day is before it was awarded")
		}
		if len(t.Evidence) >= 40 {
			wrong.Add("what", "No more than 40 qualifications are kept of one trainer")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		q.File = ""
		if file != nil {
			if err := blob.Put(tx, e.Force, *file, e.At); err != nil {
				return err
			}
			q.File = file.Hash
		}
		t.Evidence, t.Last = append(t.Evidence[:len(t.Evidence):len(t.Evidence)], q), doneBy(who, e)
		e.Say(t.Name+": "+q.What+" recorded as evidence", "")
		return nil
	})
	return err
}

// EndTrainer records that a trainer teaches no longer after today. Errors: fault.Forbidden;
// fault.NotFound; fault.Invalid; fault.Conflict if they have a session to teach, or ended.
func (s *Service) EndTrainer(ctx context.Context, who authz.Actor, of id.Trainer, why string) error {
	_, err := alter(ctx, s, who, "trainer.end", authz.ApproveTraining, trainers, of, func(tx *db.Tx, e *ledger.Draft, t *Trainer) error {
		var wrong fault.Fields
		t.Why = wrong.Text("why", why, 2000, "Enter the reason")
		if t.Ended != clock.NoDay {
			return fault.New(fault.Conflict, "%s teaches no longer since %s.", t.Name, t.Ended.Long())
		}
		sessions, err := s.planned(tx, e.Force)
		if err != nil {
			return err
		}
		for _, v := range sessions {
			if v.State.Trainer == of && v.State.Last > clock.DayOf(e.At) {
				return fault.New(fault.Conflict, "%s is to teach from %s. Give that session to somebody else first.", t.Name, v.State.First.Long())
			}
		}
		t.Ended, t.Last = clock.DayOf(e.At), doneBy(who, e)
		e.Say(t.Name+" teaches no longer", "")
		return wrong.Err()
	})
	return err
}

// EvidenceFile is the document that a trainer's qualification was recorded with, by its
// number from 0. Errors: fault.NotFound; fault.Forbidden for whoever does not approve
// trainers or keep courses.
func (s *Service) EvidenceFile(tx *db.Tx, who authz.Actor, of id.Trainer, n int, w register.When) (blob.File, string, error) {
	if err := who.May(authz.KeepTraining, authz.Object{}); err != nil {
		return blob.File{}, "", err
	}
	v, err := s.Trainer(tx, who, of, w)
	if err != nil {
		return blob.File{}, "", err
	}
	if n < 0 || n >= len(v.State.Evidence) || v.State.Evidence[n].File == "" {
		return blob.File{}, "", fault.New(fault.NotFound, "No file was kept with this qualification.")
	}
	f, err := blob.Get(tx, who.Force, v.State.Evidence[n].File)
	return f, v.State.Evidence[n].FileName, err
}
