package liaison_test

import (
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/outbox"
	"watchword/internal/register"
)

func (h *house) matter(of id.Matter, w register.When) liaison.Matter {
	h.t.Helper()
	v, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) (liaison.MatterVersion, error) {
		return h.Rooms.Liaison.Matter(tx, h.Manager, of, w)
	})
	accredtest.Must(h.t, err)
	return v.State
}

func (h *house) raise(who authz.Actor, kind liaison.MatterKind) id.Matter {
	h.t.Helper()
	of, err := h.Rooms.Liaison.Raise(h.t.Context(), who, liaison.Raised{Org: h.Org, Kind: kind, Subject: "Radios at the station", Text: "Two of them do not work."})
	accredtest.Must(h.t, err)
	return of
}

// letters is the messages about issues that were written, as address and first line.
func (h *house) letters() []string {
	h.t.Helper()
	all, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) ([]outbox.Message, error) {
		return h.Rooms.Outbox.List(tx, h.Manager, outbox.Filter{Kind: "issue"})
	})
	accredtest.Must(h.t, err)
	var out []string
	for _, m := range all {
		if strings.Contains(m.Subject+m.Body, "Radios") {
			h.t.Errorf("a message says what it is about: %q", m.Body)
		}
		line, _, _ := strings.Cut(m.Body, "\n")
		out = append(out, m.Address+": "+line)
	}
	slices.Sort(out)
	return out
}

// TestAnIssueIsClosedOnWhatBothSidesAgree passes an issue from side to side by the clock.
func TestAnIssueIsClosedOnWhatBothSidesAgree(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		s, ctx, first := h.Rooms.Liaison, t.Context(), clock.DayOf(h.Clock.Now())
		of := h.raise(h.officer(), liaison.Issue)
		if m := h.matter(of, h.Now()); m.Under != h.Protocol || m.Turn != agreement.OfForce || m.Raised != agreement.OfOrg {
			t.Errorf("%+v", m)
		}
		title := "Answer an issue with Aldermere City Council: Radios at the station "
		for _, who := range []authz.Actor{h.Manager, h.World.Liaison()} {
			if got := h.due(who, 0, liaison.ToAnswer); !slices.Equal(got, []string{title + first.AddDays(14).String()}) {
				t.Errorf("%s is told %q", who.Role, got)
			}
		}
		for _, who := range []authz.Actor{h.officer(), h.Delegate} {
			if got := h.due(who, 0, liaison.ToAnswer); len(got) != 0 {
				t.Errorf("%s is told %q", who.Role, got)
			}
		}
		h.on(3)
		accredtest.Must(t, s.Say(ctx, h.officer(), of, "A third one broke."))
		if m := h.matter(of, h.Now()); m.Turn != agreement.OfForce || clock.DayOf(m.Turned) != first {
			t.Errorf("what is added by who waits moves the clock: %+v", m)
		}
		day := h.on(5)
		accredtest.Must(t, s.Propose(ctx, h.World.Liaison(), of, "The force lends three."))
		if got := h.due(h.officer(), 0, liaison.ToAnswer); !slices.Equal(got, []string{"Answer the outcome proposed of an issue with Aldermere City Council: Radios at the station " + day.AddDays(14).String()}) {
			t.Errorf("%q", got)
		}
		for what, err := range map[string]error{"agreed by who proposed": s.Agree(ctx, h.Manager, of, ""), "proposed twice": s.Propose(ctx, h.officer(), of, "x"), "withdrawn by the other side": s.Withdraw(ctx, h.Manager, of, "why")} {
			if accredtest.Wrong(err) != "conflict" {
				t.Errorf("%s: %v", what, err)
			}
		}
		accredtest.Must(t, s.Say(ctx, h.officer(), of, "Four are needed."))
		if m := h.matter(of, h.Now()); m.State != liaison.Open || m.Outcome != "" || m.Turn != agreement.OfForce {
			t.Errorf("an outcome that was not agreed to: %+v", m)
		}
		accredtest.Must(t, s.Propose(ctx, h.Manager, of, "The force lends four."))
		h.on(9)
		accredtest.Must(t, s.Agree(ctx, h.officer(), of, ""))
		if m := h.matter(of, h.Now()); m.State != liaison.Closed || m.Outcome != "The force lends four." || m.Turn != "" || len(m.Said) != 6 {
			t.Errorf("%+v", m)
		}
		then := accredtest.Today.AddDays(5).End()
		if m := h.matter(of, register.When{At: then, Known: then}); m.State != liaison.Proposed {
			t.Errorf("on the fifth day it was %s", m.State)
		}
		for _, err := range []error{s.Say(ctx, h.Manager, of, "x"), s.Withdraw(ctx, h.officer(), of, "x"), s.Agree(ctx, h.officer(), of, "")} {
			if accredtest.Wrong(err) != "conflict" {
				t.Errorf("after it was closed: %v", err)
			}
		}
		if got := append(h.due(h.Manager, 99, liaison.ToAnswer), h.due(h.officer(), 99, liaison.ToAnswer)...); len(got) != 0 {
			t.Errorf("%q", got)
		}
	})
}

