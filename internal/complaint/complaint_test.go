package complaint_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/complaint/complainttest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/outbox"
)

var must = accredtest.Must

func wrong(t *testing.T, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("%v (%s), want %s", err, got, want)
	}
}

func waits(t *testing.T, w *complainttest.World, who authz.Actor) string {
	t.Helper()
	items, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return w.Complaints.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()) + 60, Limit: 10})
	})
	must(t, err)
	var out []string
	for _, i := range items {
		out = append(out, string(i.Kind)+" "+i.Due.String())
	}
	return strings.Join(out, ", ")
}

func TestAComplaintFromThePublicPageToItsReview(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		s, ctx, today := w.Complaints, t.Context(), accredtest.Today
		r := w.Told(t, w.Rude())
		c := w.Stands(t, r)
		if c.Person != w.Person || c.Org != w.Org || c.Accreditation != w.Accreditation || c.Held || c.Channel != "page" {
			t.Errorf("whom it is about: %+v", c)
		}
		if got := waits(t, w, w.Manager); got != "complaint-acknowledgement 2026-11-22" {
			t.Errorf("the office’s diary: %s", got)
		}
		must(t, s.Acknowledge(ctx, w.Manager, r.Complaint))
		wrong(t, s.Acknowledge(ctx, w.Manager, r.Complaint), "conflict")
		wrong(t, s.Assign(ctx, w.Manager, r.Complaint, complaint.Assignment{To: "nobody", By: today - 1}), "to by")
		must(t, s.Assign(ctx, w.Manager, r.Complaint, complaint.Assignment{To: complaint.Employer, Name: "Idris Pugh", By: today + 20}))
		if got := waits(t, w, w.Employer); got != "complaint-answer 2026-12-07" {
			t.Errorf("the employer’s diary: %s", got)
		}
		if got := waits(t, w, w.Elsewhere); got != "" {
			t.Errorf("another employer’s diary: %s", got)
		}
		must(t, s.Enquire(ctx, w.Employer, r.Complaint, "Spoke with the warden."))
		wrong(t, s.Report(ctx, w.Employer, r.Complaint, complaint.Outcome{}), "finding text")
		must(t, s.Report(ctx, w.Employer, r.Complaint, complainttest.Found("The video bears it out.")))
		must(t, s.Ask(ctx, w.Manager, r.Complaint, "What did the second warden see?"))
		must(t, s.Report(ctx, w.Employer, r.Complaint, complainttest.Found("Both wardens agree.")))
		wrong(t, s.Decide(ctx, w.Employer, r.Complaint, complainttest.Found("Sorry.")), "forbidden")
		w.Clock.Advance(10 * 24 * 3600e9)
		must(t, s.Decide(ctx, w.Manager, r.Complaint, complainttest.Found("We are sorry.")))
		h := w.Holder(t, r)
		own, err := s.Own(ctx, h)
		must(t, err)
		if own.Days.AskReview != today+10+28 || own.Complaint.OpenDays(today+30) != 10 {
			t.Errorf("a review can be asked for until %s, open for %d days", own.Days.AskReview, own.Complaint.OpenDays(today+30))
		}
		letter, err := s.OwnLetter(ctx, h)
		must(t, err)
		if html, err := letter.HTML(); err != nil || !strings.Contains(string(html), "until 25 December 2026") || !strings.Contains(string(html), "We are sorry.") {
			t.Errorf("the letter: %v %s", err, html)
		}
		must(t, s.AskReview(ctx, h, "Nobody asked my friend."))
		wrong(t, s.ReviewIt(ctx, w.Manager, r.Complaint, complainttest.Found("No.")), "forbidden")
		standards := w.Standards
		standards.Name = w.Manager.Name // the same person in another role
		wrong(t, s.ReviewIt(ctx, standards, r.Complaint, complainttest.Found("No.")), "complaint.same-person")
		if got := waits(t, w, w.Delegate); !strings.HasPrefix(got, "complaint-review") {
			t.Errorf("the delegate’s diary: %s", got)
		}
		must(t, s.ReviewIt(ctx, w.Delegate, r.Complaint, complainttest.Found("It stands.")))
		var verbs []string
		c = w.Stands(t, r)
		for _, x := range c.Steps(own.Force.Settings) {
			if x.Done {
				verbs = append(verbs, x.Text)
			}
		}
		want := []string{"We received it", "We said who deals with it", "It was looked into", "We decided", "You asked for a review", "Somebody else reviewed it"}
		if diff := cmp.Diff(want, verbs); diff != "" {
			t.Error(diff)
		}
		if waits(t, w, w.Manager)+waits(t, w, w.Delegate)+waits(t, w, w.Employer) != "" {
			t.Error("something is left in a diary")
		}
		w.Verify(t)
	})
}

