package envelope

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"time"
	"unicode/utf8"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// bearer makes the secrets of links, and of the sessions behind them.
const bearer keyring.Bearer = "vetting-link"

var errLink = fault.New(fault.NotFound, "This link does not work: it has run out, or was replaced by another. Ask the vetting unit for a new one. What you saved is kept.")

var errWord = fault.In("word", "This is not the word that was chosen. Type it again, or ask the vetting unit")

// How many wrong words are taken: after every fifth one has to wait, after the twentieth
// the link ends. The count begins anew with the right one.
const (
	triesBeforeWait = 5
	triesInAll      = 20
	waitAfterTries  = 15 * time.Minute
)

// idle is how long somebody may leave the form open without doing anything.
const idle = time.Hour

// held is what is kept for a person behind the link until it is sent, sealed: the answers
// so far, and the word that guards them.
type held struct {
	Salt    []byte  `json:"salt,omitempty"`
	Word    []byte  `json:"word,omitempty"`
	Answers Answers `json:"answers,omitzero"`
}

// held opens what is kept for the person of a case.
func (s *Service) held(tx *db.Tx, force id.Force, c id.Vetting) (held, error) {
	var h held
	sealed, _, err := findDraft(tx, force, c)
	if err != nil || sealed == nil {
		return h, err
	}
	key, err := s.key(tx, force, c)
	if err != nil {
		return h, err
	}
	framed, err := keyring.Open(key, sealed, draftLabel(force, c))
	if err != nil {
		return h, err
	}
	_, text, err := unframe(framed)
	if err != nil {
		return h, err
	}
	return h, json.Unmarshal(text, &h)
}

// keep seals it anew.
func (s *Service) keep(tx *db.Tx, force id.Force, c id.Vetting, h held, at time.Time) error {
	key, err := s.key(tx, force, c)
	if err != nil {
		return err
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return saveDraft(tx, force, c, keyring.Seal(key, frame([32]byte{}, text), draftLabel(force, c)), at)
}

func (h *held) setWord(word string) {
	h.Salt = make([]byte, 16)
	rand.Read(h.Salt)
	h.Word = wordSum(h.Salt, word)
}

// wordSum needs no slow hash: it is kept sealed under the key of the case.
func wordSum(salt []byte, word string) []byte {
	sum := sha256.Sum256(append(append([]byte("watchword/vetting-word/v1\n"), salt...), word...))
	return sum[:]
}

// Door is what a link offers before the word is typed: nothing of whose it is.
type Door struct {
	Force id.Force
	Word  bool // one was chosen: it is asked for; else one is to be chosen
	Until time.Time
}

// Door is what the link of that secret offers. It returns fault.NotFound if it does not
// work, whatever the reason.
func (s *Service) Door(ctx context.Context, secret string) (Door, error) {
	force, part, ok := keyring.ParseValue(secret)
	if !ok {
		return Door{}, errLink
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) (Door, error) {
		l, err := s.linkOf(tx, force, part)
		if err != nil {
			return Door{}, err
		}
		h, err := s.held(tx, force, l.of)
		return Door{Force: force, Word: h.Word != nil, Until: l.until}, err
	})
}

func (s *Service) linkOf(tx *db.Tx, force id.Force, secret string) (link, error) {
	l, err := findLink(tx, force, bearer.Hash(secret), s.ledger.Now())
	if db.NoRows(err) {
		err = errLink
	}
	return l, err
}

// leastWord is how many letters the word that guards a form has at least.
const leastWord = 8

// Enter opens the door with the word that only the person knows, and returns the secret of
// the session for the browser's cookie. The first to come chooses the word.
//
// Errors: fault.NotFound for the link; fault.Invalid for the word; fault.TooMany after too
// many wrong ones.
func (s *Service) Enter(ctx context.Context, secret, word, again string) (string, error) {
	force, part, ok := keyring.ParseValue(secret)
	if !ok {
		return "", errLink
	}
	session, hash := bearer.New()
	var failed error
	var who authz.Actor
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		failed = nil
		l, err := s.linkOf(tx, force, part)
		if err != nil {
			return err
		}
		if who, err = s.holderOf(tx, force, l.of); err != nil {
			return err
		}
		e := s.ledger.Begin(who, "vetting.begin", Subject(l.of))
		if e.At.Before(l.blocked) {
			return fault.New(fault.TooMany, "There were too many wrong words. Wait 15 minutes, then try again.")
		}
		failed, err = s.enter(tx, e, &l, word, again)
		if err == nil && failed == nil {
			l.session, l.seen, l.tries, l.blocked = hash, e.At, 0, time.Time{}
		}
		if err == nil {
			err = updateLink(tx, force, l)
		}
		return err
	})
	if err == nil {
		err = failed
	}
	return keyring.Value(force, session), err
}

