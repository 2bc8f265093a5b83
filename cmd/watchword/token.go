package main

import (
	"fmt"
	"strings"

	"watchword/internal/account"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/server"
)

type tokenCommand struct {
	Make tokenMake `cmd:"" help:"Make an API token and print it, this once."`
	List tokenList `cmd:"" help:"List the tokens of an account."`
	End  tokenEnd  `cmd:"" help:"End a token."`
}

// Help is the example.
func (tokenCommand) Help() string {
	return examples(
		"watchword token make --data /var/lib/watchword --email frances.selwood@commissioner.eastmarch.example --for 'Quarterly returns' --days 90",
		"watchword token list --data /var/lib/watchword --email frances.selwood@commissioner.eastmarch.example")
}

type tokenMake struct {
	place
	ofForce
	whose
	For  string `required:"" help:"What the token is for." placeholder:"WORDS"`
	Role string `help:"The role it acts in, if the account holds several." placeholder:"ROLE"`
	Days int    `help:"How many days it lasts." default:"90" placeholder:"N"`
}

// Help is the example.
func (tokenMake) Help() string {
	return examples("watchword token make --data /var/lib/watchword --email frances.selwood@commissioner.eastmarch.example --for 'Quarterly returns' --days 90")
}

// Run makes the token.
func (t *tokenMake) Run(c *console) error {
	r, f, err := at(c, t.place, t.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	which, err := t.find(c, r, f)
	if err != nil {
		return err
	}
	n := account.NewToken{Account: which, Name: t.For, Days: t.Days}
	if t.Role != "" {
		v, err := r.Accounts.Find(c.ctx, server.Operator(f.ID), which)
		if err != nil {
			return err
		}
		for _, p := range v.State.Posts {
			if string(p.Role) == t.Role {
				n.Post = p.Key()
			}
		}
		if n.Post == "" {
			var held []string
			for _, p := range v.State.Posts {
				held = append(held, string(p.Role))
			}
			return fmt.Errorf("the account does not hold the role %s, but: %s", t.Role, strings.Join(held, ", "))
		}
	}
	made, secret, err := r.Accounts.MakeToken(c.ctx, server.Operator(f.ID), n)
	if err != nil {
		return asFlags(err, map[string]string{"name": "for"})
	}
	c.say("%s works until %s. Send it as “Authorization: Bearer …”. It is shown this once:\n%s", made.ID, clock.Moment(made.Until), secret)
	return nil
}

type tokenList struct {
	place
	ofForce
	whose
}

// Help is the example.
func (tokenList) Help() string {
	return examples("watchword token list --data /var/lib/watchword --email frances.selwood@commissioner.eastmarch.example")
}

// Run lists the tokens.
func (t *tokenList) Run(c *console) error {
	r, f, err := at(c, t.place, t.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	which, err := t.find(c, r, f)
	if err != nil {
		return err
	}
	all, err := r.Accounts.Tokens(c.ctx, server.Operator(f.ID), which)
	if err == nil && len(all) == 0 {
		fmt.Fprintf(c.err, "%s has no tokens.\n", t.Email)
	}
	for _, x := range all {
		state := "works"
		if x.Ended {
			state = "ended"
		}
		c.say("%s\t%s\tuntil %s\t%s", x.ID, state, clock.Moment(x.Until), x.Name)
	}
	return err
}

type tokenEnd struct {
	place
	ofForce
	Token string `arg:"" help:"Identity of the token, as the list has it."`
}

// Help is the example.
func (tokenEnd) Help() string {
	return "It stops working at once. The list of tokens has the identity." + examples("watchword token end --data /var/lib/watchword tok_01k9v3m7q2f8r5x6d0j4n1c8ab")
}

// Run ends the token.
func (t *tokenEnd) Run(c *console) error {
	r, f, err := at(c, t.place, t.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := r.Accounts.EndToken(c.ctx, server.Operator(f.ID), id.Token(t.Token)); err != nil {
		return err
	}
	c.say("Ended %s.", t.Token)
	return nil
}