func TestAReviewIsAskedForInTime(t *testing.T) {
	t.Parallel()
	w := complainttest.New(t, dbtest.SQLite(t))
	r := w.Decided(t, w.Rude())
	h := w.Holder(t, r)
	w.Clock.Advance(29 * 24 * 3600e9)
	wrong(t, w.Complaints.AskReview(t.Context(), h, "Late."), "conflict")
}

func TestWhatIsSeriousIsWeighedFirstAndKeptFromTheEmployer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		s, ctx := w.Complaints, t.Context()
		r := w.Told(t, w.Grave())
		if got := waits(t, w, w.Manager); !strings.HasPrefix(got, "serious-complaint 2026-11-17") {
			t.Errorf("it is weighed on the day: %s", got)
		}
		_, err := w.As(t, w.Employer, r)
		wrong(t, err, "not-found")
		if all := mail(t, w); slices.ContainsFunc(all, func(m outbox.Message) bool { return strings.Contains(m.Address, "council") }) {
			t.Errorf("the employer was written to: %+v", all)
		}
		must(t, s.Acknowledge(ctx, w.Manager, r.Complaint))
		to := complaint.Assignment{To: complaint.Employer, By: accredtest.Today + 20}
		wrong(t, s.Assign(ctx, w.Manager, r.Complaint, to), "complaint.unweighed")
		must(t, s.Refer(ctx, w.Manager, r.Complaint, "Force is alleged."))
		wrong(t, s.Take(ctx, w.Manager, r.Complaint), "forbidden")
		must(t, s.GiveBack(ctx, w.Standards, r.Complaint, "A hand on the arm; for the employer."))
		must(t, s.Assign(ctx, w.Manager, r.Complaint, to))
		got, err := w.As(t, w.Employer, r)
		must(t, err)
		if got.From != (complaint.Party{}) || got.Referred != nil || got.Said[0].Text != "The warden took hold of my arm." {
			t.Errorf("what the employer reads: %+v", got)
		}
	})
}

// found is the references of the complaints that an actor finds.
func found(t *testing.T, w *complainttest.World, who authz.Actor, q complaint.Query) []string {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]complaint.Version, error) { return w.Complaints.List(tx, who, q, w.Now()) })
	must(t, err)
	var out []string
	for _, v := range all {
		out = append(out, v.State.Reference)
	}
	return out
}

func TestNobodyFindsAComplaintByWhatTheyMayNotRead(t *testing.T) {
	t.Parallel()
	w := complainttest.New(t, dbtest.SQLite(t))
	r := w.Decided(t, w.Rude())
	for _, q := range []complaint.Query{{Text: "litter that was not mine"}, {Text: "Market Street"}} {
		if got := found(t, w, w.Manager, q); len(got) != 1 {
			t.Errorf("the office finds %q: %v", q.Text, got)
		}
		if got := found(t, w, w.Warden, q); len(got) != 0 {
			t.Errorf("the person complained of finds it by %q", q.Text)
		}
	}
	if got := found(t, w, w.Warden, complaint.Query{Text: r.Reference}); len(got) != 1 {
		t.Errorf("by its reference, which they read: %v", got)
	}
}

