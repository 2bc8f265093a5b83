package cardweb

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/card"
	"watchword/internal/law"
	"watchword/internal/print"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed static
var static embed.FS

// drawn is a shape that the script puts before a line.
type drawn struct {
	ID  string
	SVG template.HTML
}

// offlinePage checks without a connection.
type offlinePage struct {
	web.Page
	Shapes []drawn
}

func (h *Handlers) offline(w http.ResponseWriter, r *http.Request) error {
	p := &offlinePage{Page: web.Page{Title: "Check without a connection"}}
	for _, k := range []part.Kind{part.InForce, part.NotInForce, part.NotKnown} {
		p.Shapes = append(p.Shapes, drawn{string(k), part.Shape(k)})
	}
	list := string(part.Points{Items: []part.Point{{}}}.Render())
	from, to := strings.Index(list, "<svg"), strings.Index(list, "</svg>")
	p.Shapes = append(p.Shapes, drawn{"go", template.HTML(list[from : to+len("</svg>")])})
	return h.bare.Render(w, r, "offline.html", p)
}

// script serves a script of ours. It is asked for anew each time, so that a phone that has
// a connection has the newest.
func script(name string) web.Handler {
	text, err := static.ReadFile("static/" + name)
	if err != nil {
		panic("cardweb: " + err.Error())
	}
	return func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Service-Worker-Allowed", "/")
		_, _ = w.Write(text) // the reader has gone; there is nobody to tell
		return nil
	}
}

// cardCSS is the style sheet of cards as they are drawn on pages.
func cardCSS(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", print.CSS)
}

// offlineFacts is what a checker without a connection needs beside keys and lists.
type offlineFacts struct {
	Force  string         `json:"force"`
	Badge  string         `json:"badge"`
	MaxAge int            `json:"maxAge"` // seconds for which a list may say "valid"
	Lists  []string       `json:"lists"`
	Powers []offlinePower `json:"powers"` // by catalogue number
	Never  []offlinePower `json:"never"`
}

type offlinePower struct {
	Lead string `json:"lead"`
	Rest string `json:"rest"`
	Ends string `json:"ends,omitempty"` // the first day on which it is law no more
}

func (h *Handlers) facts(w http.ResponseWriter, r *http.Request) error {
	f, err := h.force(r)
	if err != nil {
		return err
	}
	out := offlineFacts{Force: f.Name, Badge: badge(f), MaxAge: int(card.ListTTL.Seconds())}
	if out.Lists, err = h.Cards.StatusLists(r.Context(), f.ID); err != nil {
		return err
	}
	for n := 0; ; n++ {
		power, ok := card.PowerOf(n)
		if !ok {
			break
		}
		p, _ := law.Find(power)
		said := offlinePower{Lead: p.Ask.Lead, Rest: p.Ask.Rest, Ends: p.Ends(f.Settings.Law()).String()}
		if said.Lead == "" {
			said.Lead = p.Name
		}
		out.Powers = append(out.Powers, said)
	}
	for _, n := range law.Nevers[:2] {
		out.Never = append(out.Never, offlinePower{Lead: n.Lead, Rest: n.Rest})
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	return json.NewEncoder(w).Encode(out)
}
