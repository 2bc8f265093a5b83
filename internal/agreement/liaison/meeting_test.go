package liaison_test

import (
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/agreement/liaison"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// house is a force with a council under a protocol in force since today.
type house struct {
	*agreementtest.World
	t        testing.TB
	Org      id.Org
	Protocol id.Agreement
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := agreementtest.New(t, d)
	o := w.Approved(t, "Aldermere City Council")
	return &house{World: w, t: t, Org: o, Protocol: w.InForce(t, o)}
}

func each(t *testing.T, do func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { do(t, open(t, d)) })
}

// on is the world a number of days after its first.
func (h *house) on(days int) clock.Day {
	h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(days), 10, 42))
	return accredtest.Today.AddDays(days)
}

// officer is one of the council's liaison officers.
func (h *house) officer() authz.Actor {
	return authz.Actor{Force: h.Force, Account: "acc_birtwell", Name: "Joanne Birtwell", Role: authz.Liaison, Org: h.Org}
}

func (h *house) meetings(w register.When) liaison.Meetings {
	h.t.Helper()
	m, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) (liaison.Meetings, error) {
		return h.Rooms.Liaison.Meetings(tx, h.Manager, h.Org, w)
	})
	accredtest.Must(h.t, err)
	return m
}

// due is what the diary tells the actor up to a number of days ahead: titles and last days.
func (h *house) due(who authz.Actor, days int, kind diary.Kind) []string {
	h.t.Helper()
	items, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return h.Rooms.Liaison.Diary(tx, who, diary.Window{At: h.Clock.Now(), To: clock.DayOf(h.Clock.Now()).AddDays(days), Limit: 100})
	})
	accredtest.Must(h.t, err)
	var out []string
	for _, i := range items {
		if i.Kind == kind {
			out = append(out, strings.TrimSpace(i.Title+" "+i.Due.String()))
		}
	}
	return out
}

func (h *house) hold(of id.Meeting, day clock.Day, minutes string) (id.Meeting, error) {
	return h.Rooms.Liaison.Hold(h.t.Context(), h.World.Liaison(), h.Org, of, liaison.Attended{Day: day, Place: "Guildhall", OfForce: "Sgt Martin Askew", OfOrg: "Joanne Birtwell\nIdris Pugh", Minutes: minutes})
}

// TestMeetingsAreDueEveryThreeMonths counts from the protocol, then from the last meeting.
func TestMeetingsAreDueEveryThreeMonths(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		s, ctx := h.Rooms.Liaison, t.Context()
		title := "Plan the meeting of Aldermere City Council with its neighbourhood team 2027-02-17"
		if m := h.meetings(h.Now()); m.Due != accredtest.Today.AddMonths(3) || m.Last != clock.NoDay {
			t.Errorf("due %s", m.Due)
		}
		for _, who := range []authz.Actor{h.Manager, h.officer(), h.World.Liaison(), h.Lead(h.Org)} {
			if got := h.due(who, 120, liaison.ToMeet); !slices.Equal(got, []string{title}) {
				t.Errorf("%s is told %q", who.Role, got)
			}
		}
		elsewhere := h.World.Liaison()
		elsewhere.Areas = []id.Area{h.Quay}
		for _, who := range []authz.Actor{h.Delegate, elsewhere, h.Trainer} {
			if got := h.due(who, 120, liaison.ToMeet); len(got) != 0 {
				t.Errorf("%s is told %q", who.Role, got)
			}
		}
		of, err := s.Plan(ctx, h.officer(), h.Org, "", h.on(60).AddDays(20), "Guildhall")
		accredtest.Must(t, err)
		if got := h.due(h.Manager, 120, liaison.ToMeet); len(got) != 1 || !strings.Contains(got[0], "is planned for 5 February 2027") {
			t.Errorf("%q", got)
		}
		h.on(85)
		if got := h.due(h.Manager, 0, liaison.ToMeet); len(got) != 1 || !strings.HasPrefix(got[0], "Record the meeting of Aldermere City Council that was planned for 5 February 2027") {
			t.Errorf("%q", got)
		}
		held := accredtest.Today.AddDays(80)
		_, err = h.hold(of, held, "")
		accredtest.Must(t, err)
		if got := h.due(h.officer(), 0, liaison.ToMinute); len(got) != 1 || !strings.Contains(got[0], "5 February 2027") {
			t.Errorf("%q", got)
		}
		accredtest.Must(t, s.Minute(ctx, h.Manager, of, liaison.Attended{Minutes: "All present agreed."}))
		m := h.meetings(h.Now())
		if got := h.due(h.officer(), 0, liaison.ToMinute); len(got) != 0 || m.Last != held || m.Due != held.AddMonths(3) || m.All[0].State.Keep != held.AddYears(6) {
			t.Errorf("%q, %+v", got, m)
		}
		// As it stood, and as it was known, on the day before.
		then := accredtest.Today.AddDays(84).End()
		if past := h.meetings(register.When{At: then, Known: then}); past.Last != clock.NoDay || past.Due != accredtest.Today.AddMonths(3) || past.All[0].State.State != liaison.Planned {
			t.Errorf("the day before: %+v", past)
		}
		if got := h.due(h.Manager, 30, liaison.ToMeet); len(got) != 0 {
			t.Errorf("%q", got)
		}
		accredtest.Must(t, h.Agreements.End(ctx, h.Delegate, h.Protocol, "why"))
		if m := h.meetings(h.Now()); m.Due != clock.NoDay {
			t.Errorf("without a protocol one is due by %s", m.Due)
		}
	})
}

