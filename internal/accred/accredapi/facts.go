package accredapi

import (
	"context"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Of is the person that the address names.
type Of struct {
	Person string `path:"id" maxLength:"64" doc:"Identity of the person"`
}

type ofAt struct {
	Of
	registerapi.AsAt
}

// facts adds the operations on what is known of a person.
func (h *handlers) facts(a *api.API) {
	api.Get(a, "/people/{id}/accreditations", "person-accreditations", "A person’s accreditations, the newest first, as they stood", authz.ReadPerson, h.accreditations)
	api.Get(a, "/people/{id}/vetting", "vetting-find", "Where a person’s vetting stood; what it found is sealed and never here", authz.ReadPerson, h.vetting)
	api.Post(a, "/people/{id}/vetting/request", "vetting-request", "Ask for a person’s vetting, or for its renewal", authz.NominatePerson, h.requestVetting)
	api.Post(a, "/people/{id}/vetting", "vetting-record", "Record the vetting unit’s decision", authz.RecordVetting, h.recordVetting)
	api.Get(a, "/people/{id}/training", "training-find", "What a person has passed, power by power, as it stood", authz.ReadPerson, h.training)
	api.Post(a, "/people/{id}/training", "training-record", "Record courses passed", authz.RecordTraining, h.recordTraining)
	api.Get(a, "/people/{id}/letters", "person-letters", "Letters about a person that you may read, the newest first", authz.ReadLetters, h.letters)
	api.Get(a, "/letters/{id}", "letter-find", "A letter", authz.ReadLetters, h.letter)
}

// asked reads something of a person whom the actor may see, as it stood.
func asked[T any](ctx context.Context, h *handlers, in ofAt, read func(tx *db.Tx, who authz.Actor, of id.Person, w register.When) (T, error)) (T, error) {
	var none T
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return none, err
	}
	who := account.Actor(ctx)
	return db.Find(ctx, h.DB, func(tx *db.Tx) (T, error) {
		if err := h.Persons.May(tx, who, authz.ReadPerson, id.Person(in.Person), h.Clock.Now()); err != nil {
			return none, err
		}
		return read(tx, who, id.Person(in.Person), w)
	})
}

func (h *handlers) accreditations(ctx context.Context, in *ofAt) (*api.Body[api.Page[Accreditation]], error) {
	out, err := asked(ctx, h, *in, func(tx *db.Tx, who authz.Actor, p id.Person, w register.When) ([]Accreditation, error) {
		vs, err := h.Accreds.Of(tx, who.Force, p, w)
		if err != nil {
			return nil, err
		}
		out := make([]Accreditation, 0, len(vs))
		for _, v := range vs { // a person has few
			a, err := h.stand(tx, who, v, w)
			if err != nil {
				return nil, err
			}
			out = append(out, a)
		}
		return out, nil
	})
	return api.PageOf(out, len(out), func(a Accreditation) Accreditation { return a }, nil), err
}

func (h *handlers) vetting(ctx context.Context, in *ofAt) (*api.Body[Vetting], error) {
	v, err := asked(ctx, h, *in, func(tx *db.Tx, who authz.Actor, p id.Person, w register.When) (vetting.Vetting, error) {
		return h.Vettings.Of(tx, who.Force, p, w)
	})
	return api.Of(wireVetting(v)), err
}

func (h *handlers) requestVetting(ctx context.Context, in *struct {
	Of
	Body struct {
		On string `json:"on" format:"date" doc:"The day on which it was asked for"`
	}
}) (*api.Body[Vetting], error) {
	on, err := day(in.Body.On, "on")
	if err == nil {
		err = h.Vettings.Request(ctx, account.Actor(ctx), id.Person(in.Person), on)
	}
	if err != nil {
		return nil, err
	}
	return h.vetting(ctx, &ofAt{Of: in.Of})
}

func (h *handlers) recordVetting(ctx context.Context, in *struct {
	Of
	Body VettingDecision
}) (*api.Body[Vetting], error) {
	var wrong fault.Fields
	v := vetting.Vetting{Outcome: vetting.Outcome(in.Body.Outcome), Level: in.Body.Level, Decided: registerapi.Day(in.Body.Decided, "decided", &wrong), Expires: registerapi.Day(in.Body.Expires, "expires", &wrong)}
	err := wrong.Err()
	if err == nil {
		err = h.Vettings.Record(ctx, account.Actor(ctx), id.Person(in.Person), v)
	}
	if err != nil {
		return nil, err
	}
	return h.vetting(ctx, &ofAt{Of: in.Of})
}

func (h *handlers) training(ctx context.Context, in *ofAt) (*api.Body[Training], error) {
	t, err := asked(ctx, h, *in, func(tx *db.Tx, who authz.Actor, p id.Person, w register.When) (training.Training, error) {
		return h.Trainings.Of(tx, who.Force, p, w)
	})
	return api.Of(wireTraining(t)), err
}

func (h *handlers) recordTraining(ctx context.Context, in *struct {
	Of
	Body struct {
		Passes []TrainingPass `json:"passes" minItems:"1" maxItems:"200"`
	}
}) (*api.Body[Training], error) {
	ps, err := passes(in.Body.Passes)
	if err != nil {
		return nil, err
	}
	now, err := h.Trainings.Recorded(ctx, account.Actor(ctx), id.Person(in.Person), ps)
	return api.Of(wireTraining(now)), err
}

func (h *handlers) letters(ctx context.Context, in *Of) (*api.Body[api.Page[Letter]], error) {
	ls, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]accred.Letter, error) {
		return h.Accreds.LettersOf(tx, account.Actor(ctx), id.Person(in.Person))
	})
	return api.PageOf(ls, len(ls), wireLetter, nil), err
}

func (h *handlers) letter(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the letter"`
}) (*api.Body[Letter], error) {
	l, err := db.Find(ctx, h.DB, func(tx *db.Tx) (accred.Letter, error) {
		return h.Accreds.Letter(tx, account.Actor(ctx), id.Letter(in.ID))
	})
	return api.Of(wireLetter(l)), err
}
