package intake

import (
	"slices"
	"strings"
)

// directory finds organisations by what a sheet calls them.
type directory struct {
	all    []KnownOrganisation
	byName map[string][]int // folded name or alias, to places in all
	words  []string         // folded names and aliases
	owner  []int            // the place in all of each of words
	seen   map[string]found
}

// found is the answer to a name.
type found struct {
	at         int // place in all, or -1
	reason     Reason
	suggestion string
}

func newDirectory(all []KnownOrganisation) *directory {
	d := &directory{all: all, byName: map[string][]int{}, seen: map[string]found{}}
	add := func(name string, i int) {
		key := fold(name)
		if key == "" || slices.Contains(d.byName[key], i) {
			return
		}
		d.byName[key] = append(d.byName[key], i)
		d.words, d.owner = append(d.words, key), append(d.owner, i)
	}
	for i, o := range all {
		add(o.Name, i)
		for _, a := range o.Aliases {
			add(a, i)
		}
	}
	return d
}

// find finds the organisation of that name. Upper case, spaces, kinds of apostrophe
// and dash, and "and" for "&" do not matter. What is nearly a name is suggested and
// never taken.
func (d *directory) find(name string) found {
	if f, ok := d.seen[name]; ok {
		return f
	}
	f := d.look(fold(name))
	d.seen[name] = f
	return f
}

func (d *directory) look(key string) found {
	if at := d.byName[key]; len(at) == 1 {
		return found{at: at[0]}
	} else if len(at) > 1 {
		var names []string
		for _, i := range at {
			if fold(d.all[i].Name) == key {
				return found{at: i} // a name goes before another's alias
			}
			names = append(names, d.all[i].Name)
		}
		return found{-1, OrganisationAmbiguous, strings.Join(names, " or ")}
	}
	if i := nearest(key, d.words, max(2, len(key)/8)); i >= 0 {
		return found{-1, OrganisationCloseMatch, d.all[d.owner[i]].Name}
	}
	if i := d.byWords(key); i >= 0 {
		return found{-1, OrganisationCloseMatch, d.all[i].Name}
	}
	return found{-1, OrganisationUnknown, ""}
}

// lesser words do not tell one organisation from another.
var lesserWords = map[string]bool{"ltd": true, "limited": true, "plc": true, "llp": true, "cic": true, "the": true, "co": true, "company": true, "uk": true, "group": true, "of": true, "and": true}

func telling(key string) []string {
	var out []string
	for _, w := range strings.Fields(key) {
		if !lesserWords[w] {
			out = append(out, w)
		}
	}
	return out
}

// byWords is the one organisation that has all the telling words of the key, or all
// of whose telling words the key has; -1 if there is none or more than one.
func (d *directory) byWords(key string) int {
	words := telling(key)
	if len(words) == 0 {
		return -1
	}
	best := -1
	for i, name := range d.words {
		have := telling(name)
		if len(have) == 0 || !within(words, have) && !(len(have) > 1 && within(have, words)) {
			continue
		}
		if best >= 0 && best != d.owner[i] {
			return -1
		}
		best = d.owner[i]
	}
	return best
}

func within(some, all []string) bool {
	for _, w := range some {
		if !slices.Contains(all, w) {
			return false
		}
	}
	return true
}

// nearest is the place of the one word that differs least from s, by at most so many
// letters added, dropped, changed or swapped; -1 if there is none, or two that
// differ alike.
func nearest(s string, words []string, most int) int {
	if len(s) < 4 || len(s) > 120 {
		return -1
	}
	best, at, twice := most+1, -1, false
	for i, w := range words {
		if n := len(w) - len(s); n > most || -n > most {
			continue
		}
		switch d := distance(s, w, best); {
		case d < best:
			best, at, twice = d, i, false
		case d == best && at >= 0 && w != words[at]:
			twice = true
		}
	}
	if twice {
		return -1
	}
	return at
}

// distance is how many letters must be added, dropped, changed or swapped with
// their neighbour to make b of a; give up beyond limit.
func distance(a, b string, limit int) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
			least = min(least, cur[j])
		}
		if least > limit {
			return limit + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
