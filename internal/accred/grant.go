package accred

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Recommend puts a person before the delegate, with the decision that they are capable
// of carrying out the functions (the third test), by whoever makes it.
//
// Errors: fault.Forbidden; fault.Conflict if one is with the delegate or live already;
// fault.Invalid without evidence.
//
// Law: Police Reform Act 2002, s41(2), (4)(c).
func (s *Service) Recommend(ctx context.Context, who authz.Actor, of id.Person, evidence string) (id.Accreditation, error) {
	a := id.New[id.Accreditation]()
	_, err := s.ledger.Do(ctx, who, "accreditation.recommend", []ledger.Subject{person.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.RecommendIn(tx, e, who, a, of, evidence)
	})
	return a, err
}

// RecommendIn is Recommend within a transaction and entry already begun.
func (s *Service) RecommendIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, a id.Accreditation, of id.Person, evidence string) error {
	for _, p := range []authz.Permission{authz.Recommend, authz.RecordCapable} {
		if err := s.persons.May(tx, who, p, of, e.At); err != nil {
			return err
		}
	}
	if strings.TrimSpace(evidence) == "" {
		return fault.In("evidence", "Say what shows that the person is capable, for example the supervisor’s report")
	}
	w, err := s.world(tx, e, of)
	if err != nil {
		return err
	}
	if w.person.Left != clock.NoDay {
		return fault.New(fault.Conflict, "%s left the employer on %s.", w.person.Name(), w.person.Left.Long())
	}
	if w.person.OptedOut != clock.NoDay {
		return fault.New(fault.Conflict, "%s opted out on %s. Joining is voluntary: the person opts in again on their own page.", w.person.Name(), w.person.OptedOut.Long())
	}
	if st := w.org.Standing(e.At); st.State != law.Active {
		return fault.Because(w.person.Name()+" cannot be put before the delegate now.", reason("employer.not-in-force", "The arrangements with "+w.org.Name+" are not in force.",
			"Police Reform Act 2002, s41(1), (4)(a)", "Approve or reinstate the employer first."))
	}
	others, err := s.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	for _, v := range others {
		if v.State.State == Proposed {
			return fault.New(fault.Conflict, "%s is with the delegate already.", w.person.Name())
		}
		if st := v.State.Stand(&w.org, e.At, w.force.Settings.Law()); v.State.State.Live() && st.Status != StatusExpired && st.Status != StatusCeased {
			return fault.New(fault.Conflict, "%s is accredited already, as %s. Renew or change that accreditation.", w.person.Name(), v.State.Number)
		}
	}
	capable := Decision{Satisfied: true, By: who.Name, Account: who.Account, At: e.At, Evidence: evidence}
	after := Accreditation{Person: of, Org: w.person.Org, Role: w.person.Role, RoleTitle: w.person.RoleTitle, State: Proposed,
		Uniform: w.org.Uniform, Waiting: w.today, Recommended: Decision{Satisfied: true, By: who.Name, Account: who.Account, At: e.At}, Tests: Tests{Capable: capable}}
	e.Say(w.person.Name()+": put before the delegate", "Police Reform Act 2002, s41(2)")
	return s.put(tx, e, Change{Accreditation: a, After: after, From: e.At})
}

// Signing is the delegate's decision to accredit.
type Signing struct {
	Grants     []Grant // powers given, each with its offences and bases
	Areas      []id.Area
	AreaText   string
	From, To   clock.Day // both days count
	Conditions []string
	Satisfied  bool   // the declaration on all four tests
	TypedName  string // as typed to sign: the actor's own name, and no other
	Number     string // the AP number to give, from an import; empty: the next
}

// Sign accredits the person, for the chief officer: all four tests hold, every power is
// in force in law, allowed to the role, trained for, and not without one it needs; the
// area is within the employer's. The number is given, never used before, and the person
// and the employer are written to.
//
// Errors: fault.Forbidden; fault.Refused with each reason and its section; fault.Invalid
// names the fields; fault.Conflict if it was decided meanwhile.
//
// Law: Police Reform Act 2002, s41(1)-(6), s42(2).
func (s *Service) Sign(ctx context.Context, who authz.Actor, a id.Accreditation, d Signing) error {
	return s.change(ctx, who, a, "accreditation.grant", s.signing(who, d))
}

// SignIn is Sign within a transaction and entry already begun.
func (s *Service) SignIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, a id.Accreditation, d Signing) error {
	return s.changeIn(tx, e, who, a, "accreditation.grant", s.signing(who, d))
}

