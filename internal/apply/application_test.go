package apply_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply"
	"watchword/internal/apply/applytest"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

func TestAnApplicationFromTheLinkToTheOffice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		got, h := w.Invited(t, applytest.Enquiry())
		if p := w.Prospect(t, got.Prospect); p.Stage != apply.Invited || p.Application != h.Application {
			t.Errorf("invited: %+v", p)
		}
		f, err := w.Applies.Filled(t.Context(), h)
		accredtest.Must(t, err)
		if !f.Open || f.Form.Values["legal_name"] != "Hallowdene District Council" || f.Application.Private {
			t.Errorf("behind the link: %+v", f)
		}
		err = w.Applies.Send(t.Context(), h, applytest.Signed)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(accredtest.Wrong(err), "signatory/signatory_name") || !strings.Contains(accredtest.Wrong(err), "roles/roles") {
			t.Errorf("an unfinished application is sent: %v", err)
		}
		w.Filled(t, h, w.Complete(false))
		wrong(t, w.Applies.Send(t.Context(), h, apply.Signing{}), "signed area changes fees checks")
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Applies.Send(t.Context(), h, applytest.Signed))
		a := w.Application(t, h.Application)
		if a.State != apply.Sent || len(a.Sent) != 1 || a.Sent[0].Signed != "Priya Nair" || a.Form.Staff() != 4 || len(a.Form.Roles[0].Powers) != 2 {
			t.Errorf("sent: %+v", a)
		}
		if p := w.Prospect(t, got.Prospect); p.Stage != apply.Applied {
			t.Errorf("the prospect stands at %s", p.Stage)
		}
		wrong(t, w.Applies.Save(t.Context(), h, func(*apply.Form) error { return nil }), fault.Conflict.String())
		wrong(t, w.Applies.Send(t.Context(), h, applytest.Signed), fault.Conflict.String())

		// The office asks for more; the applicant mends it and sends it again.
		accredtest.Must(t, w.Applies.Ask(t.Context(), w.Manager, h.Application, "Which shifts?"))
		accredtest.Must(t, w.Applies.Save(t.Context(), h, func(x *apply.Form) error { x.Values["hours"] = "Daily 08:00 to 20:00"; return nil }))
		if was := w.Application(t, h.Application); was.Form.Values["hours"] == "Daily 08:00 to 20:00" {
			t.Error("what was not sent again is seen by the office")
		}
		w.Clock.Advance(24 * time.Hour)
		accredtest.Must(t, w.Applies.Send(t.Context(), h, applytest.Signed))
		if a = w.Application(t, h.Application); a.State != apply.Sent || len(a.Sent) != 2 || a.Form.Values["hours"] != "Daily 08:00 to 20:00" {
			t.Errorf("sent again: %+v", a)
		}
		found, err := w.Applies.ByReference(t.Context(), w.Force, got.Reference)
		accredtest.Must(t, err)
		var says []string
		for _, s := range found.Steps {
			says = append(says, s.Text+" "+s.Day.String())
		}
		if want := []string{"We received your enquiry 2026-11-17", "First meeting 2026-11-17", "You are invited to apply 2026-11-17", "You sent your application 2026-11-17",
			"We asked you for more 2026-11-17", "You sent it again 2026-11-18", "We assess it ", "The chief officer decides "}; !slices.Equal(says, want) {
			t.Errorf("the employer sees %q, want %q", says, want)
		}
		photo := blob.Hash(a.Form.Photo)
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			if _, err := w.Applies.File(tx, w.Manager, h.Application, photo); err != nil {
				return err
			}
			if _, err := w.Applies.File(tx, w.Manager, h.Application, "ffff"); !fault.Is(err, fault.NotFound) {
				t.Errorf("a file of somewhere else: %v", err)
			}
			if _, err := w.Applies.File(tx, w.Trainer, h.Application, photo); !fault.Is(err, fault.Forbidden) {
				t.Errorf("a file for the trainer: %v", err)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
		accredtest.Must(t, w.Applies.Withdraw(t.Context(), h, ""))
		if a, p := w.Application(t, h.Application), w.Prospect(t, got.Prospect); a.State != apply.Withdrawn || p.Stage != apply.Closed {
			t.Errorf("withdrawn: %s, %s", a.State, p.Stage)
		}
		w.Verify(t)
	})
}

