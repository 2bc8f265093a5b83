package cardapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/sign"
)

// ByID names a card in the address.
type ByID struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the card"`
}

// Register adds the operations of cards. numbers takes one try from the address of a
// request that checks a typed number, and says when there is none left.
func Register(a *api.API, d *db.DB, cards *card.Service, numbers func(*http.Request) error) {
	reads(a, d, cards)
	acts(a, d, cards)
	check(a, cards, numbers)
	published(a, cards)
}

func find(ctx context.Context, d *db.DB, cards *card.Service, which id.Card) (*api.Body[Card], error) {
	return findAt(ctx, d, cards, which, register.Now(cards.Now()))
}

func findAt(ctx context.Context, d *db.DB, cards *card.Service, which id.Card, w register.When) (*api.Body[Card], error) {
	v, err := db.Find(ctx, d, func(tx *db.Tx) (card.Version, error) { return cards.Find(tx, account.Actor(ctx), which, w) })
	return &api.Body[Card]{ETag: tag(v), Body: wire(v)}, err
}

type listInput struct {
	api.Paging
	registerapi.AsAt
	Text     string `query:"q" maxLength:"40" doc:"Part of the card’s number"`
	State    string `query:"state" enum:"ordered,printed,held,lost,stolen,returned,destroyed,replaced" doc:"Only these"`
	Org      string `query:"organisation" maxLength:"64" doc:"Only those of this employer"`
	Recalled bool   `query:"recalled" doc:"Only those asked back that have not come back"`
	Expiring int    `query:"expiring" minimum:"0" maximum:"3660" doc:"Only those held whose last day is within that many days"`
}

func reads(a *api.API, d *db.DB, cards *card.Service) {
	api.Get(a, "/cards", "card-list", "Cards by number", authz.ReadCard, func(ctx context.Context, in *listInput) (*api.Body[api.Page[Card]], error) {
		q := card.Query{State: card.State(in.State), Org: id.Org(in.Org), Text: in.Text, Recalled: in.Recalled, Expiring: in.Expiring, Limit: in.Limit}
		if in.Past() {
			w, err := in.When(cards.Now())
			if err != nil {
				return nil, err
			}
			q.When = &w
		}
		after, err := api.ParseCursor(in.Cursor, 1)
		if err != nil {
			return nil, err
		}
		if after != nil {
			q.After = after[0]
		}
		page := api.Page[Card]{Items: []Card{}}
		err = d.Read(ctx, func(tx *db.Tx) error {
			vs, next, err := cards.List(tx, account.Actor(ctx), q)
			for _, v := range vs {
				page.Items = append(page.Items, wire(v))
			}
			if next != "" {
				page.Next = api.Cursor(next)
			}
			return err
		})
		return api.Of(page), err
	})
	api.Get(a, "/cards/{id}", "card-find", "A card", authz.ReadCard, func(ctx context.Context, in *struct {
		ByID
		registerapi.AsAt
		api.Unless
	}) (*api.Body[Card], error) {
		w, err := in.When(cards.Now())
		if err != nil {
			return nil, err
		}
		out, err := findAt(ctx, d, cards, id.Card(in.ID), w)
		if err != nil {
			return nil, err
		}
		return out, in.Same(out.ETag)
	})
}

// change registers an act on one card, which answers with the card as it then stands.
func change[B any](a *api.API, d *db.DB, cards *card.Service, path, name, summary string, needs authz.Permission, do func(ctx context.Context, c id.Card, body B) error) {
	api.Post(a, "/cards/{id}/"+path, name, summary, needs, func(ctx context.Context, in *struct {
		ByID
		api.If
		Body B
	}) (*api.Body[Card], error) {
		which := id.Card(in.ID)
		if in.IfMatch != "" {
			have, err := find(ctx, d, cards, which)
			if err == nil {
				err = in.Holds(have.ETag)
			}
			if err != nil {
				return nil, err
			}
		}
		if err := do(ctx, which, in.Body); err != nil {
			return nil, err
		}
		return find(ctx, d, cards, which)
	})
}

type handOver struct {
	Where string `json:"where,omitempty" maxLength:"1000" doc:"How it was handed over, for example “signed for at Aldermere”"`
}

type report struct {
	What string `json:"what" enum:"lost,stolen,returned"`
	Why  string `json:"why,omitempty" maxLength:"1000" doc:"When and where; needed for lost and stolen"`
}

type destroy struct {
	How     string `json:"how" maxLength:"200" doc:"For example, shredded"`
	Witness string `json:"witness" maxLength:"120" doc:"Who saw it: somebody else than who records it"`
}

type recall struct {
	Why string `json:"why" maxLength:"1000" doc:"Employer and holder read it"`
}

// recallAll says what is asked back: one of the three.
type recallAll struct {
	Cards []string `json:"cards,omitempty" maxItems:"2000"`
	Org   string   `json:"organisation,omitempty" maxLength:"64" doc:"Every card in use of this employer"`
	Batch string   `json:"batch,omitempty" maxLength:"64" doc:"Every card in use that was last printed in this batch"`
	Why   string   `json:"why" maxLength:"1000" doc:"Employer and holder read it"`
}

// Counted is how many cards an act was done to.
type Counted struct {
	Cards int `json:"cards"`
}

type replace struct {
	Because string `json:"because" enum:"lost,stolen,damaged,changed,ending"`
	Note    string `json:"note,omitempty" maxLength:"1000" doc:"When and where it was last seen; needed if it is held and lost or stolen"`
}

