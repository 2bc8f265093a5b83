package backup

import (
	"strings"

	"watchword/internal/db"
)

// Tables is the names of all tables but those left out. The two databases list them
// each in their own way.
func Tables(tx *db.Tx) ([]string, error) {
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`
	if tx.Dialect() == db.Postgres {
		query = `SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE "C"`
	}
	all, err := db.Strings(tx, query)
	var out []string
	for _, name := range all {
		if !LeftOut[name] {
			out = append(out, name)
		}
	}
	return out, err
}

// columnsOf is the names of a table's columns, sorted, so that both databases agree.
func columnsOf(tx *db.Tx, table string) ([]string, error) {
	if tx.Dialect() == db.Postgres {
		return db.Strings(tx, `SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY column_name COLLATE "C"`, table)
	}
	return db.Strings(tx, `SELECT name FROM pragma_table_info(?) ORDER BY name`, table)
}

// selectAll reads a whole table. The names come from the database's own catalogue.
func selectAll(table string, columns []string) string {
	return `SELECT "` + strings.Join(columns, `", "`) + `" FROM "` + table + `"`
}

// InsertOne puts one row into a table.
func InsertOne(table string, columns []string) string {
	return `INSERT INTO "` + table + `" ("` + strings.Join(columns, `", "`) + `") VALUES (` + db.Marks(len(columns)) + `)`
}
