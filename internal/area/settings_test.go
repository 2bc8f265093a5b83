package area_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
)

func settings(t *testing.T, w *accredtest.World) area.Settings {
	t.Helper()
	set, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (area.Settings, error) { return w.Areas.Settings(tx, w.Manager) })
	accredtest.Must(t, err)
	return set
}

func TestAChangeOfSettingsIsKeptWithItsReason(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		seen := settings(t, w)
		w.Clock.Advance(time.Hour)
		changed, err := w.Areas.ChangeSettings(t.Context(), w.Manager, area.Changes{Values: map[string]string{"minimum_age": "21", "name_on_card": "back"}, Why: "The board of 12 November", Seen: seen.Stamp()})
		accredtest.Must(t, err)
		var said []string
		for _, c := range changed {
			said = append(said, c.Sentence())
		}
		if diff := cmp.Diff([]string{"Minimum age: from 18 years to 21 years", "Name of the holder on the card: from Not on the card to On the back"}, said); diff != "" {
			t.Error(diff)
		}
		if f, err := db.Find(t.Context(), d, func(tx *db.Tx) (area.Force, error) { return w.Areas.Force(tx, w.Force) }); err != nil || f.Settings.MinimumAge != 21 {
			t.Errorf("%+v, %v", f.Settings, err)
		}
		_, err = w.Areas.ChangeSettings(t.Context(), w.Manager, area.Changes{Values: map[string]string{"minimum_age": "20"}, Why: "Second thoughts", Seen: seen.Stamp()})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a change decided on what was so before: %v", err)
		}
		w.Clock.Advance(time.Hour)
		_, err = w.Areas.ChangeSettings(t.Context(), w.Manager, area.Changes{Values: map[string]string{"minimum_age": "18"}, Why: "Put back"})
		accredtest.Must(t, err)
		_, err = w.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		past := func(before int64, limit int) ([]area.PastChange, bool) {
			more := false
			out, err := db.Find(t.Context(), d, func(tx *db.Tx) (p []area.PastChange, err error) {
				p, more, err = w.Areas.PastChanges(tx, w.Delegate, before, limit)
				return p, err
			})
			accredtest.Must(t, err)
			return out, more
		}
		all, more := past(0, 10)
		if len(all) != 3 || more || !all[2].SetUp || all[0].Why != "Put back" || all[1].By != "Ruth Adeyemi" || len(all[1].Changed) != 2 {
			t.Fatalf("%+v %v", all, more)
		}
		if c := all[0].Changed[0]; c.Setting.Name != "minimum_age" || c.Old != "21" || c.New != "18" {
			t.Errorf("%+v", c)
		}
		first, more := past(0, 1)
		if len(first) != 1 || !more || !reflect.DeepEqual(first[0], all[0]) {
			t.Errorf("the first page: %+v %v", first, more)
		}
		if next, more := past(first[0].Place, 1); len(next) != 1 || !more || next[0].Entry != all[1].Entry {
			t.Errorf("the next page: %+v %v", next, more)
		}
	})
}

func TestWhoMayReadAndChangeSettings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		for role, want := range map[authz.Role]struct{ reads, changes bool }{authz.SchemeManager: {true, true}, authz.Delegate: {true, false}, authz.Standards: {true, false},
			authz.DataProtection: {true, false}, authz.Trainer: {}, authz.Signatory: {}, authz.Commissioner: {}} {
			who := authz.Actor{Force: w.Force, Account: "acc_1", Role: role}
			_, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (area.Settings, error) { return w.Areas.Settings(tx, who) })
			if fault.Is(err, fault.Forbidden) == want.reads {
				t.Errorf("%s reads: %v", role, err)
			}
			err = w.DB.Read(t.Context(), func(tx *db.Tx) error { _, _, err := w.Areas.PastChanges(tx, who, 0, 5); return err })
			if fault.Is(err, fault.Forbidden) == want.reads {
				t.Errorf("%s reads the history: %v", role, err)
			}
			_, err = w.Areas.ChangeSettings(t.Context(), who, area.Changes{Values: map[string]string{"badge": "the badge of " + string(role)}, Why: "A new badge"})
			if fault.Is(err, fault.Forbidden) == want.changes {
				t.Errorf("%s changes: %v", role, err)
			}
		}
	})
}

