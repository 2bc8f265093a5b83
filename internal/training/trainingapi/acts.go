package trainingapi

import (
	"context"

	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register/registerapi"
	"watchword/internal/training/course"
)

// TrainingReason is why something ends.
type TrainingReason struct {
	Why string `json:"why" maxLength:"2000"`
}

// TrainingClosing is the end of a provider's work.
type TrainingClosing struct {
	Day      string `json:"last_day" format:"date"`
	Why      string `json:"why" maxLength:"2000"`
	HandedTo string `json:"handed_to,omitempty" maxLength:"64" doc:"Who takes over its courses and sessions to come; absent: nobody"`
}

// TrainingBooking is who is booked, in the order in which they move up.
type TrainingBooking struct {
	People []string `json:"people" maxItems:"500" doc:"Identities of persons"`
}

// TrainingResult is what came of one place.
type TrainingResult struct {
	Place   string `json:"place" maxLength:"64"`
	Outcome string `json:"outcome" enum:"attended,absent,passed,failed"`
	Missed  []int  `json:"modules_not_passed,omitempty" maxItems:"40" doc:"By their number in the course, from 0"`
	Score   int    `json:"score,omitempty" minimum:"0" maximum:"100"`
}

// TrainingResults is what came of places in a session.
type TrainingResults struct {
	Results []TrainingResult `json:"results" maxItems:"500"`
}

// kept adds the acts on what stands behind sessions: providers, trainers, courses.
func (h *handlers) kept(a *api.API) {
	approve := func(ctx context.Context, who authz.Actor, of id.Provider, b TrainingProviderBody) (id.Provider, error) {
		p, err := b.provider()
		if err != nil {
			return of, err
		}
		return h.s.Approve(ctx, who, of, p)
	}
	making(a, &h.providers, "/training-providers", "training-provider-approve", "Approve a training provider", authz.ApproveTraining, func(ctx context.Context, who authz.Actor, b TrainingProviderBody) (id.Provider, error) {
		return approve(ctx, who, "", b)
	})
	registerapi.Act(a, &h.providers, "change", "Change what is recorded of a provider", authz.ApproveTraining, func(ctx context.Context, who authz.Actor, of id.Provider, b TrainingProviderBody) error {
		_, err := approve(ctx, who, of, b)
		return err
	})
	registerapi.Act(a, &h.providers, "close", "Close a provider, or hand it over", authz.ApproveTraining, func(ctx context.Context, who authz.Actor, of id.Provider, b TrainingClosing) error {
		var wrong fault.Fields
		c := course.Closing{Day: registerapi.Day(b.Day, "last_day", &wrong), Why: b.Why, HandedTo: id.Provider(b.HandedTo)}
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.s.CloseProvider(ctx, who, of, c)
	})
	making(a, &h.trainers, "/trainers", "trainer-add", "Enter a trainer", authz.ApproveTraining, func(ctx context.Context, who authz.Actor, b TrainerBody) (id.Trainer, error) {
		return h.s.SetTrainer(ctx, who, "", b.Name, id.Provider(b.Provider))
	})
	registerapi.Act(a, &h.trainers, "change", "Change a trainer’s name or provider", authz.ApproveTraining, func(ctx context.Context, who authz.Actor, of id.Trainer, b TrainerBody) error {
		_, err := h.s.SetTrainer(ctx, who, of, b.Name, id.Provider(b.Provider))
		return err
	})
	registerapi.Act(a, &h.trainers, "qualify", "Record a qualification that a trainer showed", authz.ApproveTraining, func(ctx context.Context, who authz.Actor, of id.Trainer, b TrainerQualification) error {
		var wrong fault.Fields
		q := course.Evidence{What: b.What, Awarded: b.Awarded, From: registerapi.Day(b.From, "awarded_on", &wrong), Until: registerapi.Day(b.Until, "until", &wrong)}
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.s.Qualify(ctx, who, of, q, nil)
	})
	registerapi.Act(a, &h.trainers, "end", "Record that a trainer teaches no longer", authz.ApproveTraining, func(ctx context.Context, who authz.Actor, of id.Trainer, b TrainingReason) error {
		return h.s.EndTrainer(ctx, who, of, b.Why)
	})
	making(a, &h.courses, "/courses", "course-add", "Add a course", authz.KeepTraining, func(ctx context.Context, who authz.Actor, b TrainingCourseBody) (id.Course, error) {
		return h.s.SetCourse(ctx, who, "", b.course())
	})
	registerapi.Act(a, &h.courses, "change", "Change a course. What was passed before stays", authz.KeepTraining, func(ctx context.Context, who authz.Actor, of id.Course, b TrainingCourseBody) error {
		_, err := h.s.SetCourse(ctx, who, of, b.course())
		return err
	})
	registerapi.Act(a, &h.courses, "end", "Offer a course no longer", authz.KeepTraining, func(ctx context.Context, who authz.Actor, of id.Course, _ struct{}) error {
		return h.s.EndCourse(ctx, who, of)
	})
}

// held adds the acts on sessions and places.
func (h *handlers) held(a *api.API) {
	plan := func(ctx context.Context, who authz.Actor, of id.CourseSession, b TrainingSessionBody) (id.CourseSession, error) {
		x, err := b.session()
		if err != nil {
			return of, err
		}
		return h.s.Plan(ctx, who, of, x)
	}
	making(a, &h.sessions, "/training-sessions", "training-session-plan", "Plan a session", authz.KeepTraining, func(ctx context.Context, who authz.Actor, b TrainingSessionBody) (id.CourseSession, error) {
		return plan(ctx, who, "", b)
	})
	registerapi.Act(a, &h.sessions, "change", "Change a session; with more places those who wait longest move up", authz.KeepTraining, func(ctx context.Context, who authz.Actor, of id.CourseSession, b TrainingSessionBody) error {
		_, err := plan(ctx, who, of, b)
		return err
	})
	registerapi.Act(a, &h.sessions, "call-off", "Call a session off", authz.KeepTraining, func(ctx context.Context, who authz.Actor, of id.CourseSession, b TrainingReason) error {
		return h.s.CallOff(ctx, who, of, b.Why)
	})
	registerapi.Act(a, &h.sessions, "book", "Ask for places; who finds none waits, and moves up by itself", authz.BookTraining, func(ctx context.Context, who authz.Actor, of id.CourseSession, b TrainingBooking) error {
		people := make([]id.Person, len(b.People))
		for i, p := range b.People {
			people[i] = id.Person(p)
		}
		return h.s.Book(ctx, who, of, people)
	})
	registerapi.Act(a, &h.sessions, "results", "Record what came of places; a pass is written into the register of training", authz.RecordTraining, func(ctx context.Context, who authz.Actor, of id.CourseSession, b TrainingResults) error {
		rs := make([]course.Result, len(b.Results))
		for i, r := range b.Results {
			rs[i] = course.Result{Place: id.Place(r.Place), Outcome: course.PlaceState(r.Outcome), Missed: r.Missed, Score: r.Score}
		}
		return h.s.Assess(ctx, who, of, rs)
	})
	registerapi.Act(a, &h.places, "give-up", "Give a place up, or leave the waiting list", authz.BookTraining, func(ctx context.Context, who authz.Actor, of id.Place, b TrainingReason) error {
		return h.s.GiveUp(ctx, who, of, b.Why)
	})
}
