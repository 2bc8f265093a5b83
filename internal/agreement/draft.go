package agreement

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Order is what Draft is asked for.
type Order struct {
	Org  id.Org
	Kind Kind
	// After is the agreement in force of which the next version is to be drafted: both sides
	// have agreed to a change of it. Empty: the first version.
	After id.Agreement
	// Template is the version of the template; 0 is the newest.
	Template int
}

func (o Order) check() error {
	var wrong fault.Fields
	if o.Org == "" {
		wrong.Add("org", "Choose an organisation")
	}
	if !slices.Contains(Kinds, o.Kind) {
		wrong.Add("kind", "Choose what sort of agreement it is")
	}
	return wrong.Err()
}

// Draft begins an agreement: a protocol together with the information sharing agreement
// that is its annex. A next version begins with what the present one says.
//
// Errors: fault.Forbidden; fault.Invalid; fault.Conflict if a protocol with the
// organisation is on its way or in force; fault.Refused for a next version unless both
// sides have agreed to a change (clause 1.2).
func (s *Service) Draft(ctx context.Context, who authz.Actor, o Order) (id.Agreement, error) {
	of := id.New[id.Agreement]()
	_, err := s.ledger.Do(ctx, who, "agreement.draft", []ledger.Subject{Subject(string(of)), ledger.About("organisation", o.Org)}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.draftIn(tx, e, who, of, o)
	})
	return of, err
}

func (s *Service) draftIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Agreement, o Order) error {
	if err := s.May(tx, who, authz.WriteAgreement, o.Org); err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	with, err := s.orgs.Any(tx, who.Force, o.Org, register.Now(e.At))
	if err != nil {
		return err
	}
	a := Agreement{Kind: o.Kind, Title: o.Kind.Title(), Org: o.Org, Family: of, Version: 1, State: Draft, Since: e.At, By: who.Name, Fields: map[string]string{}}
	for _, f := range a.Typed() {
		a.Fields[f.Key] = f.Usual
	}
	if o.After != "" {
		if err := s.following(tx, e, of, o.After, &a); err != nil {
			return err
		}
	} else if err := s.first(tx, e, with, &a); err != nil {
		return err
	}
	t, err := s.template(tx, who.Force, o.Kind, o.Template)
	if err != nil {
		return err
	}
	a.Template = t.Version
	suggest(&a, &with.State)
	if a.Kind == Protocol {
		if err := s.draftAnnex(tx, e, of, with, &a); err != nil {
			return err
		}
	}
	e.Say(fmt.Sprintf("%s %s with %s was begun", a.Title, a.Number, with.State.Name), "Joint operating protocol, clause 1.1")
	return s.put(tx, e, of, a)
}

// suggest fills what the register can guess: who leads and who represents.
func suggest(a *Agreement, o *org.Organisation) {
	fill := func(key, value string) {
		if has := slices.ContainsFunc(a.Typed(), func(f Field) bool { return f.Key == key }); has && a.Fields[key] == "" {
			a.Fields[key] = value
		}
	}
	if s := o.Of(org.Signatory); len(s) > 0 {
		fill("organisation_lead", s[0].Name)
	}
	fill("representatives_force", persons(o.Of(org.PoliceLiaison)))
	fill("representatives_organisation", persons(o.Of(org.Liaison)))
	basis := "UK GDPR, Article 6(1)(f): legitimate interests. Common law; it is no responsible authority under the Crime and Disorder Act 1998."
	if o.Kind.Group() == "Council" {
		basis = "UK GDPR, Article 6(1)(e): a public task. Crime and Disorder Act 1998, as a responsible authority."
	}
	fill("basis_organisation", basis)
}

