package clockwork

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/register"
)

// Tick tells of what falls due, for each force whose hour has come and whose day is not
// done. The program calls it several times a minute. What of a day was told before a
// crash is not told again after it.
func (s *Service) Tick(ctx context.Context) error {
	forces, err := db.Find(ctx, s.DB, s.Areas.Forces)
	if err != nil {
		return err
	}
	var all []error
	for _, f := range forces {
		if err := s.tick(ctx, f); err != nil {
			all = append(all, fmt.Errorf("%s: %w", f.Short, err))
		}
	}
	return errors.Join(all...)
}

func (s *Service) tick(ctx context.Context, f area.Force) error {
	now, p := s.now(), planOf(f.Settings)
	today := clock.DayOf(now)
	if now.Before(clock.OnClock(today, p.hour, 0)) {
		return nil
	}
	done, err := db.Find(ctx, s.DB, func(tx *db.Tx) (bool, error) { return ran(tx, f.ID, today) })
	if err != nil || done {
		return err
	}
	r := &run{Service: s, force: f, plan: p, now: now, today: today}
	if err := s.DB.Read(ctx, r.read); err != nil {
		return err
	}
	if err := r.write(ctx); err != nil {
		return err
	}
	if err := r.send(ctx); err != nil {
		return err
	}
	return r.finish(ctx)
}

// run is the work of one day for one force.
type run struct {
	*Service
	force area.Force
	plan  plan
	now   time.Time
	today clock.Day

	letters []letter
	mails   []mail
	alone   []diary.Item // employers whom nobody can write to, as items
	things  int
	written int // letters
}

// recipient is whom a digest goes to.
type recipient struct {
	whom    string // in clockwork_told
	account id.Account
	address string
	acting  []authz.Actor
}

// mail is a digest to be written.
type mail struct {
	to      recipient
	items   []announcement
	waiting []diary.Item
}

// read works out who is told what. It reads alone, so that nobody who writes waits for it,
// and what concerns many once.
func (r *run) read(tx *db.Tx) error {
	before, err := allTold(tx, r.force.ID)
	if err != nil {
		return err
	}
	holders, err := r.Accounts.Everybody(tx, r.force.ID)
	if err != nil {
		return err
	}
	w := diary.Window{At: r.now, To: r.plan.horizon(r.today), Limit: diary.Everything, Shared: new(diary.Shared)}
	if err := r.readLetters(tx, w, holders, before[byLetter]); err != nil {
		return err
	}
	all, err := r.recipients(tx, holders)
	if err != nil {
		return err
	}
	for _, to := range all {
		items, err := r.due(tx, to.acting, w)
		if err != nil {
			return err
		}
		m := mail{to: to, items: r.plan.announce(r.today, items, before[to.whom])}
		if len(m.items) == 0 {
			continue
		}
		for _, x := range items {
			if !x.Since.IsZero() && x.Due == clock.NoDay && !x.Others {
				m.waiting = append(m.waiting, x)
			}
		}
		r.mails = append(r.mails, m)
		r.things += len(m.items)
	}
	return nil
}

// recipients is every account, and for an employer that has none the contact with whom
// the office deals.
func (r *run) recipients(tx *db.Tx, holders []account.Holder) ([]recipient, error) {
	var out []recipient
	employers := map[id.Org]bool{}
	for _, h := range holders {
		out = append(out, recipient{string(h.Account), h.Account, h.Email, h.Acting})
		for _, who := range h.Acting {
			employers[who.Org] = employers[who.Org] || who.Role.OfEmployer()
		}
	}
	orgs, err := r.Orgs.All(tx, r.force.ID, register.Now(r.now))
	if err != nil {
		return nil, err
	}
	for _, o := range orgs {
		which := id.Org(o.ID)
		if employers[which] || o.State.State != org.InForce && o.State.State != org.Suspended {
			continue
		}
		address := contact(o.State)
		if address == "" {
			r.alone = append(r.alone, diary.Item{Key: "org/" + o.ID, Org: which, OrgName: o.State.Name})
			continue
		}
		out = append(out, recipient{whom: "org/" + o.ID, address: address, acting: []authz.Actor{{Force: r.force.ID, Name: o.State.Name, Role: authz.Signatory, Org: which}}})
	}
	return out, nil
}

// contact is the address at which an employer without an account is reached.
func contact(o org.Organisation) string {
	for _, kind := range []org.ContactKind{org.Signatory, org.Liaison} {
		for _, c := range o.Of(kind) {
			if c.Email != "" {
				return c.Email
			}
		}
	}
	return o.Email
}

// chunk is how many digests are written in one transaction, which others wait for.
const chunk = 100

