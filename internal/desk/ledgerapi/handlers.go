// Package ledgerapi is the ledger for other programs: entries with search, one entry
// with its state, its proof, and the newest signed checkpoint. Whoever mirrors the tree
// needs none of it: tiles and checkpoints are published without a token.
package ledgerapi

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Entry is an entry of the ledger.
type Entry struct {
	Place    int64      `json:"place" doc:"Its place in the tree, from 0"`
	ID       string     `json:"id"`
	At       time.Time  `json:"at"`
	TrueFrom *time.Time `json:"true_from,omitempty" doc:"When what it records became true, if not at that instant"`
	Act      string     `json:"act"`
	Outcome  string     `json:"outcome" enum:"done,refused"`
	Summary  string     `json:"summary,omitempty"`
	Basis    string     `json:"basis,omitempty"`
	Actor    string     `json:"actor,omitempty" doc:"Identity of the account"`
	Name     string     `json:"name,omitempty"`
	Role     string     `json:"role,omitempty"`
	Org      string     `json:"organisation,omitempty"`
	Subjects []string   `json:"subjects"`
	Seal     string     `json:"seal" doc:"SHA-256 of salt and words, base64"`
	ErasedAt *time.Time `json:"erased_at,omitempty" doc:"When its words were erased; the seal remains"`
}

// Whole is an entry with what was checked.
type Whole struct {
	Entry
	Text       string      `json:"text,omitempty" doc:"The words as they were sealed"`
	Salt       string      `json:"salt,omitempty" doc:"Base64"`
	Withheld   bool        `json:"withheld,omitempty" doc:"Something that you may not read is left out of the text, and the salt with it"`
	Fits       bool        `json:"fits" doc:"Nothing that was checked fails"`
	Statements []Statement `json:"statements"`
}

// Statement is one thing that was checked as the entry was read.
type Statement struct {
	Text  string `json:"text"`
	State string `json:"state" enum:"holds,fails,open"`
}

// Checkpoint is a signed checkpoint.
type Checkpoint struct {
	Size int64     `json:"size"`
	Root string    `json:"root" doc:"Base64"`
	At   time.Time `json:"at"`
	Note string    `json:"note" doc:"The signed note, as published"`
}

type listInput struct {
	api.Paging
	About   string `query:"about" maxLength:"200" doc:"A subject such as person/per_…, or the name or number of an organisation, or an AP number"`
	Act     string `query:"act" maxLength:"80" doc:"Whole, or a beginning that ends in a dot: card."`
	Actor   string `query:"actor" maxLength:"64" doc:"Identity of the account"`
	Outcome string `query:"outcome" enum:"done,refused"`
	From    string `query:"from" format:"date-time" doc:"From this instant"`
	Until   string `query:"until" format:"date-time" doc:"Before this instant"`
}

type placeInput struct {
	Place int64 `path:"place" minimum:"0"`
}

type none struct{}

// Add registers the operations of the ledger.
func Add(a *api.API, r *desk.Reader) {
	api.Get(a, "/ledger/entries", "ledger-entries", "Entries, newest first", authz.ReadLedger, func(ctx context.Context, in *listInput) (*api.Body[api.Page[Entry]], error) {
		return list(ctx, r, in)
	})
	api.Get(a, "/ledger/entries/{place}", "ledger-entry", "An entry, checked as it is read", authz.ReadLedger, func(ctx context.Context, in *placeInput) (*api.Body[Whole], error) {
		ev, err := evidence(ctx, r, in.Place)
		if err != nil {
			return nil, err
		}
		return api.Of(whole(ev)), nil
	})
	api.Register(a, api.Operation{Method: http.MethodGet, Path: "/ledger/entries/{place}/proof", ID: "ledger-proof", Summary: "The proof of an entry as a file (C2SP tlog-proof)", Needs: authz.ReadLedger},
		func(ctx context.Context, in *placeInput) (*proofFile, error) {
			ev, err := evidence(ctx, r, in.Place)
			if err != nil {
				return nil, err
			}
			file, err := ev.ProofFile()
			return &proofFile{Type: "text/plain; charset=utf-8", Disposition: `attachment; filename="entry-` + strconv.FormatInt(in.Place, 10) + `.tlog-proof"`, Body: file}, err
		})
	api.Get(a, "/ledger/checkpoint", "ledger-checkpoint", "The newest signed checkpoint", authz.ReadLedger, func(ctx context.Context, _ *none) (*api.Body[Checkpoint], error) {
		c, err := db.Find(ctx, r.Desk.DB, func(tx *db.Tx) (ledger.Checkpoint, error) { return r.Desk.Ledger.Latest(tx, account.Actor(ctx).Force) })
		return api.Of(Checkpoint{Size: c.Size, Root: base64.StdEncoding.EncodeToString(c.Root[:]), At: c.At, Note: c.Note}), err
	})
}

