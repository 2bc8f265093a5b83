package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/server"
)

type importPopulation struct {
	place
	ofForce
	File   string `arg:"" help:"CSV with a column of published codes and one of numbers of people." type:"existingfile"`
	Kind   string `required:"" help:"What the codes are of." enum:"force,local-policing-area,district,authority,ward" placeholder:"KIND"`
	Code   string `help:"Heading of the codes." default:"code" placeholder:"HEADING"`
	People string `help:"Heading of the numbers." default:"people" placeholder:"HEADING"`
	Year   int    `required:"" help:"The year of the figures."`
	Take   bool   `help:"Write them."`
}

// Help is the example.
func (importPopulation) Help() string {
	return "Rates for each person who lives in an area are reckoned with these numbers. Without --take nothing is written." + examples("watchword import population --data /var/lib/watchword --kind authority --code gss_code --people population_2020 --year 2020 --take authorities.csv")
}

// Run reads the file, and writes the numbers if it is to.
func (i *importPopulation) Run(c *console) error {
	p := area.Population{Kind: area.Kind(i.Kind), Year: i.Year}
	var err error
	if p.People, err = i.read(c); err != nil {
		return err
	}
	r, force, err := at(c, i.place, i.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	who, told := server.Operator(force.ID), area.Counted{}
	if i.Take {
		told, err = r.Areas.CountPeople(c.ctx, who, p)
	} else {
		told, err = db.Find(c.ctx, r.DB, func(tx *db.Tx) (area.Counted, error) { return r.Areas.PreviewPeople(tx, who, p) })
	}
	if err != nil {
		return err
	}
	c.say("Set: %d areas. Known already: %d. Codes of no such area: %d.", len(told.Set), len(told.Same), len(told.Unknown))
	if len(told.Without) > 0 {
		c.say("Without a number: %s.", strings.Join(told.Without, ", "))
	}
	if !i.Take {
		c.say("This was a dry run: nothing was written. To write, add --take.")
	}
	return nil
}

// read is the numbers by code. A line that cannot be read is told and left out.
func (i *importPopulation) read(c *console) (map[string]int, error) {
	f, err := os.Open(i.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s cannot be read as CSV: %v", i.File, err)
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	code, people := slices.Index(rows[0], i.Code), slices.Index(rows[0], i.People)
	if code < 0 || people < 0 {
		return nil, errUsage{fmt.Errorf("there is no heading %q or no heading %q: the headings are %s", i.Code, i.People, strings.Join(rows[0], ", "))}
	}
	out := map[string]int{}
	for n, row := range rows[1:] {
		v, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "").Replace(row[people]))
		if err != nil || row[code] == "" {
			c.say("Bad: line %d: %q is no number of people, or %q no code.", n+2, row[people], row[code])
			continue
		}
		out[row[code]] = v
	}
	return out, nil
}
