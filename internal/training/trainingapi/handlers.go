// Package trainingapi offers training to other programs: providers, trainers, courses,
// sessions with their places, results, manuals, and who is due a refresher.
package trainingapi

import (
	"context"
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/training/course"
)

type handlers struct {
	db        *db.DB
	clock     clock.Clock
	s         *course.Service
	courses   registerapi.Read[id.Course, course.Course, TrainingCourse]
	sessions  registerapi.Read[id.CourseSession, course.Session, TrainingSession]
	places    registerapi.Read[id.Place, course.Place, TrainingPlace]
	providers registerapi.Read[id.Provider, course.Provider, TrainingProvider]
	trainers  registerapi.Read[id.Trainer, course.Trainer, Trainer]
	manuals   registerapi.Read[id.Manual, course.Manual, TrainingManual]
}

// Register adds the operations of training.
func Register(a *api.API, d *db.DB, c clock.Clock, s *course.Service) {
	h := &handlers{db: d, clock: c, s: s,
		courses: reading(d, c, s.Course, s.History, wireCourse, func(x TrainingCourse) string { return tag(x.ID, x.Period) }),
		sessions: reading(d, c, s.Session, s.SessionHistory, wireSession, func(x TrainingSession) string {
			return api.Tag(x.ID, x.Period.Entry, strconv.Itoa(x.Taken), strconv.Itoa(x.Waiting))
		}),
		places:    reading(d, c, s.Place, s.PlaceHistory, wirePlace, func(x TrainingPlace) string { return tag(x.ID, x.Period) }),
		providers: reading(d, c, s.Provider, s.ProviderHistory, wireProvider, func(x TrainingProvider) string { return tag(x.ID, x.Period) }),
		trainers:  reading(d, c, s.Trainer, s.TrainerHistory, wireTrainer, func(x Trainer) string { return tag(x.ID, x.Period) }),
		manuals:   reading(d, c, s.Manual, s.ManualHistory, wireManual, func(x TrainingManual) string { return tag(x.ID, x.Period) })}
	h.sessions.Wire = func(tx *db.Tx, who authz.Actor, v course.SessionVersion, w register.When) (TrainingSession, error) {
		l, err := s.Filled(tx, who, id.CourseSession(v.ID), w)
		return full(l), err
	}
	h.courses.Register(a, "/courses", "course", authz.ReadTraining, "A course, as it stood at any instant", "Every version of a course’s entry, oldest first")
	h.sessions.Register(a, "/training-sessions", "training-session", authz.ReadTraining, "A session with how full it is, as it stood at any instant", "Every version of a session’s entry, oldest first")
	h.places.Register(a, "/training-places", "training-place", authz.ReadTraining, "A person’s place in a session, as it stood at any instant", "Every version of a place, oldest first")
	h.providers.Register(a, "/training-providers", "training-provider", authz.ReadTraining, "A training provider, as it stood at any instant", "Every version of a provider’s entry, oldest first")
	h.trainers.Register(a, "/trainers", "trainer", authz.ReadTraining, "A trainer, as they stood at any instant", "Every version of a trainer’s entry, oldest first")
	h.manuals.Register(a, "/manuals", "manual", authz.ReadTraining, "A training manual, as it stood at any instant", "Every version of a manual’s entry, oldest first")
	h.lists(a)
	h.kept(a)
	h.held(a)
	h.written(a)
}

