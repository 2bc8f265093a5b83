package course_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/training/course"
	"watchword/internal/training/coursetest"
)

func each(t *testing.T, do func(t *testing.T, w *coursetest.World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { do(t, coursetest.New(t, d)) })
}

func must(t testing.TB, err error) { t.Helper(); accredtest.Must(t, err) }

// wants fails the test unless the error names these fields or reasons, or is of that kind.
func wants(t testing.TB, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("wrong: %q, want %q (%v)", got, want, err)
	}
}

// list is the places of a session in a line each: whose, and where it stands.
func list(t testing.TB, w *coursetest.World, of id.CourseSession, names map[id.Person]string) string {
	t.Helper()
	var out []string
	for _, p := range w.Places(t, of) {
		out = append(out, names[p.State.Person]+" "+string(p.State.State))
	}
	return strings.Join(out, ", ")
}

func passed(t testing.TB, w *coursetest.World, p id.Person) string {
	t.Helper()
	x, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (training.Training, error) { return w.Trainings.Of(tx, w.Force, p, w.Now()) })
	must(t, err)
	var out []string
	for _, y := range x.Passes {
		out = append(out, string(y.Power)+" "+y.Passed.String()+" "+y.Expires.String()+" "+y.Course+" "+y.By)
	}
	return strings.Join(out, "\n")
}

// TestThePersonWhoWaitsLongestMovesUp fills a session, gives places up and adds some.
func TestThePersonWhoWaitsLongestMovesUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *coursetest.World) {
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		other := w.Approved(t, "Quaymouth Council")
		names := map[id.Person]string{}
		var people []id.Person
		for _, n := range []string{"Ada", "Bo", "Cy", "Di"} {
			p := w.Warden(t, o, n, accredtest.Today.AddYears(1))
			names[p], people = n, append(people, p)
		}
		eve := w.Warden(t, other, "Eve", accredtest.Today.AddYears(1))
		names[eve] = "Eve"
		lead, x := w.Employer(o), w.Session(t, w.Course, 10, 2)
		must(t, w.Courses.Book(ctx, lead, x, people[:3]))
		w.Clock.Advance(1e9)
		must(t, w.Courses.Book(ctx, w.Employer(other), x, []id.Person{eve}))
		w.Clock.Advance(1e9)
		must(t, w.Courses.Book(ctx, w.Manager, x, people[3:]))
		if got := list(t, w, x, names); got != "Ada booked, Bo booked, Cy waiting, Eve waiting, Di waiting" {
			t.Fatal(got)
		}
		wants(t, w.Courses.Book(ctx, lead, x, people[:1]), "place.taken")
		wants(t, w.Courses.Book(ctx, lead, x, []id.Person{eve}), "forbidden")
		wants(t, w.Courses.Book(ctx, lead, x, nil), "people")
		wants(t, w.Courses.Book(ctx, lead, "cse_none", people), "not-found")
		wants(t, w.Courses.GiveUp(ctx, w.Employer(other), w.PlaceOf(t, x, people[0]), ""), "forbidden")
		must(t, w.Courses.GiveUp(ctx, lead, w.PlaceOf(t, x, people[0]), "On leave"))
		if got := list(t, w, x, names); got != "Bo booked, Cy booked, Eve waiting, Di waiting, Ada given-up" {
			t.Error(got)
		}
		must(t, w.Courses.GiveUp(ctx, w.Employer(other), w.PlaceOf(t, x, eve), ""))
		s := w.Planned(t, x)
		s.Places = 1
		_, err := w.Courses.Plan(ctx, w.Trainer, x, s)
		wants(t, err, "places")
		s.Places = 3
		_, err = w.Courses.Plan(ctx, w.Trainer, x, s)
		must(t, err)
		if got := list(t, w, x, names); got != "Bo booked, Cy booked, Di booked, Ada given-up, Eve given-up" {
			t.Error(got)
		}
		// An employer sees its own people alone; everybody sees how full it is.
		seen, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]course.PlaceVersion, error) {
			return w.Courses.Places(tx, w.Employer(other), x, w.Now())
		})
		must(t, err)
		if len(seen) != 1 || seen[0].State.Person != eve {
			t.Errorf("the other employer sees %d places", len(seen))
		}
		all, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]course.Listed, error) {
			return w.Courses.Sessions(tx, w.Employer(other), "", w.Now())
		})
		must(t, err)
		if len(all) != 1 || all[0].Taken != 3 || all[0].Waiting != 0 {
			t.Errorf("%+v", all)
		}
		must(t, w.Courses.CallOff(ctx, w.Trainer, x, "The trainer is ill"))
		if got := list(t, w, x, names); strings.Count(got, "given-up") != 5 {
			t.Error(got)
		}
		wants(t, w.Courses.Book(ctx, lead, x, people[:1]), "conflict")
		w.Verify(t)
	})
}