// enter compares the word, or takes the first. What is wrong with it is failed; the try
// is counted all the same.
func (s *Service) enter(tx *db.Tx, e *ledger.Draft, l *link, word, again string) (failed, err error) {
	h, err := s.held(tx, e.Force, l.of)
	if err != nil {
		return nil, err
	}
	if h.Word != nil {
		if subtle.ConstantTimeCompare(h.Word, wordSum(h.Salt, word)) == 1 {
			return nil, nil
		}
		return s.wrongWord(tx, e, l)
	}
	switch n := utf8.RuneCountInString(word); {
	case n < leastWord:
		return fault.In("word", "Choose a word or words of at least %d letters", leastWord), nil
	case n > 200:
		return fault.In("word", "Choose a word of at most 200 letters"), nil
	case word != again:
		return fault.In("again", "The two words are not the same"), nil
	}
	h.setWord(word)
	if err := s.keep(tx, e.Force, l.of, h, e.At); err != nil {
		return nil, err
	}
	e.Say("The link was opened, and a word chosen that guards it", "")
	v, err := table.Find(tx, e.Force, string(l.of), register.Now(e.At))
	if err != nil {
		return nil, err
	}
	if after := v.State; after.Begun == clock.NoDay {
		after.Begun = clock.DayOf(e.At)
		if err := table.Put(tx, e, v.ID, after, e.At, clock.Forever); err != nil {
			return nil, err
		}
	}
	return nil, s.ledger.Record(tx, e)
}

// wrongWord counts a wrong word. Every fifth is told to the ledger.
func (s *Service) wrongWord(tx *db.Tx, e *ledger.Draft, l *link) (failed, err error) {
	l.tries++
	if l.tries%triesBeforeWait != 0 {
		return errWord, nil
	}
	l.blocked = e.At.Add(waitAfterTries)
	e.Outcome = ledger.Refused
	e.Say("Wrong words were typed at a link to a vetting form", "")
	failed = fault.New(fault.TooMany, "There were too many wrong words. Wait 15 minutes, then try again.")
	if l.tries >= triesInAll {
		failed = errLink
		if err := endLinks(tx, e.Force, l.of, e.At); err != nil {
			return nil, err
		}
	}
	return failed, s.ledger.Record(tx, e)
}

// Holder is a person who came in by their link. It is made by Service.Holder alone.
type Holder struct {
	Case  id.Vetting
	Until time.Time // the link works before this instant
	who   authz.Actor
	link  string
}

// Actor is the person as permissions look at them.
func (h Holder) Actor() authz.Actor { return h.who }

var errOut = fault.New(fault.NotFound, "You are not in your vetting form any more. Open the link you were given again, and type your word. What you saved is kept.")

// Holder is who holds the session of that cookie, and has now used it. It returns
// fault.NotFound if there is no such session, or it is over.
func (s *Service) Holder(ctx context.Context, cookie string) (Holder, error) {
	force, secret, ok := keyring.ParseValue(cookie)
	if !ok {
		return Holder{}, errOut
	}
	now := s.ledger.Now()
	var l link
	h, err := db.Find(ctx, s.db, func(tx *db.Tx) (h Holder, err error) {
		if l, err = findSession(tx, force, bearer.Hash(secret), now); err != nil {
			return h, err
		}
		h = Holder{Case: l.of, Until: l.until, link: l.id}
		h.who, err = s.holderOf(tx, force, l.of)
		return h, err
	})
	if db.NoRows(err) || err == nil && now.Sub(l.seen) >= idle {
		return h, errOut
	}
	if err == nil && now.Sub(l.seen) >= time.Minute {
		l.seen = now
		err = s.db.Write(ctx, func(tx *db.Tx) error { return updateLink(tx, force, l) })
	}
	return h, err
}

// Leave ends the holder's session; the link goes on working.
func (s *Service) Leave(ctx context.Context, h Holder) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		l, err := liveLink(tx, h.who.Force, h.Case, s.ledger.Now())
		if db.NoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		l.session = ""
		return updateLink(tx, h.who.Force, l)
	})
}

// holderOf is the person of a case as an actor.
func (s *Service) holderOf(tx *db.Tx, force id.Force, c id.Vetting) (authz.Actor, error) {
	now := register.Now(s.ledger.Now())
	v, err := table.Find(tx, force, string(c), now)
	if err != nil {
		return authz.Actor{}, err
	}
	p, err := s.persons.Any(tx, force, v.State.Person, now)
	return authz.Actor{Force: force, Name: p.State.Name(), Role: authz.AccreditedPerson, Person: v.State.Person}, err
}
