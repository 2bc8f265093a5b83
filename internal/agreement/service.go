package agreement

import (
	"slices"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Service is the use cases.
type Service struct {
	db      *db.DB
	ledger  *ledger.Ledger
	areas   *area.Service
	orgs    *org.Service
	persons *person.Service
	accreds *accred.Service
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service, accreds *accred.Service) *Service {
	return &Service{db: d, ledger: l, areas: areas, orgs: orgs, persons: persons, accreds: accreds}
}

// May asks for a permission on what lies between the force and an organisation. A team
// with areas of its own is asked by those of the organisation.
// Errors: fault.Forbidden; fault.NotFound if there is no such organisation.
func (s *Service) May(tx *db.Tx, who authz.Actor, p authz.Permission, with id.Org) error {
	on := authz.Object{Org: with}
	if r, ok := who.Reach(p); ok && r == authz.OwnArea {
		o, err := s.orgs.Any(tx, who.Force, with, register.Now(s.ledger.Now()))
		if err != nil {
			return err
		}
		on.Areas = o.State.Areas
	}
	return who.May(p, on)
}

// Find is an agreement as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of id.Agreement, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, s.readable(tx, who, &v.State)
}

// readable asks whether the actor may read the agreement. What was not issued is the
// force's own.
func (s *Service) readable(tx *db.Tx, who authz.Actor, a *Agreement) error {
	if err := s.May(tx, who, authz.ReadAgreement, a.Org); err != nil {
		return err
	}
	if reach, _ := who.Reach(authz.ReadAgreement); a.Issued.IsZero() && reach != authz.WholeForce {
		return fault.New(fault.NotFound, "There is no such agreement.")
	}
	return nil
}

// History is every version of the row of an agreement; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.Agreement, all bool) ([]Version, error) {
	if _, err := s.Find(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return table.History(tx, who.Force, string(of), all)
}

// Query chooses agreements. Empty fields choose all.
type Query struct {
	Org    id.Org
	Kind   Kind
	State  State
	Family id.Agreement
	Parent id.Agreement
	Live   bool // only those in force or on their way there
}

func (q Query) where() db.Where {
	var w db.Where
	if q.Org != "" {
		w.And("r.org_id = ?", string(q.Org))
	}
	if q.Kind != "" {
		w.And("r.kind = ?", string(q.Kind))
	}
	if q.State != "" {
		w.And("r.standing = ?", string(q.State))
	}
	if q.Family != "" {
		w.And("r.family_id = ?", string(q.Family))
	}
	if q.Live {
		w.And("r.standing IN ('draft', 'issued', 'signed', 'in-force')")
	}
	return w
}

// List is the agreements that match and that the actor may see, as they stood, by number.
// Errors: fault.Forbidden.
func (s *Service) List(tx *db.Tx, who authz.Actor, q Query, w register.When) ([]Version, error) {
	if !who.Can(authz.ReadAgreement) {
		return nil, who.May(authz.ReadAgreement, authz.Object{})
	}
	if r, _ := who.Reach(authz.ReadAgreement); r == authz.OwnOrg {
		if q.Org != "" && q.Org != who.Org {
			return nil, nil
		}
		q.Org = who.Org
	}
	vs, err := table.List(tx, who.Force, w, q.where(), "r.number, r.id", 100000)
	if err != nil {
		return nil, err
	}
	may := map[id.Org]bool{}
	var out []Version
	for _, v := range vs {
		with := v.State.Org
		if _, asked := may[with]; !asked {
			may[with] = s.May(tx, who, authz.ReadAgreement, with) == nil
		}
		if may[with] && (q.Parent == "" || v.State.Parent == q.Parent) && s.readable(tx, who, &v.State) == nil {
			out = append(out, v)
		}
	}
	return out, nil
}

// current is the agreements of an organisation as they stand, for use cases that have
// asked for permission themselves.
func (s *Service) current(tx *db.Tx, force id.Force, q Query) ([]Version, error) {
	return table.Current(tx, force, q.where(), "r.number, r.id", 100000)
}

// ProtocolOf is the protocol that was in force with an organisation, for rooms that have
// asked for permission themselves. It returns fault.NotFound if there was none.
func (s *Service) ProtocolOf(tx *db.Tx, force id.Force, with id.Org, w register.When) (Version, error) {
	vs, err := table.List(tx, force, w, Query{Org: with, Kind: Protocol, State: InForce}.where(), "r.number, r.id", 100)
	if err == nil && len(vs) == 0 {
		err = fault.New(fault.NotFound, "There is no joint operating protocol in force with this organisation.")
	}
	if err != nil {
		return Version{}, err
	}
	return vs[len(vs)-1], nil
}

// Protocols is every protocol in force, by organisation, for rooms that ask for permission
// themselves.
func (s *Service) Protocols(tx *db.Tx, force id.Force) (map[id.Org]Version, error) {
	vs, err := s.current(tx, force, Query{Kind: Protocol, State: InForce})
	out := make(map[id.Org]Version, len(vs))
	for _, v := range vs {
		out[v.State.Org] = v
	}
	return out, err
}