// TestPeopleAreToldWhenTheirPlaceChangesWithoutThem follows the messages of a session in
// which a place becomes free, and which is then called off.
func TestPeopleAreToldWhenTheirPlaceChangesWithoutThem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *coursetest.World) {
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		contacts := w.Org(t, o).Contacts
		for i := range contacts {
			if contacts[i].Kind == org.Signatory {
				contacts[i].Email = "training@aldermere.example"
			}
		}
		must(t, w.Orgs.ChangeContacts(ctx, w.Manager, o, contacts))
		var people []id.Person
		for _, n := range []string{"ada", "bo", "cy"} {
			p, err := w.Persons.Nominate(ctx, w.Manager, person.Person{Forenames: n, Surname: "Hartnoll", Born: clock.MustDay("1990-05-01"), Org: o, Role: w.Org(t, o).Roles[0].ID, Agreed: accredtest.Today, Supervisor: "Gareth Lyle", Email: n + "@post.example"})
			must(t, err)
			people = append(people, p)
		}
		x := w.Session(t, w.Course, 10, 1)
		must(t, w.Courses.Book(ctx, w.Employer(o), x, people))
		told := func() string {
			all, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]outbox.Message, error) {
				return w.Outbox.List(tx, w.Manager, outbox.Filter{Kind: "training"})
			})
			must(t, err)
			var out []string
			for _, m := range all {
				if strings.Contains(m.Address, "aldermere") && strings.Contains(strings.ToLower(m.Body+m.Subject), "hartnoll") {
					t.Errorf("the message to the employer names somebody: %s", m.Body)
				}
				out = append(out, m.Address+" "+m.Subject)
			}
			slices.Sort(out)
			return strings.Join(out, "\n")
		}
		if got := told(); got != "" {
			t.Errorf("by booking nobody is told: %s", got)
		}
		must(t, w.Persons.Leave(ctx, w.Manager, people[1], accredtest.Today, "Moved away"))
		must(t, w.Courses.GiveUp(ctx, w.Employer(o), w.PlaceOf(t, x, people[0]), ""))
		const free, off = " A place became free: training, 27 to 30 November 2026", " Training called off: 27 to 30 November 2026"
		if diff := cmp.Diff("cy@post.example"+free+"\ntraining@aldermere.example"+free, told()); diff != "" {
			t.Errorf("who left is passed over, and who moves up is told: %s", diff)
		}
		must(t, w.Courses.CallOff(ctx, w.Trainer, x, "The trainer is ill"))
		if diff := cmp.Diff("bo@post.example"+off+"\ncy@post.example"+free+"\ncy@post.example"+off+"\ntraining@aldermere.example"+free+"\ntraining@aldermere.example"+off, told()); diff != "" {
			t.Error(diff)
		}
		w.Verify(t)
	})
}

