package envelope

import (
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Kinds of what waits or falls due.
const (
	KindEnvelope    diary.Kind = "vetting-envelope"    // a form is with the unit
	KindAppeal      diary.Kind = "vetting-appeal"      // an appeal is to be decided
	KindReview      diary.Kind = "vetting-review"      // something told is to be looked at
	KindAftercare   diary.Kind = "vetting-aftercare"   // the unit looks again
	KindAnswer      diary.Kind = "vetting-answer"      // the person is to answer
	KindDeclaration diary.Kind = "vetting-declaration" // the yearly declaration
)

// Diary is what stands in the cases, for the unit and for the person: what waits for the
// actor, or falls due and is the actor's to see to. It names nothing that is in an
// envelope. That a clearance ends is told by the desk, with all else that lapses.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	unit, own := who.Can(authz.OpenVetting), who.Can(authz.OwnVetting)
	if !unit && !own {
		return nil, nil
	}
	needs := authz.OpenVetting
	if own {
		needs = authz.OwnVetting
	}
	set, err := s.Settings(tx, who.Force)
	if err != nil {
		return nil, err
	}
	where := who.Scope(needs, authz.Columns{Force: "r.force_id", Org: "r.org_id", Person: "r.person_id"})
	to := w.To.String()
	where.And(`r.standing IN ('sent', 'asked', 'appealed') OR r.review_day <> '' OR (r.declaration_day <> '' AND r.declaration_day <= ?)
		OR (r.aftercare_day <> '' AND r.aftercare_day <= ?)`, to, to)
	vs, err := table.Current(tx, who.Force, where, "r.sent_day, r.id", mostWaiting)
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, v := range vs {
		items := unitItems(v, set.VettingAimWeeks, w)
		if own {
			items = ownItems(v, w)
		}
		out = append(out, items...)
	}
	diary.Sort(out)
	out = out[:min(len(out), max(0, w.Limit))]
	if own {
		return out, nil
	}
	names := map[id.Person]string{}
	for i := range out {
		name, ok := names[out[i].Person]
		if !ok {
			p, err := s.persons.Any(tx, who.Force, out[i].Person, register.Now(w.At))
			if err != nil {
				return nil, err
			}
			name = p.State.Name()
			names[out[i].Person] = name
		}
		out[i].Title += name
	}
	return out, nil
}

// unitItems is what of a case waits for the unit. The name follows each title.
func unitItems(v Version, aim int, w diary.Window) []diary.Item {
	c := v.State
	add := func(out []diary.Item, kind diary.Kind, title string, since, due clock.Day) []diary.Item {
		x := diary.Item{Key: string(kind) + "/" + v.ID, Kind: kind, Title: title, Link: "/envelopes/" + v.ID, Org: c.Org, Person: c.Person, Due: due}
		if since != clock.NoDay {
			x.Since = since.Start()
		}
		return append(out, x)
	}
	var out []diary.Item
	switch c.State {
	case Sent:
		out = add(out, KindEnvelope, "Look at the vetting form of ", c.Sent, c.Requested.AddDays(7*aim))
	case Asked:
		if c.AnswerBy <= w.To {
			out = add(out, KindAnswer, "An answer is awaited from ", clock.NoDay, c.AnswerBy)
		}
	case Appealed:
		out = add(out, KindAppeal, "Decide the vetting appeal of ", c.Appealed, clock.NoDay)
	}
	if c.Review != clock.NoDay {
		out = add(out, KindReview, "Look at the change told by ", c.Review, clock.NoDay)
	}
	if c.Aftercare != clock.NoDay && c.Aftercare <= w.To {
		out = add(out, KindAftercare, "Aftercare: look again at the clearance of ", clock.NoDay, c.Aftercare)
	}
	if c.Declaration != clock.NoDay && c.Declaration <= w.To {
		out = add(out, KindDeclaration, "The yearly declaration is due from ", clock.NoDay, c.Declaration)
	}
	return out
}

// ownItems is what of their case waits for the person.
func ownItems(v Version, w diary.Window) []diary.Item {
	c := v.State
	var out []diary.Item
	if c.State == Asked {
		out = append(out, diary.Item{Key: string(KindAnswer) + "/" + v.ID, Kind: KindAnswer, Title: "The vetting unit asked you something. Answer it through your own link",
			Link: "/my-vetting", Org: c.Org, Person: c.Person, Due: c.AnswerBy})
	}
	if c.Declaration != clock.NoDay && c.Declaration <= w.To {
		out = append(out, diary.Item{Key: string(KindDeclaration) + "/" + v.ID, Kind: KindDeclaration, Title: "Make your yearly vetting declaration",
			Link: "/my-vetting/declaration", Org: c.Org, Person: c.Person, Due: c.Declaration})
	}
	return out
}
