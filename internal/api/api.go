// Package api knows how an answer to another program is made: JSON under /api/v1, with
// an OpenAPI 3.1 document made from the Go types. It knows no register: a slice brings
// its own shapes (cardapi) and registers its operations here.
//
// Every operation names the permission it needs; one that names none cannot be
// registered. Errors are problem documents (RFC 9457) made from fault. A write may carry
// an Idempotency-Key, so that it can be sent again without being done twice. Lists are
// {"items": […], "next": cursor}.
//
// How to add an operation, in card/cardapi:
//
//	func Register(a *api.API, cards *card.Service) {
//		api.Get(a, "/cards/{id}", "card-find", "A card", authz.ReadCard, func(ctx context.Context, in *struct {
//			ID string `path:"id" doc:"Identity of the card"`
//		}) (*api.Body[Card], error) {
//			c, err := cards.Find(ctx, account.Actor(ctx), id.Card(in.ID))
//			return api.Of(wire(c)), err
//		})
//	}
//
// Read API, then Get and Post; idempotent.go says what sending again means.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
)

// Prefix is where the API lies.
const Prefix = "/api/v1"

// Anyone stands in place of a permission where nobody needs to be signed in.
const Anyone authz.Permission = "anyone"

// MaxBody bounds the body of a request, in bytes, unless the operation says otherwise.
const MaxBody = 1 << 20

// Config is what an API needs to know.
type Config struct {
	DB    *db.DB
	Clock clock.Clock
	Log   *slog.Logger
	// Who is who sends a request, from its context.
	Who func(context.Context) authz.Actor
	// Refused records that the actor was refused at the door, and returns err; nil: nothing.
	Refused func(ctx context.Context, who authz.Actor, err error) error
	// Reference is the number of a request, for people to quote; nil: none.
	Reference func(*http.Request) string
	// Address is the address a request came from; nil: as the connection has it.
	Address func(*http.Request) string
	// PerMinute is how many requests one account may send in a minute; 0 is 6,000.
	PerMinute int
	// PublicPerMinute is how many one address may send without an account; 0 is 600.
	PublicPerMinute int
	// Key tells requests with an Idempotency-Key apart. Without it, who has the database
	// could find by trying what a short one said.
	Key [32]byte
}

// API is the operations of the program. Slices register theirs, then it serves.
type API struct {
	config Config
	huma   huma.API
	mux    *http.ServeMux
	limits *limits
	// underWay is the keys of writes that this process is carrying out.
	underWay sync.Map
	routes   []Route
	text     func() ([]byte, error)
}

// Route is one operation as the door sees it.
type Route struct {
	Method string
	Path   string // with Prefix
	Needs  authz.Permission
}

var settings sync.Once

// New is an API without operations.
func New(c Config) *API {
	settings.Do(func() { // huma keeps these for the whole program
		huma.NewError = newProblem
		huma.DefaultArrayNullable = false
	})
	if c.PerMinute == 0 {
		c.PerMinute = 6000
	}
	if c.PublicPerMinute == 0 {
		c.PublicPerMinute = 600
	}
	a := &API{config: c, mux: http.NewServeMux(), limits: newLimits(c.Clock)}
	h := huma.DefaultConfig("Watchword", "1")
	h.Info.Description = "Community Safety Accreditation Schemes: who may do what, where, on this day, and who decided so. " +
		"Send a token as \"Authorization: Bearer ww_…\". Instants are UTC; days are legal days in England and Wales."
	h.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	h.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "An API token, made on the page of one's account."}}
	h.OpenAPIPath, h.DocsPath, h.SchemasPath = "", "", ""
	h.CreateHooks, h.Transformers = nil, nil
	h.RejectUnknownQueryParameters = true // what is accepted is looked at in ServeHTTP
	a.huma = humago.NewWithPrefix(a.mux, Prefix, h)
	a.huma.UseMiddleware(a.door, a.idempotent)
	a.mux.HandleFunc("GET "+Prefix+"/openapi.yaml", a.document)
	a.mux.HandleFunc("/api/", a.nothing)
	a.text = sync.OnceValues(a.huma.OpenAPI().YAML)
	return a
}

// Routes is every operation registered, in the order of registration.
func (a *API) Routes() []Route { return a.routes }

