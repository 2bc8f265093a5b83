package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
)

// What stands in the column status, besides the status of a kept answer.
const (
	begun      = 0
	carriedOut = 1
)

// attempt is one try to carry out the write of a key.
type attempt struct {
	force, account, key, run string
}

func newAttempt(who authz.Actor, key string) attempt {
	return attempt{force: string(who.Force), account: string(who.Account), key: key, run: rand.Text()}
}

// of names the key in whatever attempt.
func (t attempt) of() string { return t.force + "/" + t.account + "/" + t.key }

// begin notes that this attempt may carry out the write. It returns the answer of the
// first time if there is one, and fault.Invalid if the key came with another request.
// An attempt that was begun and not carried out, because the program stopped or was cut
// off, gives way to this one: if it should still come to its end, carry refuses it.
func (a *API) begin(ctx context.Context, t attempt, request string) (*answer, error) {
	var first *answer
	err := a.config.DB.Write(ctx, func(tx *db.Tx) error {
		first = nil
		now := a.config.Clock.Now()
		if _, err := tx.Exec(`DELETE FROM api_answer WHERE force_id = ? AND made_at <= ?`, t.force, now.Add(-keepFor)); err != nil {
			return err
		}
		var was, head string
		var made time.Time
		x := &answer{}
		err := tx.QueryRow(`SELECT request, made_at, status, head, body FROM api_answer WHERE force_id = ? AND account_id = ? AND key = ?`,
			t.force, t.account, t.key).Scan(&was, db.Instant{To: &made}, &x.Status, &head, &x.Body)
		switch {
		case db.NoRows(err):
			_, err := tx.Exec(`INSERT INTO api_answer (force_id, account_id, key, request, run, made_at, status, head, body) VALUES (?, ?, ?, ?, ?, ?, ?, '', ?)`,
				t.force, t.account, t.key, request, t.run, now, begun, []byte{})
			return err
		case err != nil:
			return err
		case was != request:
			return fault.In("Idempotency-Key", "This key was sent with another request. Use a new key for each act")
		case x.Status == begun:
			_, err := tx.Exec(`UPDATE api_answer SET run = ?, made_at = ? WHERE force_id = ? AND account_id = ? AND key = ?`, t.run, now, t.force, t.account, t.key)
			return err
		case x.Status == carriedOut:
			first = lost()
			return nil
		}
		first = x
		return json.Unmarshal([]byte(head), &x.Header)
	})
	return first, err
}

// carry notes in the transaction of the act itself that it was carried out. The act does
// not happen if another attempt with the key has begun meanwhile.
func (t attempt) carry(tx *db.Tx) error {
	n, err := tx.Exec(`UPDATE api_answer SET status = ? WHERE force_id = ? AND account_id = ? AND key = ? AND run = ?`, carriedOut, t.force, t.account, t.key, t.run)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "This request was sent once more meanwhile, and that one is carried out. Ask for its answer with the same key.")
	}
	return err
}

// finish keeps the answer of the write.
func (a *API) finish(ctx context.Context, t attempt, x *answer) error {
	head, err := x.head()
	if err != nil {
		return err
	}
	body := x.Body
	if body == nil {
		body = []byte{}
	}
	return a.config.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE api_answer SET status = ?, head = ?, body = ? WHERE force_id = ? AND account_id = ? AND key = ? AND run = ?`,
			x.Status, head, body, t.force, t.account, t.key, t.run)
		return err
	})
}

// forget frees the key, unless something was done under it.
func (a *API) forget(ctx context.Context, t attempt) error {
	return a.config.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM api_answer WHERE force_id = ? AND account_id = ? AND key = ? AND run = ? AND status = ?`, t.force, t.account, t.key, t.run, begun)
		return err
	})
}

// lost is the answer when the act was done and its answer never kept.
func lost() *answer {
	return told("The first request with this key was carried out, once. Its answer was lost when the program stopped. Read what it changed.")
}

// tooLong is kept in place of an answer that is too long to be kept.
func tooLong() *answer {
	return told("The first request with this key was carried out. Its answer was too long to be kept.")
}

func told(detail string) *answer {
	body, err := json.Marshal(&Problem{Type: "urn:watchword:carried-out", Status: http.StatusConflict, Title: "Carried out already", Detail: detail})
	if err != nil {
		panic(err) // a Problem always marshals
	}
	return &answer{Status: http.StatusConflict, Header: http.Header{"Content-Type": {"application/problem+json"}}, Body: body}
}
