package authz

import (
	"slices"
	"strings"
)

// ranks is what stands before a name and is no part of it.
var ranks = []string{"c/insp", "ch/insp", "ch", "chief", "inspector", "insp", "supt", "c/supt", "superintendent", "sgt", "sergeant", "t/c/insp", "a/c/insp", "dci", "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "cllr", "sir", "dame"}

var plainLetters = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "–", "-", "—", "-", "\u00a0", " ", ".", "")

// SameName reports whether two names are of one person: the same words, whatever their
// capitals and apostrophes, and whatever rank or title stands before them.
func SameName(a, b string) bool {
	plain := func(name string) []string {
		words := strings.Fields(plainLetters.Replace(strings.ToLower(name)))
		for len(words) > 1 && slices.Contains(ranks, words[0]) {
			words = words[1:]
		}
		return words
	}
	x, y := plain(a), plain(b)
	return len(x) > 0 && slices.Equal(x, y)
}

// Signs is what is wrong with a name typed to sign; empty if it is the actor's own. A
// decision is signed in the name of the account that makes it and in no other.
func (a Actor) Signs(typed string) string {
	switch {
	case strings.TrimSpace(typed) == "":
		return "Type your name to sign"
	case !SameName(typed, a.Name):
		return "Type your own name to sign. You are signed in as " + a.Name
	}
	return ""
}
