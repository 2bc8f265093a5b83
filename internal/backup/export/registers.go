package export

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/sheet"
)

// register writes what is known today of each row of a register: a line for each period,
// and a column for each thing that the register tells.
func (w *writer) register(tx *db.Tx, t Table) error {
	known := ` FROM "` + t.Name + `" WHERE superseded_at = ` + strconv.FormatInt(clock.Millis(clock.Forever), 10)
	told, err := tells(tx, `SELECT state`+known)
	if err != nil {
		return err
	}
	r := Register{Name: t.Name}
	err = w.file("registers/"+t.Name+".csv", func(to io.Writer) error {
		rs, err := tx.Query(`SELECT force_id, id, from_at, until_at, state` + known + ` ORDER BY force_id` + collation(tx) + `, id` + collation(tx) + `, from_at, version`)
		if err != nil {
			return err
		}
		defer rs.Close()
		out := sheet.To(to)
		out.Line(append([]string{"force", "id", "period_from", "period_until"}, told...)...)
		for rs.Next() {
			var force, row, state string
			var from, until time.Time
			if err := rs.Scan(&force, &row, db.Instant{To: &from}, db.Instant{To: &until}, &state); err != nil {
				return err
			}
			line := []string{force, row, instant(from), instant(until)}
			if line, err = things(line, state, told); err != nil {
				return err
			}
			out.Line(line...)
			r.Rows++
		}
		if err := out.End(); err != nil {
			return err
		}
		return rs.Err()
	})
	w.manifest.Registers = append(w.manifest.Registers, r)
	return err
}

// tells is the names of everything that some state tells, sorted.
func tells(tx *db.Tx, query string) ([]string, error) {
	rs, err := tx.Query(query)
	if err != nil {
		return nil, err
	}
	defer rs.Close()
	seen := map[string]bool{}
	var out []string
	for rs.Next() {
		var state []byte
		if err := rs.Scan(&state); err != nil {
			return nil, err
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(state, &fields); err != nil {
			return nil, err
		}
		for name := range fields {
			if !seen[name] {
				seen[name] = true
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out, rs.Err()
}

// things adds what a state tells to a line, in the order of told.
func things(line []string, state string, told []string) ([]string, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(state), &fields); err != nil {
		return nil, err
	}
	for _, name := range told {
		raw := string(fields[name])
		if strings.HasPrefix(raw, `"`) {
			var text string
			if err := json.Unmarshal(fields[name], &text); err != nil {
				return nil, err
			}
			raw = text
		}
		if raw == "null" {
			raw = ""
		}
		line = append(line, raw)
	}
	return line, nil
}

// instant is a moment as people and programs read it; none if it is open.
func instant(t time.Time) string {
	if !t.Before(clock.Forever) {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
