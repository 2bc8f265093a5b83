package desk

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/person/alike"
)

const (
	// nearLimit is how many words of the register may stand for one word typed.
	nearLimit = 40
	// wordLimit is how many words of what was typed are looked at.
	wordLimit = 6
)

// likeness is the condition that a word of a name is like one typed; column is where the
// word stands.
type likeness func(column string) db.Where

// begins is being the beginning of a word.
func begins(word string) likeness {
	return func(column string) (w db.Where) {
		w.And(column+" LIKE ?", word+"%") // letters alone: nothing to escape
		w.And(column+" >= ?", word)       // and by this the index finds them
		if last := len(word) - 1; word[last] >= 'a' && word[last] < 'z' {
			w.And(column+" < ?", word[:last]+string(word[last]+1))
		}
		return w
	}
}

// named is the first persons, and how many there are up to a hundred, of whose names some
// word begins as each word typed.
func (b *Board) named(ctx context.Context, who authz.Actor, words []string) (People, error) {
	each := make([]likeness, len(words))
	for i, word := range words {
		each[i] = begins(word)
	}
	const most = 100
	lines, err := b.byWords(ctx, who, each, most+1)
	return People{Lines: lines[:min(len(lines), foundLimit)], Total: int64(min(len(lines), most)), More: len(lines) > most}, err
}

// similar is the persons whose names are spelt in another way than the words, or are short
// forms of them, but for those found already: at most ten. Every word typed must be like one
// of the name.
func (b *Board) similar(ctx context.Context, who authz.Actor, words []string, found []Line) ([]Line, error) {
	known, err := b.words.of(b, string(who.Force), slow, func() ([]string, error) {
		return db.Find(ctx, b.DB, func(tx *db.Tx) ([]string, error) {
			return db.Strings(tx, `SELECT DISTINCT word FROM desk_word WHERE force_id = ?`, string(who.Force))
		})
	})
	if err != nil {
		return nil, err
	}
	each := make([]likeness, len(words))
	for i, word := range words {
		near := alike.Near(word, known, nearLimit)
		if len(near) == 0 {
			return nil, nil
		}
		each[i] = func(column string) (w db.Where) {
			db.In(&w, column, near)
			return w
		}
	}
	lines, err := b.byWords(ctx, who, each, foundLimit+len(found))
	lines = slices.DeleteFunc(lines, func(l Line) bool {
		return slices.ContainsFunc(found, func(f Line) bool { return f.Person == l.Person })
	})
	return lines[:min(len(lines), foundLimit)], err
}

// byWords is persons, by name, whose names have a word for each likeness. They are found by
// the rarest, and the others looked for in their names.
func (b *Board) byWords(ctx context.Context, who authz.Actor, each []likeness, limit int) ([]Line, error) {
	return db.Find(ctx, b.DB, func(tx *db.Tx) ([]Line, error) {
		rarest, few, err := rarest(tx, who.Force, each)
		if err != nil {
			return nil, err
		}
		w := who.Scope(authz.ReadPerson, lineScope)
		for i, is := range each {
			if i == rarest {
				in := is("w.word")
				in.And("w.force_id = ?", string(who.Force))
				w.And("l.person_id IN (SELECT w.person_id FROM desk_word w"+in.SQL()+")", in.Args()...)
				continue
			}
			in := is("(w.word || '')") // so that the index of the person's words is taken
			w.And("EXISTS (SELECT 1 FROM desk_word w"+in.SQL()+" AND w.force_id = l.force_id AND w.person_id = l.person_id)", in.Args()...)
		}
		order := "l.sort_name, l.person_id"
		if few { // found and sorted sooner than all lines are gone through in this order
			order = "l.sort_name || '', l.person_id"
		}
		return db.All(tx, scanLine, `SELECT `+qualified+` FROM desk_line l`+w.SQL()+` ORDER BY `+order+db.Limit, w.Args(int64(limit))...)
	})
}

// rarest is which of the likenesses the fewest names have, as far as counting goes, and
// whether those are few.
func rarest(tx *db.Tx, force id.Force, each []likeness) (which int, few bool, err error) {
	const enough = 3000
	least := int64(enough)
	for i, is := range each {
		w := is("w.word")
		w.And("w.force_id = ?", string(force))
		n, err := db.Count(tx, `SELECT COUNT(*) FROM (SELECT 1 FROM desk_word w`+w.SQL()+db.Limit+`) counted`, w.Args(least)...)
		if err != nil {
			return 0, false, err
		}
		if n < least {
			which, least = i, n
		}
	}
	return which, least < enough, nil
}

// searchPeople looks for the persons that the actor may see.
func (b *Board) searchPeople(ctx context.Context, who authz.Actor, text string) (exact id.Person, all People, similar []Line, err error) {
	if exact, err = b.bearer(ctx, who, text); err != nil || exact != "" {
		return exact, all, nil, err
	}
	words := alike.Words(text)
	if strings.ContainsAny(text, "0123456789") || len(words) == 0 || len(words) > wordLimit {
		all, err = b.People(ctx, who, Filter{Text: text, Limit: foundLimit})
		return "", all, nil, err
	}
	if all, err = b.named(ctx, who, words); err != nil || len(all.Lines) >= foundLimit {
		return "", all, nil, err
	}
	similar, err = b.similar(ctx, who, words, all.Lines)
	return "", all, similar, err
}