// first is the beginning of a new family.
func (s *Service) first(tx *db.Tx, e *ledger.Draft, with org.Version, a *Agreement) error {
	there, err := s.current(tx, e.Force, Query{Org: id.Org(with.ID)})
	if err != nil {
		return err
	}
	families := 0
	for _, v := range there {
		switch {
		case v.State.Kind == Protocol && v.State.State.Live():
			if a.Kind == Protocol {
				return fault.New(fault.Conflict, "The %s %s with %s is %s already. A change of it begins with a proposal.", lower(v.State.Title), v.State.Number, with.State.Name, v.State.State.in())
			}
			a.Parent = v.State.Family
		case a.Kind == Supplement && v.State.Kind == Protocol:
			continue
		}
		if v.State.Kind == a.Kind && v.State.Version == 1 {
			families++
		}
	}
	if a.Kind == Supplement && a.Parent == "" {
		return fault.Because("A supplementary agreement stands under a joint operating protocol.", fault.Reason{Code: "supplement.protocol",
			Message: "There is no protocol with " + with.State.Name + ".", Source: "Joint operating protocol, clause 1.1", Mend: "Draft the protocol first."})
	}
	a.Number = number(a.Kind, with.State.Number, families, 1)
	return nil
}

// number is the number of an agreement: letters of its kind, the organisation's number, a
// letter from its second family on, and its version.
func number(k Kind, organisation string, families, version int) string {
	stem := strings.TrimPrefix(organisation, "ORG-")
	if families > 0 {
		stem += string(rune('A' + min(families, 25)))
	}
	return fmt.Sprintf("%s %s/%d", k.letters(), stem, version)
}

// following is the next version of an agreement in force.
func (s *Service) following(tx *db.Tx, e *ledger.Draft, of, after id.Agreement, a *Agreement) error {
	v, err := table.Find(tx, e.Force, string(after), register.Now(e.At))
	if err != nil {
		return err
	}
	old := v.State.copy()
	switch {
	case old.Org != a.Org || old.Kind != a.Kind || old.AnnexOf != "":
		return fault.In("after", "This is no such agreement with that organisation")
	case old.State != InForce:
		return fault.New(fault.Conflict, "The agreement is %s. Only one in force has a next version.", old.State.in())
	}
	p, ok := old.Due()
	if !ok {
		return fault.Because("Nothing is changed until both parties have agreed.", fault.Reason{Code: "agreement.no-proposal", Message: "No proposal to change it has been agreed.",
			Source: "Joint operating protocol, clause 1.2", Mend: "Propose the change, and have the other side answer."})
	}
	a.Family, a.Version, a.Before, a.Parent = old.Family, old.Version+1, after, old.Parent
	siblings, err := s.current(tx, e.Force, Query{Family: old.Family})
	if err != nil {
		return err
	}
	for _, x := range siblings {
		a.Version = max(a.Version, x.State.Version+1)
	}
	a.Number = old.Number[:strings.LastIndexByte(old.Number, '/')+1] + fmt.Sprint(a.Version)
	a.Title = old.Title
	for k, val := range old.Fields {
		a.Fields[k] = val
	}
	p.Into = of
	return s.put(tx, e, after, old)
}

// draftAnnex drafts the information sharing agreement that is a protocol's annex.
func (s *Service) draftAnnex(tx *db.Tx, e *ledger.Draft, of id.Agreement, with org.Version, a *Agreement) error {
	annex := id.New[id.Agreement]()
	x := Agreement{Kind: Sharing, Title: Sharing.Title(), Org: a.Org, Family: annex, Version: 1, Parent: a.Family, AnnexOf: of, State: Draft, Since: e.At, By: a.By, Fields: map[string]string{}}
	for _, f := range x.Typed() {
		x.Fields[f.Key] = f.Usual
	}
	if a.Before != "" {
		v, err := table.Find(tx, e.Force, string(a.Before), register.Now(e.At))
		if err != nil {
			return err
		}
		old, err := table.Find(tx, e.Force, string(v.State.Annex), register.Now(e.At))
		if err != nil {
			return err
		}
		x.Family, x.Version, x.Before = old.State.Family, a.Version, v.State.Annex
		for k, val := range old.State.Fields {
			x.Fields[k] = val
		}
	}
	t, err := s.template(tx, e.Force, Sharing, 0)
	if err != nil {
		return err
	}
	x.Template = t.Version
	x.Number = Sharing.letters() + strings.TrimPrefix(a.Number, Protocol.letters())
	suggest(&x, &with.State)
	a.Annex = annex
	return s.put(tx, e, annex, x)
}

