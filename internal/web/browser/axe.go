package browser

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// Violation is one rule of axe that a page breaks, with the places.
type Violation struct {
	ID     string   `json:"id"`
	Impact string   `json:"impact"`
	Help   string   `json:"help"`
	Places []string `json:"places"`
}

// String is the violation in a few lines.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s\n  %s", v.ID, v.Impact, v.Help, strings.Join(v.Places, "\n  "))
}

// Axe fails the test for every rule of WCAG 2.2 A and AA, and of good practice,
// that the page breaks. The rule names given are left out.
//
// It is put into the page over the debugging line, so the page's own policy
// stays as it is.
func (p *Page) Axe(without ...string) {
	p.t.Helper()
	for _, v := range p.Violations(without...) {
		p.t.Errorf("axe: %s: %s", p.URL(), v)
	}
}

// Violations are the rules that the page breaks.
func (p *Page) Violations(without ...string) []Violation {
	p.t.Helper()
	if !Eval[bool](p, `typeof axe !== "undefined"`) {
		p.run(chromedp.Evaluate[chromedp.Void](axe + ";0"))
	}
	rules := "{}"
	if len(without) > 0 {
		rules = `{"` + strings.Join(without, `":{enabled:false},"`) + `":{enabled:false}}`
	}
	return ask(p, chromedp.Evaluate[[]Violation](`axe.run(document, {resultTypes: ["violations"], rules: `+rules+`,
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => r.violations.map(v => ({
		id: v.id, impact: v.impact || "", help: v.help, places: v.nodes.map(n => n.target.join(" ") + "  " + n.html.slice(0, 160) + "  " +
			n.any.concat(n.all, n.none).map(c => c.message).join("; ").slice(0, 240)) })))`,
		chromedp.EvalAwaitPromise))
}
