package factoryweb

import (
	_ "embed" // the style sheet
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/blob"
	"watchword/internal/card/factory"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

var photoTabs = []tab{{"", "To look at", "No photograph waits to be looked at."}, {"sent-back", "Sent back", "No photograph is with an employer."}, {"accepted", "Accepted", "No photograph has been accepted."}}

var photoKinds = map[factory.PhotoState]part.Kind{factory.Waiting: part.Waiting, factory.Accepted: part.InForce, factory.SentBack: part.Suspended}

// tile is one photograph of the list.
type tile struct {
	URL, Name, Href, For, Now string
	Tick                      part.Tick
}

// photosPage is the photographs in a state. Those that wait can be accepted together.
type photosPage struct {
	web.Page
	Head    part.Head
	Tabs    moj.SubNavigation
	Tiles   []tile
	Accepts bool
	Empty   string
	Next    string
}

func (h *Handlers) photos(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	who := account.Actor(r.Context())
	p := &photosPage{Page: page(who, "Photographs for cards", web.Crumb{Text: "Photographs"}), Head: part.Head{Title: "Photographs for cards"}}
	p.Tabs, p.Empty = tabs("Photographs by state", "/card-photographs", form.Show, photoTabs)
	state := factory.PhotoState(form.Show)
	if state == "" {
		state = factory.Waiting
	}
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		vs, next, err := h.Factory.Photos(tx, who, state, form.After, 24)
		if err != nil {
			return err
		}
		p.Accepts = state == factory.Waiting && len(vs) > 0
		if next != "" {
			p.Next = web.With(r.URL.RequestURI(), "after", next)
		}
		of := make([]id.Person, len(vs))
		for i, v := range vs {
			of[i] = v.State.Person
		}
		people, err := h.names(tx, who.Force, of)
		if err != nil {
			return err
		}
		orgs, err := h.orgNames(tx, who.Force, vs)
		for i := range vs {
			x := &vs[i].State
			m := people[x.Person]
			t := tile{URL: photoURL(x.Person, x.Photo), Name: m.Name(), Href: "/card-photographs/" + vs[i].ID, For: m.RoleTitle + ", " + orgs[x.Org], Now: "Since " + x.Last.On().Short(),
				Tick: part.Tick{ID: "photo-" + vs[i].ID, Name: "photo", Value: vs[i].ID + ":" + string(x.Photo)}}
			if why := x.Reason(); why != "" {
				t.Now = why
			}
			p.Tiles = append(p.Tiles, t)
		}
		return err
	})
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "photos.html", p)
}

//go:embed tiles.css
var tilesCSS []byte

// css is what the list of photographs needs beside the common style sheet.
func (h *Handlers) css(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", tilesCSS)
}

// orgNames is the names of the employers of those photographed.
func (h *Handlers) orgNames(tx *db.Tx, force id.Force, vs []factory.PhotoVersion) (map[id.Org]string, error) {
	out := map[id.Org]string{}
	for _, v := range vs {
		if _, known := out[v.State.Org]; known {
			continue
		}
		name, err := h.orgName(tx, force, v.State.Org)
		if err != nil {
			return nil, err
		}
		out[v.State.Org] = name
	}
	return out, nil
}

func photoURL(of id.Person, hash blob.Hash) string {
	return "/people/" + string(of) + "/photograph/" + string(hash)
}

type acceptForm struct {
	Photo []string `form:"photo" max:"200"`
}

func (h *Handlers) acceptNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[acceptForm](r)
	if err != nil {
		return err
	}
	var seen []factory.Seen
	for _, x := range form.Photo {
		of, hash, _ := strings.Cut(x, ":")
		seen = append(seen, factory.Seen{Person: id.Person(of), Photo: blob.Hash(hash)})
	}
	if err := h.Factory.Accept(r.Context(), account.Actor(r.Context()), seen); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/card-photographs", "photo.accepted")
}

// photoPage is one photograph, large, to be accepted or sent back.
type photoPage struct {
	web.Page
	Head    part.Head
	URL     string
	Alt     string
	Hash    blob.Hash
	Faults  []govuk.Choice
	Accepts bool
	Sends   bool
	Form    photoForm
	of      id.Person
}

type photoForm struct {
	Act   string             `form:"act" max:"20"`
	Hash  blob.Hash          `form:"hash" max:"100"`
	Fault factory.PhotoFault `form:"fault" max:"20"`
	Why   string             `form:"why" label:"What the employer is to do" max:"500" text:"lines"`
}

func (h *Handlers) photoPage(r *http.Request) (*photoPage, error) {
	who, of := account.Actor(r.Context()), id.Person(r.PathValue("person"))
	p := &photoPage{of: of}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		v, err := h.Factory.PhotoOf(tx, who, of, h.now())
		if err != nil {
			return err
		}
		m, err := h.Persons.Any(tx, who.Force, of, h.now())
		if err != nil {
			return err
		}
		employer, err := h.orgName(tx, who.Force, m.State.Org)
		x, name := &v.State, m.State.Name()
		p.Page = page(who, "Photograph of "+name, web.Crumb{Text: "Photographs", Href: "/card-photographs"}, web.Crumb{Text: name})
		p.Head = part.Head{Title: "Photograph of " + name, Text: m.State.RoleTitle + ", " + employer, Statuses: []part.Status{{Kind: photoKinds[x.State], Text: x.State.Title()}},
			Facts: []part.Fact{{Key: "Since", Value: moment(x.Last)}}, Links: []part.Link{{Text: name, Href: "/people/" + v.ID}}}
		if why := x.Reason(); why != "" {
			p.Head.Facts = append(p.Head.Facts, part.Fact{Key: "Sent back", Value: why})
		}
		p.URL, p.Alt, p.Hash = photoURL(of, x.Photo), name, x.Photo
		p.Accepts, p.Sends = x.State != factory.Accepted, x.State != factory.SentBack
		return err
	})
	for _, f := range factory.PhotoFaults {
		p.Faults = append(p.Faults, govuk.Choice{Value: string(f), Text: f.Title()})
	}
	return p, err
}

func (h *Handlers) photo(w http.ResponseWriter, r *http.Request) error {
	p, err := h.photoPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "photo.html", p)
}

func (h *Handlers) photoNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.photoPage(r)
	if err != nil {
		return err
	}
	done := "photo.accepted"
	if p.Form, err = web.Form[photoForm](r); err == nil {
		who, seen := account.Actor(r.Context()), factory.Seen{Person: p.of, Photo: p.Form.Hash}
		switch p.Form.Act {
		case "accept":
			err = h.Factory.Accept(r.Context(), who, []factory.Seen{seen})
		case "send-back":
			err, done = h.Factory.SendBack(r.Context(), who, seen, p.Form.Fault, p.Form.Why), "photo.sent-back"
		default:
			err = fault.In("fault", "Accept the photograph, or send it back")
		}
	}
	if err != nil {
		return h.page.Again(w, r, "photo.html", p, err)
	}
	return web.SeeOther(w, r, "/card-photographs", done)
}
