package dossierweb

import (
	"slices"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// offered is a power that the delegate may give, or may not yet, with its training.
type offered struct {
	ID       law.PowerID
	Name     string
	Para     string
	Checked  bool
	Disabled bool // it may not be given; Note says why
	Note     string
	Training part.Status
	Offences []choice
	Bases    []choice
}

// choice is one offence or basis to give with a power.
type choice struct {
	ID, Name string
	Checked  bool
}

// ticks is what is ticked among what is offered: nil means everything that may be given.
type ticks struct {
	powers   []law.PowerID
	offences []law.OffenceID
	bases    []law.BasisID
	all      bool
}

// offer is the powers that the arrangements allow the role and that are in force in law on
// the day; those not trained for cannot be ticked, and say why.
//
// Law: Police Reform Act 2002, s41(3), (4)(d), Sch 5 para 8B(5).
func (d *dossier) offer(on clock.Day, t ticks) []offered {
	role := d.role()
	trained := map[law.PowerID]bool{}
	allowed := d.allowed(on)
	for _, p := range allowed {
		if pass, ok := d.training.For(p.ID); ok && on.Start().Before(pass.Until()) {
			trained[p.ID] = true
		}
	}
	var out []offered
	for _, p := range allowed {
		decided, _ := role.Allows(p.ID)
		x := offered{ID: p.ID, Name: p.Name, Para: p.Para, Training: d.trainingStatus(p.ID, on), Disabled: !trained[p.ID]}
		for _, need := range p.Needs {
			if !trained[need] {
				n, _ := law.Find(need)
				x.Disabled, x.Note = true, "Also needs "+n.Para+", which is not given (para "+p.Para+"(5))"
			}
		}
		if decided.Answer == org.Conditional {
			x.Note = joinNotes(x.Note, "Condition: "+decided.Condition)
		}
		x.Checked = !x.Disabled && (t.all || slices.Contains(t.powers, p.ID))
		if !x.Disabled {
			x.Offences, x.Bases = d.offencesOf(p, decided, on, t), d.basesOf(p, on, t, trained)
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b offered) int { return rank(a.Disabled) - rank(b.Disabled) })
	return out
}

func rank(last bool) int {
	if last {
		return 1
	}
	return 0
}

func joinNotes(a, b string) string {
	if a == "" {
		return b
	}
	return a + ". " + b
}

// trainingStatus is whether the person is trained for a power on the day.
func (d *dossier) trainingStatus(p law.PowerID, on clock.Day) part.Status {
	pass, ok := d.training.For(p)
	switch {
	case !ok:
		return part.Status{Kind: part.NotInForce, Text: "Not passed"}
	case !on.Start().Before(pass.Until()):
		return part.Status{Kind: part.Ended, Text: "Ended " + pass.Expires.Short()}
	}
	return part.Status{Kind: part.InForce, Text: "Passed " + pass.Passed.Short()}
}

// offencesOf is the offences that the arrangements allow with a penalty notice for
// disorder and that can be given in law.
func (d *dossier) offencesOf(p *law.Power, decided org.Power, on clock.Day, t ticks) []choice {
	var out []choice
	for _, off := range decided.Offences {
		o, ok := law.FindOffence(off)
		if !ok {
			continue
		}
		if _, ok := law.Grantable(p.ID, off, on, d.territory()); ok {
			out = append(out, choice{string(off), o.Name, t.all || slices.Contains(t.offences, off)})
		}
	}
	return out
}

// basesOf is the bases of paragraph 2 that are law on the day; one that rests on other
// powers only where one of them may be given.
func (d *dossier) basesOf(p *law.Power, on clock.Day, t ticks, may map[law.PowerID]bool) []choice {
	if p.ID != "csas-name-address" {
		return nil
	}
	var out []choice
	for i := range law.Bases() {
		b := &law.Bases()[i]
		open := len(b.Needs) == 0 || slices.ContainsFunc(b.Needs, func(p law.PowerID) bool { return may[p] })
		if open && b.StatusOn(on, d.territory()) == law.InForce {
			out = append(out, choice{string(b.ID), b.Name + " (" + b.Para + ")", t.all || slices.Contains(t.bases, b.ID)})
		}
	}
	return out
}

// givable is how many powers of an offer may be given.
func givable(list []offered) int {
	n := 0
	for _, x := range list {
		if !x.Disabled {
			n++
		}
	}
	return n
}

// grants is what was ticked, as the use case takes it. Bases are named only where some of
// them are left out.
func grants(list []offered, t ticks) ([]accred.Grant, error) {
	var out []accred.Grant
	var wrong fault.Fields
	for _, p := range t.powers {
		g := accred.Grant{Power: p}
		i := slices.IndexFunc(list, func(x offered) bool { return x.ID == p })
		if i < 0 {
			out = append(out, g) // the use case says why it may not be given
			continue
		}
		for _, c := range list[i].Offences {
			if slices.Contains(t.offences, law.OffenceID(c.ID)) {
				g.Offences = append(g.Offences, law.OffenceID(c.ID))
			}
		}
		if len(list[i].Offences) > 0 && len(g.Offences) == 0 {
			wrong.Add("offences", "Choose at least one offence for which notices may be given, or leave out %s", small(list[i].Name))
		}
		for _, c := range list[i].Bases {
			if slices.Contains(t.bases, law.BasisID(c.ID)) {
				g.Bases = append(g.Bases, law.BasisID(c.ID))
			}
		}
		switch n := len(list[i].Bases); {
		case n > 0 && len(g.Bases) == 0:
			wrong.Add("bases", "Choose at least one basis, or leave out %s", small(list[i].Name))
		case n == len(g.Bases):
			g.Bases = nil
		}
		out = append(out, g)
	}
	return out, wrong.Err()
}

// areaOffer is the employer's areas and what lies within them, to choose from.
func (h *Handlers) areaOffer(d *dossier, all []areaLine) ([]govuk.Choice, []string) {
	var out []govuk.Choice
	var whole []string
	for _, a := range all {
		switch {
		case slices.Contains(d.org.Areas, a.ID):
			out = append(out, govuk.Choice{Value: string(a.ID), Text: a.Name, Hint: govuk.Hint{Text: "All of it"}})
			whole = append(whole, string(a.ID))
		case slices.ContainsFunc(a.Up, func(up id.Area) bool { return slices.Contains(d.org.Areas, up) }):
			out = append(out, govuk.Choice{Value: string(a.ID), Text: a.Name})
		}
	}
	slices.SortStableFunc(out, func(x, y govuk.Choice) int { return rank(x.Hint.Text == "") - rank(y.Hint.Text == "") })
	return out, whole
}
