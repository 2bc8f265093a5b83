package cardweb

import (
	"html/template"
	"strconv"

	"watchword/internal/area"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/web/part"
)

// What the public reads. Sentences stand here, one page after the other, so that another
// language can take their place.

// section is a heading with points below it.
type section struct {
	Heading string
	Points  part.Points
}

// button is one thing to do next.
type button struct {
	Text string
	Href string // empty: it calls 101
	Main bool
}

func verdict(c *card.Check) part.Verdict {
	switch c.Outcome {
	case card.Valid:
		return part.Verdict{Kind: part.InForce, Word: "Valid", Sentence: c.Headline()}
	case card.NotValid:
		return part.Verdict{Kind: part.NotInForce, Word: "Not valid", Sentence: c.Headline()}
	}
	return part.Verdict{Kind: part.NotKnown, Word: "Could not check", Sentence: c.Headline()}
}

// title is that of the window: "Valid: EM 4417".
func title(c *card.Check) string {
	t := verdict(c).Word
	if c.Number != "" {
		t += ": " + c.Number
	}
	return t
}

// moment is the instant of the answer, to the second.
func moment(c *card.Check) string { return clock.Local(c.At).Format("2 Jan 2006, 15:04:05") }

// validSections is what follows the person: may ask, may not, look for.
func validSections(c *card.Check) []section {
	out := []section{
		{"What they may ask of you", mayAsk(c.Asks)},
		{"What they may not do", mayNot(law.Nevers[:2])},
		{"Look for", part.Points{Items: []part.Point{{Text: lookFor(c)}}}},
	}
	if len(c.Asks) == 0 {
		out[0].Points = part.Points{Items: []part.Point{{Text: "This person is accredited without powers. They may ask you for nothing on the strength of this card."}}}
	}
	return out
}

// complainSection says who deals with complaints and praise: the employer, and the
// force. at is the employer’s page in the public register, or empty.
//
// Law: Police Reform Act 2002, s40(9).
func complainSection(c *card.Check, at string) section {
	employer := part.Point{HTML: template.HTML("Tell <strong>" + template.HTMLEscapeString(c.Employer) + "</strong>, who deal with complaints about their people.")}
	if at != "" {
		employer.HTML += template.HTML(` <a href="` + template.HTMLEscapeString(at) + `">How to reach them</a>`)
	}
	force := part.Point{Text: "Or tell us, with the button below. You need not say who you are."}
	number := part.Point{HTML: template.HTML(`Say the number <span class="ck-nowrap">` + template.HTMLEscapeString(c.Number) + "</span>, the place and the time.")}
	return section{"To complain, or say well done", part.Points{Items: []part.Point{employer, force, number}}}
}

func mayAsk(asks []law.Ask) part.Points {
	var p part.Points
	for _, a := range asks {
		p.Items = append(p.Items, part.Point{Kind: part.InForce, Says: "May", Strong: a.Lead, Text: a.Rest})
	}
	return p
}

func mayNot(nevers []struct{ Lead, Rest, Law string }) part.Points {
	var p part.Points
	for _, n := range nevers {
		p.Items = append(p.Items, part.Point{Kind: part.NotInForce, Says: "May never", Strong: n.Lead, Text: n.Rest})
	}
	return p
}

func lookFor(c *card.Check) string {
	uniform := "Their employer’s uniform"
	if c.Uniform != "" {
		uniform = c.Uniform
	}
	return uniform + ", and " + badge(c.Force) + ". Without both, the powers cannot be used."
}

func badge(f area.Force) string {
	if f.Settings.Badge == "" {
		return area.Defaults().Badge
	}
	return f.Settings.Badge
}

const scanHint = "Ask to scan the square code on their card. It shows you the photograph, and a code that their phone must answer."

// notValidSections is what a card that is not valid means, and what to do.
func notValidSections(c *card.Check) []section {
	means := []part.Point{
		{Kind: part.NotInForce, Says: "No", Text: "This card gives nobody a power to ask for your name and address, or to give you a penalty."},
		{Kind: part.NotInForce, Says: "No", Text: "You need not pay or hand over anything because of it."},
		{Text: "They may still work for a council or a firm. That is a different thing. Ask to see their employer’s identity card."},
	}
	do := []part.Point{{Text: "Keep a safe distance. If you feel threatened, call 999."}}
	if c.How == card.ByNumber {
		do = append(do, part.Point{Text: "Check that you typed the number as it stands under the photograph."})
	}
	do = append(do, part.Point{Text: "Tell us where you saw it. We do not record who you are unless you say."})
	return []section{{"What this means", part.Points{Items: means}}, {"What to do", part.Points{Items: do}}}
}

// consequence follows the reason on a page that is not valid.
func consequence(c *card.Check) string {
	if c.Reason == card.Forged {
		return "It may be damaged or cut short, or somebody made it who may not."
	}
	return "The person showing it is not accredited by " + c.Force.Name + " on the strength of this card."
}

// couldNotSections is what is known, what is not, and what to do.
func couldNotSections(c *card.Check) []section {
	var know []part.Point
	switch c.Reason {
	case card.UnknownKey:
		know = []part.Point{
			{Kind: part.NotKnown, Says: "Not known", Strong: "Who made this card.", Text: " It is signed, but with a key that " + c.Force.Name + " does not know. Another force may have made it."},
		}
	case card.NoRecord:
		know = []part.Point{
			{Kind: part.InForce, Says: "Known", Strong: "The card was made by " + c.Force.Name + ".", Text: " Its signature is good."},
			{Kind: part.NotKnown, Says: "Not known", Strong: "Whether it is in force.", Text: " Our records do not have it."},
		}
	default:
		know = []part.Point{
			{Kind: part.NotKnown, Says: "Not known", Strong: "Whether this card is in force.", Text: " Our records cannot be reached."},
		}
	}
	return []section{{"What we know", part.Points{Items: know}}, {"What to do", part.Points{Items: []part.Point{
		{Strong: "Try again", Text: " in a minute."},
		{Strong: "Look:", Text: " do the face, the uniform and " + badge(c.Force) + " match the card?"},
		{Strong: "Call 101", Text: " and give the number on the card. The control room can tell at once."},
	}}}}
}

func codeHTML(c card.Code) part.Code {
	n := strconv.Itoa(c.Number)
	return part.Code{Word: c.Word, Number: n, HTML: codeSays(n, c.Word)}
}