func TestAnApplicationThatDoesNotComeIsGivenUp(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	got, h := w.Invited(t, applytest.Enquiry())
	wrong(t, w.Applies.Discard(t.Context(), w.Manager, h.Application, " "), "why")
	accredtest.Must(t, w.Applies.Discard(t.Context(), w.Manager, h.Application, "Nothing came in a year"))
	if f, err := w.Applies.Filled(t.Context(), h); err != nil || f.Open || len(f.Form.Values) != 0 {
		t.Errorf("what was filled in and not sent is kept: %+v, %v", f.Form, err)
	}
	accredtest.Must(t, w.Applies.Reopen(t.Context(), w.Manager, got.Prospect, "They asked again"))
	found, err := w.Applies.ByReference(t.Context(), w.Force, got.Reference)
	accredtest.Must(t, err)
	if last := found.Steps[len(found.Steps)-1]; last.Text != "You are invited to apply" || last.Done {
		t.Errorf("taken up again, the employer sees %+v", found.Steps)
	}
	l, err := w.Applies.Invite(t.Context(), w.Manager, got.Prospect)
	accredtest.Must(t, err)
	if l.Application == h.Application {
		t.Error("the next application is the one that was given up")
	}
	w.Verify(t)
}

func TestALinkOpensOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		got := w.Asked(t, applytest.Enquiry())
		l, err := w.Applies.Invite(t.Context(), w.Manager, got.Prospect)
		accredtest.Must(t, err)
		for range 2 { // looking at it does not use it up
			door, err := w.Applies.Door(t.Context(), l.Secret)
			if err != nil || door.Name != "Hallowdene District Council" {
				t.Errorf("%+v, %v", door, err)
			}
		}
		cookie, err := w.Applies.Enter(t.Context(), l.Secret)
		accredtest.Must(t, err)
		_, err = w.Applies.Enter(t.Context(), l.Secret)
		wrong(t, err, fault.NotFound.String())
		_, err = w.Applies.Door(t.Context(), l.Secret)
		wrong(t, err, fault.NotFound.String())
		h, err := w.Applies.Holder(t.Context(), cookie)
		accredtest.Must(t, err)

		colleague, err := w.Applies.Return(t.Context(), h)
		accredtest.Must(t, err)
		other := w.In(t, colleague.Secret)
		if other.Application != h.Application {
			t.Error("the colleague is in another application")
		}
		if _, err := w.Applies.Holder(t.Context(), cookie); err != nil {
			t.Errorf("who was in is out: %v", err)
		}
		accredtest.Must(t, w.Applies.Leave(t.Context(), h))
		_, err = w.Applies.Holder(t.Context(), cookie)
		wrong(t, err, fault.NotFound.String())

		next, err := w.Applies.MakeLink(t.Context(), w.Manager, h.Application) // lost: the office makes another
		accredtest.Must(t, err)
		cookie, err = w.Applies.Enter(t.Context(), next.Secret)
		accredtest.Must(t, err)
		w.Clock.Advance(3 * time.Hour)
		_, err = w.Applies.Holder(t.Context(), cookie)
		wrong(t, err, fault.NotFound.String())

		last, err := w.Applies.MakeLink(t.Context(), w.Manager, h.Application)
		accredtest.Must(t, err)
		w.Clock.Advance(91 * 24 * time.Hour)
		_, err = w.Applies.Door(t.Context(), last.Secret)
		wrong(t, err, fault.NotFound.String())
		for _, bad := range []string{"", "x", last.Secret + "a", "for_x." + strings.Repeat("a", 52)} {
			_, err := w.Applies.Enter(t.Context(), bad)
			wrong(t, err, fault.NotFound.String())
		}
		_, err = w.Applies.MakeLink(t.Context(), w.Delegate, h.Application)
		wrong(t, err, fault.Forbidden.String())
	})
}

