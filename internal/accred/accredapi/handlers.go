// Package accredapi offers accreditations to other programs, with what they stand on:
// vetting results, training, and the letters that tell of decisions. Each read answers
// for any past instant; each act of the table of states has an operation.
//
// Read Register: accreditations here, a person's facts in facts.go.
package accredapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Config is what the operations need. All is required.
type Config struct {
	DB        *db.DB
	Clock     clock.Clock
	Persons   *person.Service
	Vettings  *vetting.Service
	Trainings *training.Service
	Accreds   *accred.Service
}

type handlers struct {
	Config
	read registerapi.Read[id.Accreditation, accred.Accreditation, Accreditation]
}

// AccreditationReason is why an act is done.
type AccreditationReason struct {
	Why string `json:"why" maxLength:"4000" doc:"The reason. The person will read it"`
}

// Register adds the operations of accreditations, vetting results, training and letters.
func Register(a *api.API, c Config) {
	h := &handlers{Config: c}
	h.read = registerapi.Read[id.Accreditation, accred.Accreditation, Accreditation]{DB: c.DB, Clock: c.Clock, Who: account.Actor, Find: c.Accreds.Find, History: c.Accreds.History,
		Wire: h.stand, Past: func(who authz.Actor, v accred.Version) Accreditation { return wire(who, v, nil) }, Tag: tag}
	h.facts(a)
	api.Get(a, "/accreditations", "accreditation-by-number", "The accreditation that bears an AP number", authz.ReadPerson, h.byNumber)
	h.read.Register(a, "/accreditations", "accreditation", authz.ReadPerson, "An accreditation, and what it amounts to at any instant", "Every version of an accreditation, oldest first")
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/people/{id}/recommend", ID: "accreditation-recommend", Summary: "Put a person before the delegate", Needs: authz.Recommend, Status: http.StatusCreated}, h.recommend)
	api.Post(a, "/accreditations/{id}/sign", "accreditation-sign", "Accredit the person, for the chief officer", authz.Grant, h.sign)
	api.Post(a, "/accreditations/{id}/refuse", "accreditation-refuse", "Decide not to accredit", authz.Grant, h.refuse)
	api.Post(a, "/accreditations/{id}/ask", "accreditation-ask", "Ask the employer for more before deciding", authz.Grant, h.ask)
	api.Post(a, "/accreditations/{id}/answer", "accreditation-answer", "Answer what was asked before deciding", authz.NominatePerson, h.answer)
	api.Post(a, "/accreditations/{id}/modify", "accreditation-modify", "Change powers, area or conditions by notice", authz.Grant, h.modify)
	api.Post(a, "/accreditations/{id}/renew", "accreditation-renew", "Renew an accreditation to a later last day", authz.Grant, h.renew)
	h.again(a)
	for _, x := range []struct {
		act, summary string
		needs        authz.Permission
		do           func(context.Context, authz.Actor, accred.Partly) (int, error)
	}{
		{"suspend-part", "Suspend a power of an organisation’s people, or everything of one team", authz.SuspendNow, c.Accreds.SuspendPart},
		{"reinstate-part", "End the suspension of a power", authz.Grant, c.Accreds.ReinstatePart},
	} {
		api.Post(a, "/organisations/{id}/"+x.act, "organisation-"+x.act, x.summary, x.needs, func(ctx context.Context, in *struct {
			registerapi.Entry
			Body AccreditationPart
		}) (*api.Body[AccreditationsChanged], error) {
			n, err := x.do(ctx, account.Actor(ctx), accred.Partly{Org: id.Org(in.ID), Power: law.PowerID(in.Body.Power), Team: id.Team(in.Body.Team), Why: in.Body.Why})
			return &api.Body[AccreditationsChanged]{Body: AccreditationsChanged{n}}, err
		})
	}
	for _, x := range []struct {
		act, summary string
		needs        authz.Permission
		do           func(context.Context, authz.Actor, id.Accreditation, string) error
	}{
		{"suspend", "Suspend an accreditation at once", authz.SuspendNow, c.Accreds.Suspend},
		{"reinstate", "End a suspension", authz.Grant, c.Accreds.Reinstate},
		{"withdraw", "Withdraw an accreditation at once, for good", authz.Grant, c.Accreds.Withdraw},
	} {
		registerapi.Act(a, &h.read, x.act, x.summary, x.needs, func(ctx context.Context, who authz.Actor, of id.Accreditation, b AccreditationReason) error {
			return x.do(ctx, who, of, b.Why)
		})
	}
}