// TestNobodyMovesUpIntoASessionThatHasBegun gives a place up after results were recorded.
func TestNobodyMovesUpIntoASessionThatHasBegun(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t, dbtest.SQLite(t))
	ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
	names := map[id.Person]string{}
	var people []id.Person
	for _, n := range []string{"Ada", "Bo", "Cy", "Di"} {
		p := w.Warden(t, o, n, accredtest.Today.AddYears(1))
		names[p], people = n, append(people, p)
	}
	x := w.Session(t, w.Course, 1, 2)
	must(t, w.Courses.Book(ctx, w.Manager, x, people[:3]))
	w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(4), 17, 0))
	must(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{{Place: w.PlaceOf(t, x, people[0]), Outcome: course.Failed, Score: 40}}))
	must(t, w.Courses.Book(ctx, w.Trainer, x, people[3:]))
	if got := list(t, w, x, names); got != "Ada failed, Bo booked, Cy waiting, Di waiting" {
		t.Errorf("who has a result keeps the place: %s", got)
	}
	must(t, w.Courses.GiveUp(ctx, w.Trainer, w.PlaceOf(t, x, people[1]), ""))
	if got := list(t, w, x, names); got != "Ada failed, Cy waiting, Di waiting, Bo given-up" {
		t.Errorf("nobody is given a place in what is over: %s", got)
	}
}

// TestAPassInASessionIsWrittenIntoTheRegisterOfTraining takes three people through a course.
func TestAPassInASessionIsWrittenIntoTheRegisterOfTraining(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *coursetest.World) {
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		ada, bo, cy := w.Warden(t, o, "Ada", accredtest.Today.AddYears(1)), w.Warden(t, o, "Bo", accredtest.Today.AddYears(1)), w.Warden(t, o, "Cy", accredtest.Today.AddYears(1))
		x := w.Session(t, w.Course, 0, 3)
		must(t, w.Courses.Book(ctx, w.Manager, x, []id.Person{ada, bo, cy}))
		result := func(p id.Person, out course.PlaceState, score int, missed ...int) course.Result {
			return course.Result{Place: w.PlaceOf(t, x, p), Outcome: out, Score: score, Missed: missed}
		}
		wants(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{result(ada, course.Passed, 90)}), "conflict")
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(3), 17, 0))
		wants(t, w.Courses.Assess(ctx, w.Employer(o), x, []course.Result{result(ada, course.Passed, 90)}), "forbidden")
		wants(t, w.Courses.Assess(ctx, w.Trainer, x, nil), "results")
		for _, r := range []course.Result{result(ada, course.Passed, 69), result(ada, course.Passed, 101), result(ada, course.Attended, 0), result(ada, course.Booked, 0), result(ada, course.Passed, 90, 0)} {
			wants(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{r}), "results-"+string(r.Place))
		}
		must(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{result(ada, course.Passed, 90), result(bo, course.Passed, 70, 1)}))
		if s := w.Planned(t, x); s.State != course.Planned {
			t.Errorf("with a result to come it is %s", s.State)
		}
		const end = " 2026-11-20 2029-11-19 CSAS course, 17 to 20 November 2026 Carys Marsh"
		if diff := cmp.Diff("csas-fpn-litter"+end+"\ncsas-name-address-asb"+end+"\ncsas-name-address-traffic"+end, passed(t, w, ada)); diff != "" {
			t.Error(diff)
		}
		if got := passed(t, w, bo); strings.Contains(got, "asb") || strings.Count(got, "\n") != 1 {
			t.Errorf("without the module of it: %s", got)
		}
		wants(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{result(ada, course.Failed, 10)}), "conflict")
		must(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{result(cy, course.Failed, 40)}))
		if s := w.Planned(t, x); s.State != course.Held || passed(t, w, cy) != "" {
			t.Errorf("%s, %q", s.State, passed(t, w, cy))
		}
		must(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{result(cy, course.Passed, 75)})) // at the second attempt
		if strings.Count(passed(t, w, cy), "\n") != 2 {
			t.Error(passed(t, w, cy))
		}
		// What accred asks is the register of passes alone.
		a, err := w.Accreds.Recommend(ctx, w.Manager, ada, "Interview")
		must(t, err)
		must(t, w.Accreds.Sign(ctx, w.Delegate, a, w.Signing(coursetest.ASB, coursetest.Litter)))
		must(t, w.Courses.Review(ctx, w.Own(o, ada), w.PlaceOf(t, x, ada), course.Feedback{Rating: 4, Text: "More exercises"}))
		wants(t, w.Courses.Review(ctx, w.Own(o, bo), w.PlaceOf(t, x, ada), course.Feedback{Rating: 4}), "forbidden")
		wants(t, w.Courses.Review(ctx, w.Own(o, ada), w.PlaceOf(t, x, ada), course.Feedback{Rating: 6}), "rating")
		if mean, n, texts := course.Reviews(w.Places(t, x)); mean != 4 || n != 1 || !slices.Equal(texts, []string{"More exercises"}) {
			t.Error(mean, n, texts)
		}
		w.Verify(t)
	})
}