type proofFile struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func list(ctx context.Context, r *desk.Reader, in *listInput) (*api.Body[api.Page[Entry]], error) {
	who := account.Actor(ctx)
	q := ledger.Query{Act: in.Act, Actor: id.Account(in.Actor), Outcome: ledger.Outcome(in.Outcome), Limit: in.Limit}
	for text, at := range map[string]*time.Time{in.From: &q.From, in.Until: &q.Until} {
		if text == "" {
			continue
		}
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, fault.New(fault.Invalid, "%q is not an instant. Write it as 2026-11-17T10:42:00Z.", text)
		}
		*at = t
	}
	after, err := api.ParseCursor(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	if after != nil {
		if q.Before, err = strconv.ParseInt(after[0], 10, 64); err != nil {
			return nil, fault.In("cursor", "This is not a cursor of this list. Take it from “next” of the page before")
		}
	}
	named, err := r.About(ctx, who, in.About)
	if err != nil {
		return nil, err
	}
	if in.About != "" && len(named) != 1 {
		if len(named) > 1 {
			return nil, fault.In("about", "%q fits several. Name one as %s", in.About, named[0].Subject)
		}
		return api.Of(api.Page[Entry]{Items: []Entry{}}), nil
	}
	if len(named) == 1 {
		q.Subject = named[0].Subject
	}
	found, err := r.Entries(ctx, who, q)
	out := api.Page[Entry]{Items: []Entry{}}
	for i := range found.Items {
		out.Items = append(out.Items, wire(&found.Items[i]))
	}
	if found.Next > 0 {
		out.Next = api.Cursor(strconv.FormatInt(found.Next, 10))
	}
	return api.Of(out), err
}

func evidence(ctx context.Context, r *desk.Reader, place int64) (*desk.Evidence, error) {
	return db.Find(ctx, r.Desk.DB, func(tx *db.Tx) (*desk.Evidence, error) { return r.Evidence(tx, account.Actor(ctx), place) })
}

func wire(e *ledger.Entry) Entry {
	out := Entry{Place: e.Place, ID: string(e.ID), At: e.At, TrueFrom: e.TrueFrom, Act: e.Act, Outcome: string(e.Outcome), Summary: e.Summary, Basis: e.Basis,
		Actor: string(e.Actor), Name: e.Name, Role: string(e.Role), Org: string(e.Org), Subjects: []string{}, Seal: base64.StdEncoding.EncodeToString(e.Commitment[:])}
	for _, s := range e.Subjects {
		out.Subjects = append(out.Subjects, string(s))
	}
	if !e.ErasedAt.IsZero() {
		out.ErasedAt = &e.ErasedAt
	}
	return out
}

func whole(ev *desk.Evidence) Whole {
	out := Whole{Entry: wire(&ev.Entry), Fits: ev.Fits(), Statements: []Statement{}}
	out.Text, out.Withheld, out.Salt = ev.Text, ev.Withheld, base64.StdEncoding.EncodeToString(ev.Salt)
	for _, s := range ev.Statements {
		state := "fails"
		if s.Open {
			state = "open"
		} else if s.Holds {
			state = "holds"
		}
		out.Statements = append(out.Statements, Statement{s.Text, state})
	}
	return out
}