// send writes the digests and what they told.
func (r *run) send(ctx context.Context) error {
	for part := range slices.Chunk(r.mails, chunk) {
		err := r.DB.Write(ctx, func(tx *db.Tx) error {
			for _, m := range part {
				if err := r.tell(tx, m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *run) tell(tx *db.Tx, m mail) error {
	subject, body := r.words(m)
	link := r.force.Settings.PublicURL + "/start"
	if m.to.account == "" {
		link = ""
	}
	message, err := r.Outbox.Put(tx, outbox.Message{Force: r.force.ID, Kind: kindDigest, Account: m.to.account, Sender: r.force.Name, Address: m.to.address,
		Subject: subject, Body: body, Link: link, Once: "digest/" + m.to.whom + "/" + r.today.String()})
	if err != nil {
		return err
	}
	for _, x := range m.items {
		if err := saveTold(tx, r.force.ID, m.to.whom, x.Key, told{x.Due, x.step}, r.now, message); err != nil {
			return err
		}
	}
	return nil
}

// toldKept is for how many days it is known what was told of a thing that is over: longer
// than anything stays overdue without being told of again.
const toldKept = 400

// finish notes that the day is done, in the ledger if anybody was told anything.
func (r *run) finish(ctx context.Context) error {
	return r.DB.Write(ctx, func(tx *db.Tx) error {
		first, err := saveRun(tx, r.force.ID, r.today, r.now)
		if err != nil || !first {
			return err
		}
		if err := forgetTold(tx, r.force.ID, r.today.AddDays(-toldKept)); err != nil {
			return err
		}
		if err := r.noteAlone(tx); err != nil || len(r.mails)+r.written == 0 {
			return err
		}
		e := r.Ledger.Begin(authz.ByItself(r.force.ID), "clockwork.tell")
		var what []string
		if len(r.mails) > 0 {
			what = append(what, counted(len(r.mails), "digest", "digests")+" with "+counted(r.things, "thing", "things"))
		}
		if r.written > 0 {
			what = append(what, counted(r.written, "letter", "letters"))
		}
		e.Say("Told what falls due: "+strings.Join(what, ", "), "")
		return r.Ledger.Record(tx, e)
	})
}

// noteAlone keeps which employers nobody can write to, and forgets those whom somebody can.
func (r *run) noteAlone(tx *db.Tx) error {
	keep := make([]string, 0, len(r.alone))
	for _, x := range r.alone {
		keep = append(keep, x.Key)
		if _, err := tx.Exec(`
			INSERT INTO clockwork_told (force_id, whom, item, due_day, step, told_at, message_id) VALUES (?, '`+nobody+`', ?, '', 0, ?, '')
			ON CONFLICT (force_id, whom, item) DO NOTHING`, string(r.force.ID), x.Key, r.now); err != nil {
			return err
		}
	}
	var w db.Where
	w.And("force_id = ? AND whom = '"+nobody+"'", string(r.force.ID))
	if len(keep) > 0 {
		args := make([]any, len(keep))
		for i, k := range keep {
			args[i] = k
		}
		w.And("item NOT IN ("+db.Marks(len(keep))+")", args...)
	}
	_, err := tx.Exec(`DELETE FROM clockwork_told`+w.SQL(), w.Args()...)
	return err
}

// linesMost is how many lines of one warning a digest has; the rest are counted.
const linesMost = 30

// words is the subject and the body of a digest. They name nobody.
func (r *run) words(m mail) (subject, body string) {
	items := slices.Clone(m.items)
	slices.SortStableFunc(items, func(a, b announcement) int { return cmp.Compare(a.step, b.step) })
	var b strings.Builder
	fmt.Fprintf(&b, "Community Safety Accreditation Scheme, %s\n\nWhat is new to see to. Nobody is named here", r.force.Name)
	if m.to.account == "" {
		b.WriteString(": the scheme office tells you who, and gives you an account with which you see it yourself.\n")
	} else {
		b.WriteString(": sign in to see who.\n")
	}
	for len(items) > 0 {
		n := slices.IndexFunc(items, func(x announcement) bool { return x.step != items[0].step })
		if n < 0 {
			n = len(items)
		}
		section(&b, items[:n])
		items = items[n:]
	}
	if n := len(m.waiting); n > 0 {
		first := slices.MinFunc(m.waiting, func(a, b diary.Item) int { return a.Since.Compare(b.Since) })
		fmt.Fprintf(&b, "\n%s for you, the longest since %s.\n", counted(n, "thing waits", "things wait"), clock.DayOf(first.Since).Long())
	}
	first := ", the first on "
	if len(m.items) == 1 {
		first = ", on "
	}
	return counted(len(m.items), "thing falls due", "things fall due") + first + firstDue(m.items).Long(), b.String()
}

func firstDue(items []announcement) clock.Day {
	return slices.MinFunc(items, func(a, b announcement) int { return cmp.Compare(a.Due, b.Due) }).Due
}

// section is what is told at one warning.
func section(b *strings.Builder, part []announcement) {
	switch step := part[0].step; step {
	case overdue:
		b.WriteString("\nOverdue\n")
	default:
		fmt.Fprintf(b, "\nWithin %s\n", counted(step, "day", "days"))
	}
	items := make([]diary.Item, len(part))
	for i, x := range part {
		items[i] = x.Item
	}
	diary.Sort(items)
	groups := diary.Groups(items)
	for i, g := range groups {
		if i == linesMost {
			fmt.Fprintf(b, "- and %d more\n", len(groups)-i)
			break
		}
		fmt.Fprintf(b, "- %s: %s", g.Due.Long(), g.Quiet())
		if after := g.After(); after != "" {
			fmt.Fprintf(b, ". %s", after)
		}
		b.WriteString("\n")
	}
}

// counted is a number with what it counts: "1 thing", "3 things".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