func acts(a *api.API, d *db.DB, cards *card.Service) {
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/cards", ID: "card-issue", Summary: "Make a card for an accreditation", Needs: authz.IssueCard, Status: http.StatusCreated},
		func(ctx context.Context, in *struct {
			Body struct {
				Accreditation string `json:"accreditation" maxLength:"64"`
			}
		}) (*api.Body[Card], error) {
			made, err := cards.Issue(ctx, account.Actor(ctx), id.Accreditation(in.Body.Accreditation))
			if err != nil {
				return nil, err
			}
			return find(ctx, d, cards, made)
		})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/cards/{id}/replace", ID: "card-replace", Summary: "Make a card that takes the place of this one when it is handed over", Needs: authz.IssueCard,
		Status: http.StatusCreated},
		func(ctx context.Context, in *struct {
			ByID
			Body replace
		}) (*api.Body[Card], error) {
			made, err := cards.Replace(ctx, account.Actor(ctx), id.Card(in.ID), card.Replacement{Because: card.Because(in.Body.Because), Note: in.Body.Note})
			if err != nil {
				return nil, err
			}
			return find(ctx, d, cards, made)
		})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/cards/print", ID: "card-print", Summary: "Print cards as PDF", Needs: authz.IssueCard,
		About: "One card as two pages of its own size, or any number on A4 sheets. They count as printed from then on."},
		func(ctx context.Context, in *struct {
			Body struct {
				Cards []string `json:"cards" minItems:"1" maxItems:"200" doc:"Identities of the cards"`
				Sheet bool     `json:"sheet,omitempty" doc:"On A4, both sides"`
			}
		}) (*raw, error) {
			var which []id.Card
			for _, c := range in.Body.Cards {
				which = append(which, id.Card(c))
			}
			pdf, err := cards.Print(ctx, account.Actor(ctx), which, in.Body.Sheet)
			return &raw{Type: "application/pdf", Body: pdf}, err
		})
	change(a, d, cards, "hand-over", "card-hand-over", "Record that the holder has the card", authz.IssueCard, func(ctx context.Context, c id.Card, b handOver) error {
		return cards.HandOver(ctx, account.Actor(ctx), c, b.Where)
	})
	change(a, d, cards, "report", "card-report", "Report a card lost, stolen or handed back", authz.ReportCard, func(ctx context.Context, c id.Card, b report) error {
		return cards.Report(ctx, account.Actor(ctx), card.State(b.What), b.Why, c)
	})
	change(a, d, cards, "destroy", "card-destroy", "Record that a card was destroyed", authz.IssueCard, func(ctx context.Context, c id.Card, b destroy) error {
		return cards.Destroy(ctx, account.Actor(ctx), card.Destruction{Cards: []id.Card{c}, How: b.How, Witness: b.Witness})
	})
	change(a, d, cards, "recall", "card-recall", "Ask a card back: it stops being valid at once", authz.IssueCard, func(ctx context.Context, c id.Card, b recall) error {
		_, err := cards.Recall(ctx, account.Actor(ctx), card.Recall{Cards: []id.Card{c}, Why: b.Why})
		return err
	})
	change(a, d, cards, "keep", "card-keep", "Take the recall of a card back", authz.IssueCard, func(ctx context.Context, c id.Card, _ struct{}) error {
		return cards.Keep(ctx, account.Actor(ctx), c)
	})
	api.Post(a, "/cards/recall", "card-recall-all", "Ask cards back: these, every one of an employer, or every one of a batch", authz.IssueCard, func(ctx context.Context, in *struct{ Body recallAll }) (*api.Body[Counted], error) {
		r := card.Recall{Org: id.Org(in.Body.Org), Batch: id.Batch(in.Body.Batch), Why: in.Body.Why}
		for _, c := range in.Body.Cards {
			r.Cards = append(r.Cards, id.Card(c))
		}
		n, err := cards.Recall(ctx, account.Actor(ctx), r)
		return api.Of(Counted{n}), err
	})
}

// checkInput is what is asked: the text of a card’s code, or the number on it.
type checkInput struct {
	Body struct {
		Code   string `json:"code,omitempty" maxLength:"4096" doc:"The text of the square code, or the digits at its end"`
		Number string `json:"number,omitempty" maxLength:"40" doc:"The number on the card, for example EM 4417, where the code cannot be read"`
	}
	request *http.Request
}

// Resolve keeps the request, whose address bounds the typing of numbers.
func (in *checkInput) Resolve(ctx huma.Context) []error {
	in.request, _ = humago.Unwrap(ctx)
	return nil
}

func check(a *api.API, cards *card.Service, numbers func(*http.Request) error) {
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/cards/check", ID: "card-check", Summary: "Check a card", Needs: api.Anyone,
		About: "Open to anybody. The answer never holds a name. Say the code or the number, not both."},
		func(ctx context.Context, in *checkInput) (*api.Body[Check], error) {
			force := account.Actor(ctx).Force
			if (in.Body.Code == "") == (in.Body.Number == "") {
				return nil, fault.In("code", "Send the code of the card, or the number on it")
			}
			if in.Body.Code != "" {
				token, err := sign.ParseCardURL(in.Body.Code)
				if err != nil {
					token = nil // not to be read: the check says so
				}
				c, err := cards.Scanned(ctx, force, token, card.ByProgram)
				return api.Of(wireCheck(c)), err
			}
			if err := numbers(in.request); err != nil {
				return nil, err
			}
			c, err := cards.Typed(ctx, force, in.Body.Number)
			return api.Of(wireCheck(c)), err
		})
}
