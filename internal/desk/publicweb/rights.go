package publicweb

import (
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type rightsPage struct {
	web.Page
	Day      string
	May      part.Points
	Never    part.Points
	Must     part.Points
	Need     part.Points
	Powers   part.Table
	Council  part.CouncilBox
	Complain string
}

// rights is what an accredited person may and may not do, made from the law in force
// today: what ends disappears by itself.
func (h *Handlers) rights(w http.ResponseWriter, r *http.Request) error {
	settings, err := h.settings(r)
	if err != nil {
		return err
	}
	today, in := clock.DayOf(h.Clock.Now()), settings.Law()
	p := &rightsPage{Page: web.Page{Title: "Your rights", Active: "/rights"}, Day: today.Long(), Complain: settings.Complain(""),
		Powers: part.Table{Caption: "Powers that can be given", RowHeaders: true, Columns: []part.Column{{Text: "Power"}, {Text: "What it allows"}, {Text: "Where it stands"}}}}
	ids := law.Askable(today, in)
	for _, given := range ids {
		x, _ := law.Find(given)
		p.Powers.Rows = append(p.Powers.Rows, part.Row{Cells: []part.Cell{{Text: x.Name, Href: "/powers/" + string(x.ID)}, {Text: x.Meaning}, {Text: "Schedule 5, para " + x.Para}}})
	}
	for _, a := range law.Asks(ids, func(id law.PowerID) law.Pence { return law.Price(id, today, in, 0) }) {
		p.May.Items = append(p.May.Items, part.Point{Kind: part.InForce, Says: "May", Strong: a.Lead, Text: a.Rest})
	}
	for _, n := range law.Nevers {
		p.Never.Items = append(p.Never.Items, part.Point{Kind: part.NotInForce, Says: "May never", Strong: n.Lead, Text: n.Rest})
	}
	badge := settings.Badge
	if badge == "" {
		badge = "the badge specified"
	}
	p.Must.Items = []part.Point{{Strong: "Wear the uniform", Text: " their employer’s people are known by, and " + badge + "."},
		{Strong: "Show their accreditation", Text: " if you ask, when they use a power."},
		{Strong: "Be at work", Text: " for their employer, inside the area named in their accreditation."},
		{Strong: "Believe on good reason", Text: " that what the law asks for is so, and write the reason down."}}
	p.Need.Items = []part.Point{{Text: "You need not answer questions beyond what the power asks for."}, {Text: "You need not pay anybody in the street."},
		{Text: "You need not let yourself be searched, held or moved."}, {Text: "You may ask for the number on the card, and check it."}}
	p.Council = part.CouncilBox{Level: 3, Title: "A council’s officer may have other powers", Text: "Some of the same people are also authorised by a council, for example to give a fixed penalty notice for breach of a public spaces protection order. That is not accreditation. Ask which of the two they use."}
	return h.page.Render(w, r, "rights.html", p)
}

// settings is the force's, or those a new force begins with where the address is of no
// one force.
func (h *Handlers) settings(r *http.Request) (area.Settings, error) {
	if account.From(r.Context()).Force.ID == "" {
		return area.Defaults(), nil
	}
	c, err := h.census(r, clock.NoDay)
	if err != nil {
		return area.Settings{}, err
	}
	s := c.Force.Settings
	s.Badge = strings.TrimSpace(s.Badge)
	return s, nil
}
