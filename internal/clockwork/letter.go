package clockwork

import (
	"context"
	"slices"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/outbox"
)

// letter is to be written to a person of whom something lapses.
type letter struct {
	diary.Item
	hasAccount bool
}

// readLetters finds out to whom is written: to everybody of whom something lapses within
// the first warning, and who was not written to of that.
func (r *run) readLetters(tx *db.Tx, w diary.Window, holders []account.Holder, before map[string]told) error {
	accounts := map[id.Person]bool{}
	for _, h := range holders {
		for _, who := range h.Acting {
			accounts[who.Person] = who.Person != ""
		}
	}
	all, err := diary.All(tx, r.Sources, authz.ByItself(r.force.ID), w)
	for _, x := range all {
		if x.Letter != "" && x.Due <= r.today.AddDays(r.plan.steps[0]) && before[x.Key].due != x.Due {
			r.letters = append(r.letters, letter{x, accounts[x.Person]})
		}
	}
	return err
}

// write writes the letters: each once, with its entry. Who has no account but an address
// is told that there is a letter.
func (r *run) write(ctx context.Context) error {
	for part := range slices.Chunk(r.letters, chunk) {
		written := 0
		if err := r.DB.Write(ctx, func(tx *db.Tx) error {
			written = 0
			for _, x := range part {
				ok, err := r.letter(tx, x)
				if err != nil {
					return err
				}
				if ok {
					written++
				}
			}
			return nil
		}); err != nil {
			return err
		}
		r.written += written
	}
	return nil
}

func (r *run) letter(tx *db.Tx, x letter) (bool, error) {
	e := r.Ledger.Begin(authz.ByItself(r.force.ID), "accreditation.warn")
	of, ok, err := r.Accreds.WarnIn(tx, e, accred.Warning{Person: x.Person, Due: x.Due, Sentence: x.Letter, Powers: x.Powers})
	if err != nil || !ok {
		return false, err
	}
	if err := r.Ledger.Record(tx, e); err != nil {
		return false, err
	}
	var message id.Message
	if !x.hasAccount && of.Email != "" {
		message, err = r.Outbox.Put(tx, outbox.Message{Force: r.force.ID, Kind: kindLetter, Sender: r.force.Name, Address: of.Email,
			Subject: "Community Safety Accreditation Scheme: something ends on " + x.Due.Long(), Once: "letter/" + x.Key,
			Body: "Something of your accreditation ends on " + x.Due.Long() + ". Your employer has a letter for you that says what it is, and what then happens. Ask your supervisor for it."})
		if err != nil {
			return false, err
		}
	}
	return true, saveTold(tx, r.force.ID, byLetter, x.Key, told{x.Due, r.plan.steps[0]}, r.now, message)
}