func (s *Service) signing(who authz.Actor, d Signing) func(tx *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
	return func(tx *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		if err := d.check(who, w.today); err != nil {
			return err
		}
		if err := after.notFirst(who); err != nil {
			return err
		}
		vet, err := s.vettings.Of(tx, e.Force, after.Person, register.Now(e.At))
		if err != nil {
			return err
		}
		trained, err := s.trainings.Of(tx, e.Force, after.Person, register.Now(e.At))
		if err != nil {
			return err
		}
		c := candidate{world: w, vetting: vet, training: trained, recommended: after.Recommended, who: who, from: d.From}
		grants, reasons := c.grants(d.Grants)
		reasons = append(c.tests(), reasons...)
		areas, err := s.areas.Of(tx, e.Force, "")
		if err != nil {
			return err
		}
		reasons = append(reasons, withinEmployer(d.Areas, w.org.Areas, parents(areas))...)
		if len(reasons) > 0 {
			return fault.Because(w.person.Name()+" cannot be accredited like this.", reasons...)
		}
		after.Grants, after.Areas, after.AreaText, after.Conditions = grants, d.Areas, d.AreaText, d.Conditions
		if after.AreaText == "" {
			after.AreaText = w.org.AreaText
		}
		after.From, after.To, after.VettingUntil = d.From, d.To, vet.Expires
		after.Tests.Employer = Decision{Satisfied: true, By: w.org.FitTest.By, Account: w.org.FitTest.Account, At: w.org.FitTest.At, Evidence: w.org.FitTest.Evidence}
		after.Tests.Suitable = Decision{Satisfied: true, By: vet.By, Account: vet.Account, At: vet.Decided.Start(), Evidence: "Vetting passed, level " + vet.Level}
		after.Tests.Trained = Decision{Satisfied: true, By: c.trainers(grants), At: e.At, Evidence: c.courses(grants)}
		after.Signed = Decision{Satisfied: true, By: who.Name, Account: who.Account, At: e.At}
		after.Certificate = 1
		if after.Number, err = s.giveNumber(tx, e.Force, after.Person, d.Number, w.force.Settings.APPrefix); err != nil {
			return err
		}
		e.Summary = fmt.Sprintf("%s was accredited as %s with %s", w.person.Name(), after.Number, powersCount(len(grants)))
		return nil
	}
}

func powersCount(n int) string {
	switch n {
	case 0:
		return "no powers"
	case 1:
		return "1 power"
	}
	return strconv.Itoa(n) + " powers"
}

func (d *Signing) check(who authz.Actor, today clock.Day) error {
	var fs fault.Fields
	if !d.Satisfied {
		fs.Add("satisfied", "Confirm that you are satisfied of all four tests, or refuse")
	}
	if wrong := who.Signs(d.TypedName); wrong != "" {
		fs.Add("typed_name", "%s", wrong)
	}
	switch {
	case d.From == clock.NoDay:
		fs.Add("from", "Enter the first day")
	case d.From < today:
		fs.Add("from", "Nobody holds a power before it is given. Enter today, %s, or a later day", today.Long())
	case d.To == clock.NoDay || d.To < d.From:
		fs.Add("to", "Enter the last day, not before the first")
	case d.To < today:
		fs.Add("to", "The last day is in the past")
	case d.To > d.From.AddYears(10):
		fs.Add("to", "An accreditation of more than ten years is not given. Enter an earlier last day")
	}
	return fs.Err()
}

// giveNumber gives the person an AP number that nobody ever had. A person who was
// accredited before under the same entry keeps theirs.
func (s *Service) giveNumber(tx *db.Tx, force id.Force, of id.Person, wanted, prefix string) (string, error) {
	number := wanted
	if number == "" {
		err := tx.QueryRow(`SELECT number FROM ap_number WHERE force_id = ? AND person_id = ? ORDER BY number LIMIT 1`, string(force), string(of)).Scan(&number)
		if err == nil {
			return number, nil
		}
		if !db.NoRows(err) {
			return "", err
		}
		if number, err = s.nextNumber(tx, force, prefix); err != nil {
			return "", err
		}
	}
	var holder id.Person
	err := tx.QueryRow(`SELECT person_id FROM ap_number WHERE force_id = ? AND number = ?`, string(force), number).Scan(&holder)
	if err == nil && holder != of {
		return "", fault.In("number", "The AP number %s was given to somebody else. Numbers are never used again", number)
	}
	if err == nil || !db.NoRows(err) {
		return number, err
	}
	_, err = tx.Exec(`INSERT INTO ap_number (force_id, number, person_id) VALUES (?, ?, ?)`, string(force), number, string(of))
	return number, err
}