// TestAProviderIsClosedAndHandsOver closes an external provider, as one that retires.
func TestAProviderIsClosedAndHandsOver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *coursetest.World) {
		ctx, today := t.Context(), accredtest.Today
		ext, err := w.Courses.Approve(ctx, w.Manager, "", course.Provider{Name: "Lantern Training", From: today.AddYears(-3), Until: today.AddYears(1), Evidence: "Approved by the board"})
		must(t, err)
		_, err = w.Courses.Approve(ctx, w.Trainer, "", course.Provider{Name: "Mine", From: today, Evidence: "x"})
		wants(t, err, "forbidden")
		_, err = w.Courses.Approve(ctx, w.Manager, "", course.Provider{Name: "Lantern Training", Until: today})
		wants(t, err, "evidence from name")
		teacher, err := w.Courses.SetTrainer(ctx, w.Manager, "", "Sam Oke", ext)
		must(t, err)
		of, err := w.Courses.SetCourse(ctx, w.Trainer, "", coursetest.Full(ext))
		must(t, err)
		plan := course.Session{Course: of, Trainer: teacher, First: today.AddDays(20), Last: today.AddDays(23), Venue: "Online", Places: 4}
		_, err = w.Courses.Plan(ctx, w.Trainer, "", plan)
		wants(t, err, "trainer")
		must(t, w.Courses.Qualify(ctx, w.Manager, teacher, course.Evidence{What: "Award", Awarded: "City", From: today.AddYears(-1), Until: today.AddDays(23)}, nil))
		x, err := w.Courses.Plan(ctx, w.Trainer, "", plan)
		must(t, err)
		plan.Last++
		_, err = w.Courses.Plan(ctx, w.Trainer, "", plan)
		wants(t, err, "trainer")
		wants(t, w.Courses.EndTrainer(ctx, w.Manager, teacher, "Retires"), "conflict")
		close := course.Closing{Day: today.AddDays(5), Why: "It retires"}
		wants(t, w.Courses.CloseProvider(ctx, w.Manager, ext, close), "provider.sessions")
		close.HandedTo = ext
		wants(t, w.Courses.CloseProvider(ctx, w.Manager, ext, close), "handed_to")
		close.HandedTo = w.House
		must(t, w.Courses.CloseProvider(ctx, w.Manager, ext, close))
		wants(t, w.Courses.CloseProvider(ctx, w.Manager, ext, close), "conflict")
		if s := w.Planned(t, x); s.Provider != w.House || s.Trainer != "" {
			t.Errorf("%+v", s)
		}
		c, err := db.Find(ctx, w.DB, func(tx *db.Tx) (course.Version, error) { return w.Courses.Course(tx, w.Delegate, of, w.Now()) })
		must(t, err)
		if c.State.Provider != w.House || c.State.Ended != clock.NoDay {
			t.Errorf("%+v", c.State)
		}
		_, err = w.Courses.SetTrainer(ctx, w.Manager, "", "Too Late", ext)
		must(t, err) // until its last day it is open
		w.Clock.Set(clock.OnClock(today.AddDays(6), 9, 0))
		_, err = w.Courses.SetTrainer(ctx, w.Manager, "", "Too Late", ext)
		wants(t, err, "provider")
		w.Verify(t)
	})
}

