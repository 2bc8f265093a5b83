package area

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Changed is one setting with its value before and after, as values are written.
type Changed struct {
	Setting  *Setting
	Old, New string
}

// Sentence says the change in words: "Minimum age: from 18 years to 21 years".
func (c Changed) Sentence() string {
	return c.Setting.Label + ": from " + c.Setting.Shown(c.Old) + " to " + c.Setting.Shown(c.New)
}

// Changes is what is to be changed of the settings.
type Changes struct {
	Values map[string]string // by the setting's name, as values are written
	Why    string            // the reason; it is kept
	// Seen is the stamp of the settings that the change was decided on; empty: whatever
	// they are now.
	Seen string
}

// whyLimit is how many letters a reason may have.
const whyLimit = 1000

// Stamp changes whenever a setting does.
func (s Settings) Stamp() string {
	b, _ := json.Marshal(s) // a struct of texts and numbers
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// With is the settings with some values changed, and what thereby changes, in the order
// of SettingList. It returns fault.Invalid, under the names of the settings, for values
// that are none, for names that are none, and if nothing changes.
func (s Settings) With(values map[string]string) (Settings, []Changed, error) {
	var wrong fault.Fields
	var out []Changed
	after := s
	for name := range values {
		if _, ok := FindSetting(name); !ok {
			wrong.Add(name, "There is no setting %s", short(name))
		}
	}
	for i := range SettingList {
		row := &SettingList[i]
		text, ok := values[row.Name]
		if !ok {
			continue
		}
		if f := fault.Of(row.Set(&after, text)); f != nil {
			wrong = append(wrong, f.Fields...)
		} else if old, is := row.Text(s), row.Text(after); old != is {
			out = append(out, Changed{row, old, is})
		}
	}
	if len(values) == 0 {
		wrong.Add("values", "Name at least one setting")
	}
	if len(wrong) == 0 && len(out) == 0 {
		for name := range values {
			wrong.Add(name, "This is the value already. Enter another")
		}
	}
	slices.SortFunc(wrong, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
	return after, out, wrong.Err()
}

// Settings is the force's settings, for those who may read them.
func (s *Service) Settings(tx *db.Tx, who authz.Actor) (Settings, error) {
	if err := who.May(authz.ReadSettings, authz.Object{}); err != nil {
		return Settings{}, err
	}
	f, _, err := scanForce(tx.QueryRow(`SELECT `+forceColumns+` FROM force WHERE id = ?`, string(who.Force)))
	return f.Settings, err
}

// ChangeSettings changes some of the force's settings, and tells what changed. The entry
// says how much it touches (Foresee). Errors:
// fault.Invalid under the names of the settings and under why; fault.Conflict if they are
// no longer what the change was decided on; fault.Forbidden.
func (s *Service) ChangeSettings(ctx context.Context, who authz.Actor, c Changes) ([]Changed, error) {
	var changed []Changed
	touches := ""
	if f, err := s.Foresee(ctx, who, c.Values); err == nil { // else the change itself says what is wrong
		touches = ". " + f.Sentence()
	}
	_, err := s.ledger.Do(ctx, who, "force.settings", []ledger.Subject{ledger.About("force", who.Force)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
			return err
		}
		f, _, err := scanForce(tx.QueryRow(`SELECT `+forceColumns+` FROM force WHERE id = ?`, string(who.Force)))
		if err != nil {
			return err
		}
		if c.Seen != "" && c.Seen != f.Settings.Stamp() {
			return fault.New(fault.Conflict, "The settings have been changed meanwhile. See what they are now, then decide.")
		}
		var after Settings
		if after, changed, err = f.Settings.With(c.Values); err != nil {
			return err
		}
		why := strings.TrimSpace(c.Why)
		switch {
		case why == "":
			return fault.In("why", "Enter the reason. It is kept with the change")
		case len([]rune(why)) > whyLimit:
			return fault.In("why", "The reason must be %d letters or fewer", whyLimit)
		}
		var said []string
		for _, x := range changed {
			said = append(said, x.Sentence())
		}
		e.Say("Settings changed. "+strings.Join(said, "; ")+touches, why)
		return s.saveSettings(tx, e, f, after)
	})
	return changed, err
}

func (s *Service) saveSettings(tx *db.Tx, e *ledger.Draft, f Force, set Settings) error {
	text, err := json.Marshal(set)
	if err != nil {
		return err
	}
	e.Row("force/"+string(f.ID), clock.Forever, f.line(text))
	_, err = tx.Exec(`UPDATE force SET settings = ? WHERE id = ?`, string(text), string(f.ID))
	return err
}

// PastChange is one change of the settings, as the ledger keeps it.
type PastChange struct {
	Entry   id.Entry
	Place   int64 // of the entry, for the cursor of the next page
	At      time.Time
	By      string
	Role    authz.Role
	Why     string
	Changed []Changed
	SetUp   bool // no change: the force was set up with these settings
	Erased  bool // its words were erased under a retention rule
}

// PastChanges is the changes of the settings, newest first, from the one before a place
// in the ledger (0: from the newest), and whether there are more. Errors: fault.Forbidden.
func (s *Service) PastChanges(tx *db.Tx, who authz.Actor, before int64, limit int) ([]PastChange, bool, error) {
	if err := who.May(authz.ReadSettings, authz.Object{}); err != nil {
		return nil, false, err
	}
	entries, err := s.ledger.List(tx, who.Force, ledger.Query{Subject: ledger.About("force", who.Force), Act: "force.", Outcome: ledger.Done, Before: before, Limit: limit + 1})
	if err != nil {
		return nil, false, err
	}
	var out []PastChange
	for i, e := range entries[:min(limit, len(entries))] {
		p := PastChange{Entry: e.ID, Place: e.Place, At: e.At, By: e.Name, Role: e.Role, Why: e.Basis, SetUp: e.Act == "force.add", Erased: !e.ErasedAt.IsZero()}
		if i+1 < len(entries) && !p.SetUp && !p.Erased {
			p.Changed = between(stateIn(entries[i+1]), stateIn(e))
		}
		out = append(out, p)
	}
	return out, len(entries) > limit, nil
}

// stateIn is the settings that an entry of the ledger left behind, or nil if it does not
// tell.
func stateIn(e ledger.Entry) *Settings {
	for _, row := range e.Rows {
		_, body, _ := strings.Cut(row, " ") // the row's name
		_, body, _ = strings.Cut(body, " ") // until when
		in := json.NewDecoder(strings.NewReader(body))
		var names []string
		set := Defaults()
		if in.Decode(&names) == nil && in.Decode(&set) == nil {
			return &set
		}
	}
	return nil
}

// between is what differs between two states.
func between(before, after *Settings) []Changed {
	if before == nil || after == nil {
		return nil
	}
	var out []Changed
	for i := range SettingList {
		row := &SettingList[i]
		if old, is := row.Text(*before), row.Text(*after); old != is {
			out = append(out, Changed{row, old, is})
		}
	}
	return out
}
