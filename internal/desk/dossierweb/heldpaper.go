package dossierweb

import (
	"encoding/base64"
	"strings"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/vetting"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// document is the paper as print renders it: the answer first, then what it rests on.
//
// Law: Police Reform Act 2002, s41, Sch 5.
func (p *paper) document() print.Document {
	number := p.chief.State.Number
	if !p.granted() {
		number = "None"
	}
	d := print.Document{Style: print.Report, Title: "What " + p.person.Name() + " held on " + clock.DayOf(p.when.At).Long(), Force: p.force.Name, Scheme: "Community Safety Accreditation Scheme",
		Refs: []print.Row{{Key: "AP number", Value: number}}, Made: p.made, Foot: "Made on " + clock.Moment(p.made) + " by " + p.by}
	d.Blocks = append(d.Blocks, print.Paragraph{Size: print.Lead, Text: p.answer()}, print.Paragraph{Text: print.Plain(p.knowledge())})
	d.Blocks = append(d.Blocks, p.powersHeld()...)
	d.Blocks = append(d.Blocks, p.bounds()...)
	d.Blocks = append(d.Blocks, p.decisions()...)
	d.Blocks = append(d.Blocks, p.thenAndNow()...)
	return withEntries(d, p)
}

// instant is the instant that the paper speaks for, in words.
func (p *paper) instant() string {
	if day := clock.DayOf(p.when.At); p.when.At.Equal(day.End().Add(-time.Millisecond)) {
		return "At the end of " + day.Long()
	}
	return "At " + clock.Local(p.when.At).Format("15:04") + " on " + clock.DayOf(p.when.At).Long()
}

// answer says in one sentence what was held, and by whom.
func (p *paper) answer() print.Text {
	who := p.person.Name()
	if p.granted() {
		who += " (" + p.chief.State.Number + ")"
	}
	who += ", " + small(p.person.RoleTitle) + " at " + p.org.Name + ","
	out := print.Text{{Text: p.instant() + " " + who + " "}}
	if n := len(p.standing.Held()); n > 0 {
		return append(out, print.Span{Text: "held " + part.Count(n, "power", "powers"), Bold: true}, print.Span{Text: " under an accreditation by the " + chief(p.force) + "."})
	}
	_, why := p.none(p.past())
	return append(out, print.Span{Text: "held no power.", Bold: true}, print.Span{Text: " " + why})
}

// past is a visit to the instant of the paper, so that sentences speak of it as gone by.
func (p *paper) past() *visit.Visit {
	return &visit.Visit{Bar: part.AsAt{At: clock.DayOf(p.when.At), Now: p.made}, When: p.when, Now: register.Now(p.made)}
}

// knowledge says as of when the paper knows what it says, and what changed that day.
func (p *paper) knowledge() string {
	out := "This is told from the registers as known on " + clock.Moment(p.when.Known) + "."
	if before, now := p.earlier.facets(), p.facets(); before[0] != now[0] || before[1] != now[1] {
		out += " It changed on that day: when the day began, the state was “" + before[0][1] + "”, and the powers held were " + small(before[1][1]) + "."
	}
	return out
}

// powersHeld is the powers that could be used, and those named that could not, each with
// its paragraph and the limits put on it.
func (p *paper) powersHeld() []print.Block {
	if !p.granted() {
		return nil
	}
	on, in := clock.DayOf(p.when.At), p.territory()
	columns := []print.Column{{Title: "Paragraph", Share: 1.1, Mono: true}, {Title: "Power", Share: 4}, {Title: "Training counts to", Share: 1.6}}
	held := print.Table{Caption: "Powers held", Quiet: true, Columns: columns}
	columns = append(columns[:2:2], print.Column{Title: "Why it could not be used", Share: 2.2})
	not := print.Table{Caption: "Powers named that could not be used", Quiet: true, Columns: columns}
	for _, x := range p.standing.Powers {
		known, ok := law.Find(x.Grant.Power)
		if !ok {
			continue
		}
		name := known.Name
		if note := certificateNote(&p.chief.State, x.Grant, on, in); note != "" {
			name += "; " + note
		}
		if x.Status == accred.PowerInForce {
			trained := x.Grant.Trained.Short()
			if x.Grant.Trained == clock.NoDay {
				trained = "No date"
			}
			held.Rows = append(held.Rows, []string{known.Para, name, trained})
		} else {
			not.Rows = append(not.Rows, []string{known.Para, name, p.powerStatus(x).Text})
		}
	}
	var out []print.Block
	if len(held.Rows) > 0 {
		out = append(out, print.Heading{Level: 2, Text: "Powers held, Police Reform Act 2002, Schedule 5"}, held)
	}
	if len(not.Rows) > 0 {
		out = append(out, print.Heading{Level: 2, Text: "Named in the accreditation, and not to be used at that instant"}, not)
	}
	return out
}

// bounds is where, when and how the powers could be used.
func (p *paper) bounds() []print.Block {
	if !p.granted() {
		return nil
	}
	a := &p.chief.State
	rows := []print.Row{{Key: "State", Value: p.standing.Status.Title()}, {Key: "Period", Value: span(a.From, a.To)}, {Key: "Area", Value: a.AreaText}, {Key: "Employer’s arrangements", Value: span(p.org.From, p.org.To)},
		{Key: "Uniform", Value: orNone(a.Uniform) + ", with the badge"}, {Key: "Conditions", Value: strings.Join(a.Conditions, "; ")}}
	if len(a.Conditions) == 0 {
		rows[len(rows)-1].Value = "None further"
	}
	return []print.Block{print.Heading{Level: 2, Text: "Within which bounds"}, print.Summary{Rows: rows},
		print.Paragraph{Size: print.Small, Text: print.Plain("A power may be used only in the course of the employment, in uniform with the badge, inside the area (section 41(6), section 42). None allows the person to arrest, detain, search or use force.")}}
}

// decisions is by whom each of the four tests was decided, and the accreditation signed.
//
// Law: Police Reform Act 2002, s41(4).
func (p *paper) decisions() []print.Block {
	t := print.Table{Caption: "By whose decision", Quiet: true, Columns: []print.Column{{Title: "What was decided", Share: 2}, {Title: "By", Share: 1.5}, {Title: "On", Share: 1.1}, {Title: "It rests on", Share: 3.2}}}
	add := func(what, by, on, rests string) {
		if by == "" {
			by, on, rests = "Nobody", "Not decided", "Nothing"
		}
		t.Rows = append(t.Rows, []string{what, by, on, rests})
	}
	a := &p.chief.State
	if o := p.org.FitTest; o.By != "" {
		add("(a) The employer is fit and proper to supervise", o.By, clock.DayOf(o.At).Short(), o.Evidence)
	} else {
		add("(a) The employer is fit and proper to supervise", "", "", "")
	}
	if v := p.vetting; v.Outcome == vetting.Passed || v.Outcome == vetting.Refused {
		add("(b) The person is suitable", vettingUnit, v.Decided.Short(), strings.TrimSuffix(v.Outcome.Title()+", level "+v.Level, ", level "))
	} else {
		add("(b) The person is suitable", "", "", "")
	}
	if c := a.Tests.Capable; p.has && c.By != "" {
		add("(c) The person is capable", c.By, clock.DayOf(c.At).Short(), c.Evidence)
	} else {
		add("(c) The person is capable", "", "", "")
	}
	by, courses, last := p.trainers()
	add("(d) The person is adequately trained, power by power", by, last, courses)
	if p.granted() {
		add("To accredit, for the "+chief(p.force), a.Signed.By, clock.DayOf(a.Signed.At).Short(), "Version "+web.Number(a.Certificate)+" of the certificate")
	}
	if a.Why != "" && p.granted() {
		t.Rows = append(t.Rows, []string{"Last change: " + small(a.State.Title()), "", "", a.Why})
	}
	return []print.Block{print.Heading{Level: 2, Text: "By whose decision"}, t}
}

// trainers is who recorded the training for the powers named, the courses, and the last day.
func (p *paper) trainers() (by, courses, last string) {
	var names, of []string
	var day clock.Day
	for _, pass := range p.training.Passes {
		if _, given := p.chief.State.Grant(pass.Power); given || !p.granted() {
			names, of, day = once(names, pass.By), once(of, pass.Course), max(day, pass.Passed)
		}
	}
	return listed(names), strings.Join(of, ", "), day.Short()
}

// thenAndNow is what was known on the day itself beside what the paper says, where the two
// differ.
func (p *paper) thenAndNow() []print.Block {
	c := p.compare
	if c == nil {
		return nil
	}
	if c.Agree {
		return []print.Block{print.Heading{Level: 2, Text: "As it was known on the day"}, print.Paragraph{Text: print.Plain("Nothing recorded since changes what was known on " + c.Day + ": then and now agree.")}}
	}
	t := print.Table{Caption: "Known then and known now", Quiet: true, Columns: []print.Column{{Title: "Of this day", Share: 1}, {Title: c.Before, Share: 2}, {Title: c.Present, Share: 2}}}
	for _, r := range c.Rows {
		if r.Differs {
			t.Rows = append(t.Rows, []string{r.What, r.Then, r.Now})
		}
	}
	return []print.Block{print.Heading{Level: 2, Text: "As it was known on the day"}, print.Paragraph{Text: print.Plain("Something recorded after " + c.Day + " changes what is known of it. Both are given.")}, t}
}

// withEntries adds the entries of the ledger, and how they were checked.
func withEntries(d print.Document, p *paper) print.Document {
	t := print.Table{Caption: "Entries of the ledger", Quiet: true, Columns: []print.Column{{Title: "Entry", Share: 0.8}, {Title: "Written", Share: 1.3}, {Title: "What it says", Share: 2.3}, {Title: "By", Share: 1.3}, {Title: "Seal", Share: 2.6, Mono: true}}}
	wrong, unsigned := 0, 0
	var signed *desk.Evidence
	for _, e := range p.rests {
		t.Rows = append(t.Rows, []string{web.Number(int(e.Entry.Place)), shortMoment(e.Entry.At), entrySays(&e.Entry, p.person.Name()), e.Entry.Name, seal(e.Entry.Commitment)})
		switch {
		case !e.Fits():
			wrong++
		case !e.Signed:
			unsigned++
		default:
			signed = e
		}
	}
	checked := "Each was checked when this paper was made: its words give its seal, and its seal leads to the root that the force has signed."
	if wrong > 0 {
		checked = part.Count(wrong, "entry does not fit", "entries do not fit") + " what was signed. Do not rely on this paper. Whoever runs the program runs watchword verify."
	} else if unsigned > 0 {
		checked += " " + part.Count(unsigned, "entry waits", "entries wait") + " for the next checkpoint, which is signed within a minute."
	}
	d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: "The entries of the ledger that this rests on"}, t, print.Paragraph{Text: print.Plain(checked)})
	if signed != nil {
		c := signed.Checkpoint
		d.Blocks = append(d.Blocks, print.Summary{Rows: []print.Row{{Key: "Checkpoint", Value: "Over " + web.Number(int(c.Size)) + " entries, written " + clock.Moment(c.At)}, {Key: "Its root", Value: base64.StdEncoding.EncodeToString(c.Root[:])},
			{Key: "Signed with the key", Value: signed.Key}}})
	}
	d.Blocks = append(d.Blocks, print.Paragraph{Size: print.Small, Text: print.Plain("The seal is a salted SHA-256 of the words of the entry. The file of proof of each entry, which the force gives out, lets anybody check it with no program of the force’s. It proves that the words stood there and were not altered since; not that they were right, or that who signed was who they said.")})
	return d
}

// entrySays is what an entry says of the person, for a row.
func entrySays(e *ledger.Entry, name string) string {
	if !e.ErasedAt.IsZero() {
		return "The words were erased; the seal remains"
	}
	return entryTitle(*e, name)
}

// seal is a commitment in four pieces, so that a line can break between them.
func seal(sum [32]byte) string {
	s := base64.StdEncoding.EncodeToString(sum[:])
	return s[:11] + " " + s[11:22] + " " + s[22:33] + " " + s[33:]
}
