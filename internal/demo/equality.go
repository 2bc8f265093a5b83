package demo

import (
	"math/rand/v2"

	"watchword/internal/scheme/monitor"
)

// usual is how likely the answers of the demo's applicants are, by question, in the order of
// the answers that there are; the last is that they prefer not to say.
var usual = map[string][]int{
	"age": {18, 31, 27, 16, 6, 0, 2}, "disability": {2, 7, 85, 6}, "gender": {92, 1, 7}, "marriage": {44, 50, 6}, "pregnancy": {1, 91, 8}, "race": {8, 5, 4, 77, 1, 5},
	"religion": {44, 38, 1, 2, 1, 5, 1, 1, 7}, "sex": {38, 58, 4}, "orientation": {84, 4, 3, 0, 9},
}

// answering is the steps in which applicants of the last two years answered the voluntary
// questions. Each comes in by a ticket, as from a person's own page.
func answering() []step {
	draw := rand.New(rand.NewPCG(Seed, 213))
	var out []step
	for ago := 720; ago > 0; ago -= 5 {
		a := monitor.Answers{}
		for i := range monitor.Questions {
			q := &monitor.Questions[i]
			options, n := q.Options(), draw.IntN(100)
			for j, share := range usual[q.Code] {
				if n -= share; n < 0 {
					a[q.Code] = options[j].Code
					break
				}
			}
		}
		if draw.IntN(10) == 0 {
			delete(a, "religion")
		}
		out = append(out, step{ago, func(l *loading) error { return l.Monitor.Answer(l.ctx, l.force.ID, l.Monitor.Ticket(l.force.ID), a) }})
	}
	return out
}