func TestTheEmployerIsHeldToItsOwnDayAlone(t *testing.T) {
	t.Parallel()
	w := complainttest.New(t, dbtest.SQLite(t))
	s, ctx := w.Complaints, t.Context()
	r := w.Told(t, w.Grave())
	must(t, s.Acknowledge(ctx, w.Manager, r.Complaint))
	must(t, s.Weigh(ctx, w.Manager, r.Complaint, "A hand on the arm; for the employer."))
	must(t, s.Assign(ctx, w.Manager, r.Complaint, complaint.Assignment{To: complaint.Employer, By: accredtest.Today + 20}))
	c, err := w.As(t, w.Employer, r)
	must(t, err)
	if d := c.Days(area.Defaults()); d.Weigh != clock.NoDay || d.Next() != accredtest.Today+20 {
		t.Errorf("the employer reads that the force was to weigh it by %s, and is held to %s", d.Weigh, d.Next())
	}
}

func TestWhatOneEmployerFoundIsNotGivenToAnother(t *testing.T) {
	t.Parallel()
	w := complainttest.New(t, dbtest.SQLite(t))
	s, ctx := w.Complaints, t.Context()
	r := w.Assigned(t, w.Rude())
	must(t, s.Enquire(ctx, w.Employer, r.Complaint, "Spoke with the warden at home."))
	x := complaint.Identity{Employer: w.Elsewhere.Org, Matters: []complaint.Matter{complaint.Manner}}
	wrong(t, s.Identify(ctx, w.Manager, r.Complaint, x), "conflict")
	must(t, s.Assign(ctx, w.Manager, r.Complaint, complaint.Assignment{To: complaint.Office, By: accredtest.Today + 20}))
	must(t, s.Identify(ctx, w.Manager, r.Complaint, x))
	c, err := w.As(t, w.Elsewhere, r)
	must(t, err)
	if len(c.Enquiries) != 0 {
		t.Errorf("the other employer reads %v", c.Enquiries)
	}
}

func TestALinkEndsSomeTimeAfterTheComplaintIsClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		s, ctx := w.Complaints, t.Context()
		const day = 24 * 3600e9
		open, closed := w.Told(t, w.Rude()), w.Decided(t, w.Rude())
		w.Clock.Advance(365 * day)
		if h := w.Holder(t, closed); h.Ends != accredtest.Today+365 {
			t.Errorf("it ends on %s", h.Ends)
		}
		w.Clock.Advance(day)
		_, err := s.Holder(ctx, closed.Secret)
		wrong(t, err, "not-found")
		if h := w.Holder(t, open); h.Ends != clock.NoDay {
			t.Errorf("of one under way it ends on %s", h.Ends)
		}
		closed.Secret, err = s.MakeLink(ctx, w.Manager, closed.Complaint)
		must(t, err)
		w.Clock.Advance(365 * day)
		w.Holder(t, closed)
	})
}

func TestProfessionalStandardsLookIntoWhatTheyTake(t *testing.T) {
	t.Parallel()
	w := complainttest.New(t, dbtest.SQLite(t))
	s, ctx := w.Complaints, t.Context()
	r := w.Told(t, w.Grave())
	must(t, s.Refer(ctx, w.Manager, r.Complaint, "Force is alleged."))
	must(t, s.Take(ctx, w.Standards, r.Complaint))
	wrong(t, s.Report(ctx, w.Manager, r.Complaint, complainttest.Found("Hm.")), "forbidden")
	wrong(t, s.Assign(ctx, w.Manager, r.Complaint, complaint.Assignment{To: complaint.Office, By: accredtest.Today}), "forbidden")
	must(t, s.Report(ctx, w.Standards, r.Complaint, complainttest.Found("No offence, but wrong.")))
	must(t, s.Decide(ctx, w.Manager, r.Complaint, complainttest.Found("We are sorry.")))
	got, err := w.As(t, w.Employer, r)
	must(t, err)
	if got.Report != nil || got.Outcome == nil {
		t.Errorf("the employer reads the outcome and not the report of professional standards: %+v", got)
	}
}

func TestSuspensionIsOnePressAndOneEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		r := w.Told(t, w.Grave())
		wrong(t, w.Complaints.Suspend(t.Context(), w.Employer, r.Complaint, ""), "not-found")
		must(t, w.Complaints.Suspend(t.Context(), w.Standards, r.Complaint, ""))
		wrong(t, w.Complaints.Suspend(t.Context(), w.Standards, r.Complaint, ""), "conflict")
		c := w.Stands(t, r)
		if c.Suspended == nil || c.Suspended.Text != "Suspended while complaint "+c.Reference+" is looked into. This is no finding." || c.Informed.IsZero() {
			t.Errorf("%+v", c)
		}
		a, err := db.Find(t.Context(), d, func(tx *db.Tx) (accred.Version, error) {
			return w.Accreds.Find(tx, w.Manager, w.Accreditation, w.Now())
		})
		must(t, err)
		v, err := db.Find(t.Context(), d, func(tx *db.Tx) (complaint.Version, error) {
			return w.Complaints.Find(tx, w.Manager, r.Complaint, w.Now())
		})
		must(t, err)
		if a.State.State != accred.Suspended || a.Entry != v.Entry {
			t.Errorf("suspended: %s, in one entry: %v", a.State.State, a.Entry == v.Entry)
		}
		mine, err := w.As(t, w.Warden, r)
		must(t, err)
		wantGist := "How they behaved or spoke; Force, or touching somebody"
		if mine.Suspended == nil || len(mine.Said) != 0 || mine.From != (complaint.Party{}) || mine.Gist != wantGist {
			t.Errorf("what the person reads: %+v", mine)
		}
		must(t, w.Complaints.Withdraw(t.Context(), w.Holder(t, r), ""))
		if got := waits(t, w, w.Delegate); got != "suspension-after-complaint " {
			t.Errorf("whoever is left suspended stands in the delegate’s diary: %q", got)
		}
		must(t, w.Accreds.Reinstate(t.Context(), w.Delegate, w.Accreditation, "Nothing in it."))
		if got := waits(t, w, w.Delegate); got != "" {
			t.Errorf("once reinstated: %q", got)
		}
		w.Verify(t)
	})
}

func TestWhoMaySeeAComplaint(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		shared := w.Rude()
		shared.From.Share = true
		r := w.Told(t, shared)
		for _, tt := range []struct {
			name string
			who  authz.Actor
			want string
		}{
			{"the office", w.Manager, ""},
			{"the delegate", w.Delegate, ""},
			{"professional standards", w.Standards, ""},
			{"the employer", w.Employer, ""},
			{"another employer", w.Elsewhere, "forbidden"},
			{"the person, before they are told", w.Warden, "not-found"},
			{"a trainer", w.Trainer, "forbidden"},
			{"the commissioner", w.Acting(authz.Commissioner), "forbidden"},
			{"nobody signed in", w.Public(), "unauthorized"},
			{"the office of another force", w.World.Stranger(t, authz.SchemeManager), "not-found"},
		} {
			_, err := w.As(t, tt.who, r)
			if got := accredtest.Wrong(err); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		}
		if c, _ := w.As(t, w.Employer, r); c.From.Name != "Casey Rowe" {
			t.Error("the employer does not read who it is, though the complainant agreed")
		}
		must(t, w.Complaints.Inform(t.Context(), w.Manager, r.Complaint, "That you shouted in Market Street."))
		if c, err := w.As(t, w.Warden, r); err != nil || c.Gist != "That you shouted in Market Street." || c.From.Name != "" || len(c.Said) > 0 {
			t.Errorf("the person, once told: %+v, %v", c, err)
		}
		for _, who := range []authz.Actor{w.Manager, w.Employer, w.Warden, w.Elsewhere} {
			vs, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]complaint.Version, error) {
				return w.Complaints.List(tx, who, complaint.Query{}, w.Now())
			})
			must(t, err)
			if want := who.Account != w.Elsewhere.Account; len(vs) == 1 != want {
				t.Errorf("the list of %s has %d", who.Name, len(vs))
			}
			if _, err := w.As(t, who, r); err == nil != (len(vs) == 1) {
				t.Errorf("list and page disagree for %s", who.Name)
			}
		}
	})
}