func TestValuesThatAreNoneAreToldBySetting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, setting, value, says string }{
		{"words for a number", "minimum_age", "eighteen", "Enter a whole number of years between 16 and 30"},
		{"nothing for a number", "minimum_age", "", "between 16 and 30"},
		{"a number out of bounds", "vetting_aim_weeks", "53", "Enter a whole number of weeks between 1 and 52"},
		{"no option", "name_on_card", "sideways", "Choose none, front or back"},
		{"neither yes nor no", "small_counts", "maybe", "Choose yes or no"},
		{"an empty title", "chief_officer", " ", "Title of the chief officer cannot be left empty"},
		{"a text too long", "badge", strings.Repeat("b", 121), "between 1 and 120 letters"},
		{"small letters before a number", "ap_prefix", "em", "capital letters"},
		{"no address", "public_url", "eastmarch.example", "Enter an address such as"},
		{"an address that others can listen at", "public_url", "http://eastmarch.example", "begins with https://"},
		{"an address that no code can hold", "public_url", "https://eastmarch.example/a_b", "Enter an address such as"},
		{"a script for an address", "complaints_to", "javascript:alert(1)", "Enter the address of a page"},
		{"an address for which a card has no room", "return_address", "Community Safety Accreditation Scheme Office, third floor\nEastmarch Constabulary Headquarters, Watch House\n12 to 18 Constabulary Way, Harbour Quarter\nAldermere, Eastmarch EM1 1AA", "no room on the back of a card"},
		{"a line too many", "return_address", "One\nTwo\nThree\nFour\nFive\nSix", "at most 5 lines"},
		{"a line twice", "vetting_levels", "NPPV 2\nNPPV 2", "stands there twice"},
		{"no line", "vetting_levels", "\n \n", "Enter at least one line"},
		{"a control character", "badge", "a\x00b", "cannot be printed"},
		{"the value it has", "minimum_age", "18", "This is the value already"},
		{"a name that is none", "shoe_size", "44", "There is no setting shoe_size"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := area.Defaults().With(map[string]string{tt.setting: tt.value})
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != tt.setting || !strings.Contains(f.Fields[0].Message, tt.says) {
				t.Errorf("%+v, want %q", f, tt.says)
			}
		})
	}
	t.Run("nothing is changed while one of two is wrong", func(t *testing.T) {
		t.Parallel()
		w := accredtest.New(t, dbtest.SQLite(t))
		before := settings(t, w)
		for _, c := range []area.Changes{{Values: map[string]string{"minimum_age": "20", "badge": ""}, Why: "x"}, {Values: map[string]string{"minimum_age": "20"}}, {Why: "x"}} {
			if _, err := w.Areas.ChangeSettings(t.Context(), w.Manager, c); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		if diff := cmp.Diff(before, settings(t, w)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestEverySettingCanBeExplainedAndWritten holds the list: page, command and API are made
// from it.
func TestEverySettingCanBeExplainedAndWritten(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for i := range area.SettingList {
		s := &area.SettingList[i]
		if names[s.Name] || s.Group == "" || s.Label == "" || !strings.HasSuffix(s.Hint, ".") || !strings.HasSuffix(s.Does, ".") || s.Kind == area.Number && s.Unit == "" {
			t.Errorf("%+v", s)
		}
		names[s.Name] = true
		set := area.Defaults()
		if text := s.Text(set); text != "" {
			after := area.Settings{}
			if err := s.Set(&after, text); err != nil || s.Text(after) != text {
				t.Errorf("%s: its usual value %q is not taken: %v", s.Name, text, err)
			}
		}
	}
	fields := reflect.TypeFor[area.Settings]()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		if !names[name] && name != "demo" {
			t.Errorf("%s can be changed by nobody", name)
		}
	}
}

func TestWhatIsTakenReadsBackAsItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := &area.SettingList[rapid.IntRange(0, len(area.SettingList)-1).Draw(rt, "setting")]
		text := rapid.OneOf(rapid.StringMatching(`[A-Za-z0-9 ,.:/\n-]{0,70}`), rapid.SampledFrom([]string{"12", "18", "yes", "no", "front", "E", "EM"})).Draw(rt, "text")
		set := area.Defaults()
		before := s.Text(set)
		if err := s.Set(&set, text); err != nil {
			if s.Text(set) != before {
				rt.Fatalf("%s: %q was refused and left %q", s.Name, text, s.Text(set))
			}
			return
		}
		written := s.Text(set)
		if err := s.Set(&set, written); err != nil || s.Text(set) != written {
			rt.Fatalf("%s: %q became %q, then %q, %v", s.Name, text, written, s.Text(set), err)
		}
	})
}
