package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/server"
)

type importAreas struct {
	place
	ofForce
	File    string `arg:"" help:"GeoJSON or TopoJSON, one feature an area." type:"existingfile"`
	Kind    string `required:"" help:"What they are." enum:"force,local-policing-area,district,authority,ward" placeholder:"KIND"`
	Name    string `help:"Property that holds the name; else name, or the one of the Office for National Statistics." placeholder:"PROPERTY"`
	Code    string `help:"Property that holds the published code, by which an area is known again; else code, or the one of the Office for National Statistics." placeholder:"PROPERTY"`
	From    string `help:"The first day of these borders; else they hold from now on." placeholder:"DAY"`
	Until   string `help:"The last day of these borders." placeholder:"DAY"`
	Replace bool   `help:"End the areas of the kind that the file lacks with the day before."`
	Take    bool   `help:"Write them."`
}

// Help is the example.
func (importAreas) Help() string {
	return "An area of that kind and code which is there already gets the new border. What an area is part of is worked out from the ground, so bring in the larger ones first or last, as you like. " +
		"Without --take nothing is written." + examples(
		"watchword import areas --data /var/lib/watchword --kind ward --from 2025-05-01 wards.geojson",
		"watchword import areas --data /var/lib/watchword --kind ward --from 2025-05-01 --take wards.geojson")
}

// mend is how many metres wide a place may be that rounding has spoiled in a published
// file: about as much as such files leave out.
const mend = 25

// Run reads the file, and writes it if it is to.
func (i *importAreas) Run(c *console) error {
	b := area.Bring{Kind: area.Kind(i.Kind), Replace: i.Replace}
	var err error
	if b.From, err = dayOf("--from", i.From); err != nil {
		return errUsage{err}
	}
	if b.Until, err = dayOf("--until", i.Until); err != nil {
		return errUsage{err}
	}
	text, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	limits := geo.Usual
	limits.Mend = mend
	features, err := geo.ReadAll(text, limits)
	if err != nil {
		return err
	}
	if b.Areas, err = i.areas(c, features); err != nil {
		return err
	}
	r, force, err := at(c, i.place, i.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	who := server.Operator(force.ID)
	if !i.Take {
		told, err := db.Find(c.ctx, r.DB, func(tx *db.Tx) (area.Brought, error) { return r.Areas.Preview(tx, who, b) })
		if err != nil {
			return err
		}
		i.tell(c, told)
		c.say("%d areas. This was a dry run: nothing was written. To write, add --take.", len(b.Areas))
		return nil
	}
	told, err := r.Areas.Take(c.ctx, who, b)
	if err != nil {
		return err
	}
	i.tell(c, told)
	c.say("Written: %d areas.", len(b.Areas))
	if len(told.Ended) == 0 {
		return nil
	}
	return tellStranded(c, r, force)
}

func dayOf(flag, text string) (clock.Day, error) {
	if text == "" {
		return clock.NoDay, nil
	}
	day, err := clock.ParseDay(text)
	if err != nil {
		return day, fmt.Errorf("%s: %w", flag, err)
	}
	return day, nil
}

func (i *importAreas) tell(c *console, t area.Brought) {
	c.say("New: %d. Changed: %d. Known already, and left as they are: %d. Ended: %d.", len(t.Added), len(t.Changed), len(t.Same), len(t.Ended))
	if len(t.Ended) > 0 {
		c.say("Ended: %s.", strings.Join(t.Ended, ", "))
	}
	if len(t.Linked) > 0 {
		c.say("What they are part of is known now of %d others.", len(t.Linked))
	}
	if len(t.Apart) > 0 {
		c.say("In no local authority or district of the force: %s.", strings.Join(t.Apart, ", "))
	}
}

// tellStranded names the organisations that are accredited for an area which is no more.
func tellStranded(c *console, r *server.Rooms, force area.Force) error {
	return r.DB.Read(c.ctx, func(tx *db.Tx) error {
		there, err := r.Areas.Names(tx, force.ID)
		if err != nil {
			return err
		}
		orgs, err := r.Orgs.All(tx, force.ID, register.Now(r.Clock.Now()))
		for _, o := range orgs {
			if slices.ContainsFunc(o.State.Areas, func(a id.Area) bool { _, ok := there[a]; return !ok }) {
				c.say("%s names an area that has ended: set its area anew.", o.State.Name)
			}
		}
		return err
	})
}

// onsPrefix is how the properties of a kind begin in the files of the Office for National
// Statistics: WD25NM is a ward's name, WD25CD its code.
var onsPrefix = map[area.Kind]string{area.WholeForce: "PFA", area.District: "LAD", area.Authority: "LAD", area.Ward: "WD"}

// property is the name of the property that holds what is asked for: the one named, or
// the usual one, or that of the Office for National Statistics.
func property(named, usual, ending string, kind area.Kind, of map[string]any) string {
	if named != "" {
		return named
	}
	if _, ok := of[usual]; ok {
		return usual
	}
	if p := onsPrefix[kind]; p != "" {
		is := regexp.MustCompile(`^` + p + `\d\d` + ending + `$`)
		for _, k := range slices.Sorted(maps.Keys(of)) {
			if is.MatchString(k) {
				return k
			}
		}
	}
	return usual
}

// areas is the features as areas of the kind, each with a name.
func (i *importAreas) areas(c *console, features []geo.Feature) ([]area.Area, error) {
	kind := area.Kind(i.Kind)
	name := property(i.Name, "name", "NM", kind, features[0].Properties)
	code := property(i.Code, "code", "CD", kind, features[0].Properties)
	c.say("Names are read from the property %s, codes from %s.", name, code)
	var out []area.Area
	for n, f := range features {
		a := area.Area{Name: written(f.Properties[name]), Code: written(f.Properties[code]), Shape: f.Shape}
		if a.Name == "" {
			return nil, fmt.Errorf("feature %d: the property %q must hold its name; it has %s", n+1, name, strings.Join(slices.Sorted(maps.Keys(f.Properties)), ", "))
		}
		if len(f.Mended) > 0 {
			p := f.Mended[0]
			c.say("Mended: the boundary of %s, at %d places where rounding had spoiled it, the first at longitude %.5f, latitude %.5f.", a.Name, len(f.Mended), p[0], p[1])
		}
		out = append(out, a)
	}
	return out, nil
}

// written is a property as text.
func written(v any) string {
	switch x := v.(type) {
	case string:
		return strings.TrimSpace(x)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return ""
}
