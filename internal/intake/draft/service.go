package draft

import (
	"context"
	"fmt"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
	"watchword/internal/sheet"
)

// atOnce is how many files are read at the same time: reading one may take as much
// memory as a file unpacks to.
const atOnce = 2

// Service keeps drafts, reads and takes them.
type Service struct {
	bring *bring.Service
	slots chan struct{}
	past  pasts
}

// New is a service that brings files in through b. There is one a process.
func New(b *bring.Service) *Service {
	return &Service{bring: b, slots: make(chan struct{}, atOnce), past: pasts{of: map[id.Force]*runs{}}}
}

// Now is the service's clock.
func (s *Service) Now() time.Time { return s.bring.Clock.Now() }

// allowed returns nil if the actor may import, from an account of their own.
func (s *Service) allowed(who authz.Actor) error {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return err
	}
	if who.Account == "" {
		return fault.New(fault.Forbidden, "A file is kept for an account. Sign in, or import at the machine with watchword import.")
	}
	return nil
}

// slot waits for a turn to read a file; done gives it back.
func (s *Service) slot(ctx context.Context) (done func(), err error) {
	select {
	case s.slots <- struct{}{}:
		return func() { <-s.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Keep takes a file in, to be looked at and written later. The account's oldest file gives
// way where it would be one too many.
//
// Errors: fault.Forbidden; fault.TooLarge; fault.Invalid, naming the field "file", if it is
// no spreadsheet.
func (s *Service) Keep(ctx context.Context, who authz.Actor, kind intake.Kind, name, sheetName string, content []byte) (id.Upload, error) {
	if err := s.allowed(who); err != nil {
		return "", err
	}
	if kind != intake.People && kind != intake.Organisations {
		return "", fault.In("kind", "Say whether the lines are people or organisations")
	}
	done, err := s.slot(ctx)
	if err != nil {
		return "", err
	}
	book, err := sheet.Read(content)
	done()
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid && len(f.Fields) == 0 {
		return "", fault.In("file", "%s", f.Message)
	}
	if err != nil {
		return "", err
	}
	d := Draft{ID: id.New[id.Upload](), Kind: kind, Name: nameOf(name), Size: int64(len(content)), Made: clock.Cut(s.Now()), State: Open,
		Choices: Choices{Sheet: sheetName}}
	if book.Format == sheet.XLSX {
		d.Choices.Sheets = intake.Sheets(book)
	}
	return d.ID, s.bring.DB.Write(ctx, func(tx *db.Tx) error {
		if err := makeRoom(tx, who, d.Made); err != nil {
			return err
		}
		return insert(tx, who, &d, content)
	})
}

// Find is one of the actor's own drafts. It returns fault.NotFound for any other, and for
// one that is over.
func (s *Service) Find(ctx context.Context, who authz.Actor, of id.Upload) (Draft, error) {
	if err := s.allowed(who); err != nil {
		return Draft{}, err
	}
	return db.Find(ctx, s.bring.DB, func(tx *db.Tx) (Draft, error) { return find(tx, who, of, s.Now()) })
}

// List is the actor's own drafts, the newest first, those taken included.
func (s *Service) List(ctx context.Context, who authz.Actor) ([]Draft, error) {
	if err := s.allowed(who); err != nil {
		return nil, err
	}
	return db.Find(ctx, s.bring.DB, func(tx *db.Tx) ([]Draft, error) { return list(tx, who, s.Now()) })
}

// Choose changes how the file is to be read. change gets the draft as it stands.
// It returns fault.Conflict for a draft that is being written or was.
func (s *Service) Choose(ctx context.Context, who authz.Actor, of id.Upload, change func(*Draft) error) error {
	if err := s.allowed(who); err != nil {
		return err
	}
	return s.bring.DB.Write(ctx, func(tx *db.Tx) error {
		d, err := find(tx, who, of, s.Now())
		if err != nil {
			return err
		}
		if d.State != Open {
			return errTaken(&d)
		}
		if err := change(&d); err != nil {
			return err
		}
		return saveChoices(tx, who, &d)
	})
}

func errTaken(d *Draft) error {
	if d.State == Taking {
		return fault.New(fault.Conflict, "This file is being written at this moment. Wait a little, then open its page again.")
	}
	return fault.New(fault.Conflict, "This file was written already. Choose it again to import it once more.")
}

// Drop throws a draft away. One that was there no longer is no error.
func (s *Service) Drop(ctx context.Context, who authz.Actor, of id.Upload) error {
	if err := s.allowed(who); err != nil {
		return err
	}
	return s.bring.DB.Write(ctx, func(tx *db.Tx) error {
		d, err := find(tx, who, of, s.Now())
		switch {
		case fault.Is(err, fault.NotFound):
			return nil
		case err != nil:
			return err
		case d.State == Taking && s.Now().Sub(d.TakenAt) < busy:
			return errTaken(&d)
		}
		return remove(tx, who, of)
	})
}

// Purge removes the drafts of every force that are over.
func (s *Service) Purge(ctx context.Context) error {
	return s.bring.DB.Write(ctx, func(tx *db.Tx) error { return purge(tx, s.Now()) })
}

// Read is the dry run of a draft; nothing changes. What only a person can say, the sheet
// to be read included, comes as a question of the reading and not as an error.
func (s *Service) Read(ctx context.Context, who authz.Actor, of id.Upload) (Reading, error) {
	d, err := s.Find(ctx, who, of)
	if err != nil {
		return Reading{}, err
	}
	if d.State != Open {
		return Reading{Draft: d}, errTaken(&d)
	}
	f, err := s.file(ctx, who, &d)
	if err != nil {
		return Reading{}, err
	}
	return s.read(ctx, who, d, f)
}

func (s *Service) file(ctx context.Context, who authz.Actor, d *Draft) (bring.File, error) {
	b, err := db.Find(ctx, s.bring.DB, func(tx *db.Tx) ([]byte, error) { return content(tx, who, d.ID) })
	return bring.File{Name: d.Name, Content: b, Kind: d.Kind, Sheet: d.Choices.Sheet, Options: d.Choices.options()}, err
}

func (s *Service) read(ctx context.Context, who authz.Actor, d Draft, f bring.File) (Reading, error) {
	done, err := s.slot(ctx)
	if err != nil {
		return Reading{}, err
	}
	defer done()
	r := Reading{Draft: d}
	r.Result, err = s.bring.Read(ctx, who, f)
	if x := fault.Of(err); x != nil && x.Kind == fault.Invalid && len(x.Fields) == 1 && x.Fields[0].Name == "sheet" {
		r.Which = x.Fields[0].Message
		return r, nil
	}
	if err != nil {
		return r, err
	}
	r.Known, err = s.bring.Known(ctx, who.Force, &r.Result)
	return r, err
}

// Seen is what somebody saw before they said that the file is to be written.
type Seen struct{ Good, Bad int }

// Take writes the draft's good lines into the registers, once: taken again, a draft
// answers with the outcome of the first time. saw is what the dry run showed, or nil where
// nobody looked.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid if something must be answered
// first, or lines are bad and goodAlone is not set; fault.Conflict if it is being written,
// or the registers have changed so that the dry run no longer says what would come in. In
// each case nothing was written.
func (s *Service) Take(ctx context.Context, who authz.Actor, of id.Upload, goodAlone bool, saw *Seen) (Outcome, error) {
	d, err := s.claim(ctx, who, of)
	if err != nil || d.State == Taken {
		return d.Outcome, err
	}
	out, err := s.take(ctx, who, d, goodAlone, saw)
	after := context.WithoutCancel(ctx)
	if err != nil {
		if e := s.bring.DB.Write(after, func(tx *db.Tx) error { return saveState(tx, who, of, Open, time.UnixMilli(0)) }); e != nil {
			return out, fmt.Errorf("%w; and its file is held for %s: %v", err, busy, e)
		}
		return out, err
	}
	return out, s.bring.DB.Write(after, func(tx *db.Tx) error { return saveOutcome(tx, who, of, &out, s.Now()) })
}

// claim makes the draft the caller's to write, unless it was written already. One whose
// writing never ended, since the program was stopped, can be claimed again: lines that
// were written are then known.
func (s *Service) claim(ctx context.Context, who authz.Actor, of id.Upload) (Draft, error) {
	if err := s.allowed(who); err != nil {
		return Draft{}, err
	}
	var d Draft
	err := s.bring.DB.Write(ctx, func(tx *db.Tx) (err error) {
		now := s.Now()
		if d, err = find(tx, who, of, now); err != nil || d.State == Taken {
			return err
		}
		if d.State == Taking && now.Sub(d.TakenAt) < busy {
			return errTaken(&d)
		}
		d.State = Taking
		return saveState(tx, who, of, Taking, now)
	})
	return d, err
}

func (s *Service) take(ctx context.Context, who authz.Actor, d Draft, goodAlone bool, saw *Seen) (Outcome, error) {
	f, err := s.file(ctx, who, &d)
	if err != nil {
		return Outcome{}, err
	}
	r, err := s.read(ctx, who, d, f)
	if err != nil {
		return Outcome{}, err
	}
	if err := mayTake(&r, goodAlone, saw); err != nil {
		return Outcome{}, err
	}
	got, err := s.bring.Take(ctx, who, f, goodAlone)
	if err == nil && !got.Written {
		err = errChanged
	}
	out := Outcome{Added: got.Added, Known: got.Known, Left: got.Left, Bad: got.Result.Bad}
	out.Bad = out.Bad[:min(len(out.Bad), MostProblems)]
	return out, err
}

var errChanged = fault.New(fault.Conflict, "The register has changed since this file was looked at, and other lines would come in now. Nothing was written. Look at the dry run once more.")

func mayTake(r *Reading, goodAlone bool, saw *Seen) error {
	bad := r.Result.BadLines()
	switch {
	case r.Which != "":
		return fault.In("sheet", "%s", r.Which)
	case len(r.Result.Questions) > 0:
		var wrong fault.Fields
		for _, q := range r.Result.Questions {
			wrong.Add(q.Answer(), "%s", q.Text)
		}
		return wrong.Err()
	case saw != nil && (saw.Good != r.Good() || saw.Bad != bad):
		return errChanged
	case bad > 0 && !goodAlone:
		return fault.In("good_alone", "%d lines are bad, so nothing was written. Mend them in the file, or ask for the good lines alone", bad)
	}
	return nil
}
