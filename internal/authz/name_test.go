package authz_test

import (
	"strings"
	"testing"

	"watchword/internal/authz"
)

func TestADecisionIsSignedInOnesOwnName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, typed, account string
		own                  bool
	}{
		{"as it is", "Daniel Thorne", "Daniel Thorne", true},
		{"other capitals and spaces", "  daniel   THORNE ", "Daniel Thorne", true},
		{"a rank before it", "C/Insp Daniel Thorne", "Daniel Thorne", true},
		{"a rank on the account alone", "Daniel Thorne", "Chief Inspector Daniel Thorne", true},
		{"another apostrophe", "Niamh O'Dell", "Niamh O’Dell", true},
		{"somebody else", "Somebody Else", "Daniel Thorne", false},
		{"a letter", "x", "Daniel Thorne", false},
		{"part of it", "Thorne", "Daniel Thorne", false},
		{"a rank alone", "Inspector", "Inspector Daniel Thorne", false},
		{"nothing", " ", "Daniel Thorne", false},
		{"nothing, of nobody", "", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wrong := authz.Actor{Name: tt.account}.Signs(tt.typed)
			if (wrong == "") != tt.own {
				t.Errorf("%q typed on the account of %q: %q", tt.typed, tt.account, wrong)
			}
			if !tt.own && strings.TrimSpace(tt.typed) != "" && !strings.Contains(wrong, tt.account) {
				t.Errorf("it does not say whose account it is: %q", wrong)
			}
		})
	}
}
