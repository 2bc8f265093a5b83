// Package bring writes what an import read into the registers: organisations and people
// from a spreadsheet that a force already has. A dry run comes first and changes nothing;
// taking is all or nothing unless good lines alone are asked for; taking the same file
// again changes nothing. Each line becomes one entry of the ledger that names the file and
// the line, and all of them one transaction.
//
// Reading and judging lines is in intake. Read Read and Take.
package bring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/sheet"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Service brings spreadsheets into the registers.
type Service struct {
	DB        *db.DB
	Clock     clock.Clock
	Ledger    *ledger.Ledger
	Areas     *area.Service
	Orgs      *org.Service
	Persons   *person.Service
	Vettings  *vetting.Service
	Trainings *training.Service
	Accreds   *accred.Service
}

// File is a spreadsheet and how it is to be read.
type File struct {
	Name    string
	Content []byte
	Kind    intake.Kind
	Sheet   string // of a workbook; empty: the one that fits
	Options intake.Options
}

// FileLimit is the largest spreadsheet taken, in bytes.
const FileLimit = 32 << 20

// Read is the dry run: what the file holds and what is wrong with it. Nothing changes.
// Errors: fault.Forbidden; fault.Invalid if the file is no spreadsheet at all, or which of
// its sheets is meant cannot be told.
func (s *Service) Read(ctx context.Context, who authz.Actor, f File) (intake.Result, error) {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return intake.Result{}, err
	}
	if len(f.Content) > FileLimit {
		return intake.Result{}, fault.New(fault.TooLarge, "The file must be smaller than 32 MB.")
	}
	table, err := f.table()
	if err != nil {
		return intake.Result{}, err
	}
	var out intake.Result
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		known, opt, err := s.known(tx, who.Force, f.Options)
		if err != nil {
			return err
		}
		if f.Kind == intake.Organisations {
			out = intake.ReadOrganisations(table, opt, known)
		} else {
			out = intake.ReadPeople(table, opt, known)
		}
		return nil
	})
	return out, err
}

func (f File) table() (sheet.Table, error) {
	book, err := sheet.Read(f.Content)
	if err != nil {
		return sheet.Table{}, err
	}
	return intake.Pick(book, f.Kind, f.Sheet)
}

// known is what the registers hold, and the options completed from the force's settings.
func (s *Service) known(tx *db.Tx, force id.Force, opt intake.Options) (intake.Known, intake.Options, error) {
	f, err := s.Areas.Force(tx, force)
	if err != nil {
		return nil, opt, err
	}
	now := register.Now(s.Clock.Now())
	if opt.Day == clock.NoDay {
		opt.Day = clock.DayOf(now.At)
	}
	opt.MinAge, opt.Territory = f.Settings.MinimumAge, f.Settings.Law()
	areas, err := s.Areas.Of(tx, force, "")
	if err != nil {
		return nil, opt, err
	}
	for _, a := range areas {
		opt.AreaNames = append(opt.AreaNames, a.State.Name)
	}
	orgs, err := s.Orgs.All(tx, force, now)
	if err != nil {
		return nil, opt, err
	}
	people, err := s.Persons.AsAt(tx, force, now)
	if err != nil {
		return nil, opt, err
	}
	accs, err := s.Accreds.All(tx, force, now)
	employers := knownOrgs(orgs)
	return intake.NewRoll(employers, knownPeople(people, accs, employers, opt.Day)), opt, err
}

func knownOrgs(orgs []org.Version) []intake.KnownOrganisation {
	out := make([]intake.KnownOrganisation, len(orgs))
	for i, v := range orgs {
		k := intake.KnownOrganisation{ID: id.Org(v.ID), Reference: v.State.Number, Name: v.State.Name, Aliases: v.State.Aliases, Status: statusOf[v.State.State]}
		for _, r := range v.State.Roles {
			line := intake.RoleLine{Name: r.Title}
			for _, p := range r.Powers {
				if _, ok := r.Allows(p.Power); ok {
					line.Powers = append(line.Powers, p.Power)
					line.Offences = append(line.Offences, p.Offences...)
				}
			}
			k.Roles = append(k.Roles, line)
		}
		out[i] = k
	}
	return out
}

var statusOf = map[org.State]intake.Status{org.InForce: intake.Active, org.Suspended: intake.Suspended, org.Withdrawn: intake.Withdrawn, org.Left: intake.Left}