// TestAQuestionIsAnsweredByTheSchemeOffice asks, answers, asks further and closes.
func TestAQuestionIsAnsweredByTheSchemeOffice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		s, ctx, first := h.Rooms.Liaison, t.Context(), clock.DayOf(h.Clock.Now())
		for _, who := range []authz.Actor{h.Manager, h.World.Liaison()} {
			if _, err := s.Raise(ctx, who, liaison.Raised{Org: h.Org, Kind: liaison.Question, Subject: "x", Text: "y"}); accredtest.Wrong(err) != "forbidden" {
				t.Errorf("%s asks: %v", who.Role, err)
			}
		}
		of := h.raise(h.Lead(h.Org), liaison.Question)
		if got := h.due(h.Manager, 0, liaison.ToRespond); !slices.Equal(got, []string{"Answer a question of Aldermere City Council: Radios at the station " + first.AddDays(10).String()}) {
			t.Errorf("%q", got)
		}
		if got := h.due(h.World.Liaison(), 99, liaison.ToRespond); len(got) != 0 {
			t.Errorf("the neighbourhood team is told %q", got)
		}
		if err := s.Propose(ctx, h.World.Liaison(), of, "x"); accredtest.Wrong(err) != "forbidden" {
			t.Errorf("the neighbourhood team answers: %v", err)
		}
		if err := s.Propose(ctx, h.officer(), of, "x"); accredtest.Wrong(err) != "conflict" {
			t.Errorf("who asks answers: %v", err)
		}
		if err := s.Propose(ctx, h.Manager, of, " "); accredtest.Wrong(err) != "text" {
			t.Errorf("an empty answer: %v", err)
		}
		accredtest.Must(t, s.Propose(ctx, h.Manager, of, "From the control room."))
		if got := h.due(h.officer(), 0, liaison.ToRespond); !slices.Equal(got, []string{"Read the answer to a question of Aldermere City Council: Radios at the station"}) {
			t.Errorf("%q", got)
		}
		accredtest.Must(t, s.Say(ctx, h.officer(), of, "Of which district?"))
		if m := h.matter(of, h.Now()); m.State != liaison.Open || m.Turn != agreement.OfForce {
			t.Errorf("%+v", m)
		}
		accredtest.Must(t, s.Propose(ctx, h.Manager, of, "Aldermere."))
		accredtest.Must(t, s.Agree(ctx, h.Manager, of, ""))
		if m := h.matter(of, h.Now()); m.State != liaison.Closed {
			t.Errorf("%+v", m)
		}
	})
}

// TestTheOtherPartyIsWrittenTo names who is told where nobody has an account, and by which
// words.
func TestTheOtherPartyIsWrittenTo(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	contacts := slices.Clone(h.World.Org(t, h.Org).Contacts)
	for i, c := range contacts {
		contacts[i].Email = strings.ToLower(strings.ReplaceAll(c.Name, " ", ".")) + "@example.org"
	}
	h.Contacts(t, h.Org, contacts...)
	of := h.raise(h.officer(), liaison.Issue)
	accredtest.Must(t, h.Rooms.Liaison.Propose(t.Context(), h.Manager, of, "Lend three"))
	var want []string
	o := h.World.Org(t, h.Org)
	for _, c := range o.Contacts {
		switch c.Kind {
		case "police-liaison":
			want = append(want, c.Email+": Aldermere City Council: an issue was raised.")
		case "liaison", "signatory":
			want = append(want, c.Email+": Eastmarch Constabulary: an outcome of an issue was proposed.")
		}
	}
	slices.Sort(want)
	if got := h.letters(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatIsRaised(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	other := h.Approved(t, "Quaymouth Council")
	theirs := h.InForce(t, other)
	whole := liaison.Raised{Org: h.Org, Kind: liaison.Issue, Subject: "Radios", Text: "Two are broken"}
	supervisor := h.officer()
	supervisor.Role = authz.Supervisor
	elsewhere := h.World.Liaison()
	elsewhere.Areas = []id.Area{h.Quay}
	for _, tt := range []struct {
		name  string
		who   authz.Actor
		alter func(*liaison.Raised)
		want  string
	}{
		{"by a liaison officer", h.officer(), func(*liaison.Raised) {}, ""},
		{"by the team", h.World.Liaison(), func(*liaison.Raised) {}, ""},
		{"by a supervisor", supervisor, func(*liaison.Raised) {}, "forbidden"},
		{"by a team of another district", elsewhere, func(*liaison.Raised) {}, "forbidden"},
		{"by another employer", h.Lead(other), func(*liaison.Raised) {}, "forbidden"},
		{"by another force", h.Stranger(t, authz.SchemeManager), func(*liaison.Raised) {}, "not-found"},
		{"without words", h.Manager, func(r *liaison.Raised) { r.Subject, r.Text = "", " " }, "subject text"},
		{"with a subject too long", h.Manager, func(r *liaison.Raised) { r.Subject = strings.Repeat("a", 121) }, "subject"},
		{"of another kind", h.Manager, func(r *liaison.Raised) { r.Kind = "plea" }, "kind"},
		{"about another’s agreement", h.officer(), func(r *liaison.Raised) { r.Under = theirs }, "forbidden"},
		{"about another’s agreement, by the office", h.Manager, func(r *liaison.Raised) { r.Under = theirs }, "under"},
	} {
		in := whole
		tt.alter(&in)
		if _, err := h.Rooms.Liaison.Raise(t.Context(), tt.who, in); accredtest.Wrong(err) != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	for who, want := range map[*authz.Actor]int{&h.Manager: 2, &elsewhere: 0, &supervisor: 2, ptr(h.Lead(other)): 0} {
		got, err := db.Find(t.Context(), h.DB, func(tx *db.Tx) ([]liaison.MatterVersion, error) {
			return h.Rooms.Liaison.Matters(tx, *who, liaison.MatterQuery{}, h.Now())
		})
		if err != nil || len(got) != want {
			t.Errorf("%s of %s sees %d: %v", who.Role, who.Org, len(got), err)
		}
	}
	accredtest.Must(t, h.Agreements.End(t.Context(), h.Delegate, h.Protocol, "why"))
	if _, err := h.Rooms.Liaison.Raise(t.Context(), h.officer(), whole); accredtest.Wrong(err) != "conflict" {
		t.Errorf("an issue under no agreement: %v", err)
	}
	h.raise(h.officer(), liaison.Question)
}
