// Package deskapi offers what stands over several registers to other programs: the lists
// of people and organisations with the filters of the pages, figures, what falls due,
// what waits for the caller, and who held what on a day. Each thing by itself is in the
// API of its own register.
package deskapi

import (
	"cmp"
	"context"
	"slices"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type handlers struct{ board *desk.Board }

// Register adds the operations.
func Register(a *api.API, board *desk.Board) {
	h := &handlers{board}
	api.Get(a, "/people", "person-list", "People by name, as they stand or stood", authz.ReadPerson, h.people)
	api.Get(a, "/organisations", "organisation-list", "Organisations by name, as they stand or stood", authz.ReadOrg, h.organisations)
	api.Get(a, "/figures", "figures", "The figures of the start page, of what you may see, as they stand or stood", authz.OwnAccount, h.figures)
	api.Get(a, "/due", "due-list", "What falls due, the nearest first: what you see to, and what others see to of what you may see", authz.ReadPerson, h.due)
	api.Get(a, "/tasks", "task-list", "What waits for you, what waits longest first", authz.OwnAccount, h.tasks)
	api.Get(a, "/who-held", "who-held", "Who held which powers at an instant, as known at another", authz.ReadPerson, h.whoHeld)
	h.saved(a)
}

type peopleInput struct {
	api.Paging
	registerapi.AsAt
	Text  string `query:"q" maxLength:"120" doc:"Part of a name, AP number or employer"`
	State string `query:"state" enum:"in-force,suspended,lapsed,vetting,to-decide,waiting,ended"`
	Org   string `query:"organisation" maxLength:"64" doc:"Identity of the employer"`
	Role  string `query:"role" maxLength:"200" doc:"Title of the role"`
	Team  string `query:"team" maxLength:"64" doc:"Identity of a team"`
	Power string `query:"power" maxLength:"64" doc:"Holds this power, in force"`
	Area  string `query:"area" maxLength:"64" doc:"Identity of an area: they may act in it, in part of it, or in all that it is part of; for the present only"`
	Due   int    `query:"due_days" minimum:"0" maximum:"3660" doc:"Something ends within so many days; for the present only"`
	Sort  string `query:"sort" enum:"name,number,org,role,due,-name,-number,-org,-role,-due" default:"name"`
}

func (h *handlers) people(ctx context.Context, in *peopleInput) (*api.Body[api.Page[PersonLine]], error) {
	now := h.board.Clock.Now()
	w, err := in.When(now)
	if err != nil {
		return nil, err
	}
	f := desk.Filter{Text: in.Text, State: desk.State(in.State), Org: id.Org(in.Org), Role: in.Role, Team: id.Team(in.Team), Power: law.PowerID(in.Power), Area: id.Area(in.Area), Sort: in.Sort, After: in.Cursor, Limit: in.Limit}
	if in.Due > 0 {
		f.DueBy = clock.DayOf(now).AddDays(in.Due).End()
	}
	var found desk.People
	switch {
	case !in.Past():
		found, err = h.board.People(ctx, account.Actor(ctx), f)
	case in.Area != "" || in.Due > 0:
		return nil, fault.New(fault.Invalid, "The list of a past day cannot be filtered by area or by what ends. Leave area and due_days out.")
	default:
		found, err = h.board.PeopleAsAt(ctx, account.Actor(ctx), f, w)
	}
	out := api.Page[PersonLine]{Items: []PersonLine{}, Next: found.Next}
	shape := wirePerson(w.At)
	for _, l := range found.Lines {
		out.Items = append(out.Items, shape(l))
	}
	return api.Of(out), err
}

type orgsInput struct {
	api.Paging
	registerapi.AsAt
	Text  string `query:"q" maxLength:"120" doc:"Part of a name, alias, number, place or area"`
	State string `query:"state" enum:"in-force,suspended,applying,lapsed,ended"`
	Kind  string `query:"kind" maxLength:"40" doc:"For example district-council"`
	Group string `query:"group" maxLength:"60" doc:"The kind as the public register groups it, for example Council"`
	Area  string `query:"area" maxLength:"64" doc:"It works there: in the area, in a part of it, or in one it is part of"`
	Power string `query:"power" maxLength:"64" doc:"Some role is allowed this power"`
	Sort  string `query:"sort" enum:"name,number,kind,people,ends,-name,-number,-kind,-people,-ends" default:"name"`
}

func (h *handlers) organisations(ctx context.Context, in *orgsInput) (*api.Body[api.Page[OrgLine]], error) {
	w, err := in.When(h.board.Clock.Now())
	if err != nil {
		return nil, err
	}
	var when *register.When
	if in.Past() {
		when = &w
	}
	found, err := h.board.Organisations(ctx, account.Actor(ctx), desk.OrgFilter{Text: in.Text, State: desk.OrgState(in.State), Kind: org.Kind(in.Kind), Group: in.Group, Area: id.Area(in.Area),
		Power: law.PowerID(in.Power), Sort: in.Sort, After: in.Cursor, Limit: in.Limit}, when)
	out := api.Page[OrgLine]{Items: []OrgLine{}, Next: found.Next}
	for _, l := range found.Lines {
		out.Items = append(out.Items, wireOrg(l))
	}
	return api.Of(out), err
}

func (h *handlers) figures(ctx context.Context, in *registerapi.AsAt) (*api.Body[Figures], error) {
	who := account.Actor(ctx)
	if !who.Can(authz.ReadPerson) && !who.Can(authz.ReadFigures) {
		return nil, who.May(authz.ReadFigures, authz.Object{})
	}
	if in.Past() {
		w, err := in.When(h.board.Clock.Now())
		if err != nil {
			return nil, err
		}
		o, owner, err := h.board.OverviewAsAt(ctx, who, w)
		return api.Of(wireFigures(w.At, o, desk.Series{}, desk.Charts{Owner: owner})), err
	}
	o, err := h.board.Overview(ctx, who)
	if err != nil {
		return nil, err
	}
	s, err := h.board.Series(ctx, who)
	if err != nil {
		return nil, err
	}
	c, err := h.board.Charts(ctx, who)
	return api.Of(wireFigures(h.board.Clock.Now(), o, s, c)), err
}

func (h *handlers) due(ctx context.Context, in *struct {
	api.Paging
	Days int `query:"days" minimum:"1" maximum:"366" default:"30" doc:"How many days ahead"`
}) (*api.Body[api.Page[FallsDue]], error) {
	a, err := h.board.Ahead(ctx, account.Actor(ctx), in.Days, diary.Everything)
	if err != nil {
		return nil, err
	}
	rest, err := behind(a.All(), in.Cursor, keyOf)
	return api.PageOf(rest, in.Limit, wireDue, func(x diary.Item) []string { return []string{keyOf(x)} }), err
}

// keyOf is where a thing stands among those that fall due.
func keyOf(x diary.Item) string { return x.Due.String() + "/" + x.Key }

func (h *handlers) tasks(ctx context.Context, in *struct{ api.Paging }) (*api.Body[api.Page[Task]], error) {
	t, err := h.board.Tasks(ctx, account.Actor(ctx))
	if err != nil {
		return nil, err
	}
	key := func(x desk.Task) string {
		return string(x.Kind) + "/" + string(x.Person) + "/" + string(x.Org) + "/" + x.Item.Key
	}
	rest, err := behind(t.Items, in.Cursor, key)
	return api.PageOf(rest, in.Limit, wireTask, func(x desk.Task) []string { return []string{key(x)} }), err
}

// behind is the items behind the one that the cursor names; all when it is gone.
func behind[T any](all []T, cursor string, key func(T) string) ([]T, error) {
	after, err := api.ParseCursor(cursor, 1)
	if err != nil || after == nil {
		return all, err
	}
	if i := slices.IndexFunc(all, func(x T) bool { return key(x) == after[0] }); i >= 0 {
		return all[i+1:], nil
	}
	return all, nil
}

type heldInput struct {
	registerapi.AsAt
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"10000" default:"1000" doc:"How many items at most"`
	Power  string `query:"power" maxLength:"64" doc:"Only who held this power"`
	Org    string `query:"organisation" maxLength:"64" doc:"Only this employer’s people"`
}

// held is a holding with the powers that might be used.
type held struct {
	accred.Holding
	powers []law.PowerID
}

func (h *handlers) whoHeld(ctx context.Context, in *heldInput) (*api.Body[api.Page[Holding]], error) {
	w, err := in.When(h.board.Clock.Now())
	if err != nil {
		return nil, err
	}
	after, err := api.ParseCursor(in.Cursor, 2)
	if err != nil {
		return nil, err
	}
	who := account.Actor(ctx)
	all, err := db.Find(ctx, h.board.DB, func(tx *db.Tx) ([]held, error) { return h.held(tx, who, in, w) })
	if err != nil {
		return nil, err
	}
	byNumber := func(a, b held) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Accreditation, b.Accreditation))
	}
	slices.SortFunc(all, byNumber)
	if after != nil {
		last := held{Holding: accred.Holding{Number: after[0], Accreditation: id.Accreditation(after[1])}}
		i, found := slices.BinarySearchFunc(all, last, byNumber)
		if found {
			i++
		}
		all = all[i:]
	}
	return api.PageOf(all, in.Limit, wireHeld, func(x held) []string { return []string{x.Number, string(x.Accreditation)} }), nil
}

func wireHeld(x held) Holding {
	out := Holding{Accreditation: string(x.Accreditation), Person: string(x.Person), Organisation: string(x.Org), Number: x.Number, Powers: []string{}}
	for _, p := range x.powers {
		out.Powers = append(out.Powers, string(p))
	}
	return out
}

// held is who held what, of those whom the actor may see.
func (h *handlers) held(tx *db.Tx, who authz.Actor, in *heldInput, w register.When) ([]held, error) {
	force, err := h.board.Areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	all, err := h.board.Accreds.WhoHeld(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	areas, err := h.areas(tx, who, w)
	if err != nil {
		return nil, err
	}
	out := make([]held, 0, len(all))
	for _, x := range all {
		if in.Org != "" && string(x.Org) != in.Org || who.May(authz.ReadPerson, authz.Object{Org: x.Org, Person: x.Person, Areas: areas(x.Person, x.Org)}) != nil {
			continue
		}
		powers := x.Held(w.At, force.Settings.Law())
		if in.Power == "" || slices.Contains(powers, law.PowerID(in.Power)) {
			out = append(out, held{x, powers})
		}
	}
	return out, nil
}

// areas finds where a person may act, for a role that sees certain areas alone.
func (h *handlers) areas(tx *db.Tx, who authz.Actor, w register.When) (func(id.Person, id.Org) []id.Area, error) {
	if r, _ := who.Reach(authz.ReadPerson); r != authz.OwnArea {
		return func(id.Person, id.Org) []id.Area { return nil }, nil
	}
	all, err := h.board.Accreds.All(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	orgs, err := h.board.Desk.Orgs.All(tx, who.Force, w)
	employers := make(map[id.Org]*org.Organisation, len(orgs))
	for i := range orgs {
		employers[id.Org(orgs[i].ID)] = &orgs[i].State
	}
	return func(of id.Person, employer id.Org) []id.Area { return accred.Where(all[of], employers[employer]) }, err
}