// TestWhoIsDueARefresher counts from the power passed longest ago.
func TestWhoIsDueARefresher(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *coursetest.World) {
		ctx, today := t.Context(), accredtest.Today
		o := w.Approved(t, "Aldermere City Council")
		long, fresh := w.Warden(t, o, "Long", today.AddYears(1)), w.Warden(t, o, "Fresh", today.AddYears(1), coursetest.ASB)
		old := []training.Pass{{Power: coursetest.Litter, Passed: today.AddMonths(-35), Expires: today.AddYears(2), Course: "Course"}, {Power: coursetest.ASB, Passed: today.AddMonths(-2), Course: "Course"}}
		must(t, w.Trainings.Record(ctx, w.Trainer, long, old))
		due := func(who authz.Actor, by clock.Day) string {
			all, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]course.Due, error) { return w.Courses.Due(tx, who, by) })
			must(t, err)
			var out []string
			for _, d := range all {
				out = append(out, d.Person.Forenames+" "+d.Day.String()+" "+d.Booked.String())
			}
			return strings.Join(out, ", ")
		}
		day := today.AddMonths(-35).AddMonths(36)
		for by, want := range map[clock.Day]string{day - 1: "", day: "Long " + day.String() + " ", today.AddYears(3): "Long " + day.String() + " , Fresh 2029-11-17 "} {
			if got := due(w.Employer(o), by); got != want {
				t.Errorf("by %s: %q, want %q", by, got, want)
			}
		}
		if got := due(w.Employer("org_other"), today.AddYears(3)); got != "" {
			t.Errorf("another employer is told %q", got)
		}
		if got := due(w.Own(o, fresh), today.AddYears(3)); got != "Fresh 2029-11-17 " {
			t.Errorf("a person is told %q", got)
		}
		told := func(who authz.Actor, days int) (out []string) {
			items, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]diary.Item, error) {
				return w.Courses.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()).AddDays(days), Limit: 50})
			})
			must(t, err)
			for _, i := range items {
				out = append(out, i.Title)
			}
			return out
		}
		if got := told(w.Employer(o), 90); !slices.Equal(got, []string{"Book a refresher for 1 person"}) {
			t.Errorf("%q", got)
		}
		x := w.Session(t, w.Course, 10, 2)
		must(t, w.Courses.Book(ctx, w.Employer(o), x, []id.Person{long}))
		if got := due(w.Manager, day); got != "Long "+day.String()+" 2026-11-27" || len(told(w.Employer(o), 90)) != 0 {
			t.Errorf("booked: %q", got)
		}
		w.Clock.Set(clock.OnClock(today.AddDays(13), 17, 0))
		must(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{{Place: w.PlaceOf(t, x, long), Outcome: course.Passed, Score: 80}}))
		if got := due(w.Manager, day); got != "" {
			t.Errorf("after it: %q", got)
		}
	})
}

