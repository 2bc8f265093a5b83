package apply_test

import (
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply"
	"watchword/internal/apply/applytest"
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
	"watchword/internal/register"
)

func wrong(t *testing.T, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("%v (%s), want %s", err, got, want)
	}
}

func TestAnEnquiryFromThePublicPageToTheDiary(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		got := w.Asked(t, applytest.Enquiry())
		if len(got.Reference) != 9 || got.Reference[4] != '-' {
			t.Errorf("reference %q", got.Reference)
		}
		p := w.Prospect(t, got.Prospect)
		if p.Stage != apply.Enquired || !p.Public || p.Staff != 4 || !p.Made.Equal(w.Clock.Now()) {
			t.Errorf("%+v", p)
		}
		if kinds(t, w, w.Manager)[0] != apply.ToAnswerEnquiry {
			t.Error("the enquiry does not stand in the diary of the office")
		}
		if len(kinds(t, w, w.Delegate)) != 0 {
			t.Error("it stands in the delegate’s")
		}
		messages, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]outbox.Message, error) { return w.Outbox.List(tx, w.Manager, outbox.Filter{}) })
		accredtest.Must(t, err)
		if len(messages) != 1 || messages[0].Address != "mina.sefton@hallowdene.example" || !strings.Contains(messages[0].Body, got.Reference) {
			t.Errorf("written to the employer: %+v", messages)
		}

		today := accredtest.Today
		accredtest.Must(t, w.Applies.Plan(t.Context(), w.Manager, got.Prospect, apply.Plan{Next: "Visit them", Day: today + 5}))
		items := waits(t, w, w.Manager)
		if len(items) != 1 || items[0].Kind != apply.NextAction || items[0].Due != today+5 || items[0].Title != "Hallowdene District Council: Visit them" {
			t.Errorf("the diary: %+v", items)
		}
		before := w.Now()
		w.Clock.Advance(5 * 24 * 3600e9)
		accredtest.Must(t, w.Applies.Meet(t.Context(), w.Manager, got.Prospect, today+5, "They patrol every day, and want to apply in spring."))
		p = w.Prospect(t, got.Prospect)
		if p.Stage != apply.Talking || p.Owner != w.Manager.Name || p.Met.On != today+5 {
			t.Errorf("after the meeting: %+v", p)
		}
		then, err := db.Find(t.Context(), d, func(tx *db.Tx) (apply.ProspectVersion, error) {
			return w.Applies.FindProspect(tx, w.Manager, got.Prospect, before)
		})
		accredtest.Must(t, err)
		if then.State.Stage != apply.Enquired || then.State.Met != nil {
			t.Errorf("as it stood before the meeting: %+v", then.State)
		}
		found, err := w.Applies.ByReference(t.Context(), w.Force, strings.ToLower(strings.Replace(got.Reference, "-", " ", 1)))
		accredtest.Must(t, err)
		var says []string
		for _, s := range found.Steps {
			says = append(says, s.Text+" "+s.Day.String())
		}
		if want := []string{"We received your enquiry 2026-11-17", "First meeting 2026-11-22", "You are invited to apply "}; !slices.Equal(says, want) {
			t.Errorf("the employer sees %q, want %q", says, want)
		}

		accredtest.Must(t, w.Applies.Close(t.Context(), w.Manager, got.Prospect, "They have no money this year."))
		if p = w.Prospect(t, got.Prospect); p.Stage != apply.Closed || p.Next != "" || len(waits(t, w, w.Manager)) != 0 {
			t.Errorf("closed: %+v", p)
		}
		wrong(t, w.Applies.Plan(t.Context(), w.Manager, got.Prospect, apply.Plan{Next: "Call", Day: today + 9}), fault.Conflict.String())
		accredtest.Must(t, w.Applies.Reopen(t.Context(), w.Manager, got.Prospect, "There is money now."))
		accredtest.Must(t, w.Applies.Note(t.Context(), w.Manager, got.Prospect, "Rang on Tuesday."))
		if p = w.Prospect(t, got.Prospect); p.Stage != apply.Enquired || len(p.Notes) != 1 || p.Notes[0].By != w.Manager.Name {
			t.Errorf("taken up again: %+v", p)
		}
		w.Verify(t)
	})
}

