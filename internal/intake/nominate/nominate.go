// Package nominate reads a spreadsheet in which an employer puts several persons forward. Its
// lines are read as those of the office's import are (intake), told line by line where they
// are bad, and entered all at once when the employer says so. Nothing is kept in between.
//
// Only the employer's own name, roles, teams and people are known to the reading, so that a
// file tells nobody anything of another employer.
//
// Read Service.Read, then Service.Take.
package nominate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

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
)

// Most is how many persons are put forward at once.
const Most = 500

// Service is the use cases.
type Service struct {
	ledger  *ledger.Ledger
	areas   *area.Service
	orgs    *org.Service
	persons *person.Service
}

// New is the service on the database of those rooms.
func New(l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service) *Service {
	return &Service{ledger: l, areas: areas, orgs: orgs, persons: persons}
}

// Line is a person whom a line of the file puts forward.
type Line struct {
	Line       int       `json:"line"`
	Surname    string    `json:"surname"`
	Forenames  string    `json:"forenames"`
	Born       clock.Day `json:"born"`
	Role       id.Role   `json:"role"`
	RoleTitle  string    `json:"role_title"`
	Team       id.Team   `json:"team,omitempty"`
	Supervisor string    `json:"supervisor,omitempty"`
	Email      string    `json:"email,omitempty"`
	Phone      string    `json:"phone,omitempty"`
}

// Reading is what was found in a file. Nothing is entered by it.
type Reading struct {
	Good    []Line
	Bad     []intake.Problem // a line may have several
	Asks    []string         // what only another file can answer; then nothing can be taken
	Remarks []string
}

// BadLines is how many lines have at least one fault.
func (r *Reading) BadLines() int {
	seen := map[int]bool{}
	for _, p := range r.Bad {
		seen[p.Line] = true
	}
	return len(seen)
}

// Read reads a CSV or XLSX file for an employer. Errors: fault.Forbidden; fault.NotFound;
// fault.Invalid or fault.TooLarge for a file that cannot be read.
func (s *Service) Read(tx *db.Tx, who authz.Actor, of id.Org, content []byte) (Reading, error) {
	var out Reading
	if err := who.May(authz.NominatePerson, authz.Object{Org: of}); err != nil {
		return out, err
	}
	o, err := s.orgs.Any(tx, who.Force, of, register.Now(s.ledger.Now()))
	if err != nil {
		return out, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return out, err
	}
	have, err := s.persons.Under(tx, who.Force, of)
	if err != nil {
		return out, err
	}
	book, err := sheet.Read(content)
	if err != nil {
		return out, err
	}
	table, err := intake.Pick(book, intake.People, "")
	if err != nil {
		return out, err
	}
	opt := intake.Options{Day: clock.DayOf(s.ledger.Now()), MinAge: f.Settings.MinimumAge, AssumeStatus: intake.AwaitingVetting, Territory: f.Settings.Law()}
	res := read(table, opt, &o)
	for _, q := range res.Questions {
		out.Asks = append(out.Asks, q.Text)
	}
	out.Bad, out.Remarks = res.Bad, res.Remarks
	for _, p := range res.People {
		line, wrong := judge(p, &o.State, have, opt)
		if wrong = append(wrong, onlyNew(p)...); len(wrong) > 0 {
			out.Bad = append(out.Bad, wrong...)
			continue
		}
		out.Good = append(out.Good, line)
	}
	slices.SortStableFunc(out.Bad, func(a, b intake.Problem) int { return cmp.Compare(a.Line, b.Line) })
	if len(out.Good) > Most {
		out.Asks = append(out.Asks, fmt.Sprintf("The file has more than %d persons. Split it and send the parts.", Most))
	}
	return out, nil
}

// read reads the table. A file of one employer need not name it: where it has no column for
// the organisation, every line is of this one.
func read(t sheet.Table, opt intake.Options, o *org.Version) intake.Result {
	known := intake.KnownOrganisation{ID: id.Org(o.ID), Name: o.State.Name, Aliases: o.State.Aliases, Status: intake.Active}
	for _, r := range o.State.Roles {
		known.Roles = append(known.Roles, intake.RoleLine{Name: r.Title})
	}
	roll := intake.NewRoll([]intake.KnownOrganisation{known}, nil)
	res := intake.ReadPeople(t, opt, roll)
	if !slices.ContainsFunc(res.Questions, func(q intake.Question) bool {
		return q.Code == intake.NoColumn && q.Field == intake.FieldOrganisation
	}) {
		return res
	}
	return intake.ReadPeople(named(t, res.Mapping.Line, o.State.Name), opt, roll)
}

// named is the table with a column that names the employer, from the line of the headings on.
func named(t sheet.Table, from int, name string) sheet.Table {
	width := 0
	for _, r := range t.Rows {
		if r.Line == from {
			width = len(r.Cells)
		}
	}
	rows := slices.Clone(t.Rows)
	for i, r := range rows {
		if r.Line < from || len(r.Cells) > width || t.Format == sheet.CSV && len(r.Cells) != width || empty(r) {
			continue // a line that is cut wrongly stays so, and is told
		}
		cells := make([]sheet.Cell, width+1)
		copy(cells, r.Cells)
		if cells[width].Text = name; r.Line == from {
			cells[width].Text = "Organisation"
		}
		cells[width].Kind = sheet.Text
		rows[i].Cells = cells
	}
	t.Rows, t.Width = rows, max(t.Width, width+1)
	return t
}

