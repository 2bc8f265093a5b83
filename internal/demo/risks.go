package demo

import (
	"watchword/internal/clock"
	"watchword/internal/scheme"
)

// found is the risks of the county's scheme: how many days ago each was entered, and in how
// many days from then it is to be looked at again.
var found = []struct {
	ago, review int
	scheme.Judged
}{
	{310, 365, scheme.Judged{Title: "The training falls away when one trainer leaves", Effect: "No course for months, and training that runs out stops powers by itself", Likelihood: 2, Impact: 4, Action: "A second trainer is being accredited"}},
	{150, 170, scheme.Judged{Title: "Vetting takes longer than its aim", Effect: "Persons wait for their accreditation, and employers lose interest", Likelihood: 4, Impact: 4, Action: "The queue is gone through with the unit every fortnight"}},
	{88, 180, scheme.Judged{Title: "Cards of leavers do not come back", Effect: "Somebody may show a card that is no longer good", Likelihood: 3, Impact: 2, Action: "Employers are reminded; the check answers that the card is not valid"}},
}

// toJudge is the steps of the risk register.
func toJudge() []step {
	var out []step
	for _, f := range found {
		out = append(out, step{f.ago, func(l *loading) error {
			j := f.Judged
			j.Owner, j.Review = l.manager().Name+", scheme manager", clock.DayOf(l.Clock.Now()).AddDays(f.review)
			_, err := l.Scheme.Enter(l.ctx, l.manager(), j)
			return err
		}})
	}
	return out
}
