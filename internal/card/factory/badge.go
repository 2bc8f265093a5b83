package factory

import (
	"context"
	"fmt"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// BadgeState is where a badge is.
type BadgeState string

// The states of a badge.
const (
	InStock     BadgeState = "in-stock"
	Issued      BadgeState = "issued"
	BadgeLost   BadgeState = "lost"
	BadgeStolen BadgeState = "stolen"
	Scrapped    BadgeState = "destroyed"
)

// BadgeStates is every state, in the order of a badge's life.
var BadgeStates = []BadgeState{Issued, BadgeLost, BadgeStolen, InStock, Scrapped}

// Title is the state in plain words.
func (s BadgeState) Title() string {
	return map[BadgeState]string{InStock: "In stock", Issued: "Issued", BadgeLost: "Lost", BadgeStolen: "Stolen", Scrapped: "Destroyed"}[s]
}

// Can reports whether the act is open to a badge in this state.
func (s BadgeState) Can(verb string) bool { return can(BadgeMoves, s, verb) }

// Badge is a badge that was issued at least once, in a period. Whose it is stays with it
// while it is out or missing.
//
// Law: Police Reform Act 2002, s42(2): the badge specified, worn as specified.
type Badge struct {
	Serial   string     `json:"serial"`
	State    BadgeState `json:"state"`
	Person   id.Person  `json:"person,omitempty"`
	Org      id.Org     `json:"org,omitempty"`
	AP       string     `json:"ap,omitempty"`
	Last     *Done      `json:"last"`
	Why      string     `json:"why,omitempty"`
	Witness  string     `json:"witness,omitempty"`
	Recalled clock.Day  `json:"recalled,omitempty"`
	Chased   int        `json:"chased,omitempty"`
	ChasedOn clock.Day  `json:"chased_on,omitempty"`
}

// BadgeVersion is a badge with its identity and periods.
type BadgeVersion = register.Version[Badge]

var badges = &register.Table[Badge]{Name: "badge", What: "badge", Columns: []string{"serial", "person_id", "org_id", "standing", "recall_day"},
	Values: func(b Badge) []any {
		return []any{b.Serial, string(b.Person), string(b.Org), string(b.State), b.Recalled.String()}
	}}

// BadgeRows reads the register of badges for ledger.Verify.
var BadgeRows = badges.Rows

// badgeBySerial is a badge that was issued before. It returns fault.NotFound otherwise.
func badgeBySerial(tx *db.Tx, force id.Force, serial string) (BadgeVersion, error) {
	var where db.Where
	where.And("r.serial = ?", serial)
	vs, err := badges.Current(tx, force, where, "r.id", 1)
	if err == nil && len(vs) == 0 {
		return BadgeVersion{}, fault.New(fault.NotFound, "There is no badge %s.", serial)
	}
	if err != nil {
		return BadgeVersion{}, err
	}
	return vs[0], nil
}

func badgeCounts(tx *db.Tx, force id.Force) (map[BadgeState]int, error) {
	type line struct {
		state BadgeState
		n     int
	}
	all, err := db.All(tx, func(s db.Scanner) (l line, err error) { return l, s.Scan(&l.state, &l.n) },
		`SELECT standing, COUNT(*) FROM badge WHERE force_id = ? AND until_at = 253402214400000 AND superseded_at = 253402214400000 GROUP BY standing`, string(force))
	out := map[BadgeState]int{}
	for _, l := range all {
		out[l.state] = l.n
	}
	return out, err
}

// IssueBadge gives a badge to an accredited person: the serial number, or if it is empty the
// first that is free.
//
// Errors: fault.Forbidden; fault.NotFound for the person; fault.Invalid for a serial number
// that was not delivered; fault.Conflict if it is out, written off, or none is left;
// fault.Refused if the person is not accredited or has a badge.
func (s *Service) IssueBadge(ctx context.Context, who authz.Actor, of id.Person, serial string) (badge id.Badge, err error) {
	_, err = s.ledger.Do(ctx, who, "badge.issue", []ledger.Subject{person.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := s.persons.May(tx, who, authz.IssueCard, of, e.At); err != nil {
			return err
		}
		p, a, err := s.wearer(tx, e, of)
		if err != nil {
			return err
		}
		v, err := s.free(tx, who.Force, serial)
		if err != nil {
			return err
		}
		after := v.State
		m, err := move(BadgeMoves, after.State, "badge.issue", fmt.Sprintf("Badge %s is not in stock: %s.", after.Serial, strings.ToLower(after.State.Title())))
		if err != nil {
			return err
		}
		after = Badge{Serial: after.Serial, State: m.To, Person: of, Org: p.Org, AP: a.Number, Last: doneBy(who, e)}
		badge = id.Badge(v.ID)
		e.Say("Badge "+after.Serial+" was issued to "+p.Name(), "Police Reform Act 2002, s42(2)")
		return s.putBadge(tx, e, badge, after)
	})
	return badge, err
}

// IssueBadgeTo is IssueBadge to whoever bears an AP number. Errors: as IssueBadge;
// fault.Invalid if nobody bears it.
func (s *Service) IssueBadgeTo(ctx context.Context, who authz.Actor, number, serial string) (id.Badge, error) {
	of, err := db.Find(ctx, s.db, func(tx *db.Tx) (id.Person, error) {
		c, err := s.cards.ByNumber(tx, who.Force, number)
		return c, err
	})
	if err != nil {
		return "", err
	}
	return s.IssueBadge(ctx, who, of, serial)
}

// wearer is the person with their live accreditation, if they may have a badge.
func (s *Service) wearer(tx *db.Tx, e *ledger.Draft, of id.Person) (p person.Person, a accred.Accreditation, err error) {
	v, err := s.persons.Any(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return p, a, err
	}
	p = v.State
	all, err := s.accreds.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return p, a, err
	}
	for _, x := range all {
		if x.State.State.Live() {
			a = x.State
		}
	}
	have, err := s.badgesOf(tx, e.Force, of)
	switch {
	case err != nil:
		return p, a, err
	case a.Number == "" || p.Left != clock.NoDay:
		return p, a, fault.Because("The badge cannot be issued.", fault.Reason{Code: "accreditation.none", Message: p.Name() + " is not accredited.", Source: "Police Reform Act 2002, s42(2)"})
	case len(have) > 0:
		return p, a, fault.Because("The badge cannot be issued.", fault.Reason{Code: "badge.has", Message: p.Name() + " has badge " + have[0].State.Serial + ".",
			Source: "Scheme rule: one badge a person", Mend: "Record first that it came back, or that it is lost."})
	}
	return p, a, nil
}

