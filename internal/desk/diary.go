package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
)

// Kinds of what lapses by itself.
const (
	LapseTraining     diary.Kind = "training"
	LapseVetting      diary.Kind = "vetting"
	LapsePeriod       diary.Kind = "accreditation"
	LapseLaw          diary.Kind = "law"
	LapseArrangements diary.Kind = "arrangements"
	LapseCard         diary.Kind = "card"
)

// lapseKind is a kind of what lapses of a person.
type lapseKind struct {
	kind     diary.Kind
	together string // before "of" and whose it is
	own      string // to the person
	itself   string
	// themselves is the same of several; empty: it is the same.
	themselves string
	letter     string             // with the day in place of %
	acts       []authz.Permission // who can see to it
}

// lapseKinds is what may lapse of a person, by the word of desk_lapse.
//
// Law: Police Reform Act 2002, s41(6)-(8); training and clearance by the scheme's rule on
// s41(4)(b) and (d).
var lapseKinds = map[string]lapseKind{
	"training": {LapseTraining, "Training", "Your training", "The powers it was for stop by themselves at midnight", "",
		"Your training for the powers below counts to %, the last day. After that you do not have them, until you have passed a refresher.",
		[]authz.Permission{authz.RecordTraining, authz.NominatePerson}},
	"vetting": {LapseVetting, "Vetting", "Your clearance", "The accreditation stops by itself at midnight", "Their accreditations stop by themselves at midnight",
		"Your clearance ends on %. After that day your accreditation stops by itself, until the clearance is renewed.",
		[]authz.Permission{authz.RecordVetting, authz.NominatePerson}},
	"period": {LapsePeriod, "Accreditation", "Your accreditation", "It expires by itself at midnight, unless it is renewed", "They expire by themselves at midnight, unless they are renewed",
		"Your accreditation ends on %. After that day you have none of its powers, unless it is renewed before.",
		[]authz.Permission{authz.Grant, authz.Recommend, authz.NominatePerson}},
	"law": {LapseLaw, "A power in law,", "A power of yours, in law", "The power ends by itself at midnight, for everybody", "",
		"The law behind the powers below ends on %. After that day nobody has them.",
		[]authz.Permission{authz.Grant, authz.Recommend, authz.NominatePerson}},
}

// cardKind is a card that ends while its accreditation goes on.
var cardKind = lapseKind{LapseCard, "Card", "Your card", "It is not valid after that day. The powers go on", "They are not valid after that day. The powers go on", "", []authz.Permission{authz.IssueCard}}

// concerns is the one kind of lapse that a role sees to and is shown; the others see all
// that they may read.
var concerns = map[authz.Role]diary.Kind{authz.VettingUnit: LapseVetting, authz.Trainer: LapseTraining}

// Diary is what lapses by itself, of what the actor may see: of persons, of employers'
// arrangements, and of cards that end before their accreditation.
func (d *Desk) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	var out []diary.Item
	for _, source := range []diary.Source{lapsesEnd, arrangementsEnd, cardsEnd} {
		items, err := source(tx, who, w)
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	slices.SortStableFunc(out, func(a, b diary.Item) int { return int(a.Due) - int(b.Due) })
	return out[:min(len(out), w.Limit)], nil
}

// seesTo reports whether an actor can see to something, or is among those whom it is
// about.
func seesTo(who authz.Actor, acts []authz.Permission) bool {
	return who.Role.OfEmployer() || who.Role == authz.AccreditedPerson || slices.ContainsFunc(acts, who.Can)
}

// ending is what lapses of a person, before it is put in words for somebody.
type ending struct {
	diary.Item
	what    string
	stage   Stage
	renewal clock.Day // since when the clearance is asked to be renewed
}

func lapsesEnd(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	all, err := diary.Rows(w, "desk.lapse", who, []authz.Permission{authz.ReadPerson}, func(who authz.Actor) ([]ending, error) { return endings(tx, who, w) })
	var out []diary.Item
	for _, x := range all {
		kind := lapseKinds[x.what]
		if only, ok := concerns[who.Role]; ok && only != kind.kind {
			continue
		}
		lapseItem(&x.Item, kind, x.Due, who)
		if x.stage == Cleared || x.stage == Proposed {
			x.Letter, x.Itself, x.Themselves = "", "The person cannot be accredited after that day, unless it is renewed", "The persons cannot be accredited after that day, unless it is renewed"
		}
		if x.renewal != clock.NoDay {
			x.Itself = "Renewal was asked for on " + x.renewal.Long() + ". " + x.Itself
		}
		out = append(out, x.Item)
	}
	return out, err
}

