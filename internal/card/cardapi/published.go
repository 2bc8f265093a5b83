package cardapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"strings"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/card"
	"watchword/internal/sign"
)

// raw is an answer that is not JSON of ours.
type raw struct {
	Type     string `header:"Content-Type"`
	Origin   string `header:"Access-Control-Allow-Origin"`
	Resource string `header:"Cross-Origin-Resource-Policy"`
	Cache    string `header:"Cache-Control"`
	Encoding string `header:"Content-Encoding"`
	ETag     string `header:"ETag"`
	Vary     string `header:"Vary"`
	Body     []byte
}

// open is an answer that any page of any origin may read; a copy is asked about again
// before it is used, so that a revocation shows at once.
func open(kind, tag string, body []byte) *raw {
	return &raw{Type: kind, Origin: "*", Resource: "cross-origin", Cache: "no-cache", ETag: tag, Vary: "Accept, Accept-Encoding", Body: body}
}

// packed packs the answer if the caller takes packed answers.
func (o *raw) packed(accepts string) *raw {
	if !strings.Contains(accepts, "gzip") {
		return o
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(o.Body) // a buffer takes everything
	_ = w.Close()
	o.Encoding, o.Body = "gzip", b.Bytes()
	return o
}

type publishedInput struct {
	api.Unless
	Accept   string `header:"Accept" doc:"The form that is wanted"`
	Encoding string `header:"Accept-Encoding"`
}

// statusInput is publishedInput with the number of a list.
type statusInput struct {
	api.Unless
	N        int    `path:"n" minimum:"1" doc:"Number of the list"`
	Accept   string `header:"Accept" doc:"The form that is wanted"`
	Encoding string `header:"Accept-Encoding"`
}

// wants reports whether the caller names the media type.
func wants(accept, kind string) bool { return strings.Contains(strings.ToLower(accept), kind) }

func published(a *api.API, cards *card.Service) {
	api.Register(a, api.Operation{Method: "GET", Path: "/keys", ID: "keys", Summary: "The keys that cards, status lists and checkpoints are signed with", Needs: api.Anyone,
		About: "Current and retired. A JWK set (" + sign.MediaJWKSet + "), or with that Accept a COSE key set (" + sign.MediaCOSEKeySet + ")."},
		func(ctx context.Context, in *publishedInput) (*raw, error) {
			keys, err := cards.Keys(ctx, account.Actor(ctx).Force)
			if err != nil {
				return nil, err
			}
			kind, body := sign.MediaJWKSet, []byte(nil)
			if wants(in.Accept, sign.MediaCOSEKeySet) {
				kind = sign.MediaCOSEKeySet
				body, err = keys.COSEKeySet()
			} else {
				body, err = keys.JWKSet()
			}
			if err != nil {
				return nil, err
			}
			tag := api.Tag(string(body))
			return open(kind, tag, body).packed(in.Encoding), in.Same(tag)
		})
	api.Get(a, "/status-lists", "status-lists", "The addresses of every status list", api.Anyone, func(ctx context.Context, _ *publishedInput) (*struct {
		Origin string `header:"Access-Control-Allow-Origin"`
		Cache  string `header:"Cache-Control"`
		Body   StatusLists
	}, error) {
		all, err := cards.StatusLists(ctx, account.Actor(ctx).Force)
		if all == nil {
			all = []string{}
		}
		return &struct {
			Origin string `header:"Access-Control-Allow-Origin"`
			Cache  string `header:"Cache-Control"`
			Body   StatusLists
		}{"*", "no-cache", StatusLists{all}}, err
	})
	api.Register(a, api.Operation{Method: "GET", Path: "/status-lists/{n}", ID: "status-list", Summary: "A status list: which cards are good", Needs: api.Anyone,
		About: "A Token Status List of the IETF, as a JWT (" + sign.MediaStatusJWT + ") or with that Accept as a CWT (" + sign.MediaStatusCWT + "). A revocation shows at once."},
		func(ctx context.Context, in *statusInput) (*raw, error) {
			l, err := cards.StatusList(ctx, account.Actor(ctx).Force, in.N)
			if err != nil {
				return nil, err
			}
			if wants(in.Accept, sign.MediaStatusCWT) {
				return open(sign.MediaStatusCWT, l.ETag, l.CWT), in.Same(l.ETag)
			}
			tag := api.Tag(l.JWT)
			return open(sign.MediaStatusJWT, tag, []byte(l.JWT)).packed(in.Encoding), in.Same(tag)
		})
}

// StatusLists is the addresses of every status list, as the draft names them.
type StatusLists struct {
	Lists []string `json:"status_lists"`
}
