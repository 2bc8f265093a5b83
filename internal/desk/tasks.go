package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
)

// TaskKind is what waits for somebody.
type TaskKind string

const (
	DecideAccreditation TaskKind = "accreditation" // put before the delegate
	DecideSuspension    TaskKind = "suspension"    // suspended: reinstate or withdraw
	DecideApplication   TaskKind = "application"   // an organisation asks to be accredited
	AnswerPowers        TaskKind = "powers"        // powers asked for and not answered
	PutBefore           TaskKind = "put-before"    // vetting passed: put before the delegate
	AskVetting          TaskKind = "ask-vetting"   // put forward: ask for vetting
	Vet                 TaskKind = "vet"           // in the vetting unit's queue
	VetAgain            TaskKind = "vet-again"     // a clearance to be renewed while it holds
	AnswerRequest       TaskKind = "answer"        // the delegate asked for more before deciding
	NoteContacts        TaskKind = "note-contacts" // an employer changed its contacts
)

// Task is one thing that waits for the actor. What a room of its own says waits has the
// kind and the words of its item.
type Task struct {
	Kind          TaskKind
	Person        id.Person
	Accreditation id.Accreditation
	Org           id.Org
	Name          string // of the person
	Number        string
	OrgName       string
	Since         time.Time  // it has waited since
	N, Of         int        // powers to answer, of how many asked for
	By            string     // who asked, or who changed
	Asked         bool       // more was asked before deciding, and is not answered
	Item          diary.Item // as the room says it; of a vetting that waits, the form that came in
}

// Days is how many days it has waited on the legal day.
func (t Task) Days(today clock.Day) int { return max(0, int(today-clock.DayOf(t.Since))) }

// Tasks is what waits, the longest first.
type Tasks struct {
	Items []Task
	Total int64
}

// tasksLimit bounds what is read of each kind.
const tasksLimit = 300

// taskQueries is which lines wait for whom, and since when. Each joins the register that
// knows the instant, read only.
var taskQueries = []struct {
	kind  TaskKind
	needs authz.Permission
	stage string
	since string
	join  string
}{
	{DecideAccreditation, authz.Grant, "proposed", "a.from_at", joinAccreditation},
	{AnswerRequest, authz.NominatePerson, "proposed", "a.from_at", joinAccreditation},
	{DecideSuspension, authz.Grant, "suspended", "a.from_at", joinAccreditation},
	{PutBefore, authz.Recommend, "cleared", "v.from_at", joinVetting},
	{AskVetting, authz.NominatePerson, "put-forward", "v.from_at", joinPerson},
	{Vet, authz.RecordVetting, "vetting", "v.from_at", joinVetting},
	{VetAgain, authz.RecordVetting, "", "v.from_at", joinVetting + ` AND v.renewal_day <> ''`},
}

var (
	joinAccreditation = ` JOIN accreditation a ON a.force_id = l.force_id AND a.id = l.accreditation_id AND a.until_at = ` + forever + ` AND a.superseded_at = ` + forever
	joinVetting       = ` JOIN vetting v ON v.force_id = l.force_id AND v.id = l.person_id AND v.until_at = ` + forever + ` AND v.superseded_at = ` + forever
	joinPerson        = ` JOIN person v ON v.force_id = l.force_id AND v.id = l.person_id AND v.version = 1`
)

// Tasks is what waits for the actor to decide or do, the longest first. Of each kind the
// 300 that wait longest are read; Total counts all.
func (b *Board) Tasks(ctx context.Context, who authz.Actor) (Tasks, error) {
	orgs, err := b.orgLines(ctx, who.Force, nil)
	if err != nil {
		return Tasks{}, err
	}
	ahead, err := b.Ahead(ctx, who, StartDays, StartMost)
	if err != nil {
		return Tasks{}, err
	}
	return b.tasks.of(b, scopeKey(who)+"|"+string(who.Account), fresh, func() (Tasks, error) {
		return db.Find(ctx, b.DB, func(tx *db.Tx) (Tasks, error) {
			var out Tasks
			for _, q := range taskQueries { // seven kinds, whatever the size
				if !who.Can(q.needs) || !who.Can(authz.ReadPerson) {
					continue
				}
				if err := out.read(tx, who, q.needs, q.kind, q.stage, q.since, q.join); err != nil {
					return out, err
				}
			}
			out.ofOrgs(orgs, who)
			out.ofRooms(ahead.Waiting)
			slices.SortStableFunc(out.Items, func(a, b Task) int { return cmp.Or(rank(a.Kind, who)-rank(b.Kind, who), a.Since.Compare(b.Since)) })
			return out, nil
		})
	})
}

// rank puts first what stops people from working, and last what waits for another.
func rank(k TaskKind, who authz.Actor) int {
	switch {
	case k == DecideSuspension:
		return 0
	case k == DecideApplication && !who.Can(authz.DecideOrg), k == NoteContacts:
		return 2
	}
	return 1
}