// endings is what lapses of the persons that an actor may see.
func endings(tx *db.Tx, who authz.Actor, w diary.Window) ([]ending, error) {
	where := who.Scope(authz.ReadPerson, lineScope)
	// The index by day serves whoever sees the force; of few persons, SQLite is made to
	// begin with the persons.
	at, from := "p.at", "desk_lapse p, desk_line l"
	if r, _ := who.Reach(authz.ReadPerson); r != authz.WholeForce {
		at, from = "+p.at", "desk_line l CROSS JOIN desk_lapse p"
	}
	where.And("p.force_id = l.force_id AND p.person_id = l.person_id AND "+at+" > ? AND "+at+" <= ?", w.At, w.To.End())
	where.And("+l.until_at > ? AND l.stage IN ('granted', 'suspended', 'org-stopped', 'cleared', 'proposed')", w.At)
	if kind, only := concerns[who.Role]; only {
		where.And("p.what = ?", string(kind))
	}
	return db.All(tx, func(s db.Scanner) (x ending, err error) {
		var powers string
		var at time.Time
		err = s.Scan(&x.what, db.Instant{To: &at}, &powers, &x.Person, &x.Org, &x.OrgName, &x.Name, &x.Number, &x.stage, db.Day{To: &x.renewal})
		x.Powers, x.Due = powersOf(powers), clock.LastDay(at)
		return x, err
	}, `
		SELECT p.what, p.at, p.powers, l.person_id, l.org_id, l.org_name, l.name, l.number, l.stage, CASE WHEN p.what <> 'vetting' THEN '' ELSE
			COALESCE((SELECT v.renewal_day FROM vetting v WHERE v.force_id = p.force_id AND v.id = p.person_id AND v.until_at = `+forever+` AND v.superseded_at = `+forever+`), '') END
		FROM `+from+where.SQL()+`
		ORDER BY `+at+`, p.person_id, p.what`+db.Limit, where.Args(int64(w.Limit))...)
}

// lapseItem fills an item about a person whose names it has.
func lapseItem(x *diary.Item, k lapseKind, due clock.Day, who authz.Actor) {
	x.Kind, x.Due, x.Itself, x.Themselves, x.Together = k.kind, due, k.itself, k.themselves, k.together
	x.Key = string(k.kind) + "/" + string(x.Person) + "/" + due.String()
	x.Link = "/people/" + string(x.Person)
	x.Letter = strings.Replace(k.letter, "%", due.Long(), 1)
	x.Others = !seesTo(who, k.acts)
	if who.Role == authz.AccreditedPerson {
		x.OrgName, x.Link, x.Title = "", "/me", k.own
		switch len(x.Powers) {
		case 0:
		case 1:
			x.Title += " for one power"
		default:
			x.Title += " for " + strconv.Itoa(len(x.Powers)) + " powers"
		}
		x.Plain = x.Title
		return
	}
	employer := ", " + x.OrgName
	if who.Role.OfEmployer() {
		x.OrgName, employer = "", ""
	}
	x.Title, x.Plain = k.together+" of "+spoken(x.Name)+employer, k.together+" of "+cmp.Or(x.Number, "one person")+employer
}

// arrangementsEnd is the employers whose arrangements end, with how many stop with them.
func arrangementsEnd(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if _, only := concerns[who.Role]; only {
		return nil, nil
	}
	all, err := diary.Rows(w, "desk.arrangements", who, []authz.Permission{authz.ReadOrg}, func(who authz.Actor) ([]diary.Item, error) { return arrangements(tx, who, w) })
	var out []diary.Item
	for _, x := range all {
		x.Others = !seesTo(who, []authz.Permission{authz.DecideOrg, authz.ChangeOrg})
		switch {
		case who.Role.OfEmployer():
			x.Title = "Your arrangements with the chief officer end"
		case who.Role == authz.AccreditedPerson:
			x.Title, x.Itself, x.Link = "Your employer’s arrangements end", "Your accreditation ends with them, unless they are renewed", "/me"
		}
		out = append(out, x)
	}
	return out, err
}

