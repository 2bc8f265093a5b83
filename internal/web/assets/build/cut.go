package main

import (
	"regexp"
	"strings"
)

// kept are the upstream blocks whose rules are kept: those that are ported.
var kept = blocks(`
	govuk-back-link govuk-body govuk-button-group govuk-caption-l govuk-caption-m
	govuk-date-input govuk-details govuk-error-message govuk-error-summary govuk-fieldset
	govuk-file-upload govuk-form-group govuk-generic-header govuk-heading-l govuk-heading-m govuk-heading-s govuk-hint
	govuk-input govuk-inset-text govuk-label govuk-label-wrapper govuk-link govuk-list govuk-notification-banner govuk-pagination govuk-panel
	govuk-password-input govuk-phase-banner govuk-select govuk-skip-link govuk-summary-card govuk-summary-list
	govuk-table govuk-tabs govuk-tag govuk-task-list govuk-textarea govuk-visually-hidden govuk-warning-text
	`)

func blocks(s string) map[string]bool {
	m := map[string]bool{}
	for _, b := range strings.Fields(s) {
		m[b] = true
	}
	return m
}

var classes = regexp.MustCompile(`\.(-?[_a-zA-Z][-\w]*)`)

// keep reports whether a selector speaks of kept blocks only. What needs script,
// and rules for bare elements, go; the custom properties of :root stay.
func keep(selector string) bool {
	found := classes.FindAllStringSubmatch(selector, -1)
	if len(found) == 0 {
		return strings.TrimSpace(selector) == ":root"
	}
	for _, f := range found {
		block, _, _ := strings.Cut(f[1], "__")
		block, _, _ = strings.Cut(block, "--")
		if !kept[block] {
			return false
		}
	}
	return true
}

// gds is a font stack that begins with the font of gov.uk.
var gds = regexp.MustCompile(`"?GDS Transport"?,\s*arial,\s*sans-serif`)

// cut is the style sheet with only what keep keeps.
func cut(css string) string {
	var b strings.Builder
	css = regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(css, "")
	rules(&b, strings.TrimPrefix(css, `@charset "UTF-8";`))
	return gds.ReplaceAllString(b.String(), "inherit")
}

// rules writes the kept rules of a list of rules.
func rules(b *strings.Builder, css string) {
	for css != "" {
		open := strings.IndexByte(css, '{')
		if semi := strings.IndexByte(css, ';'); semi >= 0 && (open < 0 || semi < open) {
			css = css[semi+1:] // a statement, such as @import
			continue
		}
		if open < 0 {
			return
		}
		head, body, rest := css[:open], "", ""
		body, rest = inside(css[open:])
		css = rest
		switch {
		case strings.Contains(head, `\0`):
			// A trick for browsers that are no more.
		case strings.HasPrefix(head, "@media"), strings.HasPrefix(head, "@supports") && !strings.HasPrefix(head, "@supports not"):
			var inner strings.Builder
			if rules(&inner, body); inner.Len() > 0 {
				b.WriteString(head + "{" + inner.String() + "}")
			}
		case strings.HasPrefix(head, "@"):
			// Fonts and animations are not kept.
		default:
			var selectors []string
			for _, s := range split(head) {
				if keep(s) {
					selectors = append(selectors, s)
				}
			}
			if len(selectors) > 0 {
				b.WriteString(strings.Join(selectors, ",") + "{" + body + "}")
			}
		}
	}
}

// inside is what stands between the braces that css begins with, and what
// follows them.
func inside(css string) (string, string) {
	depth, quote := 0, byte(0)
	for i := 0; i < len(css); i++ {
		switch c := css[i]; {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return css[1:i], css[i+1:]
			}
		}
	}
	return strings.TrimPrefix(css, "{"), ""
}

// split is a list of selectors, cut at the commas outside of brackets.
func split(list string) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(list) {
		switch list[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, list[from:i])
				from = i + 1
			}
		}
	}
	return append(out, list[from:])
}