func knownPeople(people []person.Version, accs map[id.Person][]accred.Version, employers []intake.KnownOrganisation, today clock.Day) []intake.KnownPerson {
	names := make(map[id.Org]string, len(employers))
	for _, o := range employers {
		names[o.ID] = o.Name
	}
	out := make([]intake.KnownPerson, len(people))
	for i, v := range people {
		p := intake.KnownPerson{ID: id.Person(v.ID), Surname: v.State.Surname, Forenames: v.State.Forenames, Born: v.State.Born,
			Organisation: v.State.Org, Employer: names[v.State.Org], Status: intake.AwaitingVetting}
		all := accs[id.Person(v.ID)]
		if a, ok := accred.Chief(all); ok {
			p.Number, p.Status = a.State.Number, personStatus[a.State.State]
			if a.State.State == accred.InForce && a.State.To != clock.NoDay && a.State.To < today {
				p.Status = intake.Expired
			}
		}
		for _, a := range all {
			if a.State.Number != p.Number {
				p.Former = append(p.Former, a.State.Number)
			}
		}
		out[i] = p
	}
	return out
}

// personStatus is where somebody stands, as spreadsheets say it; what they do not say, such
// as a recommendation, is left empty.
var personStatus = map[accred.State]intake.Status{accred.InForce: intake.Active, accred.Suspended: intake.Suspended, accred.Withdrawn: intake.Withdrawn, accred.Left: intake.Left}

// Outcome is what an import did.
type Outcome struct {
	Result  intake.Result
	Added   int // lines that became entries
	Known   int // lines that were in the register already, and were left as they are
	Left    int // bad lines that were left out
	Written bool
}

// Take brings the file's good lines into the registers. With a bad line, or a question
// open, nothing is written, unless good lines alone are asked for; the outcome says which.
// Everything is written in one transaction.
func (s *Service) Take(ctx context.Context, who authz.Actor, f File, goodAlone bool) (Outcome, error) {
	res, err := s.Read(ctx, who, f)
	out := Outcome{Result: res, Left: res.BadLines()}
	if err != nil || len(res.Questions) > 0 || out.Left > 0 && !goodAlone {
		return out, err
	}
	sum := sha256.Sum256(f.Content)
	t := &taking{s: s, who: who, source: fmt.Sprintf("%s (SHA-256 %s…)", f.Name, hex.EncodeToString(sum[:6]))}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		t.tx, t.added, t.known = tx, 0, 0
		if err := t.prepare(); err != nil {
			return err
		}
		if f.Kind == intake.Organisations {
			return t.organisations(res.Organisations)
		}
		return t.people(res.People)
	})
	out.Added, out.Known, out.Written = t.added, t.known, err == nil
	return out, s.Ledger.DidNot(ctx, who, "import.run", nil, err)
}

// taking is one import under way in its transaction.
type taking struct {
	s            *Service
	tx           *db.Tx
	who          authz.Actor
	source       string
	today        clock.Day
	area         map[string]id.Area
	roles        map[string]id.Role // organisation and folded title
	teams        map[string]id.Team // organisation and folded name
	there        present
	added, known int
}

func (t *taking) prepare() error {
	t.today, t.area, t.roles, t.teams = clock.DayOf(t.s.Clock.Now()), map[string]id.Area{}, map[string]id.Role{}, map[string]id.Team{}
	areas, err := t.s.Areas.Of(t.tx, t.who.Force, "")
	for _, a := range areas {
		name := org.Fold(a.State.Name)
		if _, taken := t.area[name]; !taken || a.State.Kind == area.District {
			t.area[name] = id.Area(a.ID)
		}
		if a.State.Kind == area.WholeForce {
			t.area["whole force area"], t.area["whole force"] = id.Area(a.ID), id.Area(a.ID)
		}
	}
	if err != nil {
		return err
	}
	t.there, err = t.s.present(t.tx, t.who.Force)
	return err
}

// line does one line of the file as one entry of the ledger. A fault tells the line.
func (t *taking) line(n int, act string, do func(e *ledger.Draft) error) error {
	e := t.s.Ledger.Begin(t.who, act)
	e.Basis = fmt.Sprintf("%s, line %d", t.source, n)
	err := do(e)
	if f := fault.Of(err); f != nil {
		c := *f
		c.Message = fmt.Sprintf("Line %d: %s", n, f.Message)
		return &c
	}
	if err != nil {
		return fmt.Errorf("line %d: %w", n, err)
	}
	t.added++
	return t.s.Ledger.Record(t.tx, e)
}

// areas is the identities of the areas named, and the names as one text.
func (t *taking) areas(names []string) ([]id.Area, string) {
	var ids []id.Area
	for _, n := range names {
		if a, ok := t.area[org.Fold(n)]; ok {
			ids = append(ids, a)
		}
	}
	return ids, strings.Join(names, ", ")
}

func (t *taking) evidence(n int) string {
	return fmt.Sprintf("As in %s, line %d, imported %s", t.source, n, t.today.Long())
}

// grants is the powers of a person as grants; offences belong to the penalty notice.
func grants(powers []law.PowerID, offences []law.OffenceID) []accred.Grant {
	var out []accred.Grant
	for _, p := range powers {
		g := accred.Grant{Power: p}
		if p == "csas-pnd" {
			g.Offences = offences
		}
		out = append(out, g)
	}
	return out
}