func TestWhatIsAskedConflictsAtOnce(t *testing.T) {
	t.Parallel()
	before, after := clock.MustDay("2026-12-31"), clock.MustDay("2027-01-01")
	catalogue := apply.Catalogue{{Title: "Park ranger", Powers: []law.PowerID{"csas-name-address-asb"}}}
	for _, tt := range []struct {
		name   string
		kind   org.Kind
		title  string
		on     clock.Day
		powers []law.PowerID
		want   string // code of each, with a mark where it bars
	}{
		{"nothing asked", "security", "Guard", before, nil, ""},
		{"what is usual", "security", "park  RANGER", before, []law.PowerID{"csas-name-address-asb"}, ""},
		{"8B needs 3A", "traffic", "Marshal", before, []law.PowerID{"csas-traffic-control"}, "power.prerequisite!"},
		{"8B with 3A", "traffic", "Marshal", before, []law.PowerID{"csas-traffic-control", "csas-name-address-traffic"}, ""},
		{"spent, with what there is instead", "security", "Guard", before, []law.PowerID{"csas-alcohol-dppo"}, "power.spent!"},
		{"ends while it would be held", "security", "Guard", before, []law.PowerID{"csas-tobacco-u16"}, "power.ends"},
		{"has ended", "security", "Guard", after, []law.PowerID{"csas-tobacco-u16"}, "power.repealed!"},
		{"not this role", "security", "Park ranger", before, []law.PowerID{"csas-name-address-asb", "csas-alcohol-u18"}, "role.unusual"},
		{"the council gives it itself", "district-council", "Warden", before, []law.PowerID{"csas-fpn-litter"}, "council.own"},
		{"for a firm it does not", "security", "Guard", before, []law.PowerID{"csas-fpn-litter"}, ""},
		{"authority of a council", "security", "Guard", before, []law.PowerID{"la-cpn"}, "power.council!"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := apply.Role{ID: "rol_1", Title: tt.title, Staff: 1}
			for _, p := range tt.powers {
				r.Powers = append(r.Powers, apply.Want{Power: p})
			}
			f := apply.Form{Roles: []apply.Role{r}}
			var got []string
			for _, c := range f.Conflicts(tt.kind, catalogue, tt.on, law.England) {
				code := c.Code
				if c.Bars {
					code += "!"
				}
				got = append(got, code)
				if c.Message == "" || c.Source == "" {
					t.Errorf("without words or source: %+v", c)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
}

func TestWhatMayNotBeKeptInAForm(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	_, h := w.Invited(t, applytest.Enquiry())
	role := func(change func(*apply.Role)) func(*apply.Form) {
		return func(f *apply.Form) {
			r := apply.Role{ID: id.New[id.Role](), Title: "Warden", Staff: 2}
			change(&r)
			f.Roles = append(f.Roles, r)
		}
	}
	for _, tt := range []struct {
		name   string
		change func(f *apply.Form)
		want   string
	}{
		{"a role without powers", role(func(*apply.Role) {}), ""},
		{"the same role twice", func(f *apply.Form) { role(func(r *apply.Role) { r.Title = "warden " })(f) }, "title"},
		{"nobody in a role", role(func(r *apply.Role) { r.Title, r.Staff = "Ranger", 0 }), "staff"},
		{"a power twice", role(func(r *apply.Role) { r.Title, r.Powers = "R", []apply.Want{{Power: "csas-pnd"}, {Power: "csas-pnd"}} }), "powers"},
		{"authority of a council", role(func(r *apply.Role) { r.Title, r.Powers = "R", []apply.Want{{Power: "la-cpn"}} }), "powers"},
		{"an offence there is not", role(func(r *apply.Role) {
			r.Title, r.Powers = "R", []apply.Want{{Power: "csas-pnd", Offences: []law.OffenceID{"murder"}}}
		}), "offences"},
		{"an area of nowhere", func(f *apply.Form) { f.Areas = []id.Area{"are_none"} }, "areas"},
		{"an answer that is too long", func(f *apply.Form) { f.Values["hours"] = strings.Repeat("x", 4001) }, "hours"},
		{"a supervisor without a name", func(f *apply.Form) { f.Supervisors = []apply.Contact{{Email: "a@b.example"}} }, "supervisors"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wrong(t, w.Applies.Save(t.Context(), h, func(f *apply.Form) error { tt.change(f); return nil }), tt.want)
		})
	}
}

func TestAPrivateFirmIsAskedMore(t *testing.T) {
	t.Parallel()
	for _, private := range []bool{false, true} {
		var names []string
		for _, s := range apply.Sections(private) {
			names = append(names, s.Name)
		}
		if slices.Contains(names, "directors") != private || slices.Contains(names, "standing") != private {
			t.Errorf("private %v: %v", private, names)
		}
		var empty apply.Form
		for _, s := range apply.Sections(private) {
			if p, _ := empty.Progress(s); p != apply.NotStarted && s.Name != "evidence" {
				t.Errorf("%s of an empty form is %v", s.Name, p)
			}
		}
	}
}

func TestNobodyOfTheOfficeActsOutOfTurn(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	of, _ := w.Sent(t, false)
	for _, role := range authz.Roles {
		who := w.Acting(role)
		err := w.Applies.Ask(t.Context(), who, of, "")
		if may := who.Can(authz.WorkApplications); may && accredtest.Wrong(err) != "text" || !may && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s asks for more: %v", role, err)
		}
	}
	wrong(t, w.Applies.Discard(t.Context(), w.Manager, of, "x"), fault.Conflict.String())
	wrong(t, w.Applies.Ask(t.Context(), w.Stranger(t, authz.SchemeManager), of, "x"), fault.NotFound.String())
}

// TestLifePageIsTrue compares docs/life-of-an-application.md with the tables of states. Run
// with UPDATE=1 to write it.
func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../docs/life-of-an-application.md"
	if os.Getenv("UPDATE") != "" {
		accredtest.Must(t, os.WriteFile(path, []byte(apply.LifePage()), 0o644))
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != apply.LifePage() {
		t.Errorf("docs/life-of-an-application.md does not say what the tables say (UPDATE=1 writes it): %v", err)
	}
}
