package accountapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/id"
)

type none struct{}

// Which names an account, session or token in the address.
type Which struct {
	ID string `path:"id" maxLength:"64" doc:"Its identity"`
}

// Register adds the operations of accounts.
func Register(a *api.API, s *account.Service) {
	own(a, s)
	manage(a, s)
}

func own(a *api.API, s *account.Service) {
	api.Get(a, "/account", "account-own", "Your account", authz.OwnAccount, func(ctx context.Context, _ *none) (*api.Body[Account], error) {
		who := account.Actor(ctx)
		v, err := s.Find(ctx, who, who.Account)
		return api.Of(wire(v)), err
	})
	api.Get(a, "/account/sessions", "account-sessions", "Where you are signed in", authz.OwnAccount, func(ctx context.Context, _ *none) (*api.Body[api.Page[Session]], error) {
		all, err := s.Sessions(ctx, account.Actor(ctx))
		return api.PageOf(all, len(all), func(x account.Session) Session {
			return Session{ID: string(x.ID), Agent: x.Agent, Made: x.Made, Seen: x.Seen, Until: x.Until}
		}, nil), err
	})
	api.Register(a, api.Operation{Method: http.MethodDelete, Path: "/account/sessions/{id}", ID: "account-session-end", Summary: "End one of your sessions", Needs: authz.OwnAccount},
		func(ctx context.Context, in *Which) (*api.Done, error) {
			return nil, s.EndSession(ctx, account.Actor(ctx), id.Session(in.ID))
		})
	api.Get(a, "/account/tokens", "account-tokens", "Your API tokens", authz.OwnAccount, func(ctx context.Context, _ *none) (*api.Body[api.Page[Token]], error) {
		all, err := s.Tokens(ctx, account.Actor(ctx), "")
		return api.PageOf(all, len(all), wireToken, nil), err
	})
	api.Post(a, "/account/tokens", "account-token-make", "Make an API token for yourself", authz.OwnAccount, func(ctx context.Context, in *struct{ Body newToken }) (*api.Body[MadeToken], error) {
		return in.Body.make(ctx, s, "")
	})
	api.Register(a, api.Operation{Method: http.MethodDelete, Path: "/account/tokens/{id}", ID: "account-token-end", Summary: "End an API token", Needs: authz.OwnAccount},
		func(ctx context.Context, in *Which) (*api.Done, error) {
			return nil, s.EndToken(ctx, account.Actor(ctx), id.Token(in.ID))
		})
}

type newToken struct {
	Name string `json:"name" maxLength:"200" doc:"What it is for"`
	Post *Post  `json:"post,omitempty" doc:"The role it acts in; not needed if the account holds only one"`
	Days int    `json:"days" minimum:"1" maximum:"366" doc:"How many days it lasts"`
}

func (n newToken) make(ctx context.Context, s *account.Service, of id.Account) (*api.Body[MadeToken], error) {
	in := account.NewToken{Account: of, Name: n.Name, Days: n.Days}
	if n.Post != nil {
		in.Post = posts([]Post{*n.Post})[0].Key()
	}
	t, secret, err := s.MakeToken(ctx, account.Actor(ctx), in)
	return api.Of(MadeToken{wireToken(t), secret}), err
}

type listInput struct {
	api.Paging
	Text  string `query:"q" maxLength:"120" doc:"Part of the name or e-mail address"`
	State string `query:"state" enum:"active,ended" doc:"Only these"`
}

func manage(a *api.API, s *account.Service) {
	api.Get(a, "/accounts", "account-list", "Accounts by name", authz.ManageAccounts, func(ctx context.Context, in *listInput) (*api.Body[api.Page[Account]], error) {
		f := account.Filter{Text: in.Text, Standing: account.Standing(in.State), Limit: in.Limit + 1}
		after, err := api.ParseCursor(in.Cursor, 2)
		if err != nil {
			return nil, err
		}
		if after != nil {
			f.After = after[0] + "\n" + after[1]
		}
		all, err := s.List(ctx, account.Actor(ctx), f)
		return api.PageOf(all, in.Limit, wire, func(v account.Version) []string { return []string{v.State.Name, v.ID} }), err
	})
	api.Post(a, "/accounts", "account-add", "Add an account, without a passphrase", authz.ManageAccounts, func(ctx context.Context, in *struct {
		Body struct {
			Email string `json:"email" maxLength:"254"`
			Name  string `json:"name" maxLength:"120"`
			Posts []Post `json:"posts" minItems:"1" maxItems:"20"`
		}
	}) (*api.Body[Account], error) {
		added, err := s.Add(ctx, account.Actor(ctx), account.Account{Email: in.Body.Email, Name: in.Body.Name, Posts: posts(in.Body.Posts)})
		if err != nil {
			return nil, asSent(err)
		}
		return find(ctx, s, added)
	})
	api.Get(a, "/accounts/{id}", "account-find", "An account", authz.ManageAccounts, func(ctx context.Context, in *struct {
		Which
		api.Unless
	}) (*api.Body[Account], error) {
		v, err := s.Find(ctx, account.Actor(ctx), id.Account(in.ID))
		if err != nil {
			return nil, err
		}
		tag := api.Tag(v.ID, v.Entry)
		return &api.Body[Account]{ETag: tag, Body: wire(v)}, in.Same(tag)
	})
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/accounts/{id}/posts", ID: "account-give", Summary: "Replace the roles an account holds", Needs: authz.ManageAccounts},
		func(ctx context.Context, in *struct {
			Which
			api.If
			Body struct {
				Posts []Post `json:"posts" minItems:"1" maxItems:"20"`
			}
		}) (*api.Body[Account], error) {
			v, err := s.Find(ctx, account.Actor(ctx), id.Account(in.ID))
			if err == nil {
				err = in.Holds(api.Tag(v.ID, v.Entry))
			}
			if err == nil {
				err = asSent(s.Give(ctx, account.Actor(ctx), id.Account(in.ID), posts(in.Body.Posts)))
			}
			if err != nil {
				return nil, err
			}
			return find(ctx, s, id.Account(in.ID))
		})
	api.Post(a, "/accounts/{id}/link", "account-link", "Make a one-time link to set the passphrase", authz.ManageAccounts, func(ctx context.Context, in *Which) (*api.Body[Link], error) {
		l, err := s.MakeLink(ctx, account.Actor(ctx), id.Account(in.ID))
		return api.Of(Link{Path: "/invitation/" + l.Secret, Purpose: string(l.Purpose), Until: l.Until}), err
	})
	api.Post(a, "/accounts/{id}/tokens", "account-token-make-for", "Make an API token for an account of another program", authz.ManageAccounts, func(ctx context.Context, in *struct {
		Which
		Body newToken
	}) (*api.Body[MadeToken], error) {
		return in.Body.make(ctx, s, id.Account(in.ID))
	})
	api.Post(a, "/accounts/{id}/end", "account-end", "End an account, with its sessions and tokens", authz.ManageAccounts, func(ctx context.Context, in *struct {
		Which
		Body struct {
			Why string `json:"why" doc:"The reason"`
		}
	}) (*api.Body[Account], error) {
		if err := s.End(ctx, account.Actor(ctx), id.Account(in.ID), in.Body.Why); err != nil {
			return nil, err
		}
		return find(ctx, s, id.Account(in.ID))
	})
}

func find(ctx context.Context, s *account.Service, which id.Account) (*api.Body[Account], error) {
	v, err := s.Find(ctx, account.Actor(ctx), which)
	return &api.Body[Account]{ETag: api.Tag(v.ID, v.Entry), Body: wire(v)}, err
}
