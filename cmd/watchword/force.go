package main

import (
	"cmp"
	"errors"

	"watchword/internal/fault"
	"watchword/internal/server"
)

type forceCommand struct {
	List forceList `cmd:"" default:"withargs" help:"List the forces with their hosts."`
	Host forceHost `cmd:"" help:"Say at which host a force's pages are."`
}

// Help is the example.
func (forceCommand) Help() string {
	return "Where several forces share the server, the host that a browser asks for says whose pages are meant: each needs one of its own." + examples(
		"watchword force list --data /var/lib/watchword",
		"watchword force host --data /var/lib/watchword --why 'A second force joins' csas.eastmarch.example")
}

type forceList struct{ place }

// Help is the example.
func (forceList) Help() string {
	return "One line a force: short name, host, name." + examples("watchword force list --data /var/lib/watchword")
}

// Run lists the forces.
func (l *forceList) Run(c *console) error {
	r, err := l.open(c)
	if err != nil {
		return err
	}
	defer r.Close()
	all, err := r.Forces(c.ctx)
	if err != nil {
		return err
	}
	for _, f := range all {
		c.say("%s\t%s\t%s", f.Short, cmp.Or(f.Host, "no host"), f.Name)
	}
	return nil
}

type forceHost struct {
	place
	ofForce
	Why  string `required:"" help:"The reason. It is kept with the change." placeholder:"REASON"`
	Host string `arg:"" help:"Name of the host, without https:// and without a port." placeholder:"HOST"`
}

// Help is the example.
func (forceHost) Help() string {
	return "The proxy before the program has to keep the Host header, and the name has to lead to it. Codes on printed cards hold the setting public_url, which this leaves as it is." + examples(
		"watchword force host --data /var/lib/watchword --why 'A second force joins' csas.eastmarch.example",
		"watchword force host --data /var/lib/watchword --force eastmarch --why 'The domain has moved' watchword.eastmarch.example")
}

// Run gives the host, and says what it was.
func (x *forceHost) Run(c *console) error {
	r, f, err := at(c, x.place, x.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	err = r.Areas.GiveHost(c.ctx, server.Operator(f.ID), x.Host, x.Why)
	if fault.Is(err, fault.Invalid) {
		return errUsage{errors.New(firstField(err))}
	}
	if err != nil {
		return err
	}
	now, err := x.choose(c, r)
	if err == nil {
		c.say("The pages of %s are at %s; before: %s.", f.Name, now.Host, cmp.Or(f.Host, "no host"))
	}
	return err
}