// badgesOf is the badges that a person has now.
func (s *Service) badgesOf(tx *db.Tx, force id.Force, of id.Person) ([]BadgeVersion, error) {
	var where db.Where
	where.And("r.person_id = ? AND r.standing = 'issued'", string(of))
	return badges.Current(tx, force, where, "r.serial", 100)
}

// free is the badge of that serial number, or the first that is free. One never issued
// before has no state and a new identity.
func (s *Service) free(tx *db.Tx, force id.Force, serial string) (v BadgeVersion, err error) {
	all, err := deliveries(tx, force, Badges)
	if err != nil {
		return v, err
	}
	if strings.TrimSpace(serial) == "" {
		return s.first(tx, force, all)
	}
	for i := range all {
		x := &all[i].State
		n, ok := x.number(serial)
		if !ok {
			continue
		}
		if x.gone(n) {
			return v, fault.New(fault.Conflict, "Badge %s was written off.", x.Serial(n))
		}
		v, err = badgeBySerial(tx, force, x.Serial(n))
		if fault.Is(err, fault.NotFound) {
			return fresh(x.Serial(n)), nil
		}
		return v, err
	}
	return v, fault.In("serial", "No badge with this serial number was delivered. Record the delivery under Stock first")
}

func fresh(serial string) BadgeVersion {
	return BadgeVersion{ID: string(id.New[id.Badge]()), State: Badge{Serial: serial}}
}

