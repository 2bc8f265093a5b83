package dossierweb

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// orgStop is a move of an organisation that takes a reason and nothing else.
type orgStop struct {
	title   string
	button  string
	label   string
	needs   authz.Permission
	warning bool
	from    []org.State
	follows func(n int) []string
	do      func(s *org.Service, ctx context.Context, who authz.Actor, o id.Org, why string) error
}

var orgStops = map[string]orgStop{
	"suspend": {title: "Suspend", button: "Suspend the arrangements", label: "Why are they suspended?", needs: authz.DecideOrg, warning: true, from: []org.State{org.InForce},
		follows: func(n int) []string {
			return []string{part.Count(n, "person stops", "persons stop") + " at once.", part.Count(n, "card answers", "cards answer") + " “not valid now”.",
				"The organisation and each person are to be told. Only the delegate can reinstate."}
		}, do: (*org.Service).Suspend},
	"reinstate": {title: "Reinstate", button: "Reinstate the arrangements", label: "Why are they reinstated?", needs: authz.DecideOrg, from: []org.State{org.Suspended},
		follows: func(int) []string {
			return []string{"Its people may act again at once, unless something of theirs lapsed meanwhile."}
		}, do: (*org.Service).Reinstate},
	"withdraw": {title: "Withdraw", button: "Withdraw for good", label: "Why are they withdrawn?", needs: authz.DecideOrg, warning: true, from: []org.State{org.InForce, org.Suspended},
		follows: endFollows, do: (*org.Service).Withdraw},
	"decline": {title: "Decline", button: "Decline the application", label: "Why is it not accredited?", needs: authz.DecideOrg, warning: true, from: []org.State{org.Applying},
		follows: func(int) []string {
			return []string{"The organisation is not accredited. It reads the reason, and can apply again."}
		}, do: (*org.Service).Decline},
}

// endFollows is what follows when arrangements end.
//
// Law: Police Reform Act 2002, s41(8)(b).
func endFollows(n int) []string {
	return []string{part.Count(n, "person stops", "persons stop") + " at once, and for good: their accreditations end with the arrangements (Police Reform Act 2002, section 41(8)(b)).",
		part.Count(n, "card stops", "cards stop") + " answering. Cards and badges are to be returned.", "The organisation and each person are written to."}
}

func (h *Handlers) orgStopPage(r *http.Request) (*confirmPage, *file, orgStop, error) {
	s := orgStops[r.PathValue("move")]
	p := &confirmPage{Button: s.button, Warning: s.warning, Field: "why", Label: s.label, Hint: "It is kept, and the organisation reads it."}
	f, err := h.aboutOrg(r, s.needs, s.title, &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, s, err
	}
	for _, from := range s.from {
		if f.org.State == from {
			v := visit.At(r, h.Clock)
			err = h.withPeople(&v, f, desk.Filter{State: desk.StateInForce, Limit: 1})
			p.Follows = s.follows(int(f.people.Total))
			return p, f, s, err
		}
	}
	return nil, nil, s, fault.New(fault.Conflict, "%s cannot be done as things stand: the organisation is %s.", s.title, small(f.org.State.Title()))
}

// orgStopping shows what follows.
func (h *Handlers) orgStopping(w http.ResponseWriter, r *http.Request) error {
	p, _, _, err := h.orgStopPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "confirm.html", p)
}

// orgStopNow does it.
func (h *Handlers) orgStopNow(w http.ResponseWriter, r *http.Request) error {
	p, f, s, err := h.orgStopPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[whyForm](r)
	if err == nil {
		err = s.do(h.Orgs, r.Context(), account.Actor(r.Context()), f.id, form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "confirm.html", p, err)
	}
	if r.PathValue("move") == "withdraw" {
		p.Back += "/exit" // what is still open
	}
	return web.SeeOther(w, r, p.Back, "org."+r.PathValue("move"))
}
