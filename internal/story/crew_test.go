package story_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// crew takes a number of wardens through the scheme and gives each a card: all cards are
// printed in one batch, checked, and signed for. It returns their AP numbers and cards.
func (s *story) crew(_ bool, args []string) {
	s.need(args, 3, "crew NAME ORG N")
	n, err := strconv.Atoi(args[2])
	s.check(err)
	o := s.office()
	manager, err := o.as("scheme-manager")
	s.check(err)
	var cards []string
	for i := range n {
		p, a, err := o.warden(fmt.Sprint(args[0], " ", i+1), s.ts.Getenv(args[1]), s.today(), "csas-name-address-asb")
		s.check(err)
		s.check(manager.ask(http.MethodPut, "/api/v1/people/"+p.ID+"/photo", "application/octet-stream", portrait()))
		var c made
		s.check(manager.do("POST", "/cards", object{"accreditation": a.ID}, &c))
		cards = append(cards, c.ID)
		s.ts.Setenv(args[0]+"_AP", a.Number)
	}
	var batch made
	s.check(manager.do("POST", "/card-batches", object{"cards": cards}, &batch))
	s.check(manager.do("POST", "/card-batches/"+batch.ID+"/print", object{}, nil))
	s.check(manager.do("POST", "/card-batches/"+batch.ID+"/check", object{}, nil))
	s.check(manager.do("POST", "/card-batches/"+batch.ID+"/collect", object{"cards": cards, "handed_out_by": "Gareth Lyle"}, nil))
	all, err := json.Marshal(cards)
	s.check(err)
	s.ts.Setenv(args[0]+"_CARDS", string(all))
}
