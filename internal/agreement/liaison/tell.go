package liaison

import (
	"strings"

	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
)

// kindMatter is the kind of message that tells a party of an issue or a question.
const kindMatter = "issue"

// tell writes to the other party of what was done to a matter: to everybody there who keeps
// it and has an account, and to its contacts if nobody has. The message says what it is
// about in no more words than that, since a subject may name somebody. verb is empty where
// it was raised.
func (s *Service) tell(tx *db.Tx, e *ledger.Draft, who authz.Actor, p *parties, of id.Matter, m *Matter, verb string) error {
	from := agreement.SideOf(who)
	party, what := p.party(from), matterActs[verb][m.Kind]
	if verb == "" {
		what = map[MatterKind]string{Issue: "an issue was raised", Question: "a question was asked"}[m.Kind]
	}
	body := party + ": " + what + ".\n"
	if due := m.Due(p.force.Settings); m.Turn == from.Other() && due != 0 {
		body += "\nIt waits for your answer, by " + due.Long() + ".\n"
	}
	to, err := s.keepers(tx, who, p, m, from.Other())
	if err != nil {
		return err
	}
	for _, x := range to {
		text, link := body+"\nSign in to read it.\n", p.force.Settings.PublicURL+"/issues/"+string(of)
		if x.account == "" {
			text, link = body+"\nAsk the scheme office, which gives you an account with which you see it yourself.\n", ""
		}
		if _, err := s.outbox.Put(tx, outbox.Message{Force: e.Force, Kind: kindMatter, Account: x.account, Sender: p.force.Name, Address: x.address,
			Subject: "Community Safety Accreditation Scheme: " + what, Body: text, Link: link}); err != nil {
			return err
		}
	}
	return nil
}

// keeper is somebody who is written to.
type keeper struct {
	account id.Account // empty: a contact without one
	address string
}

// keepers is who of a side is told of a matter. A question is the scheme office's alone.
func (s *Service) keepers(tx *db.Tx, who authz.Actor, p *parties, m *Matter, side agreement.Side) ([]keeper, error) {
	all, err := s.accounts.Everybody(tx, who.Force)
	if err != nil {
		return nil, err
	}
	var out []keeper
	for _, h := range all {
		for _, a := range h.Acting {
			if a.Account != who.Account && agreement.SideOf(a) == side && keeps(a, p, m) {
				out = append(out, keeper{h.Account, h.Email})
				break
			}
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	kinds := []org.ContactKind{org.Liaison, org.Signatory}
	if side == agreement.OfForce {
		kinds = []org.ContactKind{org.PoliceLiaison}
	}
	told := map[string]bool{}
	for _, k := range kinds {
		for _, c := range p.org.State.Of(k) {
			if at := strings.ToLower(c.Email); at != "" && !told[at] {
				told[at] = true
				out = append(out, keeper{address: c.Email})
			}
		}
	}
	return out, nil
}

// keeps reports whether the matter is the actor's to see to. The delegate reads what they
// like, and is not written to.
func keeps(a authz.Actor, p *parties, m *Matter) bool {
	if a.Role == authz.Delegate || agreement.SideOf(a) == agreement.OfForce && m.Kind == Question && !a.Can(authz.WriteAgreement) {
		return false
	}
	return a.May(authz.KeepLiaison, authz.Object{Org: id.Org(p.org.ID), Areas: p.org.State.Areas}) == nil
}
