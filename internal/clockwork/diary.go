package clockwork

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/diary"
)

// Kinds of what waits for the office with what is told.
const (
	NobodyToTell diary.Kind = "nobody-to-tell"
	NotDelivered diary.Kind = "message-not-delivered"
)

// Diary is what waits for whoever looks after messages: employers whom nobody can write
// to, and messages of the last two weeks that did not arrive.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.ReadMessages) || !who.Can(authz.ManageAccounts) {
		return nil, nil
	}
	out, err := db.All(tx, func(sc db.Scanner) (diary.Item, error) {
		x := diary.Item{Kind: NobodyToTell}
		var name string
		err := sc.Scan(&x.Org, &name, db.Instant{To: &x.Since})
		x.Key, x.Title, x.Link = "nobody-to-tell/"+string(x.Org), "Nobody at "+name+" can be written to: add an account, or the e-mail address of a contact", "/organisations/"+string(x.Org)+"/contacts"
		return x, err
	}, `
		SELECT substr(t.item, 5), o.name, t.told_at
		FROM clockwork_told t JOIN organisation o ON o.force_id = t.force_id AND o.id = substr(t.item, 5) AND o.until_at = `+forever+` AND o.superseded_at = `+forever+`
		WHERE t.force_id = ? AND t.whom = '`+nobody+`'
		ORDER BY o.sort_name, o.id`+db.Limit, string(who.Force), int64(w.Limit))
	if err != nil {
		return nil, err
	}
	n, first, err := s.Outbox.FailedSince(tx, who.Force, w.At.Add(-lately))
	if n > 0 && len(out) < w.Limit {
		out = append(out, diary.Item{Key: "message-not-delivered", Kind: NotDelivered, Title: counted(n, "message was not delivered", "messages were not delivered"), Link: "/messages?state=failed", Since: first})
	}
	return out, err
}

// lately is for how long it is told that a message did not arrive.
const lately = 14 * 24 * time.Hour
