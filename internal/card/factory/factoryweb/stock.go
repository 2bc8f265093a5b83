package factoryweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// stock is what was delivered, and what is left of it.
func (h *Handlers) stock(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	p := &listPage{Page: page(who, "Stock", web.Crumb{Text: "Stock"}), Head: part.Head{Title: "Stock of blank cards and badges", Actions: []govuk.Button{{Text: "Record a delivery", Href: "/card-stock/receive"}}},
		Table: part.Table{Caption: "Deliveries", RowHeaders: true, Empty: "No delivery is recorded. While none of blank cards is, batches are printed without counting them.",
			Columns: []part.Column{{Text: "Serial numbers"}, {Text: "What", Under: "From"}, {Text: "Delivered"}, {Text: "Of", Numeric: true}, {Text: "Not used yet", Numeric: true}, {Text: "Written off", Numeric: true}}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		shelf, err := h.Factory.Shelf(tx, who)
		if err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, who.Force)
		blanks := part.Figure{Number: part.Number(shelf.Blanks), Text: "blank cards"}
		if shelf.Short(f.Settings.BlankCardsLeast) {
			blanks.Sub = "Order more: fewer than " + part.Number(f.Settings.BlankCardsLeast) + " are left"
		}
		p.Figures.Items = []part.Figure{blanks, {Number: part.Number(shelf.Badges), Text: "badges in stock"}, {Number: part.Number(shelf.InHand), Text: "badges issued", Href: "/badges?show=issued"},
			{Number: part.Number(shelf.Missing), Text: "badges lost or stolen", Href: "/badges?show=lost"}}
		for _, v := range shelf.Deliveries {
			s := &v.State
			left := part.Cell{Text: part.Number(s.Left())}
			if s.Kind == factory.Badges {
				left = part.Cell{Text: "See badges", Href: "/badges"}
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: s.Range(), Href: "/card-stock/" + v.ID}, {Text: s.Kind.Title(), Sub: s.From}, part.DayCell(s.Received), {Text: part.Number(s.Size())}, left, {Text: part.Number(s.WrittenOff())}}})
		}
		return err
	})
	if err != nil {
		return err
	}
	return visit.Show(h.page, w, r, "list.html", p)
}

type receivePage struct {
	web.Page
	Head  part.Head
	Kinds []govuk.Choice
	Form  receiveForm
}

type receiveForm struct {
	Kind     factory.StockKind `form:"kind" max:"20"`
	First    string            `form:"first" label:"First serial number" max:"30"`
	Last     string            `form:"last" label:"Last serial number" max:"30"`
	Received clock.Day         `form:"received" label:"Day of delivery"`
	From     string            `form:"from" label:"Supplier" max:"200"`
}

func (h *Handlers) receivePage(r *http.Request) *receivePage {
	p := &receivePage{Page: page(account.Actor(r.Context()), "Record a delivery", web.Crumb{Text: "Stock", Href: "/card-stock"}, web.Crumb{Text: "Record a delivery"}), Head: part.Head{Title: "Record a delivery"},
		Form: receiveForm{Received: clock.DayOf(h.Factory.Now())}}
	for _, k := range []factory.StockKind{factory.Blanks, factory.Badges} {
		p.Kinds = append(p.Kinds, govuk.Choice{Value: string(k), Text: k.Title()})
	}
	return p
}

func (h *Handlers) receive(w http.ResponseWriter, r *http.Request) error {
	return h.page.Render(w, r, "receive.html", h.receivePage(r))
}

func (h *Handlers) receiveNow(w http.ResponseWriter, r *http.Request) error {
	p := h.receivePage(r)
	var err error
	if p.Form, err = web.Form[receiveForm](r); err == nil {
		f := p.Form
		_, err = h.Factory.Receive(r.Context(), account.Actor(r.Context()), factory.Delivery{Kind: f.Kind, First: f.First, Last: f.Last, Received: f.Received, From: f.From})
	}
	if err != nil {
		return h.page.Again(w, r, "receive.html", p, err)
	}
	return web.SeeOther(w, r, "/card-stock", "stock.received")
}

// offPage is a delivery, and the form that writes serial numbers off.
type offPage struct {
	web.Page
	Head  part.Head
	Table part.Table
	Form  offForm
	of    id.Stock
}

type offForm struct {
	First string `form:"first" label:"First serial number" max:"30"`
	Last  string `form:"last" label:"Last serial number" max:"30"`
	Why   string `form:"why" label:"What happened" max:"500" text:"lines"`
}

func (h *Handlers) offPage(r *http.Request) (*offPage, error) {
	who, of := account.Actor(r.Context()), id.Stock(r.PathValue("stock"))
	v, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (factory.StockVersion, error) { return h.Factory.FindStock(tx, who, of, h.now()) })
	if err != nil {
		return nil, err
	}
	s := &v.State
	title := s.Kind.Title() + " " + s.Range()
	p := &offPage{of: of, Page: page(who, title, web.Crumb{Text: "Stock", Href: "/card-stock"}, web.Crumb{Text: s.Range()}), Head: part.Head{Title: title, Facts: []part.Fact{{Key: "Delivered", Value: s.Received.Short()}}},
		Table: part.Table{Caption: "Written off", RowHeaders: true, Empty: "Nothing of this delivery was written off.", Columns: []part.Column{{Text: "Serial numbers"}, {Text: "What happened"}, {Text: "Recorded"}}}}
	if s.From != "" {
		p.Head.Facts = append(p.Head.Facts, part.Fact{Key: "Supplier", Value: s.From})
	}
	if s.Kind == factory.Blanks {
		p.Head.Facts = append(p.Head.Facts, part.Fact{Key: "Not used yet", Value: part.Number(s.Left())})
	}
	for _, g := range s.Gone {
		text := s.Serial(g.First)
		if g.Last > g.First {
			text += " to " + s.Serial(g.Last)
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: text}, {Text: g.Why}, {Text: moment(&g.Done)}}})
	}
	return p, nil
}

func (h *Handlers) writeOff(w http.ResponseWriter, r *http.Request) error {
	p, err := h.offPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "stock.html", p)
}

func (h *Handlers) writeOffNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.offPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[offForm](r); err == nil {
		err = h.Factory.WriteOff(r.Context(), account.Actor(r.Context()), p.of, p.Form.First, p.Form.Last, p.Form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "stock.html", p, err)
	}
	return web.SeeOther(w, r, "/card-stock/"+string(p.of), "stock.off")
}
