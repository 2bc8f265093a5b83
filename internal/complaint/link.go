package complaint

import (
	"context"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/print"
	"watchword/internal/register"
)

var errLink = fault.New(fault.NotFound, "This link does not work. Check that you have the whole of it. If it was replaced, use the newer one. Some time after a complaint is closed its link ends; the scheme office can make a new one.")

// Holder is a complainant who came by the link. It is made by Service.Holder alone.
type Holder struct {
	Complaint id.Complaint
	Ends      clock.Day // the last day on which the link works; clock.NoDay while the complaint is under way
	who       authz.Actor
}

// linkEnds is the last day on which a link made on a day works: it works while the complaint
// is under way, and for as many days as the force has set after it was closed, or after the
// link was made if that was later; clock.NoDay while no end is known.
func (c *Complaint) linkEnds(made clock.Day, set area.Settings) clock.Day {
	if c.State.Open() {
		return clock.NoDay
	}
	return max(clock.DayOf(c.Since), made).AddDays(set.ComplaintLinkDays)
}

// Holder is who holds the link of that secret. It returns fault.NotFound if it does not
// work, whatever the reason.
func (s *Service) Holder(ctx context.Context, secret string) (Holder, error) {
	force, part, ok := keyring.ParseValue(secret)
	if !ok {
		return Holder{}, errLink
	}
	out := Holder{who: authz.Actor{Force: force, Name: "The complainant"}}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		var made clock.Day
		if out.Complaint, made, err = findLink(tx, force, bearer.Hash(part)); err != nil {
			return err
		}
		v, err := table.Find(tx, force, string(out.Complaint), register.Now(s.ledger.Now()))
		if err != nil {
			return err
		}
		f, err := s.areas.Force(tx, force)
		out.Ends = v.State.linkEnds(made, f.Settings)
		return err
	})
	if db.NoRows(err) || err == nil && out.Ends != clock.NoDay && out.Ends < clock.DayOf(s.ledger.Now()) {
		return Holder{}, errLink
	}
	return out, err
}

// Own is what the complainant finds behind the link: what they said, and where it stands.
type Own struct {
	Complaint Complaint
	Force     area.Force
	Steps     []Step
	Days      Days
	Today     clock.Day
}

// Own is what the complainant finds behind the link.
func (s *Service) Own(ctx context.Context, h Holder) (Own, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) (out Own, err error) {
		v, err := table.Find(tx, h.who.Force, string(h.Complaint), register.Now(s.ledger.Now()))
		if err != nil {
			return out, err
		}
		out.Complaint, out.Today = v.State, clock.DayOf(s.ledger.Now())
		if out.Force, err = s.areas.Force(tx, h.who.Force); err != nil {
			return out, err
		}
		out.Steps, out.Days = v.State.Steps(out.Force.Settings), v.State.Days(out.Force.Settings)
		return out, nil
	})
}

