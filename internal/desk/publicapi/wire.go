// Package publicapi is the public register for other programs: organisations with their
// posts, powers and head-counts, and the powers that anybody holds. No token is needed,
// and nobody's name is told.
package publicapi

import (
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/law"
)

// Organisation is an accredited organisation.
type Organisation struct {
	Number    string   `json:"number" doc:"In the register: ORG-007"`
	Name      string   `json:"name"`
	Kind      string   `json:"kind" doc:"What sort of employer, in words"`
	Group     string   `json:"group" doc:"The kind as the register groups it: council, housing, health, security, transport or other"`
	Area      string   `json:"area" doc:"Where its people may act, in words"`
	Places    []string `json:"places" doc:"The places of the map in which its people may act"`
	Since     string   `json:"since,omitempty" doc:"The day on which it was first accredited"`
	Persons   *int     `json:"persons,omitempty" doc:"How many persons are accredited; absent where fewer_than stands"`
	FewerThan int      `json:"fewer_than,omitempty" doc:"There are fewer accredited persons than this, and the force does not say how many"`
	Posts     []Post   `json:"posts"`
	Powers    []string `json:"powers" doc:"Held by somebody of it: identities of the catalogue"`
}

// Post is a kind of post with those accredited in it.
type Post struct {
	Title     string   `json:"title"`
	Persons   *int     `json:"persons,omitempty" doc:"Absent where the force does not say how many"`
	FewerThan int      `json:"fewer_than,omitempty"`
	Powers    []string `json:"powers"`
}

// Register is the whole register as a file, dated.
type Register struct {
	AsAt          string         `json:"as_at" doc:"The day it speaks for"`
	Force         string         `json:"force"`
	Organisations int            `json:"organisations" doc:"How many are accredited, whatever was asked for"`
	Persons       int            `json:"persons" doc:"How many persons are accredited, whatever was asked for"`
	Suspended     int            `json:"suspended" doc:"How many organisations are suspended, and not among the items"`
	Items         []Organisation `json:"items"`
}

// Of is an organisation as other programs are told of it.
func Of(c *desk.Census, o *desk.Accredited) Organisation {
	out := Organisation{Number: o.Number, Name: o.Name, Kind: o.Kind.Title(), Group: desk.KindCode(o.Kind), Area: o.Area, Since: o.Since.String(), Places: []string{}, Posts: []Post{}, Powers: ids(o.Powers())}
	out.Persons, out.FewerThan = whole(c, o.Persons)
	for _, d := range o.Divisions {
		out.Places = append(out.Places, c.Divisions[d].Name)
	}
	veiled := c.Veiled(o)
	for i, p := range o.Posts {
		post := Post{Title: p.Title, Powers: ids(p.Powers)}
		post.Persons, post.FewerThan = told(p.Persons, veiled[i])
		out.Posts = append(out.Posts, post)
	}
	return out
}

// told is a head-count as the public is told it.
func told(n int, veil desk.Veil) (*int, int) {
	switch veil {
	case desk.Few:
		return nil, desk.FewerThan
	case desk.Covered:
		return nil, 0
	}
	return &n, 0
}

// whole is a head-count that stands by itself.
func whole(c *desk.Census, n int) (*int, int) {
	if c.Hidden(n) {
		return told(n, desk.Few)
	}
	return told(n, desk.Told)
}

// Whole is the register as a file, with the organisations found.
func Whole(c *desk.Census, found []*desk.Accredited) Register {
	out := Register{AsAt: clock.DayOf(c.When.At).String(), Force: c.Force.Name, Organisations: len(c.Orgs), Persons: c.Persons, Suspended: len(c.Suspended), Items: []Organisation{}}
	for _, o := range found {
		out.Items = append(out.Items, Of(c, o))
	}
	return out
}

func ids(ps []law.PowerID) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = string(p)
	}
	return out
}