// first is the first badge that is free.
func (s *Service) first(tx *db.Tx, force id.Force, all []StockVersion) (BadgeVersion, error) {
	used := map[string]BadgeVersion{}
	vs, err := badges.Current(tx, force, db.Where{}, "r.serial", 1000000)
	if err != nil {
		return BadgeVersion{}, err
	}
	for _, v := range vs {
		used[v.State.Serial] = v
	}
	for i := range all {
		x := &all[i].State
		for n := x.First; n <= x.Last; n++ {
			v, known := used[x.Serial(n)]
			switch {
			case x.gone(n), known && v.State.State != InStock:
			case known:
				return v, nil
			default:
				return fresh(x.Serial(n)), nil
			}
		}
	}
	return BadgeVersion{}, fault.New(fault.Conflict, "No badge is left in stock. Record the next delivery first.")
}

// BadgeChange is what became of badges: Verb is one of the moves of BadgeMoves, without
// "badge.". How and Witness are of a destruction.
type BadgeChange struct {
	Verb    string
	Badges  []id.Badge
	Why     string
	Witness string
}

// ChangeBadges records what became of badges, all or none. Errors: fault.Forbidden;
// fault.NotFound; fault.Invalid names the fields; fault.Conflict if one is in another state.
func (s *Service) ChangeBadges(ctx context.Context, who authz.Actor, c BadgeChange) error {
	if err := c.check(who); err != nil {
		return err
	}
	about := make([]ledger.Subject, len(c.Badges))
	for i, b := range c.Badges {
		about[i] = badges.Subject(string(b))
	}
	_, err := s.ledger.Do(ctx, who, "badge."+c.Verb, about, func(tx *db.Tx, e *ledger.Draft) error { return s.badgesIn(tx, e, who, c) })
	return err
}

func (c *BadgeChange) check(who authz.Actor) error {
	var wrong fault.Fields
	missing := map[string]string{"lost": "Say when and where it was last seen", "stolen": "Say when and where it was stolen", "destroy": "Say how it was destroyed, for example cut up", "recall": "Say why. The employer reads it", "return": ""}
	need, ok := missing[c.Verb]
	if !ok {
		return fault.In("what", "Choose what became of it")
	}
	if len(c.Badges) == 0 || len(c.Badges) > 2000 {
		wrong.Add("badge", "Choose at least one badge")
	}
	c.Why = wrong.Text("why", c.Why, 500, need)
	if c.Verb == "destroy" {
		c.Witness = wrong.Text("witness", c.Witness, 120, "Enter the name of who saw it")
		if authz.SameName(c.Witness, who.Name) {
			wrong.Add("witness", "The witness is somebody other than whoever destroys it")
		}
	}
	return wrong.Err()
}

func (s *Service) badgesIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, c BadgeChange) error {
	for _, b := range c.Badges {
		v, err := badges.Find(tx, who.Force, string(b), register.Now(e.At))
		if err != nil {
			return err
		}
		after := v.State
		m, merr := move(BadgeMoves, after.State, "badge."+c.Verb, fmt.Sprintf("Badge %s is %s, so this cannot be done.", after.Serial, strings.ToLower(after.State.Title())))
		if err := who.May(m.By, authz.Object{Org: after.Org, Person: after.Person}); err != nil {
			return err
		}
		if merr != nil {
			return merr
		}
		after.apply(c, m, who, e)
		if e.Summary == "" {
			e.Say("Badge "+after.Serial+": "+strings.ToLower(m.What[:1])+m.What[1:], "")
		}
		if err := s.putBadge(tx, e, b, after); err != nil {
			return err
		}
	}
	if len(c.Badges) > 1 {
		e.Summary = plural(len(c.Badges), "badge") + ": " + c.Verb
	}
	return nil
}

// apply makes the badge what it is after the move.
func (b *Badge) apply(c BadgeChange, m Move[BadgeState], who authz.Actor, e *ledger.Draft) {
	switch c.Verb {
	case "recall":
		b.Recalled = clock.DayOf(e.At)
		return
	case "chase":
		b.Chased, b.ChasedOn = b.Chased+1, clock.DayOf(e.At)
		return
	case "return":
		*b = Badge{Serial: b.Serial}
	}
	b.State, b.Last, b.Why, b.Witness = m.To, doneBy(who, e), c.Why, c.Witness
}

