package export

import (
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"watchword/internal/backup"
	"watchword/internal/db"
)

// describe is the tables to be exported with their columns, each in the order of its name.
func describe(tx *db.Tx) ([]Table, error) {
	names, err := backup.Tables(tx)
	if err != nil {
		return nil, err
	}
	var out []Table
	for _, name := range names {
		if _, left := leftOut()[name]; left {
			continue
		}
		columns, err := columnsOf(tx, name)
		if err != nil {
			return nil, err
		}
		out = append(out, Table{Name: name, Columns: columns})
	}
	return out, nil
}

// kinds is what the databases call the kinds of a column.
var kinds = map[string]string{"text": "text", "bigint": "number", "integer": "number", "bytea": "bytes", "blob": "bytes"}

func columnsOf(tx *db.Tx, table string) ([]Column, error) {
	query := `SELECT name, type, CASE WHEN pk > 0 THEN 1 ELSE 0 END FROM pragma_table_info(?) ORDER BY name`
	if tx.Dialect() == db.Postgres {
		query = `SELECT CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT), CASE WHEN EXISTS (
			SELECT 1 FROM information_schema.table_constraints k JOIN information_schema.key_column_usage u
				ON u.constraint_schema = k.constraint_schema AND u.constraint_name = k.constraint_name AND u.table_name = k.table_name
			WHERE k.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema AND k.table_name = c.table_name AND u.column_name = c.column_name) THEN 1 ELSE 0 END
			FROM information_schema.columns c WHERE c.table_schema = current_schema() AND c.table_name = ? ORDER BY c.column_name COLLATE "C"`
	}
	return db.All(tx, func(s db.Scanner) (Column, error) {
		var c Column
		var kind string
		if err := s.Scan(&c.Name, &kind, &c.key); err != nil {
			return c, err
		}
		c.Kind = kinds[strings.ToLower(kind)]
		if c.Kind == "" {
			return c, fmt.Errorf("column %s of %s is a %s, which no export can take", c.Name, table, kind)
		}
		return c, nil
	}, query, table)
}

// collation makes PostgreSQL order text by its bytes, as SQLite does.
func collation(tx *db.Tx) string {
	if tx.Dialect() == db.Postgres {
		return ` COLLATE "C"`
	}
	return ""
}

// order is the key of the table, so that rows come alike from both databases.
func (t Table) order(tx *db.Tx) string {
	var by []string
	for _, c := range t.Columns {
		switch {
		case c.key && c.Kind == "text":
			by = append(by, `"`+c.Name+`"`+collation(tx))
		case c.key:
			by = append(by, `"`+c.Name+`"`)
		}
	}
	return ` ORDER BY ` + strings.Join(by, ", ")
}

// written is the columns of the table's own file: contents of uploads are files.
func (t Table) written() []Column {
	if t.Name != uploads {
		return t.Columns
	}
	var out []Column
	for _, c := range t.Columns {
		if c.Name != "content" {
			out = append(out, c)
		}
	}
	return out
}

// rows writes the rows of a table.
func rows(tx *db.Tx, t Table, to io.Writer) (n int64, err error) {
	columns := Table{Columns: t.written()}.namesOf()
	rs, err := tx.Query(`SELECT "` + strings.Join(columns, `", "`) + `" FROM "` + t.Name + `"` + t.order(tx))
	if err != nil {
		return 0, err
	}
	defer rs.Close()
	out := csv.NewWriter(to)
	if err := out.Write(columns); err != nil {
		return 0, err
	}
	row, dest, line := make([]any, len(columns)), make([]any, len(columns)), make([]string, len(columns))
	for i := range row {
		dest[i] = &row[i]
	}
	for rs.Next() {
		if err := rs.Scan(dest...); err != nil {
			return n, err
		}
		for i, v := range row {
			if line[i], err = cell(v); err != nil {
				return n, fmt.Errorf("column %s: %w", columns[i], err)
			}
		}
		if err := out.Write(line); err != nil {
			return n, err
		}
		n++
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return n, err
	}
	return n, rs.Err()
}

// nothing stands for a value that is not there. CSV has no other sign for it, and a reader
// of CSV may drop a carriage return: hence the marks.
const nothing = `\N`

var (
	marks   = strings.NewReplacer(`\`, `\\`, "\r", `\r`)
	unmarks = strings.NewReplacer(`\\`, `\`, `\r`, "\r")
)

// cell is a value as it stands in a file.
func cell(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return nothing, nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case string:
		return marks.Replace(v), nil
	case []byte:
		return base64.StdEncoding.EncodeToString(v), nil
	}
	return "", fmt.Errorf("it holds a %T, which no export can take", v)
}

// value is what stands in a cell of a column of the kind.
func value(kind, text string) (any, error) {
	switch {
	case text == nothing:
		return nil, nil
	case kind == "number":
		return strconv.ParseInt(text, 10, 64)
	case kind == "bytes":
		return base64.StdEncoding.DecodeString(text)
	}
	return unmarks.Replace(text), nil
}