// TestTheNextVersionOfAProtocolDoesNotBeginTheCountAnew counts from the first of the family.
func TestTheNextVersionOfAProtocolDoesNotBeginTheCountAnew(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.on(40)
	h.Next(t, h.Protocol, "Saturdays")
	if m := h.meetings(h.Now()); m.Due != accredtest.Today.AddMonths(3) {
		t.Errorf("due %s", m.Due)
	}
}

func TestWhatIsRecordedOfAMeeting(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	s, ctx, day := h.Rooms.Liaison, t.Context(), h.on(10)
	whole := liaison.Attended{Day: day, OfForce: "Sgt Askew", OfOrg: "J. Birtwell"}
	for _, tt := range []struct {
		name  string
		alter func(*liaison.Attended)
		want  string
	}{
		{"a day", func(a *liaison.Attended) { a.Day = clock.NoDay }, "day"},
		{"not in the future", func(a *liaison.Attended) { a.Day++ }, "day"},
		{"who came of both sides", func(a *liaison.Attended) { a.OfForce, a.OfOrg = " ", "" }, "of_force of_org"},
		{"no endless minutes", func(a *liaison.Attended) { a.Minutes = strings.Repeat("a", 40001) }, "minutes"},
		{"text that can be read", func(a *liaison.Attended) { a.Place = "\xff" }, "place"},
	} {
		a := whole
		tt.alter(&a)
		if _, err := s.Hold(ctx, h.Manager, h.Org, "", a); accredtest.Wrong(err) != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	f, err := blob.Document("file", []byte("%PDF-1.4\n%%EOF\n"))
	accredtest.Must(t, err)
	whole.File, whole.FileName = &f, "minutes.pdf"
	of, err := s.Hold(ctx, h.officer(), h.Org, "", whole)
	accredtest.Must(t, err)
	if _, err := s.Hold(ctx, h.Manager, h.Org, "", whole); accredtest.Wrong(err) != "conflict" {
		t.Errorf("a meeting is recorded twice: %v", err)
	}
	for what, err := range map[string]error{"held twice": second(h.hold(of, day, "")), "moved": second(s.Plan(ctx, h.Manager, "", of, day.AddDays(3), "")), "called off": s.CallOff(ctx, h.Manager, of, "why")} {
		if accredtest.Wrong(err) != "conflict" {
			t.Errorf("a meeting that was held is %s: %v", what, err)
		}
	}
	accredtest.Must(t, h.DB.Read(ctx, func(tx *db.Tx) error {
		got, name, err := s.File(tx, h.World.Liaison(), of, h.Now())
		if string(got.Content) != string(f.Content) || name != "minutes.pdf" {
			t.Errorf("the file is %q", got.Content)
		}
		return err
	}))
	if _, err := s.Plan(ctx, h.Manager, h.Org, "", day.AddDays(-1), ""); accredtest.Wrong(err) != "day" {
		t.Errorf("planned for the past: %v", err)
	}
	planned, err := s.Plan(ctx, h.Manager, h.Org, "", day.AddDays(9), "")
	accredtest.Must(t, err)
	if err := s.Minute(ctx, h.Manager, planned, liaison.Attended{Minutes: "x"}); accredtest.Wrong(err) != "conflict" {
		t.Errorf("minutes of what was not held: %v", err)
	}
	if err := s.CallOff(ctx, h.Manager, planned, " "); accredtest.Wrong(err) != "why" {
		t.Errorf("called off without a reason: %v", err)
	}
	accredtest.Must(t, s.CallOff(ctx, h.officer(), planned, "Snow"))
	if err := s.Minute(ctx, h.Manager, of, liaison.Attended{}); err != nil {
		t.Errorf("the file alone is minutes: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestWhoKeepsMeetings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		s, ctx := h.Rooms.Liaison, t.Context()
		other := h.Approved(t, "Quaymouth Council")
		elsewhere, supervisor := h.World.Liaison(), h.officer()
		elsewhere.Areas, supervisor.Role = []id.Area{h.Quay}, authz.Supervisor
		for _, tt := range []struct {
			name string
			who  authz.Actor
			want string
		}{
			{"the scheme office", h.Manager, ""}, {"a liaison officer", h.officer(), ""}, {"the authorised signatory", h.Lead(h.Org), ""}, {"the neighbourhood team", h.World.Liaison(), ""},
			{"a supervisor", supervisor, "forbidden"}, {"a team of another district", elsewhere, "forbidden"}, {"another employer", h.Lead(other), "forbidden"}, {"the trainer", h.Trainer, "forbidden"},
			{"another force", h.Stranger(t, authz.SchemeManager), "not-found"},
		} {
			_, err := s.Plan(ctx, tt.who, h.Org, "", accredtest.Today.AddDays(30), "")
			if accredtest.Wrong(err) != tt.want {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		of, err := h.hold("", accredtest.Today, "Nothing to report")
		accredtest.Must(t, err)
		for who, want := range map[*authz.Actor]string{&supervisor: "", &elsewhere: "forbidden", ptr(h.Lead(other)): "forbidden", ptr(h.Stranger(t, authz.SchemeManager)): "not-found"} {
			err := h.DB.Read(ctx, func(tx *db.Tx) error { _, err := s.Meeting(tx, *who, of, h.Now()); return err })
			if accredtest.Wrong(err) != want {
				t.Errorf("%s reads: %v", who.Role, err)
			}
		}
	})
}

func ptr[T any](v T) *T { return &v }
