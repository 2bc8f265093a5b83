package clockwork

import (
	"cmp"
	"context"
	"slices"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/clockwork/ical"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
)

// Feed is a calendar that an account subscribes to by a secret address: of what falls due
// for all that it may act as. It names nobody, since calendars are copied about.
type Feed struct {
	ID      id.Feed
	Account id.Account
	Made    time.Time
	Seen    time.Time // read last, to within an hour; zero: never
}

// bearer is the sort of secret that a calendar is read by.
const bearer keyring.Bearer = "calendar"

const (
	// feedDays is how many days ahead a calendar shows.
	feedDays = 366
	// feedPast is for how many days what is past or cancelled stays in it.
	feedPast = 30
)

// MakeFeed gives the actor's account a calendar, in place of the one it had, and returns
// its secret, which is shown once and nowhere kept: the force and the secret in one word
// (keyring.Value).
//
// Errors: fault.Forbidden.
func (s *Service) MakeFeed(ctx context.Context, who authz.Actor) (string, error) {
	secret, hash := bearer.New()
	_, err := s.Ledger.Do(ctx, who, "calendar.make", []ledger.Subject{ledger.About("account", who.Account)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := own(who); err != nil {
			return err
		}
		e.Say("Made an address for a calendar", "")
		if _, err := deleteFeed(tx, who.Force, who.Account); err != nil {
			return err
		}
		return insertFeed(tx, who.Force, Feed{ID: id.New[id.Feed](), Account: who.Account, Made: e.At}, hash)
	})
	return keyring.Value(who.Force, secret), err
}

// EndFeed ends the calendar of the actor's account: its address works no more.
//
// Errors: fault.NotFound if there is none, fault.Forbidden.
func (s *Service) EndFeed(ctx context.Context, who authz.Actor) error {
	_, err := s.Ledger.Do(ctx, who, "calendar.end", []ledger.Subject{ledger.About("account", who.Account)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := own(who); err != nil {
			return err
		}
		n, err := deleteFeed(tx, who.Force, who.Account)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "This account has no calendar.")
		}
		e.Say("Ended the address of a calendar", "")
		return err
	})
	return err
}

func own(who authz.Actor) error {
	if who.Account == "" {
		return fault.New(fault.Forbidden, "A calendar belongs to an account. Sign in with one.")
	}
	return who.May(authz.OwnAccount, authz.Object{})
}

// FeedOf is the calendar of the actor's account, and whether it has one.
//
// Errors: fault.Forbidden.
func (s *Service) FeedOf(ctx context.Context, who authz.Actor) (Feed, bool, error) {
	if err := own(who); err != nil {
		return Feed{}, false, err
	}
	f, err := db.Find(ctx, s.DB, func(tx *db.Tx) (Feed, error) { return feedOf(tx, who.Force, who.Account) })
	if db.NoRows(err) {
		return Feed{}, false, nil
	}
	return f, err == nil, err
}

// event is an entry of a calendar as it was given out.
type event struct {
	item      string // of which it tells: kind and last day
	day       clock.Day
	summary   string
	detail    string
	link      string // worked out anew each time
	sequence  int
	changed   time.Time
	cancelled bool
}

var errNoFeed = fault.New(fault.NotFound, "There is no calendar at this address. Whoever it was for can make a new one on the page of their account.")

// Calendar is the calendar of a secret address, as it stands. An entry keeps its UID; a
// change of it raises its sequence; what falls due no more is cancelled and stays a while.
//
// Errors: fault.NotFound if the address works no more, or the account has ended.
func (s *Service) Calendar(ctx context.Context, value string) (ical.Calendar, error) {
	force, secret, ok := keyring.ParseValue(value)
	if !ok {
		return ical.Calendar{}, errNoFeed
	}
	now := s.now()
	var f area.Force
	var feed Feed
	var events, changed []event
	var gone []string
	err := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if feed, err = feedBy(tx, force, bearer.Hash(secret)); db.NoRows(err) {
			return errNoFeed
		} else if err != nil {
			return err
		}
		holder, err := s.Accounts.Holder(tx, force, feed.Account)
		if fault.Is(err, fault.NotFound) {
			return errNoFeed
		} else if err != nil {
			return err
		}
		if f, err = s.Areas.Force(tx, force); err != nil {
			return err
		}
		today := clock.DayOf(now)
		items, err := s.due(tx, holder.Acting, diary.Window{At: now, To: today.AddDays(feedDays), Limit: diary.Everything})
		if err != nil {
			return err
		}
		known, err := eventsOf(tx, force, feed.ID)
		if err != nil {
			return err
		}
		events, changed, gone = revise(known, entries(items, f.Settings.PublicURL), today, now)
		return nil
	})
	if err != nil {
		return ical.Calendar{}, err
	}
	if len(changed)+len(gone) > 0 || now.Sub(feed.Seen) >= time.Hour {
		if err := s.DB.Write(ctx, func(tx *db.Tx) error { return saveEvents(tx, force, feed.ID, changed, gone, now) }); err != nil {
			return ical.Calendar{}, err
		}
	}
	out := ical.Calendar{Name: f.Name + ": falls due"}
	for _, e := range events {
		out.Events = append(out.Events, ical.Event{UID: e.item + "." + string(feed.ID) + "@watchword", Changed: e.changed, Sequence: e.sequence, Day: e.day, Summary: e.summary, Detail: e.detail, Link: e.link, Cancelled: e.cancelled})
	}
	return out, nil
}