func (s *Service) putBadge(tx *db.Tx, e *ledger.Draft, badge id.Badge, b Badge) error {
	e.Subject(badges.Subject(string(badge)))
	if b.Person != "" {
		e.Subject(person.Subject(string(b.Person)))
		e.Subject(ledger.About("organisation", b.Org))
	}
	return badges.Put(tx, e, string(badge), b, e.At, clock.Forever)
}

// AccreditationChanged asks the badge of an accreditation that has ended back, and lets that
// fall away where it is live again (accred.Service.OnChange).
func (s *Service) AccreditationChanged(tx *db.Tx, e *ledger.Draft, c accred.Change) error {
	before, after := c.Before.State.Live(), c.After.State.Live()
	if before == after {
		return nil
	}
	vs, err := s.badgesOf(tx, e.Force, c.After.Person)
	if err != nil {
		return err
	}
	for _, v := range vs {
		next := v.State
		next.Recalled, next.Chased, next.ChasedOn = clock.NoDay, 0, clock.NoDay
		if before {
			next.Recalled = clock.DayOf(e.At)
		}
		if err := s.putBadge(tx, e, id.Badge(v.ID), next); err != nil {
			return err
		}
	}
	return nil
}

// BadgeQuery chooses badges that were issued at least once. Empty fields choose all.
type BadgeQuery struct {
	State    BadgeState
	Text     string // part of the serial number, or an AP number
	Org      id.Org
	Person   id.Person
	Recalled bool // only those asked back that are still out
	After    string
	Limit    int
}

// ListBadges is the badges that match and that the actor may see, by serial number, and the
// cursor of the next page. Errors: fault.Forbidden.
func (s *Service) ListBadges(tx *db.Tx, who authz.Actor, q BadgeQuery) (out []BadgeVersion, next string, err error) {
	if _, ok := who.Reach(authz.ReadCard); !ok {
		return nil, "", who.May(authz.ReadCard, authz.Object{})
	}
	where := who.Scope(authz.ReadCard, authz.Columns{Force: "r.force_id", Org: "r.org_id", Person: "r.person_id"})
	if q.State != "" {
		where.And("r.standing = ?", string(q.State))
	}
	if q.Org != "" {
		where.And("r.org_id = ?", string(q.Org))
	}
	if q.Person != "" {
		where.And("r.person_id = ?", string(q.Person))
	}
	if text := strings.ToUpper(strings.TrimSpace(q.Text)); text != "" {
		where.And(`r.serial LIKE ? ESCAPE '\'`, db.Like(text))
	}
	if q.Recalled {
		where.And("r.recall_day <> '' AND r.standing = 'issued'")
	}
	if serial, of, ok := strings.Cut(q.After, "|"); ok {
		where.And("(r.serial, r.id) > (?, ?)", serial, of)
	}
	limit := min(max(q.Limit, 1), 2000)
	out, err = badges.Current(tx, who.Force, where, "r.serial, r.id", limit+1)
	if len(out) > limit {
		out = out[:limit]
		next = out[limit-1].State.Serial + "|" + out[limit-1].ID
	}
	return out, next, err
}

// FindBadge is a badge as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) FindBadge(tx *db.Tx, who authz.Actor, of id.Badge, w register.When) (BadgeVersion, error) {
	v, err := badges.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, who.May(authz.ReadCard, authz.Object{Org: v.State.Org, Person: v.State.Person})
}

// BadgeHistory is every version of a badge; see register.Table.History. It is the office's,
// since it says who had the badge before.
func (s *Service) BadgeHistory(tx *db.Tx, who authz.Actor, of id.Badge, all bool) ([]BadgeVersion, error) {
	if err := office(who); err != nil {
		return nil, err
	}
	return badges.History(tx, who.Force, string(of), all)
}
