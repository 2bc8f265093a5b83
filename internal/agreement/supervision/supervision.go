// Package supervision is how an organisation supervises its accredited persons on site, as
// the joint operating protocol asks (clause 2.2 iv): the plan, with who stands in for whom,
// and the visits and samples of notebooks, notices and reports that were planned and made.
// What falls short (Look) is worked out from these, the schedule of persons and the
// settings of the force; nothing is kept that says so.
//
// Who supervises stands in the register of organisations, and whom in that of persons.
// Read Plan and Look, then visit.go and diary.go.
package supervision

import (
	"context"
	"slices"
	"strconv"
	"time"

	"watchword/internal/agreement"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// basis is where supervision is asked for.
const basis = "Joint operating protocol, clause 2.2 iv; Police Reform Act 2002, s41(4)(a)"

// longest is how many letters a text may have.
const longest = 2000

// Service is the use cases.
type Service struct {
	ledger     *ledger.Ledger
	areas      *area.Service
	orgs       *org.Service
	agreements *agreement.Service
}

// New is the service on the database of those rooms.
func New(l *ledger.Ledger, areas *area.Service, orgs *org.Service, agreements *agreement.Service) *Service {
	return &Service{ledger: l, areas: areas, orgs: orgs, agreements: agreements}
}

// Cover says who stands in for a supervisor who is away.
type Cover struct {
	Supervisor string `json:"supervisor"`
	By         string `json:"by"`
}

// Plan is how an organisation supervises on site.
type Plan struct {
	OnSite    string    `json:"on_site"`   // who sees whom at work, how often
	Documents string    `json:"documents"` // how notebooks, notices and reports are checked
	Cover     []Cover   `json:"cover,omitempty"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// Written reports whether there is a plan.
func (p *Plan) Written() bool { return p.OnSite != "" }

// CoverOf is who stands in for a supervisor; empty if nobody does.
func (p *Plan) CoverOf(supervisor string) string {
	for _, c := range p.Cover {
		if org.Fold(c.Supervisor) == org.Fold(supervisor) {
			return c.By
		}
	}
	return ""
}

var plans = &register.Table[Plan]{Name: "supervision_plan", What: "supervision plan", Values: func(Plan) []any { return nil }}

// PlanRows reads the register of supervision plans for ledger.Verify.
var PlanRows = plans.Rows

// Load is one supervisor with how many persons are theirs.
type Load struct {
	Name    string
	Persons int
	Cover   string // who stands in; empty: nobody
	Over    bool   // more persons than the force's ratio allows
}

// Look is the supervision of an organisation at an instant.
type Look struct {
	Org         org.Version
	Plan        Plan
	Loads       []Load
	Without     []agreement.Scheduled // persons without a supervisor who is one
	Persons     int
	Ratio       int            // persons for each supervisor, at most
	Visits      []VisitVersion // the latest day first
	LastVisit   clock.Day
	LastSample  clock.Day
	VisitDue    clock.Day // the last day in time of the next; clock.NoDay without a protocol in force
	SampleDue   clock.Day
	VisitMonths int
	Sampling    int // months
	today       clock.Day
}

// Short is one thing in which the supervision of an organisation falls short.
type Short struct {
	Code string
	Text string
	Bad  bool // it must be put right; else it should be looked at
}

// Shorts is in what the supervision falls short, the worst first.
func (l *Look) Shorts() []Short {
	var out []Short
	add := func(is, bad bool, code, text string) {
		if is {
			out = append(out, Short{code, text, bad})
		}
	}
	today := l.today
	add(l.Persons > 0 && len(l.Loads) == 0, true, "supervision.nobody", "No supervisor is named.")
	add(len(l.Without) > 0, true, "supervision.alone", persons(len(l.Without))+" without a supervisor who is one.")
	for _, s := range l.Loads {
		add(s.Over, true, "supervision.ratio", s.Name+" supervises "+persons(s.Persons)+"; "+strconv.Itoa(l.Ratio)+" is the most.")
	}
	add(l.late(), true, "supervision.mend", "Something found at a visit or in a sample was not put right in time.")
	add(l.Persons > 0 && l.VisitDue != clock.NoDay && l.VisitDue < today, true, "supervision.visit", "A visit is overdue since "+l.VisitDue.Long()+".")
	add(l.Persons > 0 && l.SampleDue != clock.NoDay && l.SampleDue < today, true, "supervision.sample", "A sample of documents is overdue since "+l.SampleDue.Long()+".")
	add(!l.Plan.Written(), false, "supervision.plan", "No supervision plan is written.")
	for _, s := range l.Loads {
		add(s.Cover == "" && s.Persons > 0, false, "supervision.cover", "Nobody stands in for "+s.Name+".")
	}
	slices.SortStableFunc(out, func(a, b Short) int { return rank(a) - rank(b) })
	return out
}

func rank(s Short) int {
	if s.Bad {
		return 0
	}
	return 1
}

func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " persons"
}

// late reports whether something that was found was to be put right by now.
func (l *Look) late() bool {
	return slices.ContainsFunc(l.Visits, func(v VisitVersion) bool { return v.State.Open() && v.State.MendBy < l.today })
}

// OpenFindings is how many visits and samples found what is not put right yet.
func (l *Look) OpenFindings() int {
	n := 0
	for _, v := range l.Visits {
		if v.State.Open() {
			n++
		}
	}
	return n
}

// look works out the supervision of an organisation from what the registers say.
func look(o org.Version, plan Plan, all []agreement.Scheduled, visits []VisitVersion, began clock.Day, set area.Settings, today clock.Day) Look {
	l := Look{Org: o, Plan: plan, Persons: len(all), Ratio: set.SupervisionRatio, Visits: visits, VisitMonths: set.VisitMonths, Sampling: set.SampleMonths, today: today}
	at := map[string]int{}
	for _, c := range o.State.Of(org.Supervisor) {
		if _, twice := at[org.Fold(c.Name)]; !twice {
			at[org.Fold(c.Name)] = len(l.Loads)
			l.Loads = append(l.Loads, Load{Name: c.Name, Cover: plan.CoverOf(c.Name)})
		}
	}
	for _, p := range all {
		if i, ok := at[org.Fold(p.Supervisor)]; ok {
			l.Loads[i].Persons++
			l.Loads[i].Over = l.Loads[i].Persons > l.Ratio
		} else {
			l.Without = append(l.Without, p)
		}
	}
	slices.SortStableFunc(l.Visits, func(a, b VisitVersion) int { return int(b.State.Day) - int(a.State.Day) })
	for _, v := range visits {
		if v.State.State != Done {
			continue
		}
		if v.State.Kind == Sample {
			l.LastSample = max(l.LastSample, v.State.Day)
		} else {
			l.LastVisit = max(l.LastVisit, v.State.Day)
		}
	}
	if began != clock.NoDay {
		l.VisitDue = max(began, l.LastVisit).AddMonths(set.VisitMonths)
		l.SampleDue = max(began, l.LastSample).AddMonths(set.SampleMonths)
	}
	return l
}

// Of is the supervision of an organisation as it stood. Errors: fault.Forbidden,
// fault.NotFound.
func (s *Service) Of(tx *db.Tx, who authz.Actor, with id.Org, w register.When) (Look, error) {
	if err := s.agreements.May(tx, who, authz.ReadAgreement, with); err != nil {
		return Look{}, err
	}
	all, err := s.looks(tx, who.Force, with, w, true)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "There is no such organisation.")
	}
	if err != nil {
		return Look{}, err
	}
	return all[0], nil
}

// All is the supervision of every organisation that the actor may see and whose
// arrangements were in force or suspended, in the order of their names.
// Errors: fault.Forbidden.
func (s *Service) All(tx *db.Tx, who authz.Actor, w register.When) ([]Look, error) {
	return s.all(tx, who, w, true)
}

func (s *Service) all(tx *db.Tx, who authz.Actor, w register.When, scheduled bool) ([]Look, error) {
	if !who.Can(authz.ReadAgreement) {
		return nil, who.May(authz.ReadAgreement, authz.Object{})
	}
	own := id.Org("")
	if who.Role.OfEmployer() {
		own = who.Org
	}
	all, err := s.looks(tx, who.Force, own, w, scheduled)
	return slices.DeleteFunc(all, func(l Look) bool {
		o := &l.Org.State
		return o.State != org.InForce && o.State != org.Suspended || who.May(authz.ReadAgreement, authz.Object{Org: id.Org(l.Org.ID), Areas: o.Areas}) != nil
	}), err
}

// Looks is All whoever asks, with one organisation alone if it is named, for rooms that
// have asked for permission themselves.
func (s *Service) Looks(tx *db.Tx, force id.Force, with id.Org, w register.When) ([]Look, error) {
	return s.looks(tx, force, with, w, true)
}

// looks reads the supervision of one organisation, or of all, in a handful of queries;
// without who is supervised if nobody asks for that.
func (s *Service) looks(tx *db.Tx, force id.Force, with id.Org, w register.When, scheduled bool) ([]Look, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	var orgs []org.Version
	if with == "" {
		orgs, err = s.orgs.All(tx, force, w)
	} else {
		orgs = make([]org.Version, 1)
		orgs[0], err = s.orgs.Any(tx, force, with, w)
	}
	if err != nil {
		return nil, err
	}
	var schedules map[id.Org][]agreement.Scheduled
	if scheduled {
		if schedules, err = s.agreements.Schedules(tx, force, with, w); err != nil {
			return nil, err
		}
	}
	began, err := s.agreements.Begun(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	var one, of db.Where
	if with != "" {
		one.And("r.id = ?", string(with))
		of.And("r.org_id = ?", string(with))
	}
	written, err := plans.List(tx, force, w, one, "r.id", 1<<30)
	if err != nil {
		return nil, err
	}
	plan := map[id.Org]Plan{}
	for _, v := range written {
		plan[id.Org(v.ID)] = v.State
	}
	vs, err := visits.List(tx, force, w, of, "r.id", 1<<30)
	made := map[id.Org][]VisitVersion{}
	for _, v := range vs {
		made[v.State.Org] = append(made[v.State.Org], v)
	}
	out := make([]Look, 0, len(orgs))
	for _, o := range orgs {
		k := id.Org(o.ID)
		out = append(out, look(o, plan[k], schedules[k], made[k], began[k], f.Settings, clock.DayOf(w.At)))
	}
	return out, err
}

// Change writes the supervision plan of an organisation, or writes it anew.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields: cover is
// cover[0].by and so on, in the order of the organisation's supervisors.
func (s *Service) Change(ctx context.Context, who authz.Actor, with id.Org, p Plan) error {
	_, err := s.ledger.Do(ctx, who, "supervision.plan", about(plans.Subject(string(with)), with), func(tx *db.Tx, e *ledger.Draft) error {
		if err := s.agreements.May(tx, who, authz.KeepLiaison, with); err != nil {
			return err
		}
		o, err := s.orgs.Any(tx, who.Force, with, register.Now(e.At))
		if err != nil {
			return err
		}
		var wrong fault.Fields
		p.OnSite = wrong.Text("on_site", p.OnSite, longest, "Enter how accredited persons are supervised on site")
		p.Documents = wrong.Text("documents", p.Documents, longest, "Enter how notebooks, notices and reports are checked")
		given := p.Cover
		p.Cover = nil
		named := map[string]bool{}
		for _, c := range o.State.Of(org.Supervisor) {
			named[org.Fold(c.Name)] = true
		}
		for i, c := range given {
			field := "cover[" + strconv.Itoa(i) + "].by"
			c.By = wrong.Text(field, c.By, longest, "")
			switch {
			case c.By == "":
				continue
			case !named[org.Fold(c.Supervisor)]:
				wrong.Add(field, "%s is not a supervisor of this organisation", c.Supervisor)
			case org.Fold(c.By) == org.Fold(c.Supervisor):
				wrong.Add(field, "Nobody stands in for themselves. Enter somebody else")
			}
			p.Cover = append(p.Cover, c)
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		p.By, p.At = who.Name, e.At
		e.Say("The supervision plan of "+o.State.Name+" was written", basis)
		return plans.Put(tx, e, string(with), p, e.At, clock.Forever)
	})
	return err
}

// PlanHistory is every version of the plan of an organisation; see register.Table.History.
func (s *Service) PlanHistory(tx *db.Tx, who authz.Actor, with id.Org, all bool) ([]register.Version[Plan], error) {
	if err := s.agreements.May(tx, who, authz.ReadAgreement, with); err != nil {
		return nil, err
	}
	return plans.History(tx, who.Force, string(with), all)
}

// about is the subjects of an entry: the thing and the organisation.
func about(thing ledger.Subject, with id.Org) []ledger.Subject {
	return []ledger.Subject{thing, ledger.About("organisation", with)}
}
