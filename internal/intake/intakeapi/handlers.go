// Package intakeapi is the import of spreadsheets for other programs: a file is sent, its
// dry run comes back, questions are answered, and only then it is written.
package intakeapi

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
	"watchword/internal/intake/draft"
)

// noColour stands for no colour where a text is needed.
const noColour = "none"

// Which names an import in the address.
type Which struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the import"`
}

// Register adds the operations of imports.
func Register(a *api.API, drafts *draft.Service) {
	send(a, drafts)
	reads(a, drafts)
	acts(a, drafts)
}

// find is the import with its dry run, or with what was written.
func find(ctx context.Context, drafts *draft.Service, of string) (*api.Body[Import], error) {
	who := account.Actor(ctx)
	d, err := drafts.Find(ctx, who, id.Upload(of))
	if err != nil {
		return nil, err
	}
	if d.State != draft.Open {
		return api.Of(wireDraft(&d)), nil
	}
	r, err := drafts.Read(ctx, who, d.ID)
	return api.Of(wire(&r)), err
}

type sendInput struct {
	Kind    string `query:"kind" required:"true" enum:"people,organisations" doc:"What the lines are"`
	Name    string `query:"name" maxLength:"200" doc:"Name of the file, as the ledger is to keep it"`
	Sheet   string `query:"sheet" maxLength:"200" doc:"The sheet of a workbook; left out: the one that fits"`
	RawBody []byte `contentType:"application/octet-stream"`
}

func send(a *api.API, drafts *draft.Service) {
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/imports", ID: "import-send", Summary: "Send a spreadsheet for a dry run", Needs: authz.Import, Status: http.StatusCreated,
		MaxBody: bring.FileLimit + 1,
		About:   "The body is the file itself, CSV or XLSX, of up to 32 MB. Nothing is written. The file waits for a day, for the account that sent it; of one account the last five are kept."},
		func(ctx context.Context, in *sendInput) (*api.Body[Import], error) {
			kept, err := drafts.Keep(ctx, account.Actor(ctx), intake.Kind(in.Kind), in.Name, in.Sheet, in.RawBody)
			if err != nil {
				return nil, err
			}
			return find(ctx, drafts, string(kept))
		})
}

type problemInput struct {
	Which
	api.Paging
	Warnings bool `query:"warnings" doc:"The notes on lines that come in, in place of the faults of bad lines"`
}

func reads(a *api.API, drafts *draft.Service) {
	api.Get(a, "/imports", "import-list", "Your files that are kept", authz.Import, func(ctx context.Context, _ *struct{}) (*api.Body[api.Page[Import]], error) {
		all, err := drafts.List(ctx, account.Actor(ctx))
		return api.PageOf(all, len(all), func(d draft.Draft) Import { return wireDraft(&d) }, nil), err
	})
	api.Get(a, "/imports/{id}", "import-find", "A file with its dry run, or with what was written", authz.Import, func(ctx context.Context, in *Which) (*api.Body[Import], error) {
		return find(ctx, drafts, in.ID)
	})
	api.Get(a, "/imports/{id}/problems", "import-problems", "Every fault of a file, line by line", authz.Import, func(ctx context.Context, in *problemInput) (*api.Body[api.Page[ImportFault]], error) {
		all, err := faults(ctx, drafts, in)
		if err != nil {
			return nil, err
		}
		after, err := api.ParseCursor(in.Cursor, 1)
		if err != nil {
			return nil, err
		}
		from := 0
		if after != nil {
			if from, err = strconv.Atoi(after[0]); err != nil || from < 0 || from > len(all) {
				return nil, fault.In("cursor", "This is no cursor of this list")
			}
		}
		page := api.Page[ImportFault]{Items: problems(all[from:min(len(all), from+in.Limit)])}
		if from+in.Limit < len(all) {
			page.Next = api.Cursor(strconv.Itoa(from + in.Limit))
		}
		return api.Of(page), nil
	})
	api.Get(a, "/imports/past", "import-past", "What was imported, by the ledger", authz.Import, func(ctx context.Context, _ *struct{}) (*api.Body[api.Page[PastImport]], error) {
		all, err := drafts.Past(ctx, account.Actor(ctx))
		return api.PageOf(all, len(all), func(p draft.Past) PastImport { return PastImport{string(p.Kind), p.Source, p.By, p.Began, p.Lines} }, nil), err
	})
}

