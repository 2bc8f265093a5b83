package demo

import (
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/review"
)

// reviewed is the reviews of powers in the county, in days ago: when each was opened, when
// the organisation answered and when it was decided; 0: not yet. One
// power is kept with a condition.
var reviewed = []struct {
	with                   string
	open, answered, decide int
}{
	{"Quayside Homes", 131, 117, 110}, {"Esk Country Parks Trust", 90, 81, 76}, {"Merrowby Homes", 88, 70, 69},
	{"Otterhythe District Council", 25, 8, 0}, {"Aldermere City Council", 11, 0, 0},
}

// toReview is the steps of them.
func toReview() []step {
	var out []step
	for _, x := range reviewed {
		var of id.PowerReview
		out = append(out, step{x.open, func(l *loading) (err error) {
			of, err = l.Reviews.Open(l.ctx, l.manager(), l.named(x.with).id)
			return err
		}})
		if x.answered > 0 {
			out = append(out, step{x.answered, func(l *loading) error { return l.needs(x.with, of) }})
		}
		if x.decide > 0 {
			out = append(out, step{x.decide, func(l *loading) error { return l.decides(of) }})
		}
	}
	return out
}

// lines is the lines of a review as they stand.
func (l *loading) lines(of id.PowerReview) ([]review.Line, error) {
	v, err := db.Find(l.ctx, l.DB, func(tx *db.Tx) (review.Version, error) {
		return l.Reviews.Find(tx, l.manager(), of, register.Now(l.Clock.Now()))
	})
	return v.State.Lines, err
}

// needs is an organisation's answer: what nobody there holds, it does not need.
func (l *loading) needs(with string, of id.PowerReview) error {
	lines, err := l.lines(of)
	if err != nil {
		return err
	}
	var says []review.Told
	for i, x := range lines {
		uses, needed := x.InForce*(7+5*(i%4)), x.InForce > 0
		t := review.Told{Line: i, Uses: &uses, Needed: &needed, Why: "Our people meet this on their rounds."}
		if i%5 == 3 && needed {
			t.Uses, t.Why = nil, "Asked for by residents. We do not count these."
		}
		if !needed {
			t.Why = "Nobody here holds it now."
		}
		says = append(says, t)
	}
	return l.Reviews.Answer(l.ctx, l.leadOf(with), of, says)
}

// decides keeps what is needed, one power with a condition.
func (l *loading) decides(of id.PowerReview) error {
	lines, err := l.lines(of)
	if err != nil {
		return err
	}
	var ds []review.Ruling
	for i, x := range lines {
		d := review.Ruling{Line: i, Verdict: review.Keep, Reason: "It stays for those who are trained this year."}
		if x.Word.Needed {
			d.Reason = ""
		}
		if x.Power == "csas-alcohol-u18" {
			d.Verdict, d.Condition, d.Reason = review.Condition, "With a second officer present", "Two people were alone when they were threatened."
		}
		ds = append(ds, d)
	}
	return l.Reviews.Decide(l.ctx, l.role(authz.Delegate), of, ds)
}
