package law

import (
	"strings"

	"watchword/internal/clock"
)

// Ask is a power said to the public: what an accredited person may ask of them.
// Lead is what stands in bold, Rest what follows it without a space of its own.
type Ask struct {
	Lead, Rest string
	Phrase     string // within a sentence on fixed penalties: "cycling on the pavement"
}

// String is the whole sentence.
func (a Ask) String() string { return a.Lead + a.Rest }

// Nevers is what no accredited person may do, in the words of the public pages,
// with its source.
var Nevers = []struct{ Lead, Rest, Law string }{
	{"Arrest, detain or search you, or use force.", " No accredited person has these powers.", "Police Reform Act 2002, Explanatory Notes, paragraph 248"},
	{"Ask you to pay on the spot.", " Nobody pays in the street.", "Criminal Justice and Police Act 2001, section 3(3); Environmental Protection Act 1990, section 88"},
	{"Refuse to show you their accreditation,", " if you ask, when using a power.", "Police Reform Act 2002, section 42(1)"},
	{"Move you on.", " Only a constable or a police community support officer may.", "Anti-social Behaviour, Crime and Policing Act 2014, section 35"},
}

// fixedPenalties is the order in which notices are named to the public.
var fixedPenalties = []PowerID{"csas-fpn-litter", "csas-fpn-graffiti", "csas-fpn-cycling", "csas-fpn-byelaw"}

// Asks is what the holder of these powers may ask of the public, one sentence for
// each thing asked: name and address once, fixed penalties together. Powers that
// are not in the catalogue are passed over; whether those given are in force is
// for the caller, by PowersOn or May. Amount may say what a notice costs there;
// where it is nil or returns 0, no amount is named.
func Asks(held []PowerID, amount func(PowerID) Pence) []Ask {
	var list []Ask
	if a := identityAsk(held); a.Lead != "" {
		list = append(list, a)
	}
	for i := range Whole.powers {
		p := &Whole.powers[i]
		if p.Authority == Accreditation && p.Ask.Lead != "" && p.Ask.Phrase == "" && p.Ask.Lead != yourName && contains(held, p.ID) {
			list = append(list, p.Ask)
		}
	}
	var penalties []string
	for _, id := range fixedPenalties {
		if p, ok := Find(id); ok && contains(held, id) {
			penalties = append(penalties, priced(p, amount))
		}
	}
	if len(penalties) > 0 {
		list = append(list, Ask{Lead: "A fixed penalty", Rest: " for " + joined(penalties) + "."})
	}
	return list
}

// Askable is the powers that an accreditation may give by the law of that day, without
// those that are switched off there until a force decides otherwise.
func Askable(on clock.Day, in Territory) []PowerID {
	var out []PowerID
	for _, p := range PowersOn(on, in) {
		if p.Authority == Accreditation && p.Off&in == 0 {
			out = append(out, p.ID)
		}
	}
	return out
}

const yourName = "Your name and address"

// identityAsk is the one sentence on name and address, for paragraphs 3, 2 and 3A.
func identityAsk(held []PowerID) Ask {
	var why []string
	end := "Refusing is an offence."
	if contains(held, "csas-name-address-asb") {
		why = append(why, "have behaved antisocially")
		end = "Refusing, or giving false details, is an offence."
	}
	if contains(held, "csas-name-address") {
		why = append(why, "have committed certain offences")
	}
	if contains(held, "csas-name-address-traffic") {
		why = append(why, "have ignored a traffic direction")
	}
	if why == nil {
		return Ask{}
	}
	return Ask{Lead: yourName, Rest: ", if they reasonably believe you " + joined(why) + ". " + end}
}

func priced(p *Power, amount func(PowerID) Pence) string {
	if amount != nil {
		if a := amount(p.ID); a > 0 {
			return p.Ask.Phrase + " (" + a.String() + ")"
		}
	}
	return p.Ask.Phrase
}

// joined lists words as people do: "a, b, or c".
func joined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + ", or " + words[last]
}