// Fill writes values into the fields of a draft that the office fills in; an empty value
// empties a field, and those not named stay.
//
// Errors: fault.Forbidden; fault.Invalid under the names of the fields; fault.Conflict
// unless it is a draft.
func (s *Service) Fill(ctx context.Context, who authz.Actor, of id.Agreement, values map[string]string) error {
	return s.move(ctx, who, of, "agreement.fill", func(st *step) error {
		var wrong fault.Fields
		typed := st.a.Typed()
		for key, value := range values {
			i := slices.IndexFunc(typed, func(f Field) bool { return f.Key == key })
			switch {
			case i < 0:
				wrong.Add(key, "There is no field %s to fill in", key)
				continue
			case !utf8.ValidString(value):
				wrong.Add(key, "%s has characters that cannot be read. Type it again", typed[i].Label)
			case strings.ContainsFunc(value, func(c rune) bool { return c != '\r' && fault.Unseen(c) }):
				wrong.Add(key, "%s has characters that cannot be printed. Type it again", typed[i].Label)
			case utf8.RuneCountInString(value) > most:
				wrong.Add(key, "%s must be 2,000 letters or fewer", typed[i].Label)
			case !typed[i].Lines && strings.ContainsAny(value, "\r\n"):
				wrong.Add(key, "%s is one line", typed[i].Label)
			case strings.Contains(value, "{{"):
				wrong.Add(key, "%s holds a field of the template. Write the words that are to stand there", typed[i].Label)
			}
			st.a.Fields[key] = strings.Join(parts(value), "\n")
		}
		if title := st.a.Fields["title"]; st.a.Kind == Supplement && title != "" {
			st.a.Title = title
		}
		slices.SortFunc(wrong, func(x, y fault.Field) int { return strings.Compare(x.Name, y.Name) })
		st.e.Say(st.a.Number+": fields filled in", "")
		return wrong.Err()
	})
}

// move runs a use case that changes one agreement.
func (s *Service) move(ctx context.Context, who authz.Actor, of id.Agreement, verb string, do func(*step) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		st, err := s.load(tx, e, who, of, verb)
		if err != nil {
			return err
		}
		if err := do(st); err != nil {
			return err
		}
		return s.put(tx, e, of, st.a)
	})
	return err
}

// Discard gives up an agreement that is not in force, and its annex.
// Errors: fault.Forbidden; fault.Invalid without a reason; fault.Conflict.
func (s *Service) Discard(ctx context.Context, who authz.Actor, of id.Agreement, why string) error {
	return s.move(ctx, who, of, "agreement.discard", func(st *step) error {
		why, err := reason(why)
		if err != nil {
			return err
		}
		st.e.Say(st.a.Number+" was discarded. "+why, "")
		return s.both(st, func(x *step) error {
			x.moved(Discarded, why)
			return nil
		}, s.reopen)
	})
}

// reopen lets the proposal that a discarded version was to carry out be carried out by
// another.
func (s *Service) reopen(st *step) error {
	if st.a.Before == "" {
		return nil
	}
	v, err := table.Find(st.tx, st.who.Force, string(st.a.Before), register.Now(st.e.At))
	if err != nil {
		return err
	}
	old := v.State.copy()
	for i := range old.Proposals {
		if old.Proposals[i].Into == st.id {
			old.Proposals[i].Into = ""
		}
	}
	return s.put(st.tx, st.e, st.a.Before, old)
}

// both does the same to an agreement and to its annex, then what follows for the
// agreement.
func (s *Service) both(st *step, do func(*step) error, then ...func(*step) error) error {
	if err := do(st); err != nil {
		return err
	}
	x, err := s.annex(st)
	if err != nil {
		return err
	}
	if x != nil {
		if err := do(x); err != nil {
			return err
		}
		if err := s.put(x.tx, x.e, x.id, x.a); err != nil {
			return err
		}
	}
	for _, f := range then {
		if err := f(st); err != nil {
			return err
		}
	}
	return nil
}

// reason is a reason as it is kept. It must be given.
func reason(why string) (string, error) {
	why = strings.TrimSpace(why)
	if why == "" {
		return "", fault.In("why", "Enter the reason. It is kept, and the other side reads it")
	}
	if utf8.RuneCountInString(why) > most {
		return "", fault.In("why", "The reason must be 2,000 letters or fewer")
	}
	return why, nil
}
