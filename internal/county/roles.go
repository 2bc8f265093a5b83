package county

import (
	"fmt"
	"slices"
	"strings"

	"watchword/internal/clock"
)

// The powers that the demo county uses, by their ids in the catalogue.
const (
	nameOffence  = "csas-name-address"
	nameASB      = "csas-name-address-asb"
	nameTraffic  = "csas-name-address-traffic"
	alcohol      = "csas-alcohol-u18"
	tobacco      = "csas-tobacco-u16"
	vehicle      = "csas-abandoned-vehicle"
	stopTest     = "csas-stop-vehicle-test"
	stopCycle    = "csas-stop-cycle"
	traffic      = "csas-traffic-control"
	escort       = "csas-traffic-escort"
	photograph   = "csas-photograph"
	pnd          = "csas-pnd"
	cycling      = "csas-fpn-cycling"
	graffiti     = "csas-fpn-graffiti"
	litter       = "csas-fpn-litter"
	truancy      = "csas-pn-truancy"
	excluded     = "csas-pn-excluded"
	byelaw       = "csas-fpn-byelaw"
	basisPenalty = "basis-fixed-penalty"
	basisBegging = "basis-begging"
	basisHarm    = "basis-harm"
)

// The days on which the law of the county's powers changes: the first day without.
var (
	beggingEnds = clock.MustDay("2026-06-29")
	tobaccoEnds = clock.MustDay("2027-01-01")
)

// lawful reports whether a power or basis could be given on that day.
func lawful(id string, on clock.Day) bool {
	switch id {
	case basisBegging:
		return on < beggingEnds
	case tobacco:
		return on < tobaccoEnds
	}
	return true
}

// template is what a kind of post is given, and what is refused to it.
type template struct {
	yes, no  []string
	offences []string // of penalty notices for disorder
	duties   string   // what its holders do, %s is the place
}

var disorder = []string{"pnd-poa5", "pnd-police-time", "pnd-comms", "pnd-fire-alarm", "pnd-firework-throw", "pnd-firework-regs"}
var drink = []string{"pnd-poa5", "pnd-alc-sale-drunk", "pnd-alc-buy-for-u18", "pnd-alc-buy-for-u18-premises", "pnd-alc-sale-u18", "pnd-firework-throw"}