// TestFurtherTrainingCountsForAYear attends the training day, and acknowledges the rule.
func TestFurtherTrainingCountsForAYear(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *coursetest.World) {
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(1))
		x := w.Session(t, w.Day, 0, 9)
		must(t, w.Courses.Book(ctx, w.Trainer, x, []id.Person{p}))
		wants(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{{Place: w.PlaceOf(t, x, p), Outcome: course.Passed}}), "results-"+string(w.PlaceOf(t, x, p)))
		must(t, w.Courses.Assess(ctx, w.Trainer, x, []course.Result{{Place: w.PlaceOf(t, x, p), Outcome: course.Attended}}))
		for _, tt := range []struct {
			name string
			day  clock.Day
			want int
		}{{"the day itself", accredtest.Today, 6}, {"a year later less a day", accredtest.Today.AddYears(1) - 1, 6}, {"a year later", accredtest.Today.AddYears(1), 0}} {
			got, err := db.Find(ctx, w.DB, func(tx *db.Tx) (course.Further, error) {
				return w.Courses.Further(tx, w.Force, p, register.When{At: tt.day.End().Add(-1), Known: tt.day.End()})
			})
			must(t, err)
			if got.Hours != tt.want || got.Asked != 6 || got.Enough() != (tt.want == 6) {
				t.Errorf("%s: %+v", tt.name, got)
			}
		}
		wants(t, w.Courses.Acknowledge(ctx, w.Own(o, p), false), "read")
		must(t, w.Courses.Acknowledge(ctx, w.Own(o, p), true))
		wants(t, w.Courses.Acknowledge(ctx, w.Own(o, p), true), "conflict")
		wants(t, w.Courses.Acknowledge(ctx, w.Employer(o), true), "not-found")
		w.Verify(t)
	})
}

// TestACourseIsToldByFieldWhatIsWrongWithIt holds a course to what the law and the force ask.
func TestACourseIsToldByFieldWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t, dbtest.SQLite(t))
	for _, tt := range []struct {
		name   string
		change func(*course.Course)
		want   string
	}{
		{"nothing", func(*course.Course) {}, ""},
		{"no title", func(c *course.Course) { c.Title = " " }, "title"},
		{"no such kind", func(c *course.Course) { c.Kind = "talk" }, "kind"},
		{"no days", func(c *course.Course) { c.Days = 0 }, "days"},
		{"too many hours in its modules", func(c *course.Course) { c.Hours = 5 }, "modules"},
		{"a power nobody knows", func(c *course.Course) { c.Modules[0].Powers = []law.PowerID{"csas-flying"} }, "modules"},
		{"no powers at all", func(c *course.Course) { c.Modules = nil }, "modules"},
		{"no assessment", func(c *course.Course) { c.Assessment = "" }, "assessment"},
		{"a training day that gives powers", func(c *course.Course) { c.Kind = course.CPD }, "modules modules modules modules"},
		{"nobody delivers it", func(c *course.Course) { c.Provider = "" }, "provider"},
		{"more than all percent", func(c *course.Course) { c.PassMark = 101 }, "pass_mark"},
	} {
		c := coursetest.Full(w.House)
		tt.change(&c)
		_, err := w.Courses.SetCourse(t.Context(), w.Trainer, "", c)
		if got := accredtest.Wrong(err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	_, err := w.Courses.SetCourse(t.Context(), w.Delegate, "", coursetest.Full(w.House))
	if !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}

// TestAPowerIsPassedIfEveryModuleThatNamesItIs holds for any modules and any that were missed.
func TestAPowerIsPassedIfEveryModuleThatNamesItIs(t *testing.T) {
	t.Parallel()
	all := law.Powers()
	rapid.Check(t, func(t *rapid.T) {
		var c course.Course
		for range rapid.IntRange(0, 6).Draw(t, "modules") {
			var m course.Module
			for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(all)-1), 0, 4).Draw(t, "powers") {
				m.Powers = append(m.Powers, all[i].ID)
			}
			c.Modules = append(c.Modules, m)
		}
		missed := rapid.SliceOfN(rapid.IntRange(0, 7), 0, 3).Draw(t, "missed")
		got := c.Enables(missed)
		for _, p := range all {
			named, lost := false, false
			for i, m := range c.Modules {
				if slices.Contains(m.Powers, p.ID) {
					named = true
					lost = lost || slices.Contains(missed, i)
				}
			}
			if slices.Contains(got, p.ID) != (named && !lost) {
				t.Fatalf("%s: named %v, lost %v, got %v", p.ID, named, lost, got)
			}
		}
	})
}
