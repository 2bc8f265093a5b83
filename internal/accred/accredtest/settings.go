package accredtest

import (
	"testing"

	"watchword/internal/area"
	"watchword/internal/db"
)

// Set gives a setting of the force a value, as values are written, unless it has it
// already.
func (w *World) Set(t testing.TB, name, value string) {
	t.Helper()
	set, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (area.Settings, error) { return w.Areas.Settings(tx, w.Manager) })
	Must(t, err)
	row, ok := area.FindSetting(name)
	if !ok {
		t.Fatalf("there is no setting %s", name)
	}
	if row.Text(set) == value {
		return
	}
	_, err = w.Areas.ChangeSettings(t.Context(), w.Manager, area.Changes{Values: map[string]string{name: value}, Why: "The chief officer so decided"})
	Must(t, err)
}
