package complaint

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// bearer is for what the secrets of this room are good.
const bearer keyring.Bearer = "complaint"

// FilesAtOnce is how many files may be sent along at a time, and FilesInAll with one
// complaint.
const (
	FilesAtOnce = 3
	FilesInAll  = 12
)

// Attached is a file sent along that has been read and made safe to keep.
type Attached struct {
	Name string
	File blob.File
}

// Telling is a complaint or word of praise as it is sent.
type Telling struct {
	Told
	Text  string
	Files []Attached
}

// Receipt is what the complainant is given: a reference to speak of it by, and the secret of
// the link by which they come back, shown once and nowhere kept.
type Receipt struct {
	Complaint id.Complaint
	Reference string
	Secret    string // the last part of the link's address
}

// Check names every field that is wrong, and trims what surrounds the words. today is the
// legal day on which it is told.
func (t *Telling) Check(today clock.Day) error {
	var wrong fault.Fields
	line := func(field string, s *string, message string) {
		if *s = strings.TrimSpace(*s); len([]rune(*s)) > lineLimit {
			wrong.Add(field, "%s in 200 letters or fewer", message)
		}
	}
	line("number", &t.Number, "Enter the number on the card,")
	line("where", &t.Where, "Say where it was,")
	line("time", &t.Time, "Say at what time,")
	line("name", &t.From.Name, "Enter your name")
	if t.Looks = strings.TrimSpace(t.Looks); len([]rune(t.Looks)) > textLimit {
		wrong.Add("looks", "Describe them in 4,000 letters or fewer")
	}
	if t.Number == "" && t.Looks == "" && t.Employer == "" {
		wrong.Add("number", "Enter the number on the card. If you do not know it, describe the person, or choose for whom they work")
	}
	t.Text = text(&wrong, "text", t.Text, map[bool]string{true: "Say what they did well", false: "Say what happened"}[t.Praise])
	if t.Where == "" {
		wrong.Add("where", "Say where it was")
	}
	if t.On == clock.NoDay || t.On > today || t.On < today.AddYears(-6) {
		wrong.Add("on", "Enter the day it happened: today or earlier")
	}
	if t.Praise {
		t.Matters = nil
	} else {
		t.Matters = matters(&wrong, t.Matters)
	}
	if !oneOf(Channels, t.Channel) {
		wrong.Add("channel", "Choose how it reached you")
	}
	t.From.check(&wrong)
	if len(t.Files) > FilesAtOnce {
		wrong.Add("files", "Send at most three files at a time")
	}
	return wrong.Err()
}

// matters is each matter once, in the order of the list; it notes where there is none, or one
// that is not in the list.
func matters(wrong *fault.Fields, chosen []Matter) []Matter {
	var out []Matter
	for _, o := range Matters {
		if slices.Contains(chosen, Matter(o.Value)) {
			out = append(out, Matter(o.Value))
		}
	}
	if len(out) == 0 || slices.ContainsFunc(chosen, func(m Matter) bool { return !slices.Contains(out, m) }) {
		wrong.Add("matters", "Choose what it is about")
	}
	return out
}

func (p *Party) check(wrong *fault.Fields) {
	p.Email, p.Phone = strings.TrimSpace(p.Email), strings.TrimSpace(p.Phone)
	if p.Email != "" && !org.ValidEmail(p.Email) {
		wrong.Add("email", "Enter an e-mail address, for example name@post.example, or leave it empty")
	}
	if len(p.Phone) > 40 || strings.Trim(p.Phone, "+0123456789 ()-extEXT.") != "" {
		wrong.Add("phone", "Enter a telephone number, for example 01700 900 100, or leave it empty")
	}
	if p.Share && p.Name == "" {
		wrong.Add("name", "Enter your name if the employer may know who you are")
	}
}