var templates = map[string]template{
	"community warden": {yes: []string{nameOffence, nameASB, nameTraffic, alcohol, tobacco, vehicle, stopCycle, traffic, cycling, graffiti, litter}, no: []string{photograph, pnd},
		duties: "Foot patrol of %s from eight to eight, seven days a week, with visits to shops and schools."},
	"park ranger": {yes: []string{nameOffence, nameASB, nameTraffic, alcohol, tobacco, stopCycle, traffic, cycling, graffiti, litter}, no: []string{vehicle},
		duties: "Patrol of the parks and river paths of %s, and of car parks at events."},
	"housing officer": {yes: []string{nameOffence, nameASB, vehicle, graffiti, litter}, duties: "Visits to tenants and inspections of council housing land in %s."},
	"seafront warden": {yes: []string{nameOffence, nameASB, alcohol, stopCycle, cycling, litter, pnd}, no: []string{vehicle}, offences: disorder,
		duties: "Patrol of promenade, beach huts and gardens in %s, until ten at night from May to September."},
	"beach warden":                   {yes: []string{nameOffence, nameASB, alcohol, litter, pnd}, offences: disorder, duties: "Patrol of beaches and slipways in %s on fixed-term contracts for the season."},
	"night marshal":                  {yes: []string{nameOffence, pnd, photograph}, offences: drink, duties: "Taxi ranks and closing time in %s on Friday and Saturday nights, in pairs."},
	"night steward":                  {yes: []string{nameOffence, nameASB, pnd, photograph}, offences: drink, duties: "Queues and dispersal at late events in %s, in pairs."},
	"enforcement officer":            {yes: []string{nameOffence, graffiti, litter, pnd}, no: []string{photograph, stopCycle}, offences: disorder, duties: "Street enforcement in %s, by complaint and by hot spot."},
	"town warden with PND":           {yes: []string{nameOffence, nameASB, alcohol, stopCycle, cycling, litter, pnd}, no: []string{photograph}, offences: disorder, duties: "Foot and cycle patrol of %s, shared with the neighbourhood policing team's rota."},
	"town warden":                    {yes: []string{nameOffence, nameASB, alcohol, tobacco, stopCycle, cycling, litter}, no: []string{pnd}, duties: "Foot patrol of %s and a weekly surgery with residents."},
	"parks officer":                  {yes: []string{nameOffence, stopCycle, cycling, litter}, no: []string{nameASB}, duties: "Opening, inspection and patrol of parks in %s."},
	"street scene officer":           {yes: []string{nameOffence, graffiti, litter}, no: []string{stopCycle}, duties: "Inspection of streets in %s and evidence of dumping, fly-posting and litter."},
	"parking and traffic officer":    {yes: []string{nameTraffic, vehicle, traffic}, no: []string{stopTest}, duties: "Parking enforcement in %s and traffic direction at markets and closures."},
	"town ranger":                    {yes: []string{nameOffence, nameASB, litter}, no: []string{alcohol}, duties: "Daily round of shops, benches and bus shelters in %s."},
	"litter warden":                  {yes: []string{litter}, no: []string{byelaw}, duties: "Two patrols a day of the open spaces of %s."},
	"education welfare officer":      {yes: []string{truancy, excluded}, duties: "Work with schools and parents in %s on unauthorised absence and exclusion."},
	"countryside ranger":             {yes: []string{nameOffence, nameASB, alcohol, tobacco, litter}, no: []string{vehicle}, duties: "Care of the county parks in %s."},
	"network inspector":              {yes: []string{stopTest}, duties: "Support of vehicle examiners at check sites in %s."},
	"neighbourhood officer":          {yes: []string{nameOffence, graffiti, litter}, no: []string{nameASB}, duties: "Estate inspections and tenancy visits: %s."},
	"neighbourhood officer with ASB": {yes: []string{nameOffence, nameASB, graffiti, litter}, no: []string{alcohol}, duties: "Estate patrol, tenancy enforcement and support of complainants: %s."},
	"caretaker":                      {yes: []string{nameOffence, graffiti, litter}, duties: "Care of blocks and grounds: %s."},
	"hospital security officer":      {yes: []string{nameASB}, no: []string{nameOffence}, duties: "Round-the-clock security: %s."},
	"hospital officer with PND":      {yes: []string{nameOffence, nameASB, pnd}, offences: []string{"pnd-poa5", "pnd-comms", "pnd-fire-alarm"}, duties: "Lead of a security shift: %s."},
	"health site officer":            {yes: []string{nameOffence}, no: []string{nameASB}, duties: "Safety of staff and visitors: %s."},
	"car park officer":               {yes: []string{vehicle}, no: []string{traffic}, duties: "Car parks and ambulance bays: %s."},
	"shopping centre officer":        {yes: []string{nameASB}, no: []string{pnd}, duties: "Patrol of malls, service yards and entrances: %s."},
	"security officer with PND":      {yes: []string{nameOffence, nameASB, pnd}, no: []string{alcohol}, offences: disorder, duties: "Patrol and response: %s."},
	"campus officer with PND":        {yes: []string{nameOffence, nameASB, stopCycle, cycling, pnd}, offences: disorder, duties: "Campus patrol and care of students at night: %s."},
	"event safety officer":           {yes: []string{nameOffence, pnd}, no: []string{nameASB}, offences: disorder, duties: "Safety and order: %s."},
	"traffic marshal":                {yes: []string{nameTraffic, traffic}, no: []string{stopTest}, duties: "Direction of traffic and pedestrians at works and events: %s."},
	"escort driver":                  {yes: []string{escort}, no: []string{traffic}, duties: "Escort of authorised abnormal loads, beginning or ending in %s."},
	"port officer":                   {yes: []string{pnd}, no: []string{nameASB}, offences: []string{"pnd-police-time", "pnd-comms", "pnd-fire-alarm", "pnd-poa5"}, duties: "Berths, ramps and queues: %s."},
	"civil enforcement officer":      {yes: []string{vehicle, litter}, no: []string{nameTraffic}, duties: "Car parks and parking enforcement: %s."},
	"street ambassador":              {yes: []string{nameASB, litter}, no: []string{alcohol}, duties: "Daily patrol, help to visitors and a morning round of traders: %s."},
	"charity ranger":                 {yes: []string{nameOffence, alcohol, cycling, litter}, no: []string{nameASB}, duties: "Care of reserves and footpaths: %s."},
	"path warden":                    {duties: "Inspection and repair of footpaths: %s. No power of Schedule 5 is used."},
}

