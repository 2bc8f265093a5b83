package demo

import (
	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/double"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/register"
)

// enteredTwice is employers that put somebody forward whom they had already, in days ago, and
// when the scheme office merged the entries; 0: it has not looked yet.
var enteredTwice = []struct {
	with        string
	ago, merged int
}{{"Calderwick Borough Council", 47, 45}, {"Aldermere City Council", 6, 0}}

// toTell is the steps of them.
func toTell() []step {
	var out []step
	for _, x := range enteredTwice {
		var first, again id.Person
		out = append(out, step{x.ago, func(l *loading) (err error) { first, again, err = l.enterAgain(x.with); return err }})
		if x.merged > 0 {
			out = append(out, step{x.merged, func(l *loading) error {
				return l.Doubles.Say(l.ctx, l.manager(), double.Of(first, again), double.Saying{Verdict: double.Merged, Stays: first, Why: "The employer’s liaison officer was asked: put forward twice, the second time with the surname misspelt."})
			}})
		}
	}
	return out
}

// enterAgain puts the first accredited person of an employer forward once more, with a letter
// of the surname left out.
func (l *loading) enterAgain(with string) (first, again id.Person, err error) {
	var p person.Person
	err = l.DB.Read(l.ctx, func(tx *db.Tx) error {
		now := register.Now(l.Clock.Now())
		live, err := l.Accreds.Live(tx, l.force.ID, l.named(with).id, now)
		for _, a := range live {
			v, err := l.Persons.Any(tx, l.force.ID, a.State.Person, now)
			if err != nil {
				return err
			}
			if n := len(v.State.Surname); n > 5 && a.State.State == accred.InForce && !v.State.Gone() {
				first, p = a.State.Person, v.State
				p.Surname = p.Surname[:n-1]
				break
			}
		}
		return err
	})
	if err != nil {
		return first, again, err
	}
	today := clock.DayOf(l.Clock.Now())
	again, err = l.Persons.Nominate(l.ctx, l.manager(), person.Person{Surname: p.Surname, Forenames: p.Forenames, Born: p.Born, Org: p.Org, Role: p.Role, Phone: p.Phone, Agreed: today})
	return first, again, err
}
