package main

import (
	"fmt"
	"os"

	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/server"
)

type importAreas struct {
	place
	ofForce
	File string `arg:"" help:"GeoJSON: a FeatureCollection, one feature an area." type:"existingfile"`
	Kind string `required:"" help:"What they are." enum:"force,local-policing-area,district,authority,ward" placeholder:"KIND"`
	Name string `help:"Property that holds the name." default:"name" placeholder:"PROPERTY"`
	Code string `help:"Property that holds the published code." placeholder:"PROPERTY"`
	Take bool   `help:"Write them."`
}

// Help is the example.
func (importAreas) Help() string {
	return "An area of that kind and name which is there already gets the new boundary from now on. Without --take nothing is written.\n" +
		"For example: watchword import areas --data /var/lib/watchword --kind district --name DISTRICT --code CODE --take districts.geojson"
}

// Run reads the file, and writes it if it is to.
func (i *importAreas) Run(c *console) error {
	text, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	features, err := geo.ReadAll(text, geo.Usual)
	if err != nil {
		return err
	}
	r, force, err := at(c, i.place, i.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	areas, err := i.areas(features)
	if err != nil {
		return err
	}
	if !i.Take {
		c.say("%d areas. This was a dry run: nothing was written. To write, add --take.", len(areas))
		return nil
	}
	_, err = r.Ledger.Do(c.ctx, server.Operator(force.ID), "area.import", []ledger.Subject{ledger.About("force", force.ID)}, func(tx *db.Tx, e *ledger.Draft) error {
		e.Say(fmt.Sprintf("%d areas were entered from a file", len(areas)), "")
		known, err := r.Areas.Of(tx, force.ID, area.Kind(i.Kind))
		if err != nil {
			return err
		}
		there := map[string]id.Area{}
		for _, v := range known {
			there[v.State.Name] = id.Area(v.ID)
		}
		for _, a := range areas {
			if _, err := r.Areas.Put(tx, e, there[a.Name], a, e.At); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		c.say("Written: %d areas.", len(areas))
	}
	return err
}

// areas is the features as areas of the kind, each with a name of its own.
func (i *importAreas) areas(features []geo.Feature) ([]area.Area, error) {
	seen := map[string]bool{}
	var out []area.Area
	for n, f := range features {
		name, _ := f.Properties[i.Name].(string)
		code, _ := f.Properties[i.Code].(string)
		if name == "" || seen[name] {
			return nil, fmt.Errorf("feature %d: the property %q must hold a name that no other feature has", n+1, i.Name)
		}
		seen[name] = true
		out = append(out, area.Area{Kind: area.Kind(i.Kind), Name: name, Code: code, Shape: f.Shape})
	}
	return out, nil
}
