package main

import (
	"cmp"
	"fmt"
	"strings"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
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
	return examples(
		"watchword user add --data /var/lib/watchword --email ines@example.org --name 'Ines Okafor' --role scheme-manager",
		"watchword user list --data /var/lib/watchword")
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
	Org      string   `help:"Organisation, by name or identity, for an employer's people." placeholder:"ORG"`
	Person   string   `help:"Identity of the person in the register, for an accredited person." placeholder:"PERSON"`
	Area     []string `help:"Areas, by name or identity, for a neighbourhood team or hub." placeholder:"AREA"`
	NewForce string   `help:"Set up a force of this name first." placeholder:"NAME"`
	Short    string   `help:"Its short name, in small letters." placeholder:"NAME"`
	Host     string   `help:"Host name of its pages, if several forces share the server." placeholder:"HOST"`
}

// Help is the example.
func (userAdd) Help() string {
	return "The first account of a new installation is added with its force. Roles: " + roles() + "." + examples(
		"watchword user add --data /srv/new --new-force 'Eastmarch Constabulary' --short eastmarch --email ines@example.org --name 'Ines Okafor' --role scheme-manager",
		"watchword user add --data /var/lib/watchword --email mo.reed@aldermere.example --name 'Mo Reed' --role liaison --org 'Aldermere City Council'")
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
	begin := u.open
	if u.NewForce != "" {
		begin = u.begin
	}
	r, err := begin(c)
	if err != nil {
		return err
	}
	defer r.Close()
	if u.NewForce != "" {
		f := area.Force{ID: id.New[id.Force](), Name: u.NewForce, Short: u.Short, Host: u.Host, Settings: area.Defaults()}
		if err := r.Areas.AddForce(c.ctx, f); err != nil {
			return asFlags(err, map[string]string{"name": "new-force"})
		}
		u.Force = u.Short
	}
	err = u.add(c, r)
	if err != nil && u.NewForce != "" {
		fmt.Fprintf(c.err, "%s is set up now, but has no account yet. Run the command again without --new-force.\n", u.NewForce)
	}
	return err
}

// add adds the account to the force, and prints its invitation.
func (u *userAdd) add(c *console, r *server.Rooms) error {
	f, err := u.choose(c, r)
	if err != nil {
		return err
	}
	post, err := u.post(c, r, f)
	if err != nil {
		return err
	}
	added, err := r.Accounts.Add(c.ctx, server.Operator(f.ID), account.Account{Email: u.Email, Name: u.Name, Posts: []account.Post{post}})
	if err != nil {
		return asFlags(err, map[string]string{"areas": "area"})
	}
	c.say("Added %s.", added)
	return printLink(c, r, f, added)
}

// post is the role with what it is bound to, all of which is in the register.
func (u *userAdd) post(c *console, r *server.Rooms, f area.Force) (account.Post, error) {
	post := account.Post{Role: authz.Role(u.Role), Person: id.Person(u.Person)}
	err := r.DB.Read(c.ctx, func(tx *db.Tx) error {
		now := register.Now(r.Clock.Now())
		if u.Org != "" {
			v, err := r.Orgs.Any(tx, f.ID, id.Org(u.Org), now)
			if fault.Is(err, fault.NotFound) {
				v, err = r.Orgs.ByName(tx, f.ID, u.Org)
			}
			if err != nil {
				return notThere("org", err)
			}
			post.Org = id.Org(v.ID)
		}
		if u.Person != "" {
			v, err := r.Persons.Any(tx, f.ID, post.Person, now)
			if err != nil {
				return notThere("person", err)
			}
			post.Org = cmp.Or(post.Org, v.State.Org)
		}
		for _, name := range u.Area {
			which, err := areaNamed(tx, r, f, name)
			if err != nil {
				return err
			}
			post.Areas = append(post.Areas, which)
		}
		return nil
	})
	return post, err
}

// notThere says that what a flag names is not in the register.
func notThere(flag string, err error) error {
	if fault.Is(err, fault.NotFound) {
		return fmt.Errorf("--%s: %w", flag, err)
	}
	return err
}