// reading is the reads of one register.
func reading[I ~string, S, W any](d *db.DB, c clock.Clock, find func(*db.Tx, authz.Actor, I, register.When) (register.Version[S], error), history func(*db.Tx, authz.Actor, I, bool) ([]register.Version[S], error), wire func(register.Version[S]) W, tag func(W) string) registerapi.Read[I, S, W] {
	return registerapi.Read[I, S, W]{DB: d, Clock: c, Who: account.Actor, Find: find, History: history, Tag: tag,
		Past: func(_ authz.Actor, v register.Version[S]) W { return wire(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v register.Version[S], _ register.When) (W, error) { return wire(v), nil }}
}

// lists adds the lists.
func (h *handlers) lists(a *api.API) {
	listed(a, h, "/courses", "course-list", "Courses, by title", h.s.Courses, wireCourse)
	listed(a, h, "/training-providers", "training-provider-list", "Training providers, by name", h.s.Providers, wireProvider)
	listed(a, h, "/trainers", "trainer-list", "Trainers, by name", h.s.Trainers, wireTrainer)
	listed(a, h, "/manuals", "manual-list", "Training manuals, by title", h.s.Manuals, wireManual)
	api.Get(a, "/training-sessions", "training-session-list", "The calendar of sessions, the earliest first", authz.ReadTraining, func(ctx context.Context, in *struct {
		api.Paging
		registerapi.AsAt
		Course string `query:"course" maxLength:"64" doc:"Only of this course"`
	}) (*api.Body[api.Page[TrainingSession]], error) {
		w, err := in.When(h.clock.Now())
		if err != nil {
			return nil, err
		}
		all, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]course.Listed, error) {
			return h.s.Sessions(tx, account.Actor(ctx), id.Course(in.Course), w)
		})
		if err != nil {
			return nil, err
		}
		return api.PageBehind(all, in.Paging, full, func(l course.Listed) string { return l.ID })
	})
	api.Get(a, "/training-sessions/{id}/places", "training-session-places", "Who has a place in a session, who waits, and who gave up, as far as it is the caller’s to see", authz.ReadTraining, func(ctx context.Context, in *struct {
		registerapi.Entry
		api.Paging
		registerapi.AsAt
	}) (*api.Body[api.Page[TrainingPlace]], error) {
		w, err := in.When(h.clock.Now())
		if err != nil {
			return nil, err
		}
		all, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]course.PlaceVersion, error) {
			if _, err := h.s.Session(tx, account.Actor(ctx), id.CourseSession(in.ID), w); err != nil {
				return nil, err
			}
			return h.s.Places(tx, account.Actor(ctx), id.CourseSession(in.ID), w)
		})
		if err != nil {
			return nil, err
		}
		return api.PageBehind(all, in.Paging, wirePlace, func(v course.PlaceVersion) string { return v.ID })
	})
	api.Get(a, "/refreshers-due", "refresher-list", "Who is due a refresher by a day, the longest overdue first", authz.ReadTraining, func(ctx context.Context, in *struct {
		api.Paging
		By string `query:"by" maxLength:"10" doc:"A day; absent: today"`
	}) (*api.Body[api.Page[RefresherDue]], error) {
		var wrong fault.Fields
		by := registerapi.Day(in.By, "by", &wrong)
		if err := wrong.Err(); err != nil {
			return nil, err
		}
		if by == clock.NoDay {
			by = clock.DayOf(h.clock.Now())
		}
		all, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]course.Due, error) { return h.s.Due(tx, account.Actor(ctx), by) })
		if err != nil {
			return nil, err
		}
		return api.PageBehind(all, in.Paging, wireDue, func(d course.Due) string { return string(d.ID) })
	})
}

// listed adds the list of a register as it stood.
func listed[S, W any](a *api.API, h *handlers, path, name, summary string, list func(*db.Tx, authz.Actor, register.When) ([]register.Version[S], error), wire func(register.Version[S]) W) {
	api.Get(a, path, name, summary, authz.ReadTraining, func(ctx context.Context, in *struct {
		api.Paging
		registerapi.AsAt
	}) (*api.Body[api.Page[W]], error) {
		w, err := in.When(h.clock.Now())
		if err != nil {
			return nil, err
		}
		all, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]register.Version[S], error) { return list(tx, account.Actor(ctx), w) })
		if err != nil {
			return nil, err
		}
		return api.PageBehind(all, in.Paging, wire, func(v register.Version[S]) string { return v.ID })
	})
}

// making registers the making of a row, which answers with it.
func making[I ~string, S, W, B any](a *api.API, r *registerapi.Read[I, S, W], path, name, summary string, needs authz.Permission, do func(ctx context.Context, who authz.Actor, body B) (I, error)) {
	api.Register(a, api.Operation{Method: http.MethodPost, Path: path, ID: name, Summary: summary, Needs: needs, Status: http.StatusCreated}, func(ctx context.Context, in *struct{ Body B }) (*api.Body[W], error) {
		of, err := do(ctx, account.Actor(ctx), in.Body)
		if err != nil {
			return nil, err
		}
		return r.Now(ctx, of)
	})
}
