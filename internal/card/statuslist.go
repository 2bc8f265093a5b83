package card

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
	"time"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/sign"
)

// For how long a status list may be kept before asking again, and after which it says
// nothing any more.
const (
	ListTTL     = 15 * time.Minute
	ListExpires = 24 * time.Hour
	listMaxAge  = time.Minute // a list is signed anew after that, so that its age says how fresh it is
)

// List is a status list as published, in both forms.
type List struct {
	JWT  string
	CWT  []byte
	ETag string
	Made time.Time
}

type listKey struct {
	force id.Force
	n     int
}

// built is a list with what it rests on: it holds while the registers have no new version
// and nothing lapses by itself.
type built struct {
	List
	stamp string
	until time.Time
}

// lists keeps the lists last made.
type lists struct {
	mu   sync.Mutex
	made map[listKey]built
}

// StatusList is the n-th status list of the force, as the registers stand this instant:
// valid for a card that is valid, suspended for one that may become so again, else invalid.
// It is kept until a register has changed, so that a revocation shows at once. It returns
// fault.NotFound if there is no such list.
func (s *Service) StatusList(ctx context.Context, force id.Force, n int) (List, error) {
	s.lists.mu.Lock()
	defer s.lists.mu.Unlock()
	key := listKey{force, n}
	now := s.ledger.Now()
	out, err := db.Find(ctx, s.db, func(tx *db.Tx) (built, error) {
		stamp, err := stampOf(tx, force)
		if err != nil {
			return built{}, err
		}
		if have, ok := s.lists.made[key]; ok && have.stamp == stamp && !now.Before(have.Made) && now.Before(have.until) {
			return have, nil
		}
		return s.buildList(tx, force, n, stamp, now)
	})
	if err != nil {
		return List{}, err
	}
	if s.lists.made == nil || len(s.lists.made) > 64 {
		s.lists.made = map[listKey]built{}
	}
	s.lists.made[key] = out
	return out.List, nil
}

// stampOf changes whenever a register that decides on cards, or a key, has changed:
// versions are only ever added.
func stampOf(tx *db.Tx, force id.Force) (string, error) {
	var parts []string
	for _, name := range []string{"card", "accreditation", "organisation", "person", "signing_key"} {
		n, err := db.Count(tx, `SELECT COUNT(*) FROM `+name+` WHERE force_id = ?`, string(force))
		if err != nil {
			return "", err
		}
		parts = append(parts, strconv.FormatInt(n, 10))
	}
	return strings.Join(parts, "/"), nil
}

func (s *Service) buildList(tx *db.Tx, force id.Force, n int, stamp string, now time.Time) (built, error) {
	var base string
	err := tx.QueryRow(`SELECT base FROM status_list WHERE force_id = ? AND n = ?`, string(force), int64(n)).Scan(&base)
	if db.NoRows(err) {
		return built{}, fault.New(fault.NotFound, "There is no status list %d.", n)
	}
	if err != nil {
		return built{}, err
	}
	list, until, err := s.statuses(tx, force, n, now)
	if err != nil {
		return built{}, err
	}
	key, err := s.ring.Signer(tx, force, sign.ForStatus, now)
	if err != nil {
		return built{}, err
	}
	token := sign.StatusToken{URI: listURI(base, n), IssuedAt: now.Truncate(time.Second), Expires: now.Truncate(time.Second).Add(ListExpires),
		TTL: ListTTL, Aggregation: base + "/api/v1/status-lists", List: list}
	out := built{stamp: stamp, until: earliest(until, now.Add(listMaxAge))}
	out.Made = now
	if out.JWT, err = sign.SignStatusJWT(key, token); err != nil {
		return built{}, err
	}
	if out.CWT, err = sign.SignStatusCWT(key, token); err != nil {
		return built{}, err
	}
	sum := sha256.Sum256(out.CWT)
	out.ETag = `"` + hex.EncodeToString(sum[:8]) + `"`
	return out, nil
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// statuses is the list at the instant, and until when it holds if nobody acts.
func (s *Service) statuses(tx *db.Tx, force id.Force, n int, now time.Time) (*sign.StatusList, time.Time, error) {
	list, err := sign.NewStatusList(sign.StatusBits, sign.StatusEntries)
	if err != nil {
		return nil, now, err
	}
	until := clock.Forever
	b, err := s.standings(tx, force, now)
	if err != nil {
		return nil, now, err
	}
	var where db.Where
	where.And("r.list = ?", int64(n))
	cards, err := table.Current(tx, force, where, "r.id", sign.StatusEntries)
	if err != nil {
		return nil, now, err
	}
	for i := range cards {
		c := &cards[i].State
		status, holds := b.status(c, now)
		until = earliest(until, holds)
		if err := list.Set(c.Place, status); err != nil {
			return nil, now, err
		}
	}
	return list, until, nil
}

// standings is what every live accreditation amounts to at an instant.
type standings map[id.Accreditation]accred.Standing

func (s *Service) standings(tx *db.Tx, force id.Force, now time.Time) (standings, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	orgs, err := s.orgs.All(tx, force, register.Now(now))
	if err != nil {
		return nil, err
	}
	byID := make(map[id.Org]*org.Organisation, len(orgs))
	for i := range orgs {
		byID[id.Org(orgs[i].ID)] = &orgs[i].State
	}
	live, err := s.accreds.Live(tx, force, "", register.Now(now))
	if err != nil {
		return nil, err
	}
	out := make(standings, len(live))
	for i := range live {
		if o := byID[live[i].State.Org]; o != nil {
			out[id.Accreditation(live[i].ID)] = live[i].State.Stand(o, now, f.Settings.Law())
		}
	}
	return out, nil
}

// status is a card's status, and until when it holds if nobody acts.
func (b standings) status(c *Card, now time.Time) (sign.Status, time.Time) {
	if !c.State.Live() || c.Lapsed(now) || c.Recalled != clock.NoDay {
		return sign.StatusInvalid, clock.Forever
	}
	st, ok := b[c.Accreditation]
	until := earliest(st.Until, c.Ends.End())
	switch r := ofStanding(st.Status); {
	case !ok || r != Good && r != IsSuspended && r != NotBegun:
		return sign.StatusInvalid, clock.Forever
	case r == Good && c.State == Held:
		return sign.StatusValid, until
	}
	return sign.StatusSuspended, until
}

// StatusLists is the addresses of every status list of the force, as the cards name them,
// for checkers that fetch all beforehand.
func (s *Service) StatusLists(ctx context.Context, force id.Force) ([]string, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, func(sc db.Scanner) (string, error) {
			var n int
			var base string
			err := sc.Scan(&n, &base)
			return listURI(base, n), err
		}, `SELECT n, base FROM status_list WHERE force_id = ? ORDER BY n`, string(force))
	})
}

// Keys is the public halves of every key the force signs or ever signed with.
func (s *Service) Keys(ctx context.Context, force id.Force) (sign.Keys, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) (sign.Keys, error) { return s.ring.Public(tx, force) })
}