// faults is the faults of a file, those that were left out once it is written.
func faults(ctx context.Context, drafts *draft.Service, in *problemInput) ([]intake.Problem, error) {
	who := account.Actor(ctx)
	d, err := drafts.Find(ctx, who, id.Upload(in.ID))
	switch {
	case err != nil:
		return nil, err
	case d.State == draft.Taken && in.Warnings:
		return nil, fault.New(fault.NotFound, "The notes of a file are kept until it is written.")
	case d.State == draft.Taken:
		return d.Outcome.Bad, nil
	}
	r, err := drafts.Read(ctx, who, d.ID)
	if in.Warnings {
		return r.Result.Warnings, err
	}
	return r.Result.Bad, err
}

// importChoices is how a file is to be read. All of it is said anew each time.
type importChoices struct {
	Kind    string            `json:"kind,omitempty" enum:"people,organisations" doc:"What the lines are; left out: as before"`
	Sheet   string            `json:"sheet,omitempty" maxLength:"200" doc:"The sheet of a workbook; left out: the one that fits"`
	Header  int               `json:"header_line,omitempty" minimum:"0" maximum:"1048576" doc:"Line of the headings; left out: it is found"`
	Columns map[string]string `json:"columns,omitempty" maxProperties:"100" doc:"A field and its column, by heading or letter; an empty text reads it from none"`
	Fills   map[string]string `json:"fills,omitempty" maxProperties:"200" doc:"What a fill colour (RRGGBB, or none) means: active, awaiting-vetting, suspended, withdrawn, left, expired"`
	Status  string            `json:"status,omitempty" enum:"active,awaiting-vetting,suspended,withdrawn,left,expired" doc:"Status of everybody, where nothing in the file tells it"`
}

func acts(a *api.API, drafts *draft.Service) {
	api.Post(a, "/imports/{id}/reading", "import-read", "Say how the file is to be read, and read it anew", authz.Import, func(ctx context.Context, in *struct {
		Which
		Body importChoices
	}) (*api.Body[Import], error) {
		if err := choose(ctx, drafts, id.Upload(in.ID), &in.Body); err != nil {
			return nil, err
		}
		return find(ctx, drafts, in.ID)
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/imports/{id}/take", ID: "import-take", Summary: "Write the file into the registers", Needs: authz.Import,
		About: "All or nothing: with a bad line nothing is written, unless good lines alone are asked for. Lines that the register holds already are left as they are. Sent again, it writes nothing twice."},
		func(ctx context.Context, in *struct {
			Which
			Body struct {
				GoodAlone bool `json:"good_alone,omitempty" doc:"Leave bad lines out and write the others"`
			}
		}) (*api.Body[Import], error) {
			if _, err := drafts.Take(ctx, account.Actor(ctx), id.Upload(in.ID), in.Body.GoodAlone, nil); err != nil {
				return nil, err
			}
			return find(ctx, drafts, in.ID)
		})
	api.Register(a, api.Operation{Method: http.MethodDelete, Path: "/imports/{id}", ID: "import-drop", Summary: "Throw the file away", Needs: authz.Import},
		func(ctx context.Context, in *Which) (*api.Done, error) {
			return nil, drafts.Drop(ctx, account.Actor(ctx), id.Upload(in.ID))
		})
}

// choose sets the choices. Columns are named by their headings, which are known once the
// file is read with the others.
func choose(ctx context.Context, drafts *draft.Service, of id.Upload, c *importChoices) error {
	who := account.Actor(ctx)
	fills := map[string]intake.Status{}
	for colour, status := range c.Fills {
		if _, err := intake.ParseStatus(status); err != nil {
			return fault.In("fills."+colour, "%s", err)
		}
		if colour == noColour {
			colour = ""
		}
		fills[strings.ToUpper(strings.TrimPrefix(colour, "#"))] = intake.Status(status)
	}
	err := drafts.Choose(ctx, who, of, func(d *draft.Draft) error {
		kind := d.Kind
		if c.Kind != "" {
			kind = intake.Kind(c.Kind)
		}
		d.At(kind, c.Sheet, c.Header)
		d.Choices.Columns, d.Choices.Fills, d.Choices.Seen, d.Choices.Status = nil, fills, nil, intake.Status(c.Status)
		return nil
	})
	if err != nil || len(c.Columns) == 0 {
		return err
	}
	r, err := drafts.Read(ctx, who, of)
	if err != nil {
		return err
	}
	return drafts.Choose(ctx, who, of, func(d *draft.Draft) error {
		var wrong fault.Fields
		for name, heading := range c.Columns {
			field, err := d.Kind.ParseField(name)
			if err != nil {
				wrong.Add("columns."+name, "%s", err)
				continue
			}
			at := -1
			if heading != "" {
				var ok bool
				if at, ok = r.Result.Mapping.Find(heading); !ok {
					wrong.Add("columns."+name, "The table has no column of this heading or letter")
				}
			}
			d.Choices.Column(field, at)
		}
		return wrong.Err()
	})
}
