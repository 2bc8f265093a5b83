package account

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Take takes away one of the posts an account holds, by its key. Nobody takes their own.
// It returns fault.NotFound if the account holds no such post, fault.Refused for the last
// one and for one's own, fault.Conflict if the account has ended, and fault.Forbidden.
func (s *Service) Take(ctx context.Context, who authz.Actor, account id.Account, key string) error {
	return s.change(ctx, who, "account.give", account, func(_ *db.Tx, a Account) (Account, string, error) {
		post, ok := a.Post(key)
		if !ok {
			return a, "", fault.New(fault.NotFound, "%s does not hold that role. It may have been taken away already.", a.Name)
		}
		if len(a.Posts) == 1 {
			return a, "", fault.Because("The last role of an account cannot be taken away.", fault.Reason{Code: "account.last-role",
				Message: "This is the only role of " + a.Name + ".", Mend: "Give another role first, or end the account."})
		}
		a.Posts = slices.DeleteFunc(slices.Clone(a.Posts), func(p Post) bool { return p.Key() == key })
		return a, "Took " + titles([]Post{post}) + " from " + a.Name, nil
	})
}

// MostWhy is the most letters that the reason for which an account ends may have.
const MostWhy = 1000

// End ends an account for good, with its sessions, links and tokens. Nobody ends their
// own. The errors are those of Give, and fault.Invalid without a reason, or with one of
// more than MostWhy letters.
func (s *Service) End(ctx context.Context, who authz.Actor, account id.Account, why string) error {
	return s.change(ctx, who, "account.end", account, func(_ *db.Tx, a Account) (Account, string, error) {
		switch why = strings.TrimSpace(why); {
		case !printable(why):
			return a, "", fault.In("why", "The reason has characters that cannot be printed. Type it again")
		case why == "" || utf8.RuneCountInString(why) > MostWhy:
			return a, "", fault.In("why", "Give the reason, in %d,%03d characters or fewer", MostWhy/1000, MostWhy%1000)
		}
		a.Standing, a.Why = Ended, why
		return a, "Ended the account of " + a.Name, nil
	})
}