// AppealGrounds is what is to be looked at again.
type AppealGrounds struct {
	Grounds string `json:"grounds" maxLength:"4000"`
}

// AppealDecision is how an appeal is decided.
type AppealDecision struct {
	AccreditationReason
	TypedName string `json:"typed_name" maxLength:"200" doc:"The name, typed to sign"`
}

// Transfer is that a person goes to another employer.
type Transfer struct {
	Org        string `json:"organisation" maxLength:"64" doc:"The new employer"`
	Role       string `json:"role" maxLength:"64" doc:"A role of the new employer"`
	Supervisor string `json:"supervisor,omitempty" maxLength:"120"`
	Last       string `json:"last_day" format:"date" doc:"With the old employer"`
	Joined     string `json:"first_day,omitempty" format:"date" doc:"With the new employer; absent: the day after"`
	Agreed     string `json:"agreed" format:"date" doc:"The day on which the person agreed to take part there"`
}

// Transferred is the new entry of a person who moved.
type Transferred struct {
	Person string `json:"person"`
}

// again adds the operations by which a decision is looked at again, and a person moves.
func (h *handlers) again(a *api.API) {
	registerapi.Act(a, &h.read, "appeal", "Appeal against a refusal or a withdrawal", authz.Appeal, func(ctx context.Context, who authz.Actor, of id.Accreditation, b AppealGrounds) error {
		return h.Accreds.Lodge(ctx, who, of, b.Grounds)
	})
	for _, x := range []struct {
		act, summary string
		do           func(ctx context.Context, who authz.Actor, a id.Accreditation, typedName, why string) error
	}{
		{"allow-appeal", "Allow an appeal: for somebody other than who decided first", h.Accreds.Allow},
		{"dismiss-appeal", "Dismiss an appeal: for somebody other than who decided first", h.Accreds.Dismiss},
	} {
		registerapi.Act(a, &h.read, x.act, x.summary, authz.Grant, func(ctx context.Context, who authz.Actor, of id.Accreditation, b AppealDecision) error {
			return x.do(ctx, who, of, b.TypedName, b.Why)
		})
	}
	api.Post(a, "/people/{id}/move", "person-move", "Move a person to another employer: what is held ends, and they begin anew there", authz.ReportLeaving, h.move)
}

func (h *handlers) move(ctx context.Context, in *struct {
	Of
	Body Transfer
}) (*api.Body[Transferred], error) {
	var wrong fault.Fields
	b := in.Body
	m := accred.Transfer{Org: id.Org(b.Org), Role: id.Role(b.Role), Supervisor: b.Supervisor, Last: registerapi.Day(b.Last, "last_day", &wrong), Joined: registerapi.Day(b.Joined, "first_day", &wrong), Agreed: registerapi.Day(b.Agreed, "agreed", &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	to, err := h.Accreds.MoveEmployer(ctx, account.Actor(ctx), id.Person(in.Person), m)
	return &api.Body[Transferred]{Body: Transferred{string(to)}}, err
}

// tag changes with the version, and with what has lapsed since it was written.
func tag(a Accreditation) string {
	parts := []string{a.ID, a.Period.Entry, a.Standing.Status}
	for _, g := range a.Grants {
		parts = append(parts, g.Status)
	}
	return api.Tag(parts...)
}

func (h *handlers) stand(tx *db.Tx, who authz.Actor, v accred.Version, w register.When) (Accreditation, error) {
	s, err := h.Accreds.Stand(tx, who.Force, &v.State, w)
	if err != nil {
		return Accreditation{}, err
	}
	return wire(who, v, &s), nil
}

func (h *handlers) byNumber(ctx context.Context, in *struct {
	Number string `query:"number" required:"true" maxLength:"40" example:"EM 4417" doc:"The AP number"`
	registerapi.AsAt
}) (*api.Body[api.Page[Accreditation]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	who := account.Actor(ctx)
	out := api.Page[Accreditation]{Items: []Accreditation{}}
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		v, err := h.Accreds.ByNumber(tx, who.Force, in.Number, w)
		if err == nil {
			err = h.Persons.May(tx, who, authz.ReadPerson, v.State.Person, h.Clock.Now())
		}
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return nil // whether somebody bears it is not for everybody to know
		}
		if err != nil {
			return err
		}
		a, err := h.stand(tx, who, v, w)
		out.Items = append(out.Items, a)
		return err
	})
	return api.Of(out), err
}

