package liaison_test

import (
	"slices"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/register"
)

func (h *house) evaluations(w register.When) liaison.Evaluations {
	h.t.Helper()
	x, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) (liaison.Evaluations, error) {
		return h.Rooms.Liaison.Evaluations(tx, h.Manager, h.Org, w)
	})
	accredtest.Must(h.t, err)
	return x
}

func (h *house) evaluate(who authz.Actor, day clock.Day) (id.Evaluation, error) {
	h.t.Helper()
	return h.Rooms.Liaison.Evaluate(h.t.Context(), who, "", liaison.Evaluation{Org: h.Org, Day: day, OfForce: "Insp Quill", OfOrg: "Joanne Birtwell", Found: "Patrols went well.\nReports came late."})
}

// TestTheWorkTogetherIsEvaluatedEveryYear counts from the protocol, then from the last one,
// and follows an action to its end.
func TestTheWorkTogetherIsEvaluatedEveryYear(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		s, ctx := h.Rooms.Liaison, t.Context()
		first := accredtest.Today.AddMonths(12)
		if x := h.evaluations(h.Now()); x.Due != first || x.Last != clock.NoDay {
			t.Errorf("due %s", x.Due)
		}
		if got := h.due(h.officer(), 366, liaison.ToEvaluate); !slices.Equal(got, []string{"Evaluate the work with Aldermere City Council " + first.String()}) {
			t.Errorf("%q", got)
		}
		day := h.on(300)
		of, err := h.evaluate(h.officer(), day)
		accredtest.Must(t, err)
		if _, err := h.evaluate(h.Manager, day); accredtest.Wrong(err) != "conflict" {
			t.Errorf("recorded twice: %v", err)
		}
		do := liaison.Action{What: "Reports within a day", Side: agreement.OfOrg, Owner: "Joanne Birtwell", Due: day.AddDays(30)}
		accredtest.Must(t, s.AddAction(ctx, h.World.Liaison(), of, do))
		if got := h.due(h.officer(), 40, liaison.ToDo); !slices.Equal(got, []string{"Aldermere City Council: Reports within a day " + do.Due.String()}) {
			t.Errorf("%q", got)
		}
		if got := h.due(h.World.Liaison(), 40, liaison.ToDo); len(got) != 0 {
			t.Errorf("the force’s team is told of the organisation’s action: %q", got)
		}
		h.on(331)
		if open, late := ptr(h.evaluations(h.Now())).OpenActions(clock.DayOf(h.Clock.Now())); open != 1 || late != 1 {
			t.Errorf("%d open, %d late", open, late)
		}
		if err := s.Done(ctx, h.World.Liaison(), of, 0, ""); accredtest.Wrong(err) != "forbidden" {
			t.Errorf("done by the other side: %v", err)
		}
		accredtest.Must(t, s.Done(ctx, h.officer(), of, 0, "By e-mail"))
		if err := s.Done(ctx, h.Manager, of, 0, ""); accredtest.Wrong(err) != "conflict" {
			t.Errorf("done twice: %v", err)
		}
		if err := s.Done(ctx, h.Manager, of, 1, ""); accredtest.Wrong(err) != "not-found" {
			t.Errorf("an action there is not: %v", err)
		}
		_, err = s.Evaluate(ctx, h.Manager, of, liaison.Evaluation{Day: day, OfForce: "Insp Quill", OfOrg: "Idris Pugh", Found: "Better."})
		accredtest.Must(t, err)
		x := h.evaluations(h.Now())
		if e := x.All[0].State; x.Due != day.AddMonths(12) || len(x.All) != 1 || e.OfOrg != "Idris Pugh" || len(e.Actions) != 1 || e.Actions[0].Done == clock.NoDay || e.Under != h.Protocol {
			t.Errorf("%+v", x)
		}
		then := day.End()
		if e := h.evaluations(register.When{At: then, Known: then}).All[0].State; e.OfOrg != "Joanne Birtwell" || e.Actions[0].Done != clock.NoDay {
			t.Errorf("on its day: %+v", e)
		}
		every, err := db.Find(ctx, h.DB, func(tx *db.Tx) (map[id.Org]liaison.Evaluations, error) {
			return s.EveryEvaluation(tx, h.World.Liaison(), h.Now())
		})
		if err != nil || len(every) != 1 || every[h.Org].Due != x.Due {
			t.Errorf("%+v, %v", every, err)
		}
	})
}

func TestWhatIsRecordedOfAnEvaluation(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	s, ctx, day := h.Rooms.Liaison, t.Context(), h.on(10)
	whole := liaison.Evaluation{Org: h.Org, Day: day, OfForce: "Insp Quill", OfOrg: "J. Birtwell", Found: "All well"}
	other := h.Approved(t, "Quaymouth Council")
	supervisor := h.officer()
	supervisor.Role = authz.Supervisor
	for _, tt := range []struct {
		name  string
		who   authz.Actor
		alter func(*liaison.Evaluation)
		want  string
	}{
		{"everything", h.Manager, func(x *liaison.Evaluation) { *x = liaison.Evaluation{Org: h.Org} }, "day of_force of_org found"},
		{"not in the future", h.Manager, func(x *liaison.Evaluation) { x.Day++ }, "day"},
		{"by a supervisor", supervisor, func(*liaison.Evaluation) {}, "forbidden"},
		{"by another employer", h.Lead(other), func(*liaison.Evaluation) {}, "forbidden"},
		{"by another force", h.Stranger(t, authz.SchemeManager), func(*liaison.Evaluation) {}, "not-found"},
		{"without a protocol", h.Manager, func(x *liaison.Evaluation) { x.Org = other }, "conflict"},
	} {
		x := whole
		tt.alter(&x)
		if _, err := s.Evaluate(ctx, tt.who, "", x); accredtest.Wrong(err) != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	of, err := s.Evaluate(ctx, h.officer(), "", whole)
	accredtest.Must(t, err)
	for _, tt := range []struct {
		name string
		a    liaison.Action
		want string
	}{
		{"everything", liaison.Action{}, "what owner side due"},
		{"not before the evaluation", liaison.Action{What: "x", Owner: "y", Side: agreement.OfForce, Due: day - 1}, "due"},
		{"whole", liaison.Action{What: "x", Owner: "y", Side: agreement.OfForce, Due: day}, ""},
	} {
		if err := s.AddAction(ctx, h.officer(), of, tt.a); accredtest.Wrong(err) != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if err := s.AddAction(ctx, h.Lead(other), of, liaison.Action{}); accredtest.Wrong(err) != "forbidden" {
		t.Errorf("by another employer: %v", err)
	}
}