// areaNamed is the area of that identity or name.
func areaNamed(tx *db.Tx, r *server.Rooms, f area.Force, name string) (id.Area, error) {
	all, err := r.Areas.Of(tx, f.ID, "")
	if err != nil {
		return "", err
	}
	var found []area.Version
	for _, v := range all {
		if v.ID == name {
			return id.Area(v.ID), nil
		}
		if strings.EqualFold(v.State.Name, strings.TrimSpace(name)) {
			found = append(found, v)
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("the register has no area called %s", name)
	case 1:
		return id.Area(found[0].ID), nil
	}
	var ids []string
	for _, v := range found {
		ids = append(ids, v.ID+" ("+v.State.Kind.Title()+")")
	}
	return "", errUsage{fmt.Errorf("several areas are called %s: name one by its identity: %s", name, strings.Join(ids, ", "))}
}

func printLink(c *console, r *server.Rooms, f area.Force, which id.Account) error {
	l, err := r.Accounts.MakeLink(c.ctx, server.Operator(f.ID), which)
	if err != nil {
		return err
	}
	c.say("Hand this to the person, behind the address of your pages; it works once, until %s:\n/invitation/%s", clock.Moment(l.Until), l.Secret)
	return nil
}

type userList struct {
	place
	ofForce
}

// Help is the example.
func (userList) Help() string {
	return "One line an account: identity, state, e-mail address, name, roles." + examples("watchword user list --data /var/lib/watchword")
}

// Run lists the accounts.
func (u *userList) Run(c *console) error {
	r, f, err := at(c, u.place, u.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	return accounts(c, r, f, account.Filter{}, func(v account.Version) {
		var held []string
		for _, p := range v.State.Posts {
			held = append(held, string(p.Role))
		}
		c.say("%s\t%s\t%s\t%s\t%s", v.ID, v.State.Standing, v.State.Email, v.State.Name, strings.Join(held, " "))
	})
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
	Why string `required:"" help:"The reason. It is kept with the account." placeholder:"REASON"`
	Yes bool   `help:"End the account even if it is the force's last scheme manager."`
}

// Help is the example.
func (userEnd) Help() string {
	return "An account that has ended never works again; its history stays. The last scheme manager of a force is ended only with --yes." + examples("watchword user end --data /var/lib/watchword --email helen.prowse@aldermere.example --why 'Left the council'")
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
	last, err := lastManager(c, r, f, which)
	if err != nil {
		return err
	}
	if last && !u.Yes {
		return fmt.Errorf("%s is the last scheme manager of %s: nobody could manage accounts on its pages. Add another with watchword user add, or end this one all the same with --yes", u.Email, f.Name)
	}
	if err := r.Accounts.End(c.ctx, server.Operator(f.ID), which, u.Why); err != nil {
		return asFlags(err, nil)
	}
	c.say("Ended %s.", which)
	if last {
		c.say("%s has no scheme manager now. Add one with watchword user add --role %s.", f.Name, authz.SchemeManager)
	}
	return nil
}

// lastManager reports whether no scheme manager would be left without the account.
func lastManager(c *console, r *server.Rooms, f area.Force, which id.Account) (bool, error) {
	holds, others := false, false
	err := accounts(c, r, f, account.Filter{Standing: account.Active}, func(v account.Version) {
		for _, p := range v.State.Posts {
			if p.Role == authz.SchemeManager {
				holds, others = holds || v.ID == string(which), others || v.ID != string(which)
			}
		}
	})
	return holds && !others, err
}

// accounts visits the accounts that pass, by name.
func accounts(c *console, r *server.Rooms, f area.Force, filter account.Filter, visit func(account.Version)) error {
	filter.Limit = 200
	for {
		vs, err := r.Accounts.List(c.ctx, server.Operator(f.ID), filter)
		if err != nil {
			return err
		}
		for _, v := range vs {
			visit(v)
		}
		if len(vs) < filter.Limit {
			return nil
		}
		filter.After = account.Cursor(vs[len(vs)-1])
	}
}

type userLink struct {
	place
	ofForce
	whose
}

// Help is the example.
func (userLink) Help() string {
	return "An invitation for an account without a passphrase, and otherwise a link to set a new one. It works once; earlier links of the account stop working." + examples("watchword user link --data /var/lib/watchword --email ruth.adeyemi@eastmarch.example")
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
