package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Difference is what the desk keeps of a person otherwise than it follows from the
// registers. Nothing but a hand, or a mistake of this program, makes one.
type Difference struct {
	Person id.Person
	Table  string // for example desk_line
	What   string // in the table: a column, or what a row is about
	Has    string // empty: no such row
	Wants  string // empty: no such row
}

// String is the difference in a line.
func (d Difference) String() string {
	what := strings.TrimSpace(d.Table + " " + d.What)
	switch {
	case d.Has == "":
		return fmt.Sprintf("%s: %s is not there, and the registers say %s", d.Person, what, d.Wants)
	case d.Wants == "":
		return fmt.Sprintf("%s: %s is %s, of which the registers know nothing", d.Person, what, d.Has)
	}
	return fmt.Sprintf("%s: %s is %s, and the registers say %s", d.Person, what, d.Has, d.Wants)
}

// place is where a value stands: a table, and a column of it or what a row is about.
type place struct{ table, what string }

// kept is what is kept of one person, as text.
type kept map[place]string

// Check works out anew what the desk keeps of everybody in the force, and returns how many
// persons it looked at, with every difference, by person. Each line is worked out as at
// the instant at which it was written, so that what has lapsed since is none.
func (d *Desk) Check(tx *db.Tx, force id.Force) (int, []Difference, error) {
	now := d.Ledger.Now()
	have, written, err := stored(tx, force)
	if err != nil {
		return 0, nil, err
	}
	all, err := d.everybody(tx, force, register.Now(now))
	if err != nil {
		return 0, nil, err
	}
	var out []Difference
	for _, f := range all {
		at, ok := written[f.person]
		if !ok {
			at = now
		}
		out = append(out, differences(f.person, have[f.person], f.derive(at).kept())...)
		delete(have, f.person)
	}
	for of, rows := range have { // of persons who are in no register
		out = append(out, differences(of, rows, nil)...)
	}
	slices.SortFunc(out, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Table, b.Table), cmp.Compare(a.What, b.What))
	})
	return len(all), out, nil
}

// Mend writes anew what the desk keeps of everybody with a difference, in one transaction
// with its entry in the ledger, and returns how many that were. Errors: fault.Forbidden.
func (d *Desk) Mend(ctx context.Context, who authz.Actor) (int, error) {
	mended := 0
	_, err := d.Ledger.Do(ctx, who, "desk.mend", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
			return err
		}
		_, wrong, err := d.Check(tx, who.Force)
		if err != nil {
			return err
		}
		persons := map[id.Person]bool{} // whether the registers have them
		for _, x := range wrong {
			persons[x.Person] = persons[x.Person] || x.Wants != ""
		}
		all, err := d.everybody(tx, who.Force, register.Now(e.At))
		if err != nil {
			return err
		}
		for _, f := range all {
			if _, ok := persons[f.person]; ok {
				persons[f.person] = true
				if err := f.derive(e.At).save(tx, who.Force); err != nil {
					return err
				}
			}
		}
		for of, known := range persons {
			if !known {
				if err := discard(tx, who.Force, of); err != nil {
					return err
				}
			}
		}
		mended = len(persons)
		e.Say(fmt.Sprintf("Worked out anew what lists say of %d persons", mended), "")
		return nil
	})
	return mended, err
}

// differences is what of a person is otherwise than it should be.
func differences(of id.Person, has, wants kept) []Difference {
	var out []Difference
	for at, want := range wants {
		if has[at] != want {
			out = append(out, Difference{of, at.table, at.what, shown(at, has[at]), shown(at, want)})
		}
	}
	for at, have := range has {
		if _, ok := wants[at]; !ok {
			out = append(out, Difference{of, at.table, at.what, shown(at, have), ""})
		}
	}
	return out
}

// shown is a value as people read it: instants as moments, text in quotation marks.
func shown(at place, value string) string {
	kind, text, _ := strings.Cut(value, ":")
	switch kind {
	case "":
		return ""
	case "at":
		ms, err := strconv.ParseInt(text, 10, 64)
		if err != nil || ms == clock.Millis(clock.Forever) {
			return "without end"
		}
		return clock.Moment(time.UnixMilli(ms))
	case "text":
		return strconv.Quote(text)
	}
	return text
}