// entries is what falls due as entries of a calendar: one for each kind and day.
func entries(items []diary.Item, origin string) map[string]event {
	together := map[string][]diary.Item{}
	for _, x := range items {
		if x.Due != clock.NoDay && !x.Others {
			key := string(x.Kind) + "-" + x.Due.String()
			together[key] = append(together[key], x)
		}
	}
	out := make(map[string]event, len(together))
	for key, all := range together {
		x := all[0]
		e := event{item: key, day: x.Due, summary: x.Kind.Title() + ": " + counted(len(all), "thing", "things"), detail: x.Itself, link: origin + "/due"}
		switch {
		case len(all) == 1 && x.Person == "":
			e.summary, e.link = x.Title, origin+x.Link
		case x.Person != "":
			e.summary = x.Kind.Title() + ": " + counted(len(all), "person", "persons")
		}
		for _, y := range all {
			if y.Itself != x.Itself {
				e.detail = ""
			}
		}
		out[key] = e
	}
	return out
}

// revise compares what was given out with what is wanted: the entries now, by day; those
// of them that are to be written; and those to be forgotten.
func revise(known, wanted map[string]event, today clock.Day, now time.Time) (all, changed []event, gone []string) {
	for key, e := range wanted {
		k, ok := known[key]
		e.sequence, e.changed = k.sequence, k.changed
		if !ok || k.summary != e.summary || k.detail != e.detail || k.cancelled {
			if e.changed = now; ok {
				e.sequence++
			}
			changed = append(changed, e)
		}
		all = append(all, e)
	}
	for key, k := range known {
		if _, ok := wanted[key]; ok {
			continue
		}
		switch {
		case k.day < today.AddDays(-feedPast), k.cancelled && clock.DayOf(k.changed) < today.AddDays(-feedPast):
			gone = append(gone, key)
			continue
		case !k.cancelled && k.day >= today: // it was seen to; what is past has been
			k.cancelled, k.changed, k.sequence = true, now, k.sequence+1
			changed = append(changed, k)
		}
		all = append(all, k)
	}
	byDay := func(a, b event) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.item, b.item)) }
	slices.SortFunc(all, byDay)
	slices.SortFunc(changed, byDay)
	slices.Sort(gone)
	return all, changed, gone
}

const feedColumns = "id, account_id, made_at, seen_at"

func scanFeed(sc db.Scanner) (Feed, error) {
	var f Feed
	err := sc.Scan(&f.ID, &f.Account, db.Instant{To: &f.Made}, db.Instant{To: &f.Seen})
	if clock.Millis(f.Seen) == 0 {
		f.Seen = time.Time{}
	}
	return f, err
}

func feedOf(tx *db.Tx, force id.Force, account id.Account) (Feed, error) {
	return scanFeed(tx.QueryRow(`SELECT `+feedColumns+` FROM clockwork_feed WHERE force_id = ? AND account_id = ?`, string(force), string(account)))
}

func feedBy(tx *db.Tx, force id.Force, hash string) (Feed, error) {
	return scanFeed(tx.QueryRow(`SELECT `+feedColumns+` FROM clockwork_feed WHERE force_id = ? AND hash = ?`, string(force), hash))
}

func insertFeed(tx *db.Tx, force id.Force, f Feed, hash string) error {
	_, err := tx.Exec(`INSERT INTO clockwork_feed (force_id, id, account_id, hash, made_at, seen_at) VALUES (?, ?, ?, ?, ?, 0)`, string(force), string(f.ID), string(f.Account), hash, f.Made)
	return err
}

// deleteFeed deletes the calendar of an account with its entries.
func deleteFeed(tx *db.Tx, force id.Force, account id.Account) (int64, error) {
	if _, err := tx.Exec(`DELETE FROM clockwork_event WHERE force_id = ? AND feed_id IN (SELECT id FROM clockwork_feed WHERE force_id = ? AND account_id = ?)`,
		string(force), string(force), string(account)); err != nil {
		return 0, err
	}
	return tx.Exec(`DELETE FROM clockwork_feed WHERE force_id = ? AND account_id = ?`, string(force), string(account))
}

func eventsOf(tx *db.Tx, force id.Force, feed id.Feed) (map[string]event, error) {
	all, err := db.All(tx, func(sc db.Scanner) (e event, err error) {
		return e, sc.Scan(&e.item, db.Day{To: &e.day}, &e.summary, &e.detail, &e.sequence, db.Instant{To: &e.changed}, &e.cancelled)
	}, `SELECT item, day, summary, detail, sequence, changed_at, cancelled FROM clockwork_event WHERE force_id = ? AND feed_id = ?`, string(force), string(feed))
	out := make(map[string]event, len(all))
	for _, e := range all {
		out[e.item] = e
	}
	return out, err
}

func saveEvents(tx *db.Tx, force id.Force, feed id.Feed, changed []event, gone []string, now time.Time) error {
	if _, err := tx.Exec(`UPDATE clockwork_feed SET seen_at = ? WHERE force_id = ? AND id = ?`, now, string(force), string(feed)); err != nil {
		return err
	}
	for _, e := range changed {
		if _, err := tx.Exec(`
			INSERT INTO clockwork_event (force_id, feed_id, item, day, summary, detail, sequence, changed_at, cancelled)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (force_id, feed_id, item) DO UPDATE SET summary = excluded.summary, detail = excluded.detail, sequence = excluded.sequence,
				changed_at = excluded.changed_at, cancelled = excluded.cancelled`,
			string(force), string(feed), e.item, e.day, e.summary, e.detail, int64(e.sequence), e.changed, db.Bool(e.cancelled)); err != nil {
			return err
		}
	}
	for _, item := range gone {
		if _, err := tx.Exec(`DELETE FROM clockwork_event WHERE force_id = ? AND feed_id = ? AND item = ?`, string(force), string(feed), item); err != nil {
			return err
		}
	}
	return nil
}