func waits(t *testing.T, w *applytest.World, who authz.Actor) []diary.Item {
	t.Helper()
	items, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return w.Applies.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()) + 90, Limit: 100})
	})
	accredtest.Must(t, err)
	return items
}

func kinds(t *testing.T, w *applytest.World, who authz.Actor) []diary.Kind {
	t.Helper()
	var out []diary.Kind
	for _, i := range waits(t, w, who) {
		out = append(out, i.Kind)
	}
	return out
}

func TestAnEnquiryNamesEachFieldThatIsWrong(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	for _, tt := range []struct {
		name   string
		change func(q *apply.Enquiry)
		want   string
	}{
		{"nothing is wrong", func(*apply.Enquiry) {}, ""},
		{"no power in mind is legitimate", func(q *apply.Enquiry) { q.Powers = nil }, ""},
		{"no name", func(q *apply.Enquiry) { q.Name = "  " }, "name"},
		{"a name that is too long", func(q *apply.Enquiry) { q.Name = strings.Repeat("å", 201) }, "name"},
		{"no kind", func(q *apply.Enquiry) { q.Kind = "" }, "kind"},
		{"a kind there is not", func(q *apply.Enquiry) { q.Kind = "navy" }, "kind"},
		{"nobody to write to", func(q *apply.Enquiry) { q.Contact = apply.Contact{} }, "contact email"},
		{"an address that is none", func(q *apply.Enquiry) { q.Contact.Email = "Mina <mina@hallowdene.example>" }, "email"},
		{"letters in a telephone number", func(q *apply.Enquiry) { q.Contact.Phone = "call me" }, "phone"},
		{"no work", func(q *apply.Enquiry) { q.Purpose = "" }, "purpose"},
		{"fewer than nobody", func(q *apply.Enquiry) { q.Staff = -1 }, "staff"},
		{"a power there is not", func(q *apply.Enquiry) { q.Powers = []law.PowerID{"csas-arrest"} }, "powers"},
		{"a power that a council gives", func(q *apply.Enquiry) { q.Powers = []law.PowerID{"la-cpn"} }, "powers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := applytest.Enquiry()
			tt.change(&q)
			_, err := w.Applies.Enquire(t.Context(), w.Public(), q)
			wrong(t, err, tt.want)
		})
	}
	_, err := w.Applies.Enquire(t.Context(), authz.Actor{}, applytest.Enquiry())
	wrong(t, err, fault.NotFound.String())
	for _, ref := range []string{"", "7K2M", "7K2M-9QXD", "%%%%%%%%", strings.Repeat("A", 900)} {
		_, err := w.Applies.ByReference(t.Context(), w.Force, ref)
		wrong(t, err, "reference")
	}
}

func TestAPlanHasADayThatCanBeKept(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	of := w.Asked(t, applytest.Enquiry()).Prospect
	for _, tt := range []struct {
		name string
		plan apply.Plan
		want string
	}{
		{"today", apply.Plan{Next: "Ring", Day: accredtest.Today}, ""},
		{"yesterday", apply.Plan{Next: "Ring", Day: accredtest.Today - 1}, "day"},
		{"no day", apply.Plan{Next: "Ring"}, "day"},
		{"in three years", apply.Plan{Next: "Ring", Day: accredtest.Today.AddYears(3)}, "day"},
		{"nothing to do", apply.Plan{Day: accredtest.Today}, "next"},
	} {
		t.Run(tt.name, func(t *testing.T) { wrong(t, w.Applies.Plan(t.Context(), w.Manager, of, tt.plan), tt.want) })
	}
	wrong(t, w.Applies.Meet(t.Context(), w.Manager, of, accredtest.Today+1, "x"), "on")
	wrong(t, w.Applies.Meet(t.Context(), w.Manager, of, accredtest.Today, " "), "found")
	wrong(t, w.Applies.Note(t.Context(), w.Manager, of, ""), "text")
	wrong(t, w.Applies.Close(t.Context(), w.Manager, of, ""), "why")
}

