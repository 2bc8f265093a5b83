package intake

import (
	"regexp"
	"slices"
	"strings"
)

// andNames are authorities in England and Wales whose names have "and" in them.
var andNames = strings.Split(`avon and somerset,barking and dagenham,basingstoke and deane,bath and north east somerset,bournemouth christchurch and poole,brighton and hove,cheshire west and chester,devon and cornwall,epsom and ewell,hammersmith and fulham,hinckley and bosworth,kensington and chelsea,kings lynn and west norfolk,newark and sherwood,nuneaton and bedworth,oadby and wigston,redcar and cleveland,reigate and banstead,somerset west and taunton,telford and wrekin,tonbridge and malling,westmorland and furness,windsor and maidenhead`, ",")

var (
	areaEnds = regexp.MustCompile(`\s*[;\n|]\s*|\s*,\s*`)
	areaAnd  = regexp.MustCompile(`(?i)\s+(?:and|&|\+)\s+`)
)

// readAreas reads areas joined by semicolons, commas, line breaks or "and". A known
// name is not cut in two.
func readAreas(s string, names []string) []string {
	var out []string
	for _, part := range areaEnds.Split(strings.TrimSpace(s), -1) {
		for _, a := range cutAtAnd(strings.TrimSpace(part), names) {
			if a != "" && !slices.ContainsFunc(out, func(b string) bool { return fold(a) == fold(b) }) {
				out = append(out, a)
			}
		}
	}
	return out
}

// cutAtAnd cuts at each "and" that is no part of a known name.
func cutAtAnd(s string, names []string) []string {
	for _, lead := range []string{"and ", "And ", "& "} {
		s = strings.TrimPrefix(s, lead)
	}
	var out []string
	rest := areaAnd.Split(s, -1)
	for i := 0; i < len(rest); {
		n := 1
		for j := len(rest); j > i+1; j-- {
			if joined := fold(strings.Join(rest[i:j], " and ")); slices.Contains(andNames, joined) ||
				slices.ContainsFunc(names, func(name string) bool { return fold(name) == joined }) {
				n = j - i
				break
			}
		}
		out = append(out, strings.Join(rest[i:i+n], " and "))
		i += n
	}
	return out
}
