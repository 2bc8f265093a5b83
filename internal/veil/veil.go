// Package veil says which counts of people are left out of a table, so that nobody can be
// known by what is told.
package veil

// Fewest is the least count that is published: 1 to 4 persons could be known.
const Fewest = 5

// Over says which of several counts of people are left out, and whether their total is,
// so that no count under Fewest can be worked out. Counts of none are published.
//
// Left out are the counts under Fewest; and besides them as many of the smallest others as it
// takes until the total does not tell what is left out: at least two counts are, and they do
// not all have to be one. Where no others remain the total is left out as well. What is left
// out bears one mark, so that nobody sees which of them is small.
//
// From what is published each count left out could then be two numbers at least. Against who
// knows other counts from elsewhere, nothing published protects.
func Over(counts []int) (hidden []bool, total bool) {
	hidden = make([]bool, len(counts))
	n, sum := 0, 0
	hide := func(i int) { hidden[i], n, sum = true, n+1, sum+counts[i] }
	for i, c := range counts {
		if c > 0 && c < Fewest {
			hide(i)
		}
	}
	for n > 0 && (n < 2 || sum == n) {
		least := -1
		for i, c := range counts {
			if !hidden[i] && c > 0 && (least < 0 || c < counts[least]) {
				least = i
			}
		}
		if least < 0 {
			return hidden, true
		}
		hide(least)
	}
	return hidden, false
}

// Small reports whether a count that stands alone, without a total, is left out.
func Small(n int) bool { return n > 0 && n < Fewest }