func TestWhatATellingNeeds(t *testing.T) {
	t.Parallel()
	today := accredtest.Today
	full := func() complaint.Telling {
		return complaint.Telling{Told: complaint.Told{Channel: "page", Number: "EM 1", Where: "Market Street", On: today, Matters: []complaint.Matter{complaint.Manner}}, Text: "They shouted."}
	}
	for _, tt := range []struct {
		name string
		set  func(*complaint.Telling)
		want string
	}{
		{"nobody need say who they are", func(*complaint.Telling) {}, ""},
		{"a number, a description or an employer", func(x *complaint.Telling) { x.Number = "" }, "number"},
		{"a description is enough", func(x *complaint.Telling) { x.Number, x.Looks = "", "Tall, green jacket" }, ""},
		{"a place", func(x *complaint.Telling) { x.Where = " " }, "where"},
		{"a day", func(x *complaint.Telling) { x.On = clock.NoDay }, "on"},
		{"no day to come", func(x *complaint.Telling) { x.On = today + 1 }, "on"},
		{"words", func(x *complaint.Telling) { x.Text = "" }, "text"},
		{"not too many words", func(x *complaint.Telling) { x.Text = strings.Repeat("a", 4001) }, "text"},
		{"a matter", func(x *complaint.Telling) { x.Matters = nil }, "matters"},
		{"each matter once", func(x *complaint.Telling) { x.Matters = slices.Repeat(x.Matters, 1000) }, ""},
		{"a matter of the list", func(x *complaint.Telling) { x.Matters = []complaint.Matter{"weather"} }, "matters"},
		{"praise needs no matter", func(x *complaint.Telling) { x.Praise, x.Matters = true, nil }, ""},
		{"an address that is one", func(x *complaint.Telling) { x.From.Email = "no" }, "email"},
		{"a number that can be called", func(x *complaint.Telling) { x.From.Phone = "call me" }, "phone"},
		{"a name, where the employer may know it", func(x *complaint.Telling) { x.From.Share = true }, "name"},
		{"three files at a time", func(x *complaint.Telling) { x.Files = make([]complaint.Attached, 4) }, "files"},
	} {
		x := full()
		tt.set(&x)
		if got := accredtest.Wrong(x.Check(today)); got != tt.want || len(x.Matters) > 1 {
			t.Errorf("%s: %q, want %q; %d matters", tt.name, got, tt.want, len(x.Matters))
		}
	}
}

func TestTheLinkIsTheComplainants(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		s, ctx := w.Complaints, t.Context()
		x := w.Rude()
		pdf := blob.New("application/pdf", []byte("%PDF-1.4 %%EOF"))
		x.Files = []complaint.Attached{{Name: "photo.pdf", File: pdf}}
		r := w.Told(t, x)
		if secret := strings.SplitN(r.Secret, ".", 2)[1]; stored(t, d, secret) {
			t.Error("the secret is kept")
		}
		h := w.Holder(t, r)
		must(t, s.Add(ctx, h, "A friend saw it too.", nil))
		if c := w.Stands(t, r); len(c.Said) != 2 || c.Said[1].Text != "A friend saw it too." {
			t.Errorf("%+v", c.Said)
		}
		if f, name, err := s.OwnFile(ctx, h, pdf.Hash); err != nil || name != "photo.pdf" || f.Type != "application/pdf" {
			t.Errorf("%s %v", name, err)
		}
		other := w.Told(t, w.Rude())
		_, _, err := s.OwnFile(ctx, w.Holder(t, other), pdf.Hash)
		wrong(t, err, "not-found")
		again, err := s.MakeLink(ctx, w.Manager, r.Complaint)
		must(t, err)
		_, err = s.Holder(ctx, r.Secret)
		wrong(t, err, "not-found")
		r.Secret = again
		h = w.Holder(t, r)
		must(t, s.Withdraw(ctx, h, ""))
		wrong(t, s.Add(ctx, h, "Still here.", nil), "conflict")
		must(t, s.GoOn(ctx, w.Manager, r.Complaint, "Others complained of the same."))
		for _, bad := range []string{"", "x", again + "x", strings.Replace(again, string(w.Force), "for_other", 1)} {
			_, err = s.Holder(ctx, bad)
			wrong(t, err, "not-found")
		}
		w.Verify(t)
	})
}

