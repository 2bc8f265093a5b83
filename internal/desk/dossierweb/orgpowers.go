package dossierweb

import (
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// matrix is the powers, role by role: those that any role asked for.
func (f *file) matrix(v *visit.Visit) part.Matrix {
	m := part.Matrix{Caption: "Powers, role by role"}
	held := map[string]int{}
	for _, l := range f.live() {
		held[l.Role]++
	}
	for _, r := range f.org.Roles {
		m.Roles = append(m.Roles, part.Column{Text: r.Title, Sub: part.Count(held[r.Title], "person", "persons")})
	}
	on, in := clock.DayOf(f.when.At), f.force.Settings.Law()
	for i := range law.Powers() {
		p := &law.Powers()[i]
		row := part.MatrixRow{Name: p.Name, Href: "/powers/" + string(p.ID), Para: p.Para}
		asked := false
		for j := range f.org.Roles {
			cell, ok := f.answerCell(v, &f.org.Roles[j], p, on, in)
			row.Cells, asked = append(row.Cells, cell), asked || ok
		}
		if asked {
			m.Rows = append(m.Rows, row)
		}
	}
	return m
}

// answerCell is one answer, and whether the power was asked for.
func (f *file) answerCell(v *visit.Visit, r *org.Role, p *law.Power, on clock.Day, in law.Territory) (part.MatrixCell, bool) {
	x, _ := r.Allows(p.ID)
	if x.Power == "" {
		return part.MatrixCell{Text: "Not asked"}, false
	}
	href := v.Link(orgURL(f.id)+"/powers") + "#" + anchor(r, p.ID)
	c := part.MatrixCell{Href: href}
	switch x.Answer {
	case org.Allowed:
		c.Kind, c.Text, c.Href = part.InForce, "Yes", ""
	case org.Conditional:
		c.Kind, c.Text = part.Due, "With a condition"
	case org.Refused:
		c.Kind, c.Text = part.NotInForce, "Refused"
		return c, true
	default:
		c.Kind, c.Text = part.Waiting, "Asked"
	}
	var notes []string
	if s := p.StatusOn(on, in); s != law.InForce {
		c.Kind, notes = part.Ended, append(notes, s.String()+": nobody can be given it")
	}
	for _, need := range law.Prerequisites(p.ID) {
		if _, ok := r.Allows(need); !ok {
			if n, ok := law.Find(need); ok {
				notes = append(notes, "Needs "+n.Para)
			}
		}
	}
	if len(x.Offences) > 0 {
		notes = append(notes, part.Count(len(x.Offences), "offence", "offences"))
	}
	c.Note = strings.Join(notes, ". ")
	return c, true
}

// anchor is the place of an answer on the page of powers.
func anchor(r *org.Role, p law.PowerID) string { return string(r.ID) + "-" + string(p) }

// conditions is each condition in words, and how many refusals there are.
func (f *file) conditions() ([]string, int) {
	var out []string
	refused := 0
	for _, r := range f.org.Roles {
		for _, x := range r.Powers {
			if x.Answer == org.Refused {
				refused++
			}
			if x.Answer == org.Conditional {
				name := string(x.Power)
				if p, ok := law.Find(x.Power); ok {
					name = p.Name
				}
				out = append(out, r.Title+", "+small(name)+": "+x.Condition)
			}
		}
	}
	return out, refused
}

// never is what can be granted to nobody on that day, folded.
func never(on clock.Day, in law.Territory) govuk.Details {
	var b strings.Builder
	n := 0
	for i := range law.Powers() {
		p := &law.Powers()[i]
		s := p.StatusOn(on, in)
		if p.Authority != law.Accreditation || s == law.InForce {
			continue
		}
		n++
		b.WriteString(`<li>`)
		b.WriteString(string(part.Status{Kind: part.Ended, Text: s.String()}.Render()))
		text := p.Name + ", para " + p.Para
		if p.Ends(in) != clock.NoDay && (s == law.Spent || s == law.Repealed) {
			text += ": " + map[law.Status]string{law.Spent: "spent since ", law.Repealed: "repealed "}[s] + about(p.Periods, in) + p.Ends(in).Long()
		}
		b.WriteString(" " + template.HTMLEscapeString(text) + ".</li>")
	}
	return govuk.Details{SummaryText: "Cannot be granted to anybody (" + web.Number(n) + ")", HTML: template.HTML(`<ul class="govuk-list">` + b.String() + `</ul>`)}
}

// checked is what fitness to supervise rests on, as the entry shows it.
//
// Law: Police Reform Act 2002, s40(8), s41(4)(a).
func (f *file) checked(v *visit.Visit) []criterion {
	o := &f.org
	contacts := v.Link(orgURL(f.id) + "/contacts")
	if !inside(v.Who) {
		contacts = ""
	}
	var out []criterion
	add := func(text, href string, ok bool, good, bad string) {
		c := criterion{Text: text, Href: href, Status: part.Status{Kind: part.InForce, Text: good, Plain: true}}
		if !ok {
			c.Status = part.Status{Kind: part.Waiting, Text: bad, Plain: true}
		}
		out = append(out, c)
	}
	fit := "Satisfied"
	if o.FitTest.Until != clock.NoDay {
		fit = "To " + o.FitTest.Until.Short()
	}
	add("Fit and proper to supervise", "", o.FitTest.Satisfied, fit, "Not yet decided")
	supers := len(o.Of(org.Supervisor))
	add("Supervisors named", contacts, supers > 0, web.Number(supers), "None yet")
	add("Authorised signatory", contacts, len(o.Of(org.Signatory)) > 0, "Named", "Not yet named")
	add("Two liaison officers", contacts, len(o.Of(org.Liaison)) >= 2, "Named", countOf(len(o.Of(org.Liaison)), 2))
	add("Police liaison", contacts, len(o.Of(org.PoliceLiaison)) > 0, "Named", "Not yet named")
	add("Complaints procedure", contacts, len(o.Of(org.Complaints)) > 0, "Named", "Nobody named")
	uniform := "Described"
	if o.UniformApproved != clock.NoDay {
		uniform = "Approved " + o.UniformApproved.Short()
	}
	add("Uniform", "", o.Uniform != "", uniform, "Not described")
	add("Area of work", "", len(o.Areas) > 0 || o.Drawn != nil, "Set", "Not set")
	return out
}

// evidence is what shows fitness to supervise, for the force's own people: its sentences,
// and the things checked where it names several.
func (f *file) evidence(v *visit.Visit) (says string, checked []string) {
	says = f.org.FitTest.Evidence
	if !ofForce(v.Who) {
		return "", nil
	}
	head, list, found := strings.Cut(says, "; ")
	if !found || !strings.Contains(list, "; ") {
		return says, nil
	}
	first := ""
	if i := strings.Index(head, ": "); i >= 0 { // "Checked: Supervision: 3 trained"; the list begins after the first
		head, first = head[:i], head[i+2:]
	} else {
		head, first = "", head
	}
	for _, x := range append([]string{first}, strings.Split(strings.TrimSuffix(list, "."), "; ")...) {
		checked = append(checked, capital(x))
	}
	if head != "" {
		head += ":"
	}
	return head, checked
}

// powersPage is the powers asked for and decided, with reasons.
type powersPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Sub   moj.SubNavigation
	Roles []rolePowers
	Act   *act
	// Reviews is where it is looked at whether the powers are still needed; empty: not for the reader.
	Reviews string
}

