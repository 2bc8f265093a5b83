package main

import (
	"encoding/json"

	"watchword/internal/clock"
	"watchword/internal/law"
)

// verdictJSON is a verdict in the form of docs/law.md.
type verdictJSON struct {
	Answer      string       `json:"answer"`
	Law         string       `json:"law,omitempty"`
	Test        string       `json:"test,omitempty"`
	Offence     string       `json:"offence,omitempty"`
	Reasons     []reasonJSON `json:"reasons"`
	Notice      *noticeJSON  `json:"notice,omitempty"`
	Unconfirmed []doubtJSON  `json:"unconfirmed"`
}

type reasonJSON struct {
	Code   string `json:"code"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"`
	Mend   string `json:"mend,omitempty"`
	Effect string `json:"effect"`
}

type noticeJSON struct {
	Type    string    `json:"type"`
	Name    string    `json:"name"`
	Amount  law.Pence `json:"amount_pence,omitempty"`
	Early   law.Pence `json:"early_pence,omitempty"`
	Unpaid  law.Pence `json:"unpaid_pence,omitempty"`
	Default bool      `json:"default_amount,omitempty"`
	Given   clock.Day `json:"given_on"`
	EarlyBy *termJSON `json:"early_by,omitempty"`
	PayBy   *termJSON `json:"pay_by,omitempty"`
	Held    *termJSON `json:"no_proceedings,omitempty"`
}

type termJSON struct {
	Days    int    `json:"days"`
	Counted string `json:"counted"`
	Last    string `json:"last_day,omitempty"`
}

type doubtJSON struct {
	Code     string `json:"code"`
	Kind     string `json:"kind"`
	Text     string `json:"text"`
	Question string `json:"question,omitempty"`
}

// tellVerdict writes the verdict for a program.
func tellVerdict(c *console, v *law.Verdict) error {
	out := verdictJSON{Answer: v.Answer.Code(), Law: v.Law, Test: v.Test, Offence: v.Offence, Reasons: []reasonJSON{}, Unconfirmed: []doubtJSON{}}
	for _, r := range v.Reasons {
		effect := "condition"
		if r.Bars {
			effect = "forbids"
		}
		out.Reasons = append(out.Reasons, reasonJSON{r.Code, r.Text, r.Source, r.Mend, effect})
	}
	if n := &v.Notice; n.Type != law.NoNotice {
		out.Notice = &noticeJSON{n.Type.Code(), n.Type.Name(), n.Amount, n.Early, n.Unpaid, n.Default, n.Given, termOf(n.EarlyBy), termOf(n.PayBy), termOf(n.Held)}
	}
	for _, d := range v.Doubts.List() {
		out.Unconfirmed = append(out.Unconfirmed, doubtJSON{d.Code, d.Kind, d.Text, d.Question})
	}
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(out)
}

func termOf(t law.Term) *termJSON {
	if t.From == law.NoCount {
		return nil
	}
	return &termJSON{t.Days, t.From.Code(), t.Last.String()}
}
