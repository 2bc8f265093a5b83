package desk

import (
	"context"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
)

// State is a group of stages as people filter by it.
type State string

const (
	StateInForce   State = "in-force"
	StateSuspended State = "suspended"
	StateLapsed    State = "lapsed" // stopped by itself
	StateVetting   State = "vetting"
	StateToDecide  State = "to-decide"
	StateWaiting   State = "waiting" // put forward or cleared: the next step is the office's
	StateEnded     State = "ended"
)

// States is the groups in the order they are offered, with their names.
var States = []struct {
	State State
	Title string
}{{StateInForce, "In force"}, {StateSuspended, "Suspended"}, {StateLapsed, "Stopped by itself"}, {StateVetting, "Awaiting vetting"},
	{StateToDecide, "With the delegate"}, {StateWaiting, "Put forward"}, {StateEnded, "Refused, withdrawn or left"}}

// Filter chooses lines. Empty fields choose all.
type Filter struct {
	Text   string // part of a name, AP number or employer
	Org    id.Org
	State  State
	Power  law.PowerID
	Area   id.Area // they may act in it, in part of it, or in all that it is part of
	Role   string
	Team   id.Team
	DueBy  time.Time // something lapses up to this instant
	Sort   string    // name, number, org, role or due; a minus before it turns the order
	After  string    // cursor of the page before
	Offset int       // for pages with numbers
	Limit  int       // 1 to 200; 0 means 30

	areas []id.Area // what Area reaches
}

// People is a page of lines.
type People struct {
	Lines []Line
	Total int64  // how many pass the filter, at most countLimit
	More  bool   // there are more than Total says
	Next  string // cursor of the next page; empty on the last
}

// countLimit bounds the counting behind a page, so that no page grows with the table.
const countLimit = 100000

// sorts is the orders a list may have.
var sorts = map[string]string{"name": "l.sort_name", "number": "l.number", "org": "l.sort_org, l.sort_name", "role": "l.role_title", "due": "l.due_at"}

var lineScope = authz.Columns{Force: "l.force_id", Org: "l.org_id", Person: "l.person_id",
	Area: "EXISTS (SELECT 1 FROM desk_line_area x WHERE x.force_id = l.force_id AND x.person_id = l.person_id AND x.area_id IN (%s))"}

// People is the persons the actor may see that pass the filter.
// Errors: fault.Invalid for an unknown order or a bad limit.
func (d *Desk) People(ctx context.Context, who authz.Actor, f Filter) (People, error) {
	order, err := f.order()
	if err != nil {
		return People{}, err
	}
	if f.Limit == 0 {
		f.Limit = 30
	}
	if f.Limit < 1 || f.Limit > 200 {
		return People{}, fault.In("limit", "Ask for 1 to 200 at a time")
	}
	offset, err := f.start()
	if err != nil {
		return People{}, err
	}
	var out People
	err = d.DB.Read(ctx, func(tx *db.Tx) error {
		if err := f.reach(tx, d.Areas, who.Force); err != nil {
			return err
		}
		w := f.where(who, d.Clock.Now())
		lines, err := db.All(tx, scanLine, `SELECT `+qualified+` FROM desk_line l`+w.SQL()+` ORDER BY `+order+``+db.Limit+` OFFSET ?`, w.Args(int64(f.Limit+1), int64(offset))...)
		if err != nil {
			return err
		}
		if len(lines) > f.Limit {
			lines = lines[:f.Limit]
			out.Next = cursor(offset + f.Limit)
		}
		out.Lines = lines
		out.Total, err = d.counts.of(d, f.countKey(who), func() (int64, error) {
			return db.Count(tx, `SELECT COUNT(*) FROM (SELECT 1 FROM desk_line l`+w.SQL()+``+db.Limit+`) counted`, w.Args(int64(countLimit))...)
		})
		out.More = out.Total == countLimit
		return err
	})
	return out, err
}

var qualified = "l." + strings.ReplaceAll(lineColumns, ", ", ", l.")

func (f *Filter) order() (string, error) {
	key, turned := strings.CutPrefix(f.Sort, "-")
	if key == "" {
		key = "name"
	}
	cols, ok := sorts[key]
	if !ok {
		return "", fault.In("sort", "Sort by name, number, org, role or due")
	}
	if turned {
		cols = strings.ReplaceAll(cols, ",", " DESC,") + " DESC"
		return cols + ", l.person_id DESC", nil
	}
	return cols + ", l.person_id", nil
}

// reach finds every area that shares ground with the one asked for.
func (f *Filter) reach(tx *db.Tx, areas *area.Service, force id.Force) (err error) {
	if f.Area != "" {
		f.areas, err = areas.Reach(tx, force, []id.Area{f.Area})
	}
	return err
}

