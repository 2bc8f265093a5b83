package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/vetting"
)

// lapsesOf is what the desk says falls due of the actor, up to a day.
func lapsesOf(t testing.TB, w *accredtest.World, who authz.Actor, to string) []diary.Item {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return w.Desk.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.MustDay(to), Limit: diary.Everything})
	})
	accredtest.Must(t, err)
	return all
}

// short is items as a table has them: the day, what it is, and whether it is for others.
func short(all []diary.Item) []string {
	out := []string{}
	for _, x := range all {
		line := x.Due.String() + " " + x.Title
		if x.Others {
			line += " (others)"
		}
		out = append(out, line)
	}
	return out
}

func TestEveryLapseOfAPersonIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, _, _ := w.Held(t, o, "Joel", "csas-name-address-asb", "csas-fpn-litter", "csas-name-address-traffic")
		accredtest.Must(t, w.Train(t, p, clock.MustDay("2027-05-31"), "csas-fpn-litter", "csas-name-address-asb"))
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: clock.MustDay("2027-01-31")}))

		all := []string{"2027-01-31 Vetting of Joel Hartnoll, Aldermere City Council", "2027-05-31 Training of Joel Hartnoll, Aldermere City Council",
			"2029-11-16 Arrangements end, Aldermere City Council", "2029-11-16 Accreditation of Joel Hartnoll, Aldermere City Council", "2029-11-17 Training of Joel Hartnoll, Aldermere City Council"}
		mark := func(which ...int) []string {
			out := slices.Clone(all)
			for _, i := range which {
				out[i] += " (others)"
			}
			return out
		}
		var everybody []authz.Actor
		for _, tt := range []struct {
			who  authz.Actor
			want []string
		}{
			{w.Manager, all},
			{w.Delegate, mark(0, 1, 4)},
			{w.Vetter, []string{all[0]}},
			{w.Trainer, []string{all[1], all[4]}},
			{w.Acting(authz.ControlRoom), mark(0, 1, 3, 4)},
			{w.Acting(authz.Commissioner), []string{all[2] + " (others)"}},
			{authz.Actor{Force: w.Force, Role: authz.Neighbourhood, Areas: []id.Area{w.Quay}}, []string{all[2] + " (others)"}},
			{authz.Actor{Force: w.Force, Role: authz.Neighbourhood, Areas: []id.Area{w.City}}, mark(0, 1, 2, 3, 4)},
			{authz.Actor{Force: w.Force, Role: authz.Supervisor, Org: o}, []string{"2027-01-31 Vetting of Joel Hartnoll", "2027-05-31 Training of Joel Hartnoll",
				"2029-11-16 Your arrangements with the chief officer end", "2029-11-16 Accreditation of Joel Hartnoll", "2029-11-17 Training of Joel Hartnoll"}},
			{authz.Actor{Force: w.Force, Role: authz.Signatory, Org: "org_other"}, []string{}},
			{authz.Actor{Force: w.Force, Role: authz.AccreditedPerson, Org: o, Person: p}, []string{"2027-01-31 Your clearance", "2027-05-31 Your training for 2 powers",
				"2029-11-16 Your employer’s arrangements end", "2029-11-16 Your accreditation", "2029-11-17 Your training for one power"}},
			{authz.Actor{Force: w.Force, Role: authz.AccreditedPerson, Org: o, Person: "per_other"}, []string{"2029-11-16 Your employer’s arrangements end"}},
			{authz.Actor{Force: "for_other", Role: authz.SchemeManager}, []string{}},
			{w.Acting(authz.Public), []string{}},
		} {
			everybody = append(everybody, tt.who)
			got := short(lapsesOf(t, w.World, tt.who, "2029-12-31"))
			if tt.who.Role == authz.ControlRoom {
				got = append(got[:2:2], append([]string{all[2]}, got[2:]...)...) // which reads no organisations
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(tt.want))
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s %s: %s", tt.who.Role, tt.who.Org, diff)
			}
		}
		shared := new(diary.Shared)
		for _, who := range slices.DeleteFunc(everybody, func(who authz.Actor) bool { return who.Force != w.Force }) {
			got, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]diary.Item, error) {
				return w.Desk.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.MustDay("2029-12-31"), Limit: diary.Everything, Shared: shared})
			})
			accredtest.Must(t, err)
			if diff := cmp.Diff(lapsesOf(t, w.World, who, "2029-12-31"), got); diff != "" {
				t.Errorf("%s, asked with others: %s", who.Role, diff)
			}
		}
		if got := lapsesOf(t, w.World, w.Manager, "2027-05-30"); len(got) != 1 {
			t.Errorf("%v: what falls due after the window is told", short(got))
		}
		training := lapsesOf(t, w.World, w.Trainer, "2027-05-31")[0]
		if fmt.Sprint(training.Powers) != "[csas-fpn-litter csas-name-address-asb]" || training.Plain != "Training of EM 4001, Aldermere City Council" || training.Link != "/people/"+string(p) ||
			training.Itself == "" || training.Letter != "Your training for the powers below counts to 31 May 2027, the last day. After that you do not have them, until you have passed a refresher." {
			t.Errorf("%+v", training)
		}
	})
}