type rolePowers struct {
	Title string
	Sub   string
	Rows  []rolePower
	Edit  string // address to change what is asked for; empty: one may not
}

type rolePower struct {
	Anchor    string
	Name      string
	Href      string
	Para      string
	Status    part.Status
	Offences  []string
	Reason    string
	Because   string
	Condition string
	By        string
	Law       string // where it stands in law, if not in force
}

func (h *Handlers) orgPowers(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var f *file
	err := h.read(r, func(tx *db.Tx) (err error) {
		f, err = h.file(tx, v.Who, orgOf(r), v.When)
		return err
	})
	if err == nil {
		err = h.withPeople(&v, f, desk.Filter{Limit: peopleLimit})
	}
	if err != nil {
		return err
	}
	p := &powersPage{Page: f.page(&v, "Powers: "+f.org.Name, "Powers"), Bar: v.Bar, Sub: f.sub(&v, "/powers"), Head: f.head(&v)}
	edit := !p.Past && f.may(v.Who, authz.ChangeOrg)
	for i := range f.org.Roles {
		p.Roles = append(p.Roles, f.rolePowers(&f.org.Roles[i], edit))
	}
	if f.may(v.Who, authz.ReadReviews) {
		p.Reviews = v.Link(orgURL(f.id) + "/power-reviews")
	}
	for _, a := range f.acts(&v) {
		if a.Href == orgURL(f.id)+"/powers/decide" || a.Href == orgURL(f.id)+"/roles/add" && p.Act == nil {
			p.Act = &a
		}
	}
	return v.Show(h.page, w, "powers.html", p)
}

func (f *file) rolePowers(r *org.Role, edit bool) rolePowers {
	out := rolePowers{Title: r.Title}
	if r.Staff > 0 {
		out.Sub = part.Count(r.Staff, "post", "posts") + " of this kind, as the employer says"
	}
	if edit {
		out.Edit = orgURL(f.id) + "/roles/" + string(r.ID)
	}
	on, in := clock.DayOf(f.when.At), f.force.Settings.Law()
	for i := range law.Powers() {
		p := &law.Powers()[i]
		x, _ := r.Allows(p.ID)
		if x.Power == "" {
			continue
		}
		row := rolePower{Anchor: anchor(r, p.ID), Name: p.Name, Href: "/powers/" + string(p.ID), Para: p.Para, Reason: x.Reason, Because: x.Because, Condition: x.Condition}
		row.Status = map[org.Answer]part.Status{org.Allowed: {Kind: part.InForce, Text: "Yes"}, org.Conditional: {Kind: part.Due, Text: "With a condition"},
			org.Refused: {Kind: part.NotInForce, Text: "Refused"}, org.Asked: {Kind: part.Waiting, Text: "Asked, not decided"}}[x.Answer]
		if x.By != "" {
			row.By = x.By + ", " + x.On.Long()
		}
		for _, off := range x.Offences {
			if o, ok := law.FindOffence(off); ok {
				row.Offences = append(row.Offences, o.Name)
			}
		}
		if s := p.StatusOn(on, in); s != law.InForce {
			row.Law = s.String()
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
