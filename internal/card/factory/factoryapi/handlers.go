// Package factoryapi offers to other programs what the scheme office does to make cards in
// numbers and to get them back: photographs, batches, stock, badges, and what was asked back.
package factoryapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Register adds the operations.
func Register(a *api.API, d *db.DB, c clock.Clock, s *factory.Service) {
	photos(a, d, c, s)
	batches(a, d, c, s)
	stocks(a, d, c, s)
	badges(a, d, c, s)
	recalls(a, d, s)
}

// reader is how one of the registers here is read.
func reader[I ~string, S, W any](d *db.DB, c clock.Clock, find func(*db.Tx, authz.Actor, I, register.When) (register.Version[S], error), history func(*db.Tx, authz.Actor, I, bool) ([]register.Version[S], error),
	wire func(register.Version[S]) W, tag func(W) string) *registerapi.Read[I, S, W] {
	return &registerapi.Read[I, S, W]{DB: d, Clock: c, Who: account.Actor, Find: find, History: history,
		Wire: func(_ *db.Tx, _ authz.Actor, v register.Version[S], _ register.When) (W, error) { return wire(v), nil },
		Past: func(_ authz.Actor, v register.Version[S]) W { return wire(v) }, Tag: tag}
}

// ListInput asks for a page of a list.
type ListInput struct {
	api.Paging
	State string `query:"state" maxLength:"20" doc:"Only these; absent: all, and of photographs those that wait"`
}

