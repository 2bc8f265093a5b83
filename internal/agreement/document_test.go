package agreement_test

import (
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
)

func TestATemplateKeepsEveryClause(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	ctx, s := t.Context(), w.Agreements
	house := agreement.House(agreement.Protocol).Body
	for _, tt := range []struct {
		name, body, says string
	}{
		{"a clause is missing", strings.Replace(house, "3.4 In an emergency", "In an emergency", 1), "Missing: 3.4"},
		{"an item is missing", strings.Replace(house, "iii. The liaison", "The liaison", 1), "Missing: 2.2 iii"},
		{"a field is not used", strings.ReplaceAll(house, "{{police_liaison}}", "named elsewhere"), "The field {{police_liaison}} is not used"},
		{"there is no such field", house + "Signed at {{place}}\n", "There is no field {{place}}"},
		{"a placeholder is left over", house + "Signed at [place]\n", "left over"},
		{"a place of another force is left over", strings.Replace(house, "tackled in the area of this protocol: {{area}}", "tackled in North Somerset", 1), "“North Somerset” in clause 5.2"},
		{"nothing is different", house, "Nothing is different"},
		{"no title", strings.Replace(house, "# Joint", "Joint", 1), "first line is the title"},
	} {
		_, err := s.AddTemplate(ctx, w.Manager, agreement.Template{Kind: agreement.Protocol, Body: tt.body, Why: "Shorter"})
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	_, err := s.AddTemplate(ctx, w.Delegate, agreement.Template{Kind: agreement.Protocol, Body: house, Why: "x"})
	wantKind(t, err, fault.Forbidden)
	o := w.Approved(t, "Aldermere City Council")
	before := w.Filled(t, o)
	n, err := s.AddTemplate(ctx, w.Manager, agreement.Template{Kind: agreement.Protocol, Body: strings.Replace(house, "call 999.", "call 999 at once.", 1), Why: "Plainer"})
	if err != nil || n != 2 {
		t.Fatal(n, err)
	}
	if strings.Contains(text(t, w, before), "999 at once") {
		t.Error("a draft begun before follows the version it was begun from")
	}
	accredtest.Must(t, s.Discard(ctx, w.Manager, before, "New template"))
	after := w.Filled(t, o)
	if a := w.Find(t, after); a.Template != 2 || !strings.Contains(text(t, w, after), "999 at once") {
		t.Errorf("template %d", a.Template)
	}
	w.Verify(t)
}

func TestTheHouseTemplatesHoldTheirOwnRules(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	for _, k := range agreement.Kinds {
		body := agreement.House(k).Body + "A closing line.\n"
		if _, err := w.Agreements.AddTemplate(t.Context(), w.Manager, agreement.Template{Kind: k, Body: body, Why: "A line more"}); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
}

// TestDocument renders an agreement in every state of its life.
func TestDocument(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Approved(t, "Aldermere City Council")
	w.Accredited(t, o, "Joel", asb)
	of, err := w.Agreements.Draft(t.Context(), w.Manager, agreement.Order{Org: o, Kind: agreement.Protocol})
	accredtest.Must(t, err)
	document := func(want ...string) {
		t.Helper()
		err := w.DB.Read(t.Context(), func(tx *db.Tx) error {
			v, err := w.Agreements.Find(tx, w.Manager, of, w.Now())
			if err != nil {
				return err
			}
			doc, err := w.Agreements.Document(tx, w.Manager, v)
			if err != nil {
				return err
			}
			html, err := doc.HTML()
			for _, x := range want {
				if !strings.Contains(string(html), x) {
					t.Errorf("%s: the document lacks %q", v.State.State, x)
				}
			}
			if pdf, err := doc.PDF(); err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
				t.Errorf("PDF: %v", err)
			}
			return err
		})
		accredtest.Must(t, err)
	}
	document("A draft.", "[Chief Inspector who signs for the force: not filled in]", "Joel Hartnoll", "as it stands")
	w.Fill(t, of)
	accredtest.Must(t, w.Agreements.Issue(t.Context(), w.Manager, of))
	document("Not signed", "Annex A: information sharing agreement ISA 001/1", "Appendix 2: confidentiality declaration", "Gareth Lyle")
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
	w.Accredited(t, o, "Ann", asb)
	document("on the account of C/Insp Daniel Thorne", "as it stood when Priya Nair signed")
	err = w.DB.Read(t.Context(), func(tx *db.Tx) error {
		live, err := w.Agreements.Schedule(tx, w.Lead(o), o, w.Now())
		if len(live) != 2 {
			t.Errorf("the live schedule has %d persons", len(live))
		}
		return err
	})
	accredtest.Must(t, err)
}

func TestAnAlteredTextIsFoundOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		of := w.InForce(t, w.Approved(t, "Aldermere City Council"))
		accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE agreement_text SET content = REPLACE(content, 'three months', 'nine months')`)
			return err
		}))
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			v, err := w.Agreements.Find(tx, w.Manager, of, w.Now())
			if err != nil {
				return err
			}
			_, err = w.Agreements.Plain(tx, w.Manager, v)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "altered") {
			t.Errorf("an altered text is read: %v", err)
		}
	})
}

func TestDiaryOfAgreements(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	ctx, s := t.Context(), w.Agreements
	o := w.Approved(t, "Aldermere City Council")
	titles := func(who authz.Actor, days int) []string {
		items, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]diary.Item, error) {
			return s.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()).AddDays(days), Limit: 50})
		})
		accredtest.Must(t, err)
		var out []string
		for _, i := range items {
			out = append(out, strings.TrimSpace(i.Title+" "+i.Due.String()))
		}
		return out
	}
	want := func(who authz.Actor, days int, want ...string) {
		t.Helper()
		if got := titles(who, days); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", who.Role, got, want)
		}
	}
	of := w.Issued(t, o)
	want(w.Manager, 90)
	want(w.Delegate, 90, "Sign the joint operating protocol with Aldermere City Council")
	want(w.Lead(o), 90, "Sign the joint operating protocol with Aldermere City Council")
	want(w.Lead("org_other"), 90)
	want(w.Liaison(), 90)
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	want(w.Delegate, 90)
	accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
	want(w.Manager, 90)
	want(w.Manager, 200, "Review the information sharing agreement with Aldermere City Council 2027-05-17")
	want(w.Manager, 365, "Review the information sharing agreement with Aldermere City Council 2027-05-17", "Review the joint operating protocol with Aldermere City Council 2027-11-17")
	accredtest.Must(t, s.Propose(ctx, w.Lead(o), of, "Saturdays", "Market"))
	want(w.Manager, 30, "Answer the change proposed of the joint operating protocol with Aldermere City Council")
	want(w.Lead(o), 30)
	accredtest.Must(t, s.AnswerProposal(ctx, w.Delegate, of, agreement.Agreed, ""))
	want(w.Manager, 30, "Draft the next version of the joint operating protocol with Aldermere City Council")
	contacts := w.Org(t, o).Contacts
	contacts[4].Name = "Sgt Petra Kolar"
	w.Contacts(t, o, contacts...)
	want(w.Manager, 30, "Draft the next version of the joint operating protocol with Aldermere City Council", "The joint operating protocol with Aldermere City Council names somebody who is no longer in the register")
}