func TestWhoMayWorkOnEnquiries(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	of := w.Asked(t, applytest.Enquiry()).Prospect
	for _, role := range authz.Roles {
		who := w.Acting(role)
		err := w.Applies.Note(t.Context(), who, of, "A note")
		if may := who.Can(authz.WorkApplications); may != (err == nil) || !may && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s writes a note: %v", role, err)
		}
		_, err = db.Find(t.Context(), w.DB, func(tx *db.Tx) (apply.ProspectVersion, error) { return w.Applies.FindProspect(tx, who, of, w.Now()) })
		if may := who.Can(authz.ReadApplications); may != (err == nil) {
			t.Errorf("%s reads it: %v", role, err)
		}
	}
	_, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (apply.ProspectVersion, error) {
		return w.Applies.FindProspect(tx, w.Stranger(t, authz.SchemeManager), of, w.Now())
	})
	wrong(t, err, fault.NotFound.String())
	wrong(t, w.Applies.Note(t.Context(), w.Public(), of, "x"), fault.Unauthorized.String())
}

func TestTheListIsFilteredAndSorted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		at := map[string]id.Prospect{}
		for _, x := range []struct {
			name   string
			kind   org.Kind
			staff  int
			next   clock.Day
			powers []law.PowerID
		}{{"Beacon Homes", "housing", 12, 3, nil}, {"Ashford Council", "district-council", 40, 9, []law.PowerID{"csas-fpn-litter"}}, {"Cordon Security", "security", 6, 0, nil}} {
			q := applytest.Enquiry()
			q.Name, q.Kind, q.Staff, q.Powers = x.name, x.kind, x.staff, x.powers
			at[x.name] = w.Asked(t, q).Prospect
			w.Clock.Advance(3600e9)
			if x.next > 0 {
				accredtest.Must(t, w.Applies.Plan(t.Context(), w.Manager, at[x.name], apply.Plan{Next: "Call", Day: accredtest.Today + x.next}))
			}
		}
		accredtest.Must(t, w.Applies.Close(t.Context(), w.Manager, at["Cordon Security"], "No work in the area"))
		for _, tt := range []struct {
			name string
			q    apply.Query
			want string
		}{
			{"all, by name", apply.Query{}, "Ashford Council, Beacon Homes, Cordon Security"},
			{"by name, the other way", apply.Query{Sort: "-name"}, "Cordon Security, Beacon Homes, Ashford Council"},
			{"by the day of the next action, none last", apply.Query{Sort: "next"}, "Beacon Homes, Ashford Council, Cordon Security"},
			{"by people", apply.Query{Sort: "staff"}, "Cordon Security, Beacon Homes, Ashford Council"},
			{"the newest first", apply.Query{Sort: "-made"}, "Cordon Security, Ashford Council, Beacon Homes"},
			{"by stage", apply.Query{Sort: "-stage"}, "Cordon Security, Ashford Council, Beacon Homes"},
			{"under way", apply.Query{Open: true}, "Ashford Council, Beacon Homes"},
			{"closed", apply.Query{Stage: apply.Closed}, "Cordon Security"},
			{"of a group", apply.Query{Group: "Housing"}, "Beacon Homes"},
			{"with a power in mind", apply.Query{Power: "csas-fpn-litter"}, "Ashford Council"},
			{"due within a week", apply.Query{Due: accredtest.Today + 7}, "Beacon Homes"},
			{"a part of the name", apply.Query{Text: "SECUR"}, "Cordon Security"},
			{"a reference", apply.Query{Text: w.Prospect(t, at["Beacon Homes"]).Reference}, "Beacon Homes"},
			{"nothing fits", apply.Query{Text: "zzz"}, ""},
		} {
			vs, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]apply.ProspectVersion, error) { return w.Applies.List(tx, w.Manager, tt.q, w.Now()) })
			accredtest.Must(t, err)
			var names []string
			for _, v := range vs {
				names = append(names, v.State.Name)
			}
			if got := strings.Join(names, ", "); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
		vs, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]apply.ProspectVersion, error) {
			return w.Applies.List(tx, w.Manager, apply.Query{}, register.When{At: accredtest.Today.Start(), Known: w.Clock.Now()})
		})
		if err != nil || len(vs) != 0 {
			t.Errorf("before anybody asked: %d, %v", len(vs), err)
		}
	})
}