// list registers a list by state, with its cursor.
func list[S, W any](a *api.API, d *db.DB, path, name, summary string, needs authz.Permission, wire func(register.Version[S]) W, read func(tx *db.Tx, who authz.Actor, in *ListInput, after string) ([]register.Version[S], string, error)) {
	api.Get(a, path, name, summary, needs, func(ctx context.Context, in *ListInput) (*api.Body[api.Page[W]], error) {
		cursor, err := api.ParseCursor(in.Cursor, 1)
		if err != nil {
			return nil, err
		}
		after := ""
		if cursor != nil {
			after = cursor[0]
		}
		page := api.Page[W]{Items: []W{}}
		err = d.Read(ctx, func(tx *db.Tx) error {
			vs, next, err := read(tx, account.Actor(ctx), in, after)
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
}

func limit(in *ListInput) int {
	if in.Limit <= 0 {
		return 30
	}
	return min(in.Limit, 200)
}

func photos(a *api.API, d *db.DB, c clock.Clock, s *factory.Service) {
	r := reader[id.Person](d, c, s.PhotoOf, s.PhotoHistory, wirePhoto, func(p Photo) string { return api.Tag(p.Person, p.Period.Entry) })
	r.Register(a, "/photo-checks", "photo-check", authz.ReadPerson, "What was made of a person’s photograph, as it stood at any instant", "Every version of what was made of a person’s photographs, oldest first")
	list(a, d, "/photo-checks", "photo-check-list", "Photographs in a state, those that have waited longest first", authz.IssueCard, wirePhoto, func(tx *db.Tx, who authz.Actor, in *ListInput, after string) ([]factory.PhotoVersion, string, error) {
		state := factory.PhotoState(in.State)
		if state == "" {
			state = factory.Waiting
		}
		return s.Photos(tx, who, state, after, limit(in))
	})
	registerapi.Act(a, r, "accept", "Accept a photograph for a card", authz.IssueCard, func(ctx context.Context, who authz.Actor, of id.Person, b PhotoSeen) error {
		return s.Accept(ctx, who, []factory.Seen{{Person: of, Photo: blob.Hash(b.Photo)}})
	})
	registerapi.Act(a, r, "send-back", "Send a photograph back to the employer", authz.IssueCard, func(ctx context.Context, who authz.Actor, of id.Person, b PhotoBack) error {
		return s.SendBack(ctx, who, factory.Seen{Person: of, Photo: blob.Hash(b.Photo)}, factory.PhotoFault(b.Fault), b.Why)
	})
}

func ids[I ~string](texts []string) []I {
	out := make([]I, len(texts))
	for i, t := range texts {
		out[i] = I(t)
	}
	return out
}

func batches(a *api.API, d *db.DB, c clock.Clock, s *factory.Service) {
	r := reader[id.Batch](d, c, s.FindBatch, s.BatchHistory, wireBatch, func(b Batch) string { return api.Tag(b.ID, b.Period.Entry) })
	r.Register(a, "/card-batches", "card-batch", authz.IssueCard, "A batch of cards, as it stood at any instant", "Every version of a batch, oldest first")
	list(a, d, "/card-batches", "card-batch-list", "Batches of cards, the latest first", authz.IssueCard, wireBatch, func(tx *db.Tx, who authz.Actor, in *ListInput, after string) ([]factory.BatchVersion, string, error) {
		return s.Batches(tx, who, factory.BatchState(in.State), after, limit(in))
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/card-batches", ID: "card-batch-make", Summary: "Put cards that wait to be printed together; without any named, all that wait", Needs: authz.IssueCard, Status: http.StatusCreated},
		func(ctx context.Context, in *struct{ Body BatchCards }) (*api.Body[Batch], error) {
			made, err := s.MakeBatch(ctx, account.Actor(ctx), ids[id.Card](in.Body.Cards))
			if err != nil {
				return nil, err
			}
			return r.Now(ctx, made)
		})
	api.Post(a, "/card-batches/{id}/print", "card-batch-print", "Print a batch, as PDF", authz.IssueCard, func(ctx context.Context, in *registerapi.Entry) (*pdf, error) {
		content, err := s.PrintBatch(ctx, account.Actor(ctx), id.Batch(in.ID))
		return &pdf{"application/pdf", content}, err
	})
	registerapi.Act(a, r, "check", "Record that every card of a batch was looked at", authz.IssueCard, func(ctx context.Context, who authz.Actor, of id.Batch, b BatchSpoiled) error {
		return s.CheckBatch(ctx, who, of, ids[id.Card](b.Spoiled), b.Why)
	})
	registerapi.Act(a, r, "dispatch", "Record that a batch was sent", authz.IssueCard, func(ctx context.Context, who authz.Actor, of id.Batch, b BatchSent) error {
		return s.Dispatch(ctx, who, of, b.Way, b.To, b.Ref)
	})
	registerapi.Act(a, r, "collect", "Record that holders signed for cards of a batch", authz.IssueCard, func(ctx context.Context, who authz.Actor, of id.Batch, b BatchCollected) error {
		return s.Collect(ctx, who, of, ids[id.Card](b.Cards), b.By)
	})
	registerapi.Act(a, r, "drop", "Give up a batch that was not printed", authz.IssueCard, func(ctx context.Context, who authz.Actor, of id.Batch, _ struct{}) error { return s.Drop(ctx, who, of) })
}

// pdf is a document.
type pdf struct {
	Type string `header:"Content-Type"`
	Body []byte
}

func stocks(a *api.API, d *db.DB, c clock.Clock, s *factory.Service) {
	r := reader[id.Stock](d, c, s.FindStock, s.StockHistory, wireStock, func(x Stock) string { return api.Tag(x.ID, x.Period.Entry) })
	r.Register(a, "/card-stock", "card-stock", authz.IssueCard, "A delivery of blank cards or badges, as it stood at any instant", "Every version of a delivery, oldest first")
	api.Get(a, "/card-stock", "card-stock-list", "What is in stock, and every delivery, the latest first", authz.IssueCard, func(ctx context.Context, _ *struct{}) (*api.Body[Shelf], error) {
		x, err := db.Find(ctx, d, func(tx *db.Tx) (factory.Shelf, error) { return s.Shelf(tx, account.Actor(ctx)) })
		out := Shelf{Blanks: x.Blanks, Badges: x.Badges, Issued: x.InHand, Missing: x.Missing, Items: []Stock{}}
		for _, v := range x.Deliveries {
			out.Items = append(out.Items, wireStock(v))
		}
		return api.Of(out), err
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/card-stock", ID: "card-stock-receive", Summary: "Take a delivery into stock", Needs: authz.IssueCard, Status: http.StatusCreated},
		func(ctx context.Context, in *struct{ Body Delivery }) (*api.Body[Stock], error) {
			var wrong fault.Fields
			b, day := in.Body, registerapi.Day(in.Body.Received, "received", &wrong)
			if err := wrong.Err(); err != nil {
				return nil, err
			}
			made, err := s.Receive(ctx, account.Actor(ctx), factory.Delivery{Kind: factory.StockKind(b.Kind), First: b.First, Last: b.Last, Received: day, From: b.From})
			if err != nil {
				return nil, err
			}
			return r.Now(ctx, made)
		})
	registerapi.Act(a, r, "write-off", "Write serial numbers of a delivery off", authz.IssueCard, func(ctx context.Context, who authz.Actor, of id.Stock, b WriteOff) error {
		return s.WriteOff(ctx, who, of, b.First, b.Last, b.Why)
	})
}

type badgeInput struct {
	ListInput
	Text     string `query:"q" maxLength:"40" doc:"Part of the serial number"`
	Org      string `query:"organisation" maxLength:"64"`
	Person   string `query:"person" maxLength:"64"`
	Recalled bool   `query:"recalled" doc:"Only those asked back that are still out"`
}

func badges(a *api.API, d *db.DB, c clock.Clock, s *factory.Service) {
	r := reader[id.Badge](d, c, s.FindBadge, s.BadgeHistory, wireBadge, func(b Badge) string { return api.Tag(b.ID, b.Period.Entry) })
	r.Register(a, "/badges", "badge", authz.ReadCard, "A badge, as it stood at any instant", "Every version of a badge, oldest first")
	api.Get(a, "/badges", "badge-list", "Badges that were issued at least once, by serial number", authz.ReadCard, func(ctx context.Context, in *badgeInput) (*api.Body[api.Page[Badge]], error) {
		q := factory.BadgeQuery{State: factory.BadgeState(in.State), Text: in.Text, Org: id.Org(in.Org), Person: id.Person(in.Person), Recalled: in.Recalled, Limit: limit(&in.ListInput)}
		cursor, err := api.ParseCursor(in.Cursor, 1)
		if err != nil {
			return nil, err
		}
		if cursor != nil {
			q.After = cursor[0]
		}
		page := api.Page[Badge]{Items: []Badge{}}
		err = d.Read(ctx, func(tx *db.Tx) error {
			vs, next, err := s.ListBadges(tx, account.Actor(ctx), q)
			for _, v := range vs {
				page.Items = append(page.Items, wireBadge(v))
			}
			if next != "" {
				page.Next = api.Cursor(next)
			}
			return err
		})
		return api.Of(page), err
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/badges", ID: "badge-issue", Summary: "Issue a badge to an accredited person", Needs: authz.IssueCard, Status: http.StatusCreated},
		func(ctx context.Context, in *struct{ Body BadgeIssue }) (*api.Body[Badge], error) {
			made, err := s.IssueBadge(ctx, account.Actor(ctx), id.Person(in.Body.Person), in.Body.Serial)
			if err != nil {
				return nil, err
			}
			return r.Now(ctx, made)
		})
	registerapi.Act(a, r, "record", "Record what became of a badge", authz.ReportCard, func(ctx context.Context, who authz.Actor, of id.Badge, b BadgeRecord) error {
		return s.ChangeBadges(ctx, who, factory.BadgeChange{Verb: b.What, Badges: []id.Badge{of}, Why: b.Why, Witness: b.Witness})
	})
}

// OfOrg names an organisation in the address.
type OfOrg struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the employer"`
}

func recalls(a *api.API, d *db.DB, s *factory.Service) {
	read := func(ctx context.Context, of string) (*api.Body[Recalled], error) {
		out, err := db.Find(ctx, d, func(tx *db.Tx) (out Recalled, err error) {
			who := account.Actor(ctx)
			x, err := s.RecalledOf(tx, who, id.Org(of))
			if err != nil {
				return out, err
			}
			letters, err := s.Chasers(tx, who, id.Org(of))
			return wireRecalled(x, letters), err
		})
		return api.Of(out), err
	}
	api.Get(a, "/card-recalls", "card-recall-list", "What was asked back and is not destroyed, by employer", authz.IssueCard, func(ctx context.Context, _ *struct{}) (*api.Body[api.Page[Recalled]], error) {
		all, err := db.Find(ctx, d, func(tx *db.Tx) ([]factory.Recalled, error) { return s.Recalls(tx, account.Actor(ctx)) })
		page := api.Page[Recalled]{Items: []Recalled{}}
		for _, x := range all {
			page.Items = append(page.Items, wireRecalled(x, nil))
		}
		return api.Of(page), err
	})
	api.Get(a, "/organisations/{id}/card-recalls", "card-recall-find", "What was asked back of an employer, and how often it was reminded", authz.ReadCard, func(ctx context.Context, in *OfOrg) (*api.Body[Recalled], error) { return read(ctx, in.ID) })
	api.Post(a, "/organisations/{id}/card-recalls/chase", "card-recall-chase", "Remind an employer of what is to come back", authz.IssueCard, func(ctx context.Context, in *OfOrg) (*api.Body[Recalled], error) {
		if _, err := s.Chase(ctx, account.Actor(ctx), id.Org(in.ID)); err != nil {
			return nil, err
		}
		return read(ctx, in.ID)
	})
	api.Post(a, "/organisations/{id}/card-recalls/settle", "card-recall-settle", "Record what became of things that were asked back", authz.ReportCard, func(ctx context.Context, in *struct {
		OfOrg
		Body Settlement
	}) (*api.Body[Recalled], error) {
		b := in.Body
		if err := s.Settle(ctx, account.Actor(ctx), id.Org(in.ID), factory.Settlement{Cards: ids[id.Card](b.Cards), Badges: ids[id.Badge](b.Badges), What: b.What, Why: b.Why, How: b.How, Witness: b.Witness}); err != nil {
			return nil, err
		}
		return read(ctx, in.ID)
	})
}