// Began is the day on which the organisation's first protocol of the family came into
// force: what meetings and evaluations are counted from.
func (s *Service) Began(tx *db.Tx, force id.Force, v Version) (clock.Day, error) {
	if v.State.Before == "" {
		return clock.DayOf(v.State.From), nil
	}
	vs, err := s.current(tx, force, Query{Family: v.State.Family})
	day := clock.DayOf(v.State.From)
	for _, x := range vs {
		if !x.State.From.IsZero() {
			day = min(day, clock.DayOf(x.State.From))
		}
	}
	return day, err
}

// InForce is the protocol that was in force with one organisation, or with an empty
// identity with each, for rooms that have asked for permission themselves.
func (s *Service) InForce(tx *db.Tx, force id.Force, with id.Org, w register.When) (map[id.Org]Version, error) {
	vs, err := table.List(tx, force, w, Query{Org: with, Kind: Protocol, State: InForce}.where(), "r.number, r.id", 100000)
	out := make(map[id.Org]Version, len(vs))
	for _, v := range vs {
		out[v.State.Org] = v
	}
	return out, err
}

// Begun is Began of the protocol that was in force with one organisation, or with an empty
// identity with each, for rooms that have asked for permission themselves.
func (s *Service) Begun(tx *db.Tx, force id.Force, with id.Org, w register.When) (map[id.Org]clock.Day, error) {
	vs, err := s.InForce(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	out := make(map[id.Org]clock.Day, len(vs))
	for of, v := range vs {
		if out[of], err = s.Began(tx, force, v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Text is the words of an agreement: as issued, or of a draft as they would be now, with
// the placeholders of what is not filled in.
func (s *Service) Text(tx *db.Tx, force id.Force, v Version) (string, error) {
	if v.State.Text == "" {
		m, err := s.made(tx, force, v, register.Now(s.ledger.Now()))
		return m.text, err
	}
	return readText(tx, force, v.State.Text)
}

// put writes an agreement's new state, from the entry's instant on.
func (s *Service) put(tx *db.Tx, e *ledger.Draft, of id.Agreement, a Agreement) error {
	for _, sub := range subjects(of, &a) {
		e.Subject(sub)
	}
	return table.Put(tx, e, string(of), a, e.At, clock.Forever)
}

// step is a move under way: the agreement with what stands around it.
type step struct {
	tx    *db.Tx
	e     *ledger.Draft
	who   authz.Actor
	id    id.Agreement
	a     Agreement // as it will be
	org   org.Version
	force area.Force
}

// moved sets the state that a row of the table leads to.
func (st *step) moved(to State, why string) {
	if st.a.State != to {
		st.a.Since, st.a.By, st.a.Why = st.e.At, st.who.Name, why
	}
	st.a.State = to
}

// withProtocol is the acts on an annex that are done to its protocol, and with it to the
// annex.
var withProtocol = []string{"agreement.issue", "agreement.sign", "agreement.send-back", "agreement.discard", "agreement.end", "agreement.propose"}

// Open is nil if the actor may now do that to the agreement: what a page asks before it
// shows the form. What else the act itself refuses is about what is sent with it.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict, which says why it cannot be
// done as things stand, and what can.
func (s *Service) Open(tx *db.Tx, who authz.Actor, v Version, verb string) error {
	m, closed := v.State.State.move(verb)
	if m.By == "" {
		return closed
	}
	if err := s.May(tx, who, m.By, v.State.Org); err != nil {
		return err
	}
	if err := s.readable(tx, who, &v.State); err != nil {
		return err
	}
	if v.State.AnnexOf != "" && slices.Contains(withProtocol, verb) {
		return fault.New(fault.Conflict, "This is the annex of a protocol. It is issued, signed, changed and ended with it: go to the protocol.")
	}
	if closed != nil {
		return closed
	}
	return v.State.open(verb, SideOf(who))
}

// load reads what a move is about, and asks whether the actor may make it.
func (s *Service) load(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Agreement, verb string) (*step, error) {
	v, err := table.Find(tx, who.Force, string(of), register.Now(e.At))
	if err != nil {
		return nil, err
	}
	if err := s.Open(tx, who, v, verb); err != nil {
		return nil, err
	}
	st := &step{tx: tx, e: e, who: who, id: of, a: v.State.copy()}
	if st.org, err = s.orgs.Any(tx, who.Force, v.State.Org, register.Now(e.At)); err != nil {
		return nil, err
	}
	st.force, err = s.areas.Force(tx, who.Force)
	return st, err
}

// annex is the step for the annex of the agreement, or nil if it has none.
func (s *Service) annex(st *step) (*step, error) {
	if st.a.Annex == "" {
		return nil, nil
	}
	v, err := table.Find(st.tx, st.who.Force, string(st.a.Annex), register.Now(st.e.At))
	if err != nil {
		return nil, err
	}
	x := *st
	x.id, x.a = st.a.Annex, v.State.copy()
	return &x, nil
}