func arrangements(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	where := who.Scope(authz.ReadOrg, authz.Columns{Force: "o.force_id", Org: "o.id"})
	where.And("o.until_at = " + forever + " AND o.superseded_at = " + forever)
	where.And("o.standing IN ('in-force', 'suspended') AND o.to_day >= ? AND o.to_day <= ?", clock.DayOf(w.At), w.To)
	return db.All(tx, func(s db.Scanner) (diary.Item, error) {
		x := diary.Item{Kind: LapseArrangements}
		var persons int
		if err := s.Scan(&x.Org, &x.OrgName, db.Day{To: &x.Due}, &persons); err != nil {
			return x, err
		}
		x.Key, x.Link = "arrangements/"+string(x.Org)+"/"+x.Due.String(), "/organisations/"+string(x.Org)
		x.Title, x.Itself = "Arrangements end, "+x.OrgName, stopsWith(persons)
		return x, nil
	}, `
		SELECT o.id, o.name, o.to_day, (SELECT COUNT(*) FROM desk_line l WHERE l.force_id = o.force_id AND l.org_id = o.id
			AND l.stage IN ('granted', 'suspended', 'org-stopped') AND l.until_at > ?)
		FROM organisation o`+where.SQL()+`
		ORDER BY o.to_day, o.id`+db.Limit, append([]any{w.At}, where.Args(int64(w.Limit))...)...)
}

func stopsWith(persons int) string {
	switch persons {
	case 0:
		return "Nobody holds powers under them"
	case 1:
		return "One person stops by themselves at midnight"
	}
	return strconv.Itoa(persons) + " persons stop by themselves at midnight"
}

// cardsEnd is the cards in use that end while their accreditation goes on, unless another
// is made already.
func cardsEnd(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if _, only := concerns[who.Role]; only {
		return nil, nil
	}
	all, err := diary.Rows(w, "desk.card", who, []authz.Permission{authz.ReadPerson, authz.ReadCard}, func(who authz.Actor) ([]held, error) { return heldCards(tx, who, w) })
	var out []diary.Item
	for _, x := range all {
		lapseItem(&x.Item, cardKind, x.Due, who)
		x.Key = "card/" + string(x.card)
		if who.Role != authz.AccreditedPerson {
			x.Link = "/cards/" + string(x.card)
		}
		out = append(out, x.Item)
	}
	return out, err
}

// held is a card in use, before it is put in words for somebody.
type held struct {
	diary.Item
	card id.Card
}

func heldCards(tx *db.Tx, who authz.Actor, w diary.Window) ([]held, error) {
	where := who.Scope(authz.ReadPerson, lineScope)
	where.Join(who.Scope(authz.ReadCard, lineScope))
	where.And("c.force_id = l.force_id AND c.person_id = l.person_id AND c.until_at = " + forever + " AND c.superseded_at = " + forever)
	where.And("c.standing = 'held' AND c.ends_day >= ? AND c.ends_day <= ?", clock.DayOf(w.At), w.To)
	where.And("l.until_at > ? AND l.stage IN ('granted', 'suspended', 'org-stopped')", w.At)
	where.And(`NOT EXISTS (SELECT 1 FROM card n WHERE n.force_id = c.force_id AND n.person_id = c.person_id AND n.until_at = ` + forever + ` AND n.superseded_at = ` + forever + `
		AND n.standing IN ('ordered', 'printed', 'held') AND n.ends_day > c.ends_day)`)
	type ends struct {
		held
		until time.Time // the accreditation ends
	}
	all, err := db.All(tx, func(s db.Scanner) (x ends, err error) {
		return x, s.Scan(&x.card, db.Day{To: &x.Due}, &x.Person, &x.Org, &x.OrgName, &x.Name, &x.Number, db.Instant{To: &x.until})
	}, `
		SELECT c.id, c.ends_day, l.person_id, l.org_id, l.org_name, l.name, l.number, l.until_at
		FROM card c, desk_line l`+where.SQL()+`
		ORDER BY c.ends_day, c.id`+db.Limit, where.Args(int64(w.Limit))...)
	var out []held
	for _, x := range all {
		if x.until.After(x.Due.End()) {
			out = append(out, x.held)
		}
	}
	return out, err
}