func (s *Service) nextNumber(tx *db.Tx, force id.Force, prefix string) (string, error) {
	var last string
	err := tx.QueryRow(`SELECT number FROM ap_number WHERE force_id = ? AND number LIKE ? ORDER BY LENGTH(number) DESC, number DESC LIMIT 1`,
		string(force), prefix+" %").Scan(&last)
	if err != nil && !db.NoRows(err) {
		return "", err
	}
	n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(last, prefix)))
	return fmt.Sprintf("%s %04d", prefix, max(n+1, 4001)), nil
}

// withinEmployer is a reason for each area that does not lie within the employer's.
// above gives the areas that an area is part of.
func withinEmployer(areas, employer []id.Area, above map[id.Area][]id.Area) []fault.Reason {
	var out []fault.Reason
	for _, a := range areas {
		if !lies(a, employer, above) {
			out = append(out, fault.Reason{Code: "area.outside", Message: "The area reaches beyond the employer’s own.",
				Source: "Police Reform Act 2002, s41(6)(b); joint operating protocol, clause 2.2 i", Mend: "Choose an area within the employer’s, or change the employer’s first."})
		}
	}
	return out
}

func lies(a id.Area, within []id.Area, above map[id.Area][]id.Area) bool {
	if slices.Contains(within, a) {
		return true
	}
	for _, up := range above[a] {
		if lies(up, within, above) {
			return true
		}
	}
	return false
}

// candidate is what the four tests look at.
type candidate struct {
	world
	vetting     vettingState
	training    trainingState
	recommended Decision
	who         authz.Actor
	from        clock.Day
}

func reason(code, message, source, mend string) fault.Reason {
	return fault.Reason{Code: code, Message: message, Source: source, Mend: mend}
}

// tests is a reason for each of the four that does not hold.
func (c *candidate) tests() []fault.Reason {
	var out []fault.Reason
	name := c.person.Name()
	if st := c.org.Standing(c.from.Start()); st.State != law.Active || !c.org.FitTest.Satisfied {
		out = append(out, reason("employer.not-in-force", "The arrangements with "+c.org.Name+" are not in force on "+c.from.Long()+".", "Police Reform Act 2002, s41(1), (4)(a)",
			"Approve or reinstate the employer first."))
	}
	out = append(out, c.gone()...)
	switch {
	case c.vetting.Outcome != "passed":
		out = append(out, reason("vetting.not-passed", "The vetting unit has not passed "+name+".", "Police Reform Act 2002, s41(4)(b)", "Wait for the unit’s decision."))
	case c.vetting.Expires < c.from:
		out = append(out, reason("vetting.over", "The clearance of "+name+" ended on "+c.vetting.Expires.Long()+".", "Police Reform Act 2002, s41(4)(b)", "Have the clearance renewed."))
	}
	if c.recommended.Account != "" && c.recommended.Account == c.who.Account {
		out = append(out, reason("decision.same-person", "You put this person forward, so somebody else must sign.", "Scheme rule: maker and signer are two people", ""))
	}
	return out
}

// gone is why the person may hold nothing with the employer any more.
func (c *candidate) gone() []fault.Reason {
	var out []fault.Reason
	if c.person.Left != clock.NoDay {
		out = append(out, reason("person.left", c.person.Name()+" left the employer on "+c.person.Left.Long()+".", "Police Reform Act 2002, s41(2), (8)(a)", ""))
	}
	if c.person.OptedOut != clock.NoDay {
		out = append(out, reason("person.opted-out", c.person.Name()+" opted out on "+c.person.OptedOut.Long()+".", "Scheme rule: joining is voluntary", "The person opts in again on their own page."))
	}
	return out
}

