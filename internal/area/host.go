package area

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/ledger"
)

// hostName is the name of a machine, without port.
var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

const hostWanted = "Enter the name of a host, without https:// and without a port, for example csas.example.police.uk"

// plainHost is a host's name as requests are compared with it.
func plainHost(name string) string {
	return strings.TrimSuffix(strings.ToLower(strings.TrimSpace(name)), ".")
}

// Hidden reports whether nobody can reach the force's pages: several forces share the
// server, and it has no host.
func (f Force) Hidden(all []Force) bool { return f.Host == "" && len(all) > 1 }

// beside returns an error unless the new force and those that are set up can all be reached.
func beside(tx *db.Tx, added Force) error {
	all, err := db.All(tx, func(sc db.Scanner) (Force, error) { f, _, err := scanForce(sc); return f, err },
		`SELECT `+forceColumns+` FROM force ORDER BY name`)
	if err != nil || len(all) == 0 {
		return err
	}
	if added.Host == "" {
		return fault.In("host", "Enter the name of the host of its pages. Another force is set up already, and requests are told apart by it")
	}
	for _, f := range all {
		if f.Host == "" {
			return fault.New(fault.Conflict, "%s has no host, so nobody could reach its pages once there are two forces. Give it one first: watchword force host --force %s NAME.", f.Name, f.Short)
		}
	}
	return nil
}

// GiveHost sets the name of the host at which the force's pages are: requests that name
// another host are then not its own, if several forces share the server. Errors:
// fault.Invalid under host and why; fault.Conflict if another force has it;
// fault.Forbidden. The operator does this at the machine; no account may.
func (s *Service) GiveHost(ctx context.Context, who authz.Actor, host, why string) error {
	host, why = plainHost(host), strings.TrimSpace(why)
	_, err := s.ledger.Do(ctx, who, "host.give", []ledger.Subject{ledger.About("force", who.Force)}, func(tx *db.Tx, e *ledger.Draft) error {
		if who.Role != authz.Operator {
			return fault.New(fault.Forbidden, "Only the operator of this installation gives a force its host.")
		}
		f, text, err := scanForce(tx.QueryRow(`SELECT `+forceColumns+` FROM force WHERE id = ?`, string(who.Force)))
		if err != nil {
			return err
		}
		taken, err := db.Count(tx, `SELECT COUNT(*) FROM force WHERE host = ? AND id <> ?`, host, string(f.ID))
		if err != nil {
			return err
		}
		switch {
		case !hostName.MatchString(host):
			return fault.In("host", hostWanted)
		case host == f.Host:
			return fault.In("host", "This is the host already. Enter another")
		case why == "":
			return fault.In("why", "Enter the reason. It is kept with the change")
		case len([]rune(why)) > whyLimit:
			return fault.In("why", "The reason must be %d letters or fewer", whyLimit)
		case taken > 0:
			return fault.New(fault.Conflict, "Another force has the host %s.", host)
		}
		before := "none"
		if f.Host != "" {
			before = f.Host
		}
		e.Say("Host of the pages: from "+before+" to "+host, why)
		f.Host = host
		e.Row("force/"+string(f.ID), clock.Forever, f.line(json.RawMessage(text)))
		_, err = tx.Exec(`UPDATE force SET host = ? WHERE id = ?`, host, string(f.ID))
		return err
	})
	return err
}