// Add adds words, or files with words, to the complaint. Errors: fault.Invalid, fault.Conflict
// once it is closed.
func (s *Service) Add(ctx context.Context, h Holder, words string, files []Attached) error {
	return s.act(ctx, h.who, h.Complaint, "complaint.add", func(t *turn) error {
		var wrong fault.Fields
		words = text(&wrong, "text", words, "Write what you want to add")
		if len(files) > FilesAtOnce {
			wrong.Add("files", "Send at most three files at a time")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		t.e.Say(t.c.title()+": the complainant added to it", "")
		return s.say(t, words, files)
	})
}

// Withdraw ends the complaint at the complainant's wish. The force may go on with it.
// Errors: fault.Invalid, fault.Conflict once it is decided.
func (s *Service) Withdraw(ctx context.Context, h Holder, why string) error {
	return s.act(ctx, h.who, h.Complaint, "complaint.withdraw", func(t *turn) error {
		if t.c.Why = strings.TrimSpace(why); len([]rune(why)) > textLimit {
			return fault.In("why", "This must be 4,000 letters or fewer")
		}
		return s.withdrawn(t)
	})
}

// WithdrawFor ends it at the wish of a complainant who said so otherwise than by the link: how
// says how, and it is kept. Errors: fault.Forbidden, fault.Invalid, fault.Conflict once it is
// decided, and for praise.
func (s *Service) WithdrawFor(ctx context.Context, who authz.Actor, of id.Complaint, how string) error {
	return s.because(ctx, who, of, "complaint.withdraw-for", how, "Say how the complainant withdrew it, and why if they said", func(t *turn, how string) error {
		if t.c.Praise {
			return fault.New(fault.Conflict, "Praise is not withdrawn.")
		}
		t.c.Why = how
		return s.withdrawn(t)
	})
}

func (s *Service) withdrawn(t *turn) error {
	t.e.Say(t.c.title()+" was withdrawn", "")
	return s.tellEmployer(t, "Complaint "+t.c.Reference+" was withdrawn", "The complainant has withdrawn it.")
}

// AskReview asks that somebody else looks at the outcome. Errors: fault.Invalid;
// fault.Conflict before there is an outcome, and when the time for it is over.
func (s *Service) AskReview(ctx context.Context, h Holder, why string) error {
	return s.act(ctx, h.who, h.Complaint, "complaint.ask-review", func(t *turn) error {
		if err := t.inTime(); err != nil {
			return err
		}
		var wrong fault.Fields
		why = text(&wrong, "why", why, "Say what should be looked at again")
		if err := wrong.Err(); err != nil {
			return err
		}
		t.askReview(why)
		return nil
	})
}

// AskReviewFor is AskReview for a complainant who asked otherwise than by the link. Errors:
// fault.Forbidden, and as AskReview.
func (s *Service) AskReviewFor(ctx context.Context, who authz.Actor, of id.Complaint, why string) error {
	return s.because(ctx, who, of, "complaint.ask-review-for", why, "Say how the complainant asked, and what should be looked at again", func(t *turn, why string) error {
		if err := t.inTime(); err != nil {
			return err
		}
		t.askReview(why)
		return nil
	})
}

// inTime is a fault once the time to ask for a review is over.
func (t *turn) inTime() error {
	if last := t.c.Days(t.set).AskReview; t.today() > last {
		return fault.New(fault.Conflict, "A review could be asked for until %s.", last.Long())
	}
	return nil
}

func (t *turn) askReview(why string) {
	n := t.note(why)
	t.c.Asked = &n
	t.e.Say(t.c.title()+": the complainant asks for a review", "")
}

// OwnFile is a file that the complainant sent, inert. Errors: fault.NotFound.
func (s *Service) OwnFile(ctx context.Context, h Holder, hash blob.Hash) (f blob.File, name string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := table.Find(tx, h.who.Force, string(h.Complaint), register.Now(s.ledger.Now()))
		if err != nil {
			return err
		}
		f, name, err = fileOf(tx, h.who.Force, &v.State, hash)
		return err
	})
	return f, name, err
}

// OwnLetter is the letter of outcome, or of the review. Errors: fault.NotFound while there
// is none.
func (s *Service) OwnLetter(ctx context.Context, h Holder) (print.Document, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) (print.Document, error) {
		v, err := table.Find(tx, h.who.Force, string(h.Complaint), register.Now(s.ledger.Now()))
		if err != nil {
			return print.Document{}, err
		}
		return s.letter(tx, h.who.Force, &v.State)
	})
}

// MakeLink makes a new link for the complainant, which the office hands over; the one before
// stops working. It returns the last part of its address. Errors: fault.Forbidden.
func (s *Service) MakeLink(ctx context.Context, who authz.Actor, of id.Complaint) (string, error) {
	secret, hash := bearer.New()
	err := s.act(ctx, who, of, "complaint.link", func(t *turn) error {
		t.e.Say(t.c.title()+": a new link was made", "")
		if err := endLinks(t.tx, who.Force, of, t.e.At); err != nil {
			return err
		}
		return insertLink(t.tx, who.Force, hash, of, t.e.At)
	})
	return keyring.Value(who.Force, secret), err
}