func empty(r sheet.Row) bool {
	return !slices.ContainsFunc(r.Cells, func(c sheet.Cell) bool { return strings.TrimSpace(c.Text) != "" })
}

// onlyNew tells a line that is about somebody accredited already.
func onlyNew(p intake.PersonLine) []intake.Problem {
	if p.Status == intake.AwaitingVetting && p.Number == "" {
		return nil
	}
	return []intake.Problem{{Line: p.Line, Message: "This line is about somebody who is or was accredited. Leave it out: only persons who are not are put forward."}}
}

// judge is the person whom a line puts forward, or what is wrong with it.
func judge(p intake.PersonLine, o *org.Organisation, have []person.Version, opt intake.Options) (Line, []intake.Problem) {
	l := Line{Line: p.Line, Surname: p.Surname, Forenames: p.Forenames, Born: p.Born, Supervisor: p.Supervisor, Email: p.Email, Phone: p.Telephone}
	var wrong []intake.Problem
	bad := func(format string, args ...any) {
		wrong = append(wrong, intake.Problem{Line: p.Line, Message: fmt.Sprintf(format, args...)})
	}
	switch i := slices.IndexFunc(o.Roles, func(r org.Role) bool { return strings.EqualFold(r.Title, strings.TrimSpace(p.Role)) }); {
	case i >= 0:
		l.Role, l.RoleTitle = o.Roles[i].ID, o.Roles[i].Title
	case p.Role == "" && len(o.Roles) == 1:
		l.Role, l.RoleTitle = o.Roles[0].ID, o.Roles[0].Title
	case p.Role == "":
		bad("There is no role. Write one of: %s.", titles(o))
	default:
		bad("%s has no role %q. Write one of: %s.", o.Name, p.Role, titles(o))
	}
	if age := p.Born.AgeOn(opt.Day); age < opt.MinAge {
		bad("The person must be %d or over. This person is %d.", opt.MinAge, age)
	}
	if p.Team != "" {
		i := slices.IndexFunc(o.Teams, func(t org.Team) bool { return strings.EqualFold(t.Name, strings.TrimSpace(p.Team)) })
		if i < 0 {
			bad("%s has no team %q. Leave the team empty, or add the team first.", o.Name, p.Team)
		} else {
			l.Team = o.Teams[i].ID
		}
	}
	if p.Consent == law.No {
		bad("The declaration is not ticked: joining is voluntary. Leave the line out until the person agrees.")
	}
	if one := (person.Person{Surname: p.Surname, Forenames: p.Forenames, Born: p.Born}); among(have, &one) {
		bad("%s, born on %s, is put forward already. Leave the line out.", one.Name(), p.Born.Long())
	}
	return l, wrong
}

// among reports whether one of the same name and day of birth is there, and has not left.
func among(have []person.Version, p *person.Person) bool {
	return slices.ContainsFunc(have, func(v person.Version) bool {
		return !v.State.Gone() && v.State.Born == p.Born && authz.SameName(v.State.Name(), p.Name())
	})
}

func titles(o *org.Organisation) string {
	var out []string
	for _, r := range o.Roles {
		out = append(out, r.Title)
	}
	return strings.Join(out, ", ")
}

// Take puts the persons of the good lines forward, all or none, each as if put forward
// singly. agreed is the day on which they agreed to take part. It returns how many.
//
// Errors: fault.Forbidden; fault.Invalid names what is wrong; fault.Conflict if somebody is
// put forward already.
func (s *Service) Take(ctx context.Context, who authz.Actor, of id.Org, lines []Line, agreed clock.Day) (int, error) {
	switch {
	case len(lines) == 0 || len(lines) > Most:
		return 0, fault.In("file", "Choose a file with 1 to %d persons to put forward", Most)
	case agreed == clock.NoDay:
		return 0, fault.In("agreed", "Enter the day on which they agreed to take part")
	case agreed > clock.DayOf(s.ledger.Now()):
		return 0, fault.In("agreed", "This day is in the future")
	}
	_, err := s.ledger.Do(ctx, who, "person.nominate", []ledger.Subject{ledger.About("organisation", of)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.NominatePerson, authz.Object{Org: of}); err != nil {
			return err
		}
		have, err := s.persons.Under(tx, who.Force, of)
		if err != nil {
			return err
		}
		e.Say(fmt.Sprintf("%d persons were put forward by spreadsheet", len(lines)), "")
		for _, l := range lines {
			p := person.Person{Surname: l.Surname, Forenames: l.Forenames, Born: l.Born, Org: of, Role: l.Role, Team: l.Team, Supervisor: l.Supervisor, Email: l.Email, Phone: l.Phone, Agreed: agreed}
			if among(have, &p) {
				return fault.New(fault.Conflict, "%s is put forward already. Send the file again.", p.Name())
			}
			have = append(have, person.Version{State: p})
			if err := s.persons.NominateIn(tx, e, who, id.New[id.Person](), p); err != nil {
				return onLine(l.Line, err)
			}
		}
		return nil
	})
	return len(lines), err
}

// onLine is an error of one line, with the line.
func onLine(line int, err error) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	return fault.In("file", "Line %d: %s", line, f.Fields[0].Message)
}