// stored reports whether any row of the room’s tables, the outbox or the ledger holds a text.
func stored(t *testing.T, d *db.DB, text string) bool {
	t.Helper()
	n, err := db.Find(t.Context(), d, func(tx *db.Tx) (int64, error) {
		return db.Count(tx, `SELECT (SELECT COUNT(*) FROM complaint WHERE state LIKE ?) + (SELECT COUNT(*) FROM complaint_link WHERE hash LIKE ?) + (SELECT COUNT(*) FROM message WHERE body LIKE ?)`,
			"%"+text+"%", "%"+text+"%", "%"+text+"%")
	})
	must(t, err)
	return n > 0
}

func mail(t *testing.T, w *complainttest.World) []outbox.Message {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]outbox.Message, error) { return w.Outbox.List(tx, w.Manager, outbox.Filter{}) })
	must(t, err)
	return all
}

func TestWhatIsEnteredAndPraised(t *testing.T) {
	t.Parallel()
	w := complainttest.New(t, dbtest.SQLite(t))
	s, ctx := w.Complaints, t.Context()
	x := w.Grave()
	x.Channel = "telephone"
	_, err := s.Tell(ctx, w.Elsewhere, x)
	wrong(t, err, "forbidden")
	r, err := s.Tell(ctx, w.Employer, x)
	must(t, err)
	if c := w.Stands(t, r); c.Held || c.Channel != "telephone" || c.By != w.Employer.Name {
		t.Errorf("entered by the employer: %+v", c)
	}
	y := w.Rude()
	y.Number, y.Looks = "", "Tall, with a red beard"
	r = w.Told(t, y)
	wrong(t, s.Suspend(ctx, w.Manager, r.Complaint, ""), "conflict")
	wrong(t, s.Identify(ctx, w.Manager, r.Complaint, complaint.Identity{Number: "9999", Matters: y.Matters}), "number")
	must(t, s.Identify(ctx, w.Manager, r.Complaint, complaint.Identity{Number: strings.TrimPrefix(w.Number, "EM "), Matters: []complaint.Matter{complaint.Honesty}, Power: "csas-fpn-litter"}))
	if c := w.Stands(t, r); c.Person != w.Person || !c.Held || !c.Unweighed() {
		t.Errorf("found: %+v", c)
	}
	z := w.Rude()
	z.Praise, z.Text = true, "The warden found my child."
	r = w.Told(t, z)
	wrong(t, s.Acknowledge(ctx, w.Manager, r.Complaint), "conflict")
	must(t, s.Pass(ctx, w.Employer, r.Complaint))
	if c, err := w.As(t, w.Warden, r); err != nil || c.Said[0].Text != "The warden found my child." || c.From.Name != "" {
		t.Errorf("praise, as the person reads it: %+v, %v", c, err)
	}
	_, err = s.Tell(ctx, authz.Actor{}, z)
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("where there are several forces: %v", err)
	}
}

func TestTheOfficeEntersWhatAComplainantSaysOtherwise(t *testing.T) {
	t.Parallel()
	w := complainttest.New(t, dbtest.SQLite(t))
	ctx, s := t.Context(), w.Complaints
	r := w.Decided(t, w.Rude())
	if err := s.AskReviewFor(ctx, w.Employer, r.Complaint, "They rang"); err == nil {
		t.Error("the employer asks for a review")
	}
	accredtest.Must(t, s.AskReviewFor(ctx, w.Manager, r.Complaint, "By letter: her friend was not heard"))
	if c := w.Stands(t, r); c.State != complaint.InReview || c.Asked.Text != "By letter: her friend was not heard" || c.Asked.By != w.Manager.Name {
		t.Errorf("%s, %+v", c.State, c.Asked)
	}
	late := w.Decided(t, w.Rude())
	w.Clock.Advance(29 * 24 * time.Hour)
	if err := s.AskReviewFor(ctx, w.Manager, late.Complaint, "They rang"); !fault.Is(err, fault.Conflict) {
		t.Errorf("when the time is over: %v", err)
	}
	w.Verify(t)
}
