package ledger

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// heading is what an entry's row and its subjects repeat of its words, so that entries can
// be searched by them. Verify holds the one to the other: else an entry could be hidden from
// a search without its words being touched.
type heading struct {
	id, force, at, actor, role, org, act, outcome string
	signed                                        int64
	subjects                                      []string
}

// headingColumns is the columns of ledger_entry that repeat the words, but for at: one
// text, a line each, since that is read faster than five.
const headingColumns = "actor_id || '\n' || actor_role || '\n' || org_id || '\n' || act || '\n' || outcome"

func (h *heading) columns() []string { return []string{h.actor, h.role, h.org, h.act, h.outcome} }

var headingNames = []string{"actor_id", "actor_role", "org_id", "act", "outcome"}

// differs is the first column that does not say what the words say; empty if all do.
func (h *heading) differs(force id.Force, at int64, columns string) string {
	if h.force != string(force) {
		return fmt.Sprintf("its words are of the force %q", h.force)
	}
	if said := string(clock.FromMillis(at).AppendFormat(make([]byte, 0, 40), time.RFC3339Nano)); said != h.at {
		return fmt.Sprintf("its column at says %s, its words say %s", said, h.at)
	}
	rest := columns
	for i, want := range h.columns() {
		if i > 0 {
			rest = strings.TrimPrefix(rest, "\n")
		}
		if after, ok := strings.CutPrefix(rest, want); ok && (after == "" || after[0] == '\n') {
			rest = after
			continue
		}
		said, _, _ := strings.Cut(rest, "\n")
		return fmt.Sprintf("its column %s says %q, its words say %q", headingNames[i], said, want)
	}
	if rest != "" {
		return "its columns say more than its words"
	}
	return ""
}

// headingOf reads the heading of an entry's words.
func headingOf(content string) (heading, error) {
	head, _, _ := strings.Cut(content, "\n")
	r := headReader{rest: head}
	h := heading{id: r.text(`{"id":"`), force: r.text(`"force":"`), at: r.text(`"at":"`), actor: r.text(`"actor":"`)}
	r.name()
	h.role, h.org, h.act, h.outcome = r.text(`"role":"`), r.text(`"org":"`), r.text(`"act":"`), r.text(`"outcome":"`)
	h.signed = r.number(`"signed":`)
	h.subjects = r.texts(`"subjects":[`)
	if !r.odd && h.id != "" && h.force != "" && h.at != "" && h.act != "" && h.outcome != "" {
		return h, nil
	}
	return headingByJSON(head)
}

// headingByJSON reads any heading, and takes five times as long.
func headingByJSON(head string) (heading, error) {
	var x Header
	if err := json.Unmarshal([]byte(head), &x); err != nil {
		return heading{}, err
	}
	h := heading{id: string(x.ID), force: string(x.Force), at: x.At.Format(time.RFC3339Nano), actor: string(x.Actor), role: string(x.Role), org: string(x.Org),
		act: x.Act, outcome: string(x.Outcome), signed: x.Signed}
	for _, s := range x.Subjects {
		h.subjects = append(h.subjects, string(s))
	}
	return h, nil
}

// headReader reads a header as seal writes it, member by member in their order. What it
// does not expect makes it odd.
type headReader struct {
	rest string
	odd  bool
}

// text is the value of a member, empty if another one comes next.
func (r *headReader) text(key string) string {
	rest, ok := strings.CutPrefix(r.rest, key)
	if !ok {
		return ""
	}
	end := strings.IndexByte(rest, '"')
	if end < 0 || strings.IndexByte(rest[:end], '\\') >= 0 {
		r.odd = true
		return ""
	}
	r.rest = strings.TrimPrefix(rest[end+1:], ",")
	return rest[:end]
}

// name passes over the member that may hold any letters.
func (r *headReader) name() {
	rest, ok := strings.CutPrefix(r.rest, `"name":"`)
	if !ok {
		return
	}
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			r.rest = strings.TrimPrefix(rest[i+1:], ",")
			return
		}
	}
	r.odd = true
}

func (r *headReader) number(key string) int64 {
	rest, ok := strings.CutPrefix(r.rest, key)
	if !ok {
		return 0
	}
	end := strings.IndexAny(rest, ",}")
	n, err := strconv.ParseInt(rest[:max(end, 0)], 10, 64)
	if err != nil {
		r.odd = true
		return 0
	}
	r.rest = strings.TrimPrefix(rest[end:], ",")
	return n
}

func (r *headReader) texts(key string) []string {
	rest, ok := strings.CutPrefix(r.rest, key)
	if !ok {
		r.odd = r.odd || strings.Contains(r.rest, key)
		return nil
	}
	var out []string
	for r.rest = rest; !r.odd && !strings.HasPrefix(r.rest, "]"); {
		before := len(r.rest)
		out = append(out, r.text(`"`))
		r.odd = r.odd || len(r.rest) == before
	}
	return out
}

// pairs is a set of entries with what each is about, as a sum that does not depend on their
// order.
type pairs struct {
	sum uint64
	n   int64
}

func (p *pairs) add(seed maphash.Seed, entry, subject string) {
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteString(entry)
	h.WriteByte('\n')
	h.WriteString(subject)
	p.sum += h.Sum64()
	p.n++
}

// subjects compares the index of subjects with what the entries say they are about. Of
// entries whose words are erased it is compared with what their erasing told.
func (v *verifier) subjects() error {
	var kept pairs
	err := v.eachSubject(func(line string) {
		kept.sum += maphash.String(v.seed, line)
		kept.n++
	})
	if err != nil || kept == v.about {
		return err
	}
	return v.strangeSubject()
}

// eachSubject reads the index: entry and subject, a line each.
func (v *verifier) eachSubject(do func(line string)) error {
	rows, err := v.tx.Query(`SELECT entry_id || '`+"\n"+`' || subject FROM ledger_subject WHERE force_id = ?`, string(v.force))
	if err != nil {
		return err
	}
	defer rows.Close()
	var line string
	for rows.Next() {
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if entry, _, _ := strings.Cut(line, "\n"); len(v.erased) == 0 || v.erased[id.Entry(entry)] == nil {
			do(line)
		}
	}
	return rows.Err()
}

// strangeSubject names the first subject that is missing from the index, or stands there
// though no entry tells it.
func (v *verifier) strangeSubject() error {
	there := map[string]bool{}
	if err := v.eachSubject(func(line string) { there[line] = true }); err != nil {
		return err
	}
	_, err := db.All(v.tx, func(s db.Scanner) (struct{}, error) {
		var entry, content string
		if err := s.Scan(&entry, &content); err != nil {
			return struct{}{}, err
		}
		h, err := headingOf(content)
		for _, subject := range h.subjects {
			if line := entry + "\n" + subject; there[line] {
				delete(there, line)
			} else if err == nil {
				err = finds("entry %s is about %s, but the index of subjects does not say so", entry, subject)
			}
		}
		return struct{}{}, err
	}, `SELECT id, content FROM ledger_entry WHERE force_id = ? AND content IS NOT NULL ORDER BY COALESCE(place, 9223372036854775807), id`, string(v.force))
	if err != nil {
		return err
	}
	first := ""
	for line := range there {
		if first == "" || line < first {
			first = line
		}
	}
	entry, subject, _ := strings.Cut(first, "\n")
	return finds("the index of subjects says that entry %s is about %s, but no entry does", entry, subject)
}