// Operation is what is said of an operation beside its types. Summary is what it gives
// or does, in a few words; ID is unique.
type Operation struct {
	Method  string // GET, POST, PUT, PATCH, DELETE
	Path    string // without Prefix
	ID      string
	Summary string
	Needs   authz.Permission
	About   string // a sentence or two more
	Status  int    // of success; 0: 200, or 204 without a body
	MaxBody int64  // in bytes; 0: MaxBody
	// Fleeting says that the answer holds what is kept nowhere: no Idempotency-Key is taken.
	Fleeting bool
}

var partOfPath = regexp.MustCompile(`\{(\w+)\}`)

// reads reports whether a field of the input takes that part of the address. What stands in
// an embedded struct without a capital is passed over, here as in huma.
func reads(in reflect.Type, part string) bool {
	if in.Kind() != reflect.Struct {
		return false
	}
	for f := range in.Fields() {
		if f.IsExported() && (f.Tag.Get("path") == part || f.Anonymous && reads(f.Type, part)) {
			return true
		}
	}
	return false
}

// Register adds an operation. It panics if the operation names no permission, or if a part
// of its address is read by no field of the input: that is a broken build.
func Register[I, O any](a *API, o Operation, handle func(context.Context, *I) (*O, error)) {
	if o.Needs == "" {
		panic("api: " + o.Method + " " + o.Path + " names no permission")
	}
	for _, m := range partOfPath.FindAllStringSubmatch(o.Path, -1) {
		if !reads(reflect.TypeFor[I](), m[1]) {
			panic("api: " + o.Method + " " + o.Path + " reads its " + m[1] + " into no field")
		}
	}
	op := huma.Operation{Method: o.Method, Path: o.Path, OperationID: o.ID, Summary: o.Summary, Description: o.About, DefaultStatus: o.Status,
		MaxBodyBytes: o.MaxBody, Metadata: map[string]any{"needs": o.Needs, "fleeting": o.Fleeting}, Errors: []int{404, 409, 413, 429}}
	if op.MaxBodyBytes == 0 {
		op.MaxBodyBytes = MaxBody
	}
	if o.Needs != Anyone {
		op.Security = []map[string][]string{{"token": {}}}
		op.Errors = append(op.Errors, 401, 403)
		op.Extensions = map[string]any{"x-permission": string(o.Needs)}
	}
	if o.Method != http.MethodGet && !o.Fleeting {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string", MaxLength: ptr(maxKey)},
			Description: "A text of your own, new for each act. Sent again with the same request it gives the same answer for 24 hours, and nothing is done twice."})
	}
	tag, _, _ := strings.Cut(strings.TrimPrefix(o.Path, "/"), "/")
	op.Tags = []string{tag}
	a.routes = append(a.routes, Route{o.Method, Prefix + o.Path, o.Needs})
	promise(&op, reflect.TypeFor[I](), reflect.TypeFor[*O]())
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		if err := readable(in); err != nil {
			return nil, a.problem(ctx, err)
		}
		out, err := handle(ctx, in)
		if t, ok := any(out).(tagged); ok && err == nil && o.Method == http.MethodGet {
			err = t.settle(ctx)
		}
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

func ptr[T any](v T) *T { return &v }

// Get registers an operation that reads.
func Get[I, O any](a *API, path, name, summary string, needs authz.Permission, handle func(context.Context, *I) (*O, error)) {
	Register(a, Operation{Method: http.MethodGet, Path: path, ID: name, Summary: summary, Needs: needs}, handle)
}

// Post registers an operation that does something.
func Post[I, O any](a *API, path, name, summary string, needs authz.Permission, handle func(context.Context, *I) (*O, error)) {
	Register(a, Operation{Method: http.MethodPost, Path: path, ID: name, Summary: summary, Needs: needs}, handle)
}

// Body is an answer of one thing.
type Body[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// Of is the answer of one thing.
func Of[T any](v T) *Body[T] { return &Body[T]{Body: v} }

// Done is an answer without a body.
type Done struct{}

// Document is the OpenAPI document in YAML.
func (a *API) Document() ([]byte, error) { return a.text() }

func (a *API) document(w http.ResponseWriter, r *http.Request) {
	text, err := a.text()
	if err != nil {
		a.Fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/yaml")
	w.Header().Set("Cache-Control", "no-cache")
	w.Write(text)
}
