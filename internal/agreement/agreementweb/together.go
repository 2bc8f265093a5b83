package agreementweb

import (
	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// together is what the parties do under a protocol in force, each with when it falls due.
func (h *Handlers) together(tx *db.Tx, v visit.Visit, p *onePage, a *agreement.Agreement) error {
	if a.Kind != agreement.Protocol || a.State != agreement.InForce {
		return nil
	}
	m, err := h.Liaison.Meetings(tx, v.Who, a.Org, v.When)
	if err != nil {
		return err
	}
	p.Together = append(p.Together, need{Text: "Meetings with the neighbourhood team", Href: v.Bar.Link("/organisations/" + string(a.Org) + "/meetings"), Sub: lastMet(m), Status: near("Next", m.Due, clock.DayOf(v.When.At))})
	all, err := h.Liaison.Directory(tx, v.Who, a.Org, v.When)
	if err != nil {
		return err
	}
	soonest, never := clock.NoDay, 0
	for i, c := range all {
		if i == 0 || c.Due < soonest {
			soonest = c.Due
		}
		if c.Verified == clock.NoDay {
			never++
		}
	}
	sub := web.Number(len(all)) + " contacts"
	if never > 0 {
		sub += ", " + web.Number(never) + " never verified"
	}
	p.Together = append(p.Together, need{Text: "Directory of contacts", Href: v.Bar.Link("/organisations/" + string(a.Org) + "/directory"), Sub: sub, Status: near("Check", soonest, clock.DayOf(v.When.At))})
	return h.issuesAndEvaluations(tx, v, p, a)
}

// issuesAndEvaluations is what is open between the parties, and how their work was
// evaluated.
func (h *Handlers) issuesAndEvaluations(tx *db.Tx, v visit.Visit, p *onePage, a *agreement.Agreement) error {
	at, today := "/organisations/"+string(a.Org), clock.DayOf(v.When.At)
	f, err := h.Areas.Force(tx, v.Who.Force)
	if err != nil {
		return err
	}
	vs, err := h.Liaison.Matters(tx, v.Who, liaison.MatterQuery{Org: a.Org, Live: true}, v.When)
	if err != nil {
		return err
	}
	sub, due := issueLine(vs, f.Settings)
	p.Together = append(p.Together, need{Text: "Issues and questions", Href: v.Bar.Link(at + "/issues"), Sub: sub, Status: near("Answer", due, today)})
	x, err := h.Liaison.Evaluations(tx, v.Who, a.Org, v.When)
	if err != nil {
		return err
	}
	sub = "None held yet"
	if x.Last != clock.NoDay {
		sub = "Last held " + x.Last.Long()
	}
	if open, _ := x.OpenActions(today); open > 0 {
		sub += "; " + plural(open, "action open", "actions open")
	}
	p.Together = append(p.Together, need{Text: "Evaluations of the work together", Href: v.Bar.Link(at + "/evaluations"), Sub: sub, Status: near("Next", x.Due, today)})
	l, err := h.Supervised.Of(tx, v.Who, a.Org, v.When)
	if err != nil {
		return err
	}
	st, sub := shortCell(l.Shorts())
	p.Together = append(p.Together, need{Text: "Supervision", Href: v.Bar.Link(at + "/supervision"), Sub: sub, Status: st})
	return nil
}

// near is dueStatus as it stands in a list.
func near(what string, due, today clock.Day) part.Status {
	st := dueStatus(what, due, today)
	st.Plain = true
	return st
}

func lastMet(m liaison.Meetings) string {
	said := "None held yet"
	if m.Last != clock.NoDay {
		said = "Last held " + m.Last.Long()
	}
	if x, ok := m.Planned(); ok {
		said += "; planned for " + x.State.Day.Long()
	}
	return said
}
