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

// letters writes to everybody of whom something lapses within the first warning, and who
// was not written to of that: each letter once, with its entry. Who has no account but an
// address is told that there is a letter.
func (r *run) letters(ctx context.Context) error {
	var due []diary.Item
	accounts := map[id.Person]bool{}
	err := r.DB.Read(ctx, func(tx *db.Tx) error {
		before, err := allTold(tx, r.force.ID)
		if err != nil {
			return err
		}
		holders, err := r.Accounts.Everybody(tx, r.force.ID)
		if err != nil {
			return err
		}
		personsOf(holders, accounts)
		all, err := diary.All(tx, r.Sources, authz.ByItself(r.force.ID), diary.Window{At: r.now, To: r.today.AddDays(r.plan.steps[0]), Limit: diary.Everything})
		for _, x := range all {
			if x.Letter != "" && before[byLetter][x.Key].due != x.Due {
				due = append(due, x)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(due, chunk) {
		written := 0
		if err := r.DB.Write(ctx, func(tx *db.Tx) error {
			written = 0
			for _, x := range part {
				ok, err := r.letter(tx, x, accounts[x.Person])
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

func personsOf(holders []account.Holder, out map[id.Person]bool) {
	for _, h := range holders {
		for _, who := range h.Acting {
			out[who.Person] = out[who.Person] || who.Person != ""
		}
	}
}

func (r *run) letter(tx *db.Tx, x diary.Item, hasAccount bool) (bool, error) {
	e := r.Ledger.Begin(authz.ByItself(r.force.ID), "accreditation.warn")
	of, ok, err := r.Accreds.WarnIn(tx, e, accred.Warning{Person: x.Person, Due: x.Due, Sentence: x.Letter, Powers: x.Powers})
	if err != nil || !ok {
		return false, err
	}
	if err := r.Ledger.Record(tx, e); err != nil {
		return false, err
	}
	var message id.Message
	if !hasAccount && of.Email != "" {
		message, err = r.Outbox.Put(tx, outbox.Message{Force: r.force.ID, Kind: "letter", Sender: r.force.Name, Address: of.Email,
			Subject: "Community Safety Accreditation Scheme: something ends on " + x.Due.Long(), Once: "letter/" + x.Key,
			Body: "Something of your accreditation ends on " + x.Due.Long() + ". Your employer has a letter for you that says what it is, and what then happens. Ask your supervisor for it."})
		if err != nil {
			return false, err
		}
	}
	return true, saveTold(tx, r.force.ID, byLetter, x.Key, told{x.Due, r.plan.steps[0]}, r.now, message)
}
