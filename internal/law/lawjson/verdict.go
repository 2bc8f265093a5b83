package lawjson

import (
	"encoding/json"
	"io"

	"watchword/internal/law"
)

// verdict is a verdict on the wire.
type verdict struct {
	ID          string   `json:"id,omitempty" doc:"The asker's own id, if one was given."`
	Answer      string   `json:"answer" doc:"The answer." enum:"may,may_if,may_not"`
	Law         string   `json:"law,omitempty" doc:"The provision that gives the power."`
	Test        string   `json:"test,omitempty" doc:"The text by which conduct is judged on that day, where it has changed."`
	Offence     string   `json:"offence,omitempty" doc:"The provision that made the offence on its day."`
	Reasons     []reason `json:"reasons" doc:"All that stands in the way, in a fixed order. Empty when the answer is may."`
	Notice      *notice  `json:"notice,omitempty" doc:"What the notice costs and by when. Absent when the answer is may_not."`
	Unconfirmed []doubt  `json:"unconfirmed" doc:"What the answer rests on and is not confirmed."`
}

type reason struct {
	Code   string `json:"code" doc:"Stable, for programs."`
	Text   string `json:"text" doc:"A sentence for people."`
	Source string `json:"source,omitempty" doc:"The section."`
	Mend   string `json:"mend,omitempty" doc:"What would have to be so. Absent: nothing can change it."`
	Effect string `json:"effect" doc:"Whether it forbids, or is a condition that is not known to be met." enum:"forbids,condition"`
}

type notice struct {
	Type    string `json:"type" doc:"The kind of notice."`
	Name    string `json:"name" doc:"The same in words."`
	Amount  int    `json:"amount_pence,omitempty" doc:"The full amount. Absent where it is not known, and for a community protection notice itself."`
	Early   int    `json:"early_pence,omitempty" doc:"The lower amount for early payment."`
	Unpaid  int    `json:"unpaid_pence,omitempty" doc:"What may be registered as a fine if nothing is done. Absent: prosecution instead."`
	Default bool   `json:"default_amount,omitempty" doc:"The amount is the law's default, since no rate of the council was given."`
	Given   string `json:"given_on" doc:"The legal day on which it is given."`
	EarlyBy *term  `json:"early_by,omitempty" doc:"The period for the lower amount."`
	PayBy   *term  `json:"pay_by,omitempty" doc:"The period for the full amount."`
	Held    *term  `json:"no_proceedings,omitempty" doc:"The period in which no proceedings may be brought."`
}

type term struct {
	Days    int    `json:"days" doc:"How many days."`
	Counted string `json:"counted" doc:"How they are counted." enum:"from_given,after_given,from_receipt"`
	Last    string `json:"last_day,omitempty" doc:"The last day. Absent where the day of receipt is not known."`
}

type doubt struct {
	Code     string `json:"code" doc:"Stable, for programs."`
	Kind     string `json:"kind" doc:"As pages show it: Day unconfirmed, Amount unconfirmed, Not confirmed, Not told."`
	Text     string `json:"text" doc:"A sentence for people."`
	Question string `json:"question,omitempty" doc:"The open question in docs/law.md."`
}

// Verdict writes one verdict as a JSON object over several lines, in the form in which
// Ask answers a question without an id.
func Verdict(v *law.Verdict, w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(verdictOf("", v))
}

func verdictOf(id string, v *law.Verdict) verdict {
	out := verdict{ID: id, Answer: v.Answer.Code(), Law: v.Law, Test: v.Test, Offence: v.Offence, Reasons: []reason{}, Unconfirmed: doubtsOf(v.Doubts)}
	for _, r := range v.Reasons {
		effect := "condition"
		if r.Bars {
			effect = "forbids"
		}
		out.Reasons = append(out.Reasons, reason{r.Code, r.Text, r.Source, r.Mend, effect})
	}
	if n := v.Notice; n.Type != law.NoNotice {
		out.Notice = &notice{Type: n.Type.Code(), Name: n.Type.Name(), Amount: int(n.Amount), Early: int(n.Early), Unpaid: int(n.Unpaid), Default: n.Default,
			Given: n.Given.String(), EarlyBy: termOf(n.EarlyBy), PayBy: termOf(n.PayBy), Held: termOf(n.Held)}
	}
	return out
}

func termOf(t law.Term) *term {
	if t.From == law.NoCount {
		return nil
	}
	return &term{t.Days, t.From.Code(), t.Last.String()}
}

func doubtsOf(ds law.Doubts) []doubt {
	out := []doubt{}
	for _, d := range ds.List() {
		out = append(out, doubt{d.Code, d.Kind, d.Text, d.Question})
	}
	return out
}