// grants is the powers as they may be given, with the last day of their training, and a
// reason for each that may not.
func (c *candidate) grants(asked []Grant) ([]Grant, []fault.Reason) {
	var out []Grant
	var reasons []fault.Reason
	role, ok := c.org.Role(c.person.Role)
	if !ok {
		role = &org.Role{Title: c.person.RoleTitle}
	}
	for _, g := range asked {
		p, known := law.Find(g.Power)
		if !known {
			reasons = append(reasons, reason("power.unknown", "There is no power "+string(g.Power)+" in the catalogue.", "", ""))
			continue
		}
		reasons = append(reasons, c.lawful(g)...)
		decided, ok := role.Allows(g.Power)
		if !ok {
			reasons = append(reasons, reason("power.not-allowed", p.Name+" is not among the powers that "+c.org.Name+" is allowed for the role "+role.Title+".",
				"Police Reform Act 2002, s41(3)", "Decide the power for that role first."))
		}
		for _, off := range g.Offences {
			if !slices.Contains(decided.Offences, off) {
				reasons = append(reasons, reason("offence.not-allowed", "The offence "+string(off)+" is not among those allowed for the role "+role.Title+".",
					"Police Reform Act 2002, Schedule 5, paragraph 1(3)(b)", ""))
			}
		}
		pass, ok := c.training.For(g.Power)
		switch {
		case !ok:
			reasons = append(reasons, reason("training.missing", c.person.Name()+" has not passed training for "+p.Name+".", "Police Reform Act 2002, s41(4)(d)", "Leave the power out, or wait for the training."))
		case pass.Expires != clock.NoDay && pass.Expires < c.from:
			reasons = append(reasons, reason("training.over", "Training of "+c.person.Name()+" for "+p.Name+" ended on "+pass.Expires.Long()+".", "Police Reform Act 2002, s41(4)(d)", "Leave the power out, or wait for the refresher."))
		}
		g.Trained, g.Ends = pass.Expires, c.ends.last(g.Power, pass.Passed)
		if g.Ends != clock.NoDay && g.Ends < c.from {
			reasons = append(reasons, reason("power.changed", p.Name+" cannot be given from "+c.from.Long()+": the law changed, as the force has decided, and its last day was "+g.Ends.Long()+".",
				"Changes of the law, as carried out", "Leave the power out; where it was amended, train for it anew."))
		}
		if g.Condition == "" {
			g.Condition = decided.Condition
		}
		out = append(out, g)
	}
	return out, append(append(reasons, lacking(asked)...), baseless(asked)...)
}

// lawful is why the law does not let the grant be made.
func (c *candidate) lawful(g Grant) []fault.Reason {
	offences := g.Offences
	if len(offences) == 0 {
		offences = []law.OffenceID{""}
	}
	var out []fault.Reason
	for _, off := range offences {
		if r, ok := law.Grantable(g.Power, off, c.from, c.force.Settings.Law()); !ok {
			out = append(out, reason(r.Code, r.Text, r.Source, r.Mend))
		}
	}
	return out
}

// lacking is a reason for each power that needs another which is not given.
func lacking(gs []Grant) []fault.Reason {
	var out []fault.Reason
	for _, g := range gs {
		for _, need := range law.Prerequisites(g.Power) {
			if !slices.ContainsFunc(gs, func(x Grant) bool { return x.Power == need }) {
				a, _ := law.Find(g.Power)
				b, _ := law.Find(need)
				out = append(out, reason("power.prerequisite", a.Name+" also needs "+b.Name+", which is not given.", "Police Reform Act 2002, Schedule 5, paragraph "+a.Para,
					"Give both, or neither."))
			}
		}
	}
	return out
}

// baseless is a reason for each basis named that rests on other powers of which none is
// given.
func baseless(gs []Grant) []fault.Reason {
	var out []fault.Reason
	given := Accreditation{Grants: gs}
	for _, g := range gs {
		for i := range law.Bases() {
			if b := &law.Bases()[i]; slices.Contains(g.Bases, b.ID) && !given.HasBasis(b) {
				out = append(out, reason("basis.not-held", b.Name+": no power of that kind is given.", "Police Reform Act 2002, Schedule 5, paragraph "+b.Para,
					"Leave the basis out, or give the power too."))
			}
		}
	}
	return out
}

func (c *candidate) trainers(gs []Grant) string {
	return c.named(gs, func(p passed) string { return p.By })
}
func (c *candidate) courses(gs []Grant) string {
	return c.named(gs, func(p passed) string { return p.Course })
}

// named is what the passes for the grants say, each once.
func (c *candidate) named(gs []Grant, what func(passed) string) string {
	var out []string
	for _, g := range gs {
		if p, ok := c.training.For(g.Power); ok && !slices.Contains(out, what(p)) {
			out = append(out, what(p))
		}
	}
	return strings.Join(out, ", ")
}
