package main

import (
	"fmt"
	"strings"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/server"
)

type userCommand struct {
	Add  userAdd  `cmd:"" help:"Add an account and print its invitation."`
	List userList `cmd:"" help:"List accounts."`
	End  userEnd  `cmd:"" help:"End an account, with its sessions and tokens."`
	Link userLink `cmd:"" help:"Print a one-time link to set the passphrase."`
}

// Help is the example.
func (userCommand) Help() string {
	return "For example: watchword user add --data /var/lib/watchword --email ines@example.org --name 'Ines Okafor' --role scheme-manager"
}

// at opens the rooms and chooses the force.
func at(c *console, p place, o ofForce) (*server.Rooms, area.Force, error) {
	r, err := p.open(c)
	if err != nil {
		return nil, area.Force{}, err
	}
	f, err := o.choose(c, r)
	if err != nil {
		r.Close()
	}
	return r, f, err
}

type userAdd struct {
	place
	ofForce
	Email    string   `required:"" help:"E-mail address to sign in with." placeholder:"ADDRESS"`
	Name     string   `required:"" help:"The person's name."`
	Role     string   `required:"" help:"Role, for example scheme-manager." placeholder:"ROLE"`
	Org      string   `help:"Identity of the organisation, for an employer's people." placeholder:"ORG"`
	Person   string   `help:"Identity of the person in the register, for an accredited person." placeholder:"PERSON"`
	Area     []string `help:"Identities of areas, for a neighbourhood team or hub." placeholder:"AREA"`
	NewForce string   `help:"Set up a force of this name first." placeholder:"NAME"`
	Short    string   `help:"Its short name, in small letters." placeholder:"NAME"`
	Host     string   `help:"Host name of its pages, if several forces share the server." placeholder:"HOST"`
}

// Help is the example.
func (userAdd) Help() string {
	return "For example, on a new installation: watchword user add --data /var/lib/watchword --new-force 'Eastmarch Constabulary' --short eastmarch " +
		"--email ines@example.org --name 'Ines Okafor' --role scheme-manager\nRoles: " + roles()
}

func roles() string {
	var names []string
	for _, r := range authz.Roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// Run adds the account.
func (u *userAdd) Run(c *console) error {
	if !authz.Role(u.Role).Known() {
		return errUsage{fmt.Errorf("there is no role %s: the roles are %s", u.Role, roles())}
	}
	r, err := u.open(c)
	if err != nil {
		return err
	}
	defer r.Close()
	if u.NewForce != "" {
		f := area.Force{ID: id.New[id.Force](), Name: u.NewForce, Short: u.Short, Host: u.Host, Settings: area.Defaults()}
		if err := r.Areas.AddForce(c.ctx, f); err != nil {
			return err
		}
		u.Force = u.Short
	}
	f, err := u.choose(c, r)
	if err != nil {
		return err
	}
	post := account.Post{Role: authz.Role(u.Role), Org: id.Org(u.Org), Person: id.Person(u.Person)}
	for _, a := range u.Area {
		post.Areas = append(post.Areas, id.Area(a))
	}
	added, err := r.Accounts.Add(c.ctx, server.Operator(f.ID), account.Account{Email: u.Email, Name: u.Name, Posts: []account.Post{post}})
	if err != nil {
		return err
	}
	c.say("Added %s.", added)
	return printLink(c, r, f, added)
}

func printLink(c *console, r *server.Rooms, f area.Force, which id.Account) error {
	l, err := r.Accounts.MakeLink(c.ctx, server.Operator(f.ID), which)
	if err != nil {
		return err
	}
	c.say("Hand this to the person; it works once, until %s:\n/invitation/%s", clock.Moment(l.Until), l.Secret)
	return nil
}

type userList struct {
	place
	ofForce
}

// Run lists the accounts.
func (u *userList) Run(c *console) error {
	r, f, err := at(c, u.place, u.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	filter := account.Filter{Limit: 200}
	for {
		vs, err := r.Accounts.List(c.ctx, server.Operator(f.ID), filter)
		if err != nil {
			return err
		}
		for _, v := range vs {
			var held []string
			for _, p := range v.State.Posts {
				held = append(held, string(p.Role))
			}
			c.say("%s\t%s\t%s\t%s\t%s", v.ID, v.State.Standing, v.State.Email, v.State.Name, strings.Join(held, " "))
		}
		if len(vs) < filter.Limit {
			return nil
		}
		filter.After = account.Cursor(vs[len(vs)-1])
	}
}

// whose names an account by its e-mail address.
type whose struct {
	Email string `required:"" help:"E-mail address of the account." placeholder:"ADDRESS"`
}

func (w whose) find(c *console, r *server.Rooms, f area.Force) (id.Account, error) {
	vs, err := r.Accounts.List(c.ctx, server.Operator(f.ID), account.Filter{Text: w.Email, Standing: account.Active, Limit: 200})
	if err != nil {
		return "", err
	}
	for _, v := range vs {
		if strings.EqualFold(v.State.Email, w.Email) {
			return id.Account(v.ID), nil
		}
	}
	return "", fmt.Errorf("%s has no active account with the address %s", f.Name, w.Email)
}

type userEnd struct {
	place
	ofForce
	whose
	Why string `required:"" help:"The reason."`
}

// Run ends the account.
func (u *userEnd) Run(c *console) error {
	r, f, err := at(c, u.place, u.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	which, err := u.find(c, r, f)
	if err != nil {
		return err
	}
	if err := r.Accounts.End(c.ctx, server.Operator(f.ID), which, u.Why); err != nil {
		return err
	}
	c.say("Ended %s.", which)
	return nil
}

type userLink struct {
	place
	ofForce
	whose
}

// Run makes a link.
func (u *userLink) Run(c *console) error {
	r, f, err := at(c, u.place, u.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	which, err := u.find(c, r, f)
	if err != nil {
		return err
	}
	return printLink(c, r, f, which)
}