// kept is all that is derived, as text.
func (x derived) kept() kept {
	out := kept{}
	line(out, x.values())
	for p, until := range x.powers {
		out[place{"desk_line_power", string(p)}] = asText("until_at", until)
	}
	for _, a := range x.areas {
		out[place{"desk_line_area", string(a)}] = "is:there"
	}
	for _, w := range x.words {
		out[place{"desk_word", w}] = "is:there"
	}
	for _, l := range x.lapses {
		out[lapseAt(l.what, clock.Millis(l.at))] = asText("powers", l.names())
	}
	return out
}

func lapseAt(what string, at int64) place {
	return place{"desk_lapse", what + " of " + clock.Moment(time.UnixMilli(at))}
}

// asText is a value of a column as text, with its kind before it, whether it was read from
// either database or is to be written.
func asText(column string, v any) string {
	switch t := v.(type) {
	case time.Time:
		return "at:" + strconv.FormatInt(clock.Millis(t), 10)
	case int64:
		if strings.HasSuffix(column, "_at") {
			return "at:" + strconv.FormatInt(t, 10)
		}
		return "number:" + strconv.FormatInt(t, 10)
	case []byte:
		return "text:" + string(t)
	}
	return "text:" + fmt.Sprint(v)
}

// stored is what the tables hold of everybody, and when each line was written.
func stored(tx *db.Tx, force id.Force) (map[id.Person]kept, map[id.Person]time.Time, error) {
	all, written := map[id.Person]kept{}, map[id.Person]time.Time{}
	each := func(table, columns string, put func(of id.Person, into kept, row []any)) error {
		rows, err := db.All(tx, func(s db.Scanner) ([]any, error) {
			row := make([]any, 1+strings.Count(columns, ", "))
			to := make([]any, len(row))
			for i := range row {
				to[i] = &row[i]
			}
			return row, s.Scan(to...)
		}, `SELECT `+columns+` FROM `+table+` WHERE force_id = ?`, string(force))
		for _, row := range rows {
			of := id.Person(word(row[0]))
			if all[of] == nil {
				all[of] = kept{}
			}
			put(of, all[of], row)
		}
		return err
	}
	err := each("desk_line", keptColumns, func(of id.Person, into kept, row []any) {
		if ms, ok := row[len(row)-1].(int64); ok {
			written[of] = time.UnixMilli(ms).UTC()
		}
		line(into, row)
	})
	if err == nil {
		err = each("desk_line_power", "person_id, power, until_at", func(_ id.Person, into kept, row []any) {
			into[place{"desk_line_power", word(row[1])}] = asText("until_at", row[2])
		})
	}
	if err == nil {
		err = each("desk_line_area", "person_id, area_id", func(_ id.Person, into kept, row []any) {
			into[place{"desk_line_area", word(row[1])}] = "is:there"
		})
	}
	if err == nil {
		err = each("desk_word", "person_id, word", func(_ id.Person, into kept, row []any) {
			into[place{"desk_word", word(row[1])}] = "is:there"
		})
	}
	if err == nil {
		err = each("desk_lapse", "person_id, what, at, powers", func(_ id.Person, into kept, row []any) {
			at, _ := row[2].(int64)
			into[lapseAt(word(row[1]), at)] = asText("powers", row[3])
		})
	}
	return all, written, err
}

// line puts the columns of a line among what is kept, but whose it is and when it was written.
func line(into kept, row []any) {
	columns := strings.Split(keptColumns, ", ")
	for i := 1; i < len(columns)-1; i++ {
		into[place{"desk_line", columns[i]}] = asText(columns[i], row[i])
	}
}

// word is a column of text.
func word(v any) string { return strings.TrimPrefix(asText("", v), "text:") }

// discard removes what is kept of a person of whom the registers know nothing.
func discard(tx *db.Tx, force id.Force, of id.Person) error {
	for _, table := range []string{"desk_line", "desk_line_power", "desk_line_area", "desk_word", "desk_lapse"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE force_id = ? AND person_id = ?`, string(force), string(of)); err != nil {
			return err
		}
	}
	return nil
}