func TestWhatIsOverFallsDueNoMore(t *testing.T) {
	t.Parallel()
	w := cardtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p, a, _ := w.Held(t, o, "Joel", "csas-fpn-litter")
	accredtest.Must(t, w.Train(t, p, clock.MustDay("2027-05-31"), "csas-fpn-litter"))
	accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: clock.MustDay("2027-01-31")}))
	w.Clock.Set(clock.MustDay("2027-01-31").End())
	if got := short(lapsesOf(t, w.World, w.Manager, "2029-11-15")); len(got) != 0 {
		t.Errorf("%v: the clearance is over, so nothing else of the person can lapse", got)
	}
	accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: clock.MustDay("2027-01-31"), Expires: clock.MustDay("2029-01-31")}))
	if got := short(lapsesOf(t, w.World, w.Manager, "2029-11-15")); len(got) != 2 {
		t.Errorf("%v: with the new clearance it can again", got)
	}
	accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "At the employer’s wish"))
	if got := short(lapsesOf(t, w.World, w.Manager, "2029-11-15")); len(got) != 0 {
		t.Errorf("%v: it is withdrawn", got)
	}
}

func TestAClearanceEndsBeforeTheAccreditationIsGiven(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p := w.Warden(t, o, "Joel", clock.MustDay("2027-01-31"), "csas-fpn-litter")
		check := func(when, itself string) {
			t.Helper()
			got := lapsesOf(t, w, w.Vetter, "2027-02-28")
			if len(got) != 1 || got[0].Title != "Vetting of Joel Hartnoll, Aldermere City Council" || got[0].Plain != "Vetting of one person, Aldermere City Council" || got[0].Letter != "" || got[0].Itself != itself {
				t.Errorf("%s: %+v", when, got)
			}
		}
		check("cleared", "The person cannot be accredited after that day, unless it is renewed")
		_, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Supervisor’s report and interview agree.")
		accredtest.Must(t, err)
		check("with the delegate", "The person cannot be accredited after that day, unless it is renewed")
		accredtest.Must(t, w.Vettings.Request(t.Context(), w.Manager, p, accredtest.Today))
		check("renewal asked for", "Renewal was asked for on 17 November 2026. The person cannot be accredited after that day, unless it is renewed")
	})
}

func TestACardThatEndsBeforeItsAccreditation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o, to := w.Council(t, "Aldermere City Council"), clock.MustDay("2031-08-31")
		w.Approve(t, o, accredtest.Today, to)
		p, a, c := w.Held(t, o, "Joel", "csas-fpn-litter")
		ends := w.Card(t, c).Ends
		cards := func(who authz.Actor) []string {
			all := lapsesOf(t, w.World, who, "2031-12-31")
			return short(slices.DeleteFunc(all, func(x diary.Item) bool { return x.Kind != "card" }))
		}
		if got := cards(w.Manager); len(got) != 0 {
			t.Errorf("%v: the card ends with the accreditation", got)
		}
		w.Clock.Set(clock.MustDay("2029-09-01").Start())
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: clock.MustDay("2029-09-01"), Expires: to}))
		accredtest.Must(t, w.Train(t, p, to, "csas-fpn-litter"))
		accredtest.Must(t, w.Accreds.Modify(t.Context(), w.Delegate, a, accred.Modification{Grants: []accred.Grant{{Power: "csas-fpn-litter"}}, To: to, Renews: true, Why: "The work goes on", TypedName: w.Delegate.Name}))
		want := []string{ends.String() + " Card of Joel Hartnoll, Aldermere City Council"}
		if diff := cmp.Diff(want, cards(w.Manager)); diff != "" {
			t.Errorf("renewed: %s", diff)
		}
		if got := cards(authz.Actor{Force: w.Force, Role: authz.AccreditedPerson, Org: o, Person: p}); len(got) != 1 || got[0] != ends.String()+" Your card" {
			t.Errorf("%v", got)
		}
		next, err := w.Cards.Replace(t.Context(), w.Manager, c, card.Replacement{Because: card.HasChanged})
		accredtest.Must(t, err)
		w.HandOver(t, next)
		if got := cards(w.Manager); len(got) != 0 {
			t.Errorf("%v: another is in the hand", got)
		}
	})
}
