package api

import (
	"context"
	"encoding/json"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
)

// begin notes that the write of that key is under way. It returns the answer of the
// first time if there is one, fault.Invalid if the key came with another request, and
// fault.Conflict while the first is under way or if nobody knows how it ended.
func (a *API) begin(ctx context.Context, who authz.Actor, key, request string) (*answer, error) {
	var first *answer
	err := a.config.DB.Write(ctx, func(tx *db.Tx) error {
		first = nil
		now := a.config.Clock.Now()
		if _, err := tx.Exec(`DELETE FROM api_answer WHERE force_id = ? AND made_at <= ?`, string(who.Force), now.Add(-keepFor)); err != nil {
			return err
		}
		var was, head string
		var made time.Time
		x := &answer{}
		err := tx.QueryRow(`SELECT request, made_at, status, head, body FROM api_answer WHERE force_id = ? AND account_id = ? AND key = ?`,
			string(who.Force), string(who.Account), key).Scan(&was, db.Instant{To: &made}, &x.Status, &head, &x.Body)
		switch {
		case db.NoRows(err):
			_, err := tx.Exec(`INSERT INTO api_answer (force_id, account_id, key, request, made_at, status, head, body) VALUES (?, ?, ?, ?, ?, 0, '', ?)`,
				string(who.Force), string(who.Account), key, request, now, []byte{})
			return err
		case err != nil:
			return err
		case was != request:
			return fault.In("Idempotency-Key", "This key was sent with another request. Use a new key for each act")
		case x.Status == 0 && now.Sub(made) < 2*time.Minute:
			return fault.New(fault.Conflict, "The first request with this key is still under way. Wait a moment, then send it again.")
		case x.Status == 0:
			return fault.New(fault.Conflict, "The first request with this key broke off, and it is not known whether it was carried out. Read what it was to change, then use a new key if needed.")
		}
		first = x
		return json.Unmarshal([]byte(head), &x.Header)
	})
	return first, err
}

// finish keeps the answer of the write.
func (a *API) finish(ctx context.Context, who authz.Actor, key string, x *answer) error {
	head, err := x.head()
	if err != nil {
		return err
	}
	body := x.Body
	if body == nil {
		body = []byte{}
	}
	return a.config.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE api_answer SET status = ?, head = ?, body = ? WHERE force_id = ? AND account_id = ? AND key = ?`,
			x.Status, head, body, string(who.Force), string(who.Account), key)
		return err
	})
}

// forget frees the key: nothing was done under it.
func (a *API) forget(ctx context.Context, who authz.Actor, key string) error {
	return a.config.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM api_answer WHERE force_id = ? AND account_id = ? AND key = ? AND status = 0`, string(who.Force), string(who.Account), key)
		return err
	})
}