// roles makes the roles of an employer, with reasons for each power and refusal.
func (e employer) makeRoles(org string, areas []string, decided clock.Day) []Role {
	var out []Role
	for _, p := range e.roles {
		t := templates[p.template]
		r := Role{Key: org + "/" + key(p.name), Name: p.name, Areas: areas, Duties: fmt.Sprintf(t.duties, e.within())}
		if p.areas != nil {
			r.Areas = areaKeys(p.areas)
		}
		for _, id := range t.yes {
			if !lawful(id, decided) {
				continue
			}
			rp := RolePower{Power: id, Why: why(id, r.Key, e.within(), p.name), Answer: Yes}
			rp.Bases, rp.Offences = basesOf(id, t.yes, decided), offencesOf(id, t)
			if p.template == "housing officer" && id == graffiti {
				rp.Answer, rp.Condition = Condition, "Only on council housing land."
				rp.Because = "The need shown is on the estates; street cleansing has its own officers elsewhere."
			}
			r.Powers = append(r.Powers, rp)
		}
		for _, id := range t.no {
			rp := RolePower{Power: id, Why: why(id, r.Key, e.within(), p.name), Answer: Refusal, Because: refusals[id]}
			rp.Bases, rp.Offences = basesOf(id, t.yes, decided), offencesOf(id, t)
			if id == pnd {
				rp.Offences = []string{"pnd-poa5"}
			}
			r.Powers = append(r.Powers, rp)
		}
		out = append(out, r)
	}
	return out
}

// basesOf are the bases on which para 2 was asked for; nil for other powers.
func basesOf(id string, with []string, on clock.Day) []string {
	if id != nameOffence {
		return nil
	}
	var out []string
	if slices.ContainsFunc(with, notice) {
		out = append(out, basisPenalty)
	}
	out = append(out, basisHarm)
	if slices.Contains(with, nameASB) && slices.Contains(with, litter) && lawful(basisBegging, on) {
		out = append(out, basisBegging)
	}
	return out
}

// notice reports whether a power is a notice under para 1.
func notice(id string) bool {
	return slices.Contains([]string{pnd, cycling, graffiti, litter, truancy, excluded}, id)
}

func offencesOf(id string, t template) []string {
	if id != pnd {
		return nil
	}
	return t.offences
}

// why is the employer's reason for a power, one of several by the role's key.
func why(id, role, place, post string) string {
	list := reasons[id]
	text := list[hash(0, role+id)%uint64(len(list))]
	text = strings.ReplaceAll(text, "{place}", place)
	sentences := strings.Split(strings.ReplaceAll(text, "{posts}", post+"s"), ". ")
	for i, s := range sentences {
		sentences[i] = strings.ToUpper(s[:1]) + s[1:]
	}
	return strings.Join(sentences, ". ")
}

// within is the employer's place as it stands within a sentence.
func (e employer) within() string {
	place := strings.TrimPrefix(strings.TrimPrefix(e.place, "City of "), "Borough of ")
	for _, word := range []string{"Its ", "Country ", "Bus ", "Park and ", "Leisure ", "College ", "University "} {
		if strings.HasPrefix(place, word) {
			return strings.ToLower(place[:1]) + place[1:]
		}
	}
	return place
}

// areaKeys turns the short way of writing areas into keys: "Gullhaven" is an
// authority, "Gullhaven/Market" a ward, "Gullhaven-Market" all its wards but one.
func areaKeys(list []string) []string {
	var out []string
	for _, s := range list {
		if auth, ward, ok := strings.Cut(s, "/"); ok {
			out = append(out, wardKey(auth, ward))
			continue
		}
		auth, but, ok := strings.Cut(s, "-")
		if !ok {
			out = append(out, authorityKey(s))
			continue
		}
		i := slices.IndexFunc(authorities, func(a authority) bool { return a.short == auth })
		a := authorities[i]
		for _, w := range slices.Concat(a.streets, a.shore, a.villages) {
			if w != but {
				out = append(out, wardKey(auth, w))
			}
		}
	}
	return out
}