func (t *Tasks) read(tx *db.Tx, who authz.Actor, needs authz.Permission, kind TaskKind, stage, since, join string) error {
	state := "''"
	if stage == "proposed" { // of these few the whole state, which holds what is asked
		state = "a.state"
	}
	w := who.Scope(needs, lineScope)
	w.Join(who.Scope(authz.ReadPerson, lineScope))
	if stage != "" {
		w.And("l.stage = ?", stage)
	}
	items, err := db.All(tx, func(s db.Scanner) (Task, error) {
		x, state := Task{Kind: kind}, ""
		if err := s.Scan(&x.Person, &x.Accreditation, &x.Org, &x.Name, &x.Number, &x.OrgName, db.Instant{To: &x.Since}, &state); err != nil || state == "" {
			return x, err
		}
		return x, x.asked(state)
	}, `SELECT l.person_id, l.accreditation_id, l.org_id, l.name, l.number, l.org_name, `+since+`, `+state+`
		FROM desk_line l`+join+w.SQL()+` ORDER BY `+since+`, l.person_id`+db.Limit, w.Args(int64(tasksLimit))...)
	if err != nil {
		return err
	}
	n := int64(len(items))
	if kind == AnswerRequest {
		items = slices.DeleteFunc(items, func(x Task) bool { return !x.Asked })
		t.Items, t.Total = append(t.Items, items...), t.Total+int64(len(items))
		return nil
	}
	t.Items = append(t.Items, items...)
	if n == tasksLimit {
		if n, err = db.Count(tx, `SELECT COUNT(*) FROM desk_line l`+join+w.SQL(), w.Args()...); err != nil {
			return err
		}
	}
	t.Total += n
	return nil
}

// asked reads from an accreditation's state whether more is asked before deciding.
func (t *Task) asked(state string) error {
	var a accred.Accreditation
	if err := json.Unmarshal([]byte(state), &a); err != nil {
		return err
	}
	var open accred.Request
	open, t.Asked = a.Asked()
	t.By = open.By
	return nil
}

// ofOrgs adds applications, powers to answer, and what employers changed themselves. They
// wait since the entry was last changed.
func (t *Tasks) ofOrgs(orgs []OrgLine, who authz.Actor) {
	for _, l := range orgs {
		on := authz.Object{Org: l.ID}
		if told := l.Entry.Told; told != nil && who.May(authz.ChangeOrg, on) == nil {
			t.Items = append(t.Items, Task{Kind: NoteContacts, Org: l.ID, OrgName: l.Entry.Name, Since: told.At, By: told.By})
			t.Total++
		}
		x := Task{Org: l.ID, OrgName: l.Entry.Name, N: l.Asked, Of: l.Powers, Since: l.Since}
		switch {
		case l.State == OrgApplying && (who.May(authz.DecideOrg, on) == nil || who.May(authz.ChangeOrg, on) == nil):
			x.Kind = DecideApplication
		case l.Asked > 0 && l.State == OrgInForce && who.May(authz.DecideOrg, on) == nil:
			x.Kind = AnswerPowers
		default:
			continue
		}
		t.Items = append(t.Items, x)
		t.Total++
	}
}

// QueueFilter chooses who waits for vetting: by days waited, both counting, and by name
// or employer.
type QueueFilter struct {
	Text     string
	From, To int // days; To 0 is no bound
	Offset   int
	Limit    int
}

// Queue is who waits for vetting, the longest first: those the actor may see.
func (b *Board) Queue(ctx context.Context, who authz.Actor, f QueueFilter) (People, error) {
	filter := Filter{Text: f.Text, State: StateVetting}
	w := filter.where(who, b.Clock.Now())
	today := clock.DayOf(b.Clock.Now())
	if f.From > 0 {
		w.And("l.waiting_day <= ?", today.AddDays(-f.From))
	}
	if f.To > 0 {
		w.And("l.waiting_day >= ?", today.AddDays(-f.To))
	}
	if f.Limit == 0 {
		f.Limit = 30
	}
	var out People
	err := b.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out.Lines, err = db.All(tx, scanLine, `SELECT `+qualified+` FROM desk_line l`+w.SQL()+` ORDER BY l.waiting_day, l.sort_name, l.person_id`+db.Limit+` OFFSET ?`,
			w.Args(int64(f.Limit), int64(f.Offset))...)
		if err != nil {
			return err
		}
		out.Total, err = db.Count(tx, `SELECT COUNT(*) FROM desk_line l`+w.SQL(), w.Args()...)
		return err
	})
	return out, err
}

// Renewal is a clearance that was asked to be renewed while it holds.
type Renewal struct {
	Line
	Asked   clock.Day
	Expires clock.Day // the last day of the clearance that holds
}

// Renewals is the clearances to be renewed, those that end first first, at most 200: of
// those the actor may see.
func (b *Board) Renewals(ctx context.Context, who authz.Actor) ([]Renewal, error) {
	w := who.Scope(authz.ReadPerson, lineScope)
	return db.Find(ctx, b.DB, func(tx *db.Tx) ([]Renewal, error) {
		return db.All(tx, func(s db.Scanner) (Renewal, error) {
			var x Renewal
			return x, s.Scan(&x.Person, &x.Name, &x.Role, &x.OrgName, db.Day{To: &x.Asked}, db.Day{To: &x.Expires})
		}, `SELECT l.person_id, l.name, l.role_title, l.org_name, v.renewal_day, v.expires_day
			FROM desk_line l`+joinVetting+` AND v.renewal_day <> ''`+w.SQL()+`
			ORDER BY v.expires_day, v.renewal_day, l.person_id LIMIT 200`, w.Args()...)
	})
}
