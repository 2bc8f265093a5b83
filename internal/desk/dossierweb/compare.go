package dossierweb

import (
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/register"
)

// comparison is what was known then beside what is known now, of one day.
type comparison struct {
	Agree   bool
	First   string // "First accredited on 3 February 2026.", where that came later
	Day     string // "3 March 2025"
	Rows    []compared
	Before  string // heading of the first column
	Present string
}

// compared is one line of it.
type compared struct {
	What      string
	Then, Now string
	Differs   bool
}

// compare sets what was known on the day itself beside what is known today, for a past
// day. It is nil for the present, and where the reader asked for another day of knowledge.
func (h *Handlers) compare(tx *db.Tx, v *visit.Visit, d *dossier) (*comparison, error) {
	if v.Day() >= v.Today() || v.Bar.Known != clock.NoDay {
		return nil, nil
	}
	then, err := h.dossier(tx, v.Who, d.id, register.When{At: v.When.At, Known: v.When.At})
	if err != nil {
		return nil, err
	}
	c := &comparison{Agree: true, Day: v.Day().Long(), Before: "Known then", Present: "Known now"}
	if !d.granted() {
		if c.First, err = h.firstAccredited(tx, v, d); err != nil {
			return nil, err
		}
	}
	a, b := then.facets(), d.facets()
	for i, row := range b {
		x := compared{What: row[0], Then: a[i][1], Now: row[1], Differs: a[i][1] != row[1]}
		c.Rows = append(c.Rows, x)
		c.Agree = c.Agree && !x.Differs
	}
	return c, nil
}

// facets is the dossier in lines that can be laid beside those of another.
func (d *dossier) facets() [][2]string {
	vet := "Not asked for"
	if d.vetting.Outcome != "" {
		vet = d.vetting.Outcome.Title()
		if d.vetting.Level != "" {
			vet += ", level " + d.vetting.Level
		}
		if d.vetting.Expires != clock.NoDay {
			vet += ", to " + d.vetting.Expires.Short()
		}
	}
	var held []string
	for _, p := range d.standing.Held() {
		if known, ok := law.Find(p); ok {
			held = append(held, known.Name)
		}
	}
	powers := "None"
	if len(held) > 0 {
		powers = strconv.Itoa(len(held)) + ": " + listed(held)
	}
	period, area := "None", "None"
	if d.granted() {
		period, area = d.chief.State.From.Short()+" to "+d.chief.State.To.Short(), d.chief.State.AreaText
	}
	employer := d.org.Name
	if d.here && d.has && d.standing.Status == accred.StatusOrgStopped {
		employer += ", suspended"
	}
	if !d.here {
		return [][2]string{{"State", d.state().Text}, {"Powers held", "None"}, {"Period", "None"}, {"Area", "None"}, {"Vetting", "None"}, {"Employer and role", "None"}}
	}
	return [][2]string{{"State", d.state().Text}, {"Powers held", powers}, {"Period", period}, {"Area", area}, {"Vetting", vet},
		{"Employer and role", employer + ", " + d.person.RoleTitle}}
}

// firstAccredited says on which later day the person was first accredited, if ever.
func (h *Handlers) firstAccredited(tx *db.Tx, v *visit.Visit, d *dossier) (string, error) {
	all, err := h.Accreds.Of(tx, v.Who.Force, d.id, v.Now)
	first := clock.NoDay
	for _, a := range all {
		if from := a.State.From; from != clock.NoDay && from > v.Day() && (first == clock.NoDay || from < first) {
			first = from
		}
	}
	if err != nil || first == clock.NoDay {
		return "", err
	}
	return "First accredited on " + first.Long() + ".", nil
}