// Tell records a complaint or word of praise: from the public page, by anybody; or by the
// office or the employer, of what reached them otherwise. Whom it is about is found by the
// number. It is in the queue of the force and, unless it is serious, with the employer.
//
// Errors: fault.Invalid names the fields; fault.NotFound if the address belongs to no one
// force; fault.Forbidden for an employer that tells of another's people.
func (s *Service) Tell(ctx context.Context, who authz.Actor, x Telling) (Receipt, error) {
	out := Receipt{Complaint: id.New[id.Complaint](), Reference: id.Reference()}
	if who.Force == "" {
		return out, fault.New(fault.NotFound, "There are several forces here. Open the address of the one you want to tell.")
	}
	entered := who.Can(authz.AnswerComplaints)
	if !entered {
		x.Channel = "page"
		who = authz.Actor{Force: who.Force, Name: "The public"}
	}
	if err := x.Check(clock.DayOf(s.ledger.Now())); err != nil {
		return out, err
	}
	_, err := s.ledger.Do(ctx, who, "complaint.tell", []ledger.Subject{Subject(string(out.Complaint))}, func(tx *db.Tx, e *ledger.Draft) error {
		t := &turn{tx: tx, e: e, who: who, id: out.Complaint, c: Complaint{Reference: out.Reference, Told: x.Told, Received: e.At, State: Received, Since: e.At, By: who.Name}}
		if err := s.say(t, x.Text, x.Files); err != nil {
			return err
		}
		if err := s.about(t, x.Number, x.Employer); err != nil {
			return err
		}
		t.c.Held = t.c.Serious()
		if entered {
			if err := who.May(authz.AnswerComplaints, t.c.object()); err != nil {
				return err
			}
			t.c.Held = t.c.Held && !who.Role.OfEmployer() // who told of it knows of it
		}
		e.Say(t.c.title()+" was received", basis)
		if err := table.Put(tx, e, string(out.Complaint), t.c, e.At, clock.Forever); err != nil {
			return err
		}
		secret, hash := bearer.New()
		out.Secret = keyring.Value(e.Force, secret)
		if err := insertLink(tx, e.Force, hash, out.Complaint, e.At); err != nil {
			return err
		}
		return s.receipts(t)
	})
	return out, err
}

// title is it in the line of an entry.
func (c *Complaint) title() string {
	if c.Praise {
		return "Praise " + c.Reference
	}
	return "Complaint " + c.Reference
}

// receipts writes to the complainant, and to the employer.
func (s *Service) receipts(t *turn) error {
	if err := s.write(t.tx, t.who.Force, t.c.From.Email, "We have your "+t.c.Noun()+": "+t.c.Reference,
		"Thank you for telling us. Your reference is "+t.c.Reference+". By the link you were shown you can see where it stands and add to it."); err != nil {
		return err
	}
	return s.tellEmployer(t, "A "+map[bool]string{true: "word of praise", false: "complaint"}[t.c.Praise]+" about your people: "+t.c.Reference, "It reached the scheme today. Sign in to Watchword to read it.")
}

// say adds words and files of the complainant.
func (s *Service) say(t *turn, words string, files []Attached) error {
	x := Saying{At: t.e.At, Text: words}
	n := len(files)
	for _, said := range t.c.Said {
		n += len(said.Files)
	}
	if n > FilesInAll {
		return fault.In("files", "You have sent as many files as can be kept with it. Describe what the others show")
	}
	for _, f := range files {
		if err := blob.Put(t.tx, t.who.Force, f.File, t.e.At); err != nil {
			return err
		}
		name := []rune(f.Name)
		x.Files = append(x.Files, File{Name: string(name[:min(len(name), lineLimit)]), Hash: string(f.File.Hash), Type: f.File.Type, Size: len(f.File.Content)})
	}
	t.c.Said = append(t.c.Said, x)
	return nil
}

// about finds whom it is about: by the AP number, as far as there is one of that number; and
// else the employer.
func (s *Service) about(t *turn, number string, employer id.Org) error {
	t.c.Number = number
	now := register.Now(t.e.At)
	if number != "" {
		f, err := s.areas.Force(t.tx, t.who.Force)
		if err != nil {
			return err
		}
		t.c.Number = apNumber(number, f.Settings.APPrefix)
		a, err := s.accreds.ByNumber(t.tx, t.who.Force, t.c.Number, now)
		switch {
		case err == nil:
			t.c.Person, t.c.Accreditation, t.c.Org = a.State.Person, id.Accreditation(a.ID), a.State.Org
			return nil
		case !fault.Is(err, fault.NotFound):
			return err
		}
	}
	if employer != "" {
		if _, err := s.orgs.Any(t.tx, t.who.Force, employer, now); err != nil {
			return fault.In("employer", "Choose an organisation from the list")
		}
		t.c.Org = employer
	}
	return nil
}

// apNumber is an AP number as the register writes it: "EM 4417" of "em4417" or "4417".
func apNumber(typed, prefix string) string {
	digits := strings.ReplaceAll(strings.TrimPrefix(strings.ToUpper(typed), strings.ToUpper(prefix)), " ", "")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return typed
	}
	return strings.TrimSpace(prefix + " " + digits)
}
