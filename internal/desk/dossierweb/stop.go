package dossierweb

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// stop is a move of an accreditation that takes a reason and nothing else.
type stop struct {
	title   string
	button  string
	label   string
	hint    string
	needs   authz.Permission
	done    string
	warning bool
	from    func(accred.State) bool
	follows func(d *dossier) []string
	do      func(s *accred.Service, ctx context.Context, who authz.Actor, a id.Accreditation, why string) error
}

const writtenTo = "The person is given notice and the employer a copy, with your reason (Police Reform Act 2002, section 42(3) and (6))."

var stops = map[string]stop{
	"suspend": {title: "Suspend now", button: "Suspend now", label: "Why is it suspended?", hint: "The person and the employer will read it.", needs: authz.SuspendNow, done: "accred.suspend", warning: true,
		from: func(s accred.State) bool { return s == accred.InForce },
		follows: func(d *dossier) []string {
			return []string{part.Count(len(d.standing.Held()), "power stops", "powers stop") + " at once. The card answers “not valid now”.", writtenTo, "Only the delegate can reinstate."}
		}, do: (*accred.Service).Suspend},
	"reinstate": {title: "Reinstate", button: "Reinstate", label: "Why is it reinstated?", hint: "The person and the employer will read it.", needs: authz.Grant, done: "accred.reinstate",
		from: func(s accred.State) bool { return s == accred.Suspended },
		follows: func(*dossier) []string {
			return []string{"The powers may be used again at once. What lapsed meanwhile, such as training, has lapsed.", writtenTo}
		}, do: (*accred.Service).Reinstate},
	"withdraw": {title: "Withdraw the accreditation", button: "Withdraw for good", label: "Why is it withdrawn?", hint: "The person and the employer will read it.", needs: authz.Grant, done: "accred.withdraw", warning: true,
		from: accred.State.Live,
		follows: func(d *dossier) []string {
			return []string{"The accreditation " + d.chief.State.Number + " ends at once and for good. To act again the person must be accredited anew.",
				"The card stops answering. Card and badge are to be returned.", writtenTo}
		}, do: (*accred.Service).Withdraw},
}

type whyForm struct {
	Why string `form:"why" label:"Reason" max:"4000" text:"lines"`
}

func (h *Handlers) stopPage(r *http.Request) (*confirmPage, *dossier, stop, error) {
	s, ok := stops[r.PathValue("move")]
	if !ok {
		return nil, nil, s, fault.New(fault.NotFound, "There is no such page.")
	}
	p := &confirmPage{Button: s.button, Warning: s.warning, Field: "why", Label: s.label, Hint: s.hint}
	d, err := h.about(r, s.needs, s.title, &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, s, err
	}
	if !d.has || !s.from(d.chief.State.State) {
		state := "not accredited"
		if d.has {
			state = small(d.standing.Status.Title())
		}
		return nil, nil, s, fault.New(fault.Conflict, "%s cannot be done as things stand: %s is %s.", s.title, d.person.Name(), state)
	}
	p.Follows = s.follows(d)
	return p, d, s, nil
}

// stopping shows what follows from suspending, reinstating or withdrawing.
func (h *Handlers) stopping(w http.ResponseWriter, r *http.Request) error {
	p, _, _, err := h.stopPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "confirm.html", p)
}

// stopNow does it.
func (h *Handlers) stopNow(w http.ResponseWriter, r *http.Request) error {
	p, d, s, err := h.stopPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[whyForm](r)
	if err == nil {
		err = s.do(h.Accreds, r.Context(), account.Actor(r.Context()), d.accreditation(), form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "confirm.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, s.done)
}