func (h *handlers) recommend(ctx context.Context, in *struct {
	Of
	Body struct {
		Evidence string `json:"evidence" maxLength:"4000" doc:"What shows that the person is capable (s41(4)(c))"`
	}
}) (*api.Body[Accreditation], error) {
	a, err := h.Accreds.Recommend(ctx, account.Actor(ctx), id.Person(in.Person), in.Body.Evidence)
	if err != nil {
		return nil, err
	}
	return h.read.Now(ctx, a)
}

func (h *handlers) sign(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body AccreditationSigning
}) (*api.Body[Accreditation], error) {
	return h.read.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Accreditation) error {
		d, err := in.Body.decide()
		if err != nil {
			return err
		}
		return h.Accreds.Sign(ctx, who, of, d)
	})
}

func (h *handlers) ask(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body struct {
		Why string `json:"why" maxLength:"4000" doc:"What is asked for. The employer reads it"`
	}
}) (*api.Body[Accreditation], error) {
	return h.read.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Accreditation) error { return h.Accreds.Ask(ctx, who, of, in.Body.Why) })
}

func (h *handlers) answer(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body struct {
		Answer string `json:"answer" maxLength:"4000" doc:"The delegate reads it"`
	}
}) (*api.Body[Accreditation], error) {
	return h.read.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Accreditation) error {
		return h.Accreds.Answer(ctx, who, of, in.Body.Answer)
	})
}

func (h *handlers) refuse(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body struct {
		AccreditationReason
		TypedName string `json:"typed_name" maxLength:"200" doc:"The name, typed to sign"`
	}
}) (*api.Body[Accreditation], error) {
	return h.read.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Accreditation) error {
		return h.Accreds.Refuse(ctx, who, of, in.Body.TypedName, in.Body.Why)
	})
}

type modifyInput struct {
	registerapi.Entry
	api.If
	Body AccreditationModification
}

func (h *handlers) modify(ctx context.Context, in *modifyInput) (*api.Body[Accreditation], error) {
	return h.changed(ctx, in, false)
}

func (h *handlers) renew(ctx context.Context, in *modifyInput) (*api.Body[Accreditation], error) {
	return h.changed(ctx, in, true)
}

func (h *handlers) changed(ctx context.Context, in *modifyInput, renews bool) (*api.Body[Accreditation], error) {
	return h.read.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Accreditation) error {
		m, err := in.Body.decide(renews)
		if err != nil {
			return err
		}
		return h.Accreds.Modify(ctx, who, of, m)
	})
}

// AccreditationPart is a part of what an organisation's people hold.
type AccreditationPart struct {
	Power string `json:"power,omitempty" maxLength:"64" doc:"Absent: everything of the team"`
	Team  string `json:"team,omitempty" maxLength:"64" doc:"Absent: of everybody"`
	Why   string `json:"why" minLength:"1" maxLength:"4000" doc:"Each person and the organisation read it"`
}

// AccreditationsChanged is how many accreditations an act took in.
type AccreditationsChanged struct {
	Changed int `json:"accreditations_changed"`
}
