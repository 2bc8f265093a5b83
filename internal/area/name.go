package area

import "strings"

// Short is the name of an area as it stands on a map: without what sort of place it is.
func Short(name string) string {
	s := name
	for _, before := range []string{"The ", "Royal ", "City of ", "Borough of ", "District of ", "County of "} {
		s = strings.TrimPrefix(s, before)
	}
	for _, after := range []string{" District", " Borough", " City", " (unitary)"} {
		s = strings.TrimSuffix(s, after)
	}
	return s
}