// where is the filter with what the actor may see.
func (f *Filter) where(who authz.Actor, now time.Time) db.Where {
	w := who.Scope(authz.ReadPerson, lineScope)
	for _, word := range strings.FieldsFunc(strings.ToLower(f.Text), func(r rune) bool { return r == ' ' || r == ',' }) { // each somewhere
		like := db.Like(word)
		w.And(`l.sort_name LIKE ? ESCAPE '\' OR LOWER(l.number) LIKE ? ESCAPE '\' OR REPLACE(LOWER(l.number), ' ', '') LIKE ? ESCAPE '\' OR l.sort_org LIKE ? ESCAPE '\'`,
			like, like, like, like)
	}
	if f.Org != "" {
		w.And("l.org_id = ?", string(f.Org))
	}
	if f.Role != "" {
		w.And("l.role_title = ?", f.Role)
	}
	if f.Team != "" {
		w.And("l.team_id = ?", string(f.Team))
	}
	f.State.where(&w, now)
	if f.Power != "" {
		w.And("EXISTS (SELECT 1 FROM desk_line_power p WHERE p.force_id = l.force_id AND p.person_id = l.person_id AND p.power = ? AND p.until_at > ?)", string(f.Power), now)
		StateInForce.where(&w, now)
	}
	if f.Area != "" {
		var in db.Where
		db.In(&in, "x.area_id", f.areas)
		w.And("EXISTS (SELECT 1 FROM desk_line_area x"+in.SQL()+" AND x.force_id = l.force_id AND x.person_id = l.person_id)", in.Args()...)
	}
	if !f.DueBy.IsZero() {
		w.And("l.due_at <= ? AND l.due_at > ?", f.DueBy, now)
	}
	return w
}

// where adds the condition that a line is in that group at the instant.
func (s State) where(w *db.Where, now time.Time) {
	switch s {
	case StateInForce:
		// "|| ''" keeps SQLite from sorting thousands of rows found by stage, where the order
		// asked for has an index that finds thirty at once.
		w.And("l.stage || '' = 'granted' AND l.until_at > ? AND l.begins_at <= ?", now, now)
	case StateLapsed:
		w.And("l.stage = 'granted' AND l.until_at <= ?", now)
	case StateSuspended:
		w.And("l.stage IN ('suspended', 'org-stopped')")
	case StateVetting:
		w.And("l.stage = 'vetting'")
	case StateToDecide:
		w.And("l.stage = 'proposed'")
	case StateWaiting:
		w.And("l.stage IN ('put-forward', 'cleared')")
	case StateEnded:
		w.And("l.stage IN ('ended', 'refused', 'vetting-refused')")
	}
}

// Figures is the numbers of a force at the present instant. Counts of different kinds of
// people are never added.
type Figures struct {
	Orgs, OrgsSuspended, OrgsApplying int64
	Persons                           int64 // accredited, in force
	PersonsSuspended                  int64
	Vetting                           int64
	VettingLongest                    clock.Day // waiting since
	ToDecide                          int64
	ASBPersons, ASBOrgs               int64 // holding a power of the antisocial behaviour group
}

// Figures counts the force as it stands.
func (d *Desk) Figures(tx *db.Tx, force id.Force) (Figures, error) {
	now := d.Clock.Now()
	var out Figures
	var err error
	count := func(to *int64, query string, args ...any) {
		if err == nil {
			*to, err = db.Count(tx, query, args...)
		}
	}
	today := clock.DayOf(now)
	const current = `SELECT COUNT(*) FROM organisation WHERE force_id = ? AND until_at = 253402214400000 AND superseded_at = 253402214400000 `
	count(&out.Orgs, current+`AND standing = 'in-force' AND to_day >= ?`, string(force), today)
	count(&out.OrgsSuspended, current+`AND standing = 'suspended'`, string(force))
	count(&out.OrgsApplying, current+`AND standing = 'applying'`, string(force))
	const lines = `SELECT COUNT(*) FROM desk_line WHERE force_id = ? `
	count(&out.Persons, lines+`AND stage = 'granted' AND until_at > ? AND begins_at <= ?`, string(force), now, now)
	count(&out.PersonsSuspended, lines+`AND stage IN ('suspended', 'org-stopped')`, string(force))
	count(&out.Vetting, lines+`AND stage = 'vetting'`, string(force))
	count(&out.ToDecide, lines+`AND stage = 'proposed'`, string(force))
	if err == nil {
		err = tx.QueryRow(`SELECT COALESCE(MIN(waiting_day), '') FROM desk_line WHERE force_id = ? AND stage = 'vetting'`, string(force)).Scan(db.Day{To: &out.VettingLongest})
	}
	var w db.Where
	w.And("p.force_id = ? AND p.until_at > ?", string(force), now)
	db.In(&w, "p.power", law.Members(law.GroupASB))
	StateInForce.where(&w, now)
	if err == nil {
		err = tx.QueryRow(`
			SELECT COUNT(DISTINCT l.person_id), COUNT(DISTINCT l.org_id)
			FROM desk_line_power p JOIN desk_line l ON l.force_id = p.force_id AND l.person_id = p.person_id`+w.SQL(), w.Args()...).Scan(&out.ASBPersons, &out.ASBOrgs)
	}
	return out, err
}
