package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

// toJoin is employers of the county that want to join: one asked the day before yesterday,
// the one authority that is not accredited is talked with, one fills in its application,
// one is being assessed, and one came to nothing.
func toJoin() []step {
	var council, landlord, firm, stewards id.Prospect
	var link apply.Link
	asks := func(ago int, to *id.Prospect, q apply.Enquiry) step {
		return step{ago, func(l *loading) error {
			got, err := l.Applies.Enquire(l.ctx, authz.Actor{Force: l.force.ID}, q)
			*to = got.Prospect
			return err
		}}
	}
	plan := func(ago int, of *id.Prospect, next string, in int) step {
		return step{ago, func(l *loading) error {
			return l.Applies.Plan(l.ctx, l.manager(), *of, apply.Plan{Next: next, Day: clock.DayOf(l.Clock.Now()) + clock.Day(in)})
		}}
	}
	meet := func(ago int, of *id.Prospect, found string) step {
		return step{ago, func(l *loading) error {
			return l.Applies.Meet(l.ctx, l.manager(), *of, clock.DayOf(l.Clock.Now()), found)
		}}
	}
	invite := func(ago int, of *id.Prospect) step {
		return step{ago, func(l *loading) (err error) { link, err = l.Applies.Invite(l.ctx, l.manager(), *of); return err }}
	}
	var clinic id.Prospect
	return []step{
		asks(64, &stewards, enquiry("Moor Lane Stewards Ltd", "stewarding", "Toby Marl", "tmarl@moorlane.example", "Stewards at two festivals a year.", 30)),
		{50, func(l *loading) error {
			return l.Applies.Close(l.ctx, l.manager(), stewards, "Its people are engaged for single events and are not employees in a standing post.")
		}},
		asks(47, &firm, enquiry("Cobalt Guarding Ltd", "security", "Elin Farr", "elin.farr@cobalt-guarding.example", "Guards at the bus station and two car parks in Calderwick.", 8)),
		meet(38, &firm, "Real work for the public at the bus station. Understands that powers are few. Must be approved by Police Crime Prevention Initiatives."),
		invite(37, &firm),
		{24, func(l *loading) error { return l.applies(link) }},
		{12, func(l *loading) error {
			return l.Applies.RecordCompany(l.ctx, l.manager(), link.Application, apply.Company{Reference: "CPI 4471", Asked: clock.DayOf(l.Clock.Now()) - 20, Note: "Report expected within six weeks."})
		}},
		{11, func(l *loading) error { return l.judged(link.Application) }},
		asks(41, &council, enquiry("Hallowdene District Council", "district-council", "Mina Sefton", "mina.sefton@hallowdene.example", "Four wardens on the estates and in the town.", 4, "csas-name-address-asb", "csas-fpn-litter")),
		meet(19, &council, "The only authority outside the scheme. The cabinet decides in spring. Wants to see another council’s wardens at work."),
		plan(19, &council, "Arrange a day with the Aldermere wardens", 26),
		asks(26, &landlord, enquiry("Millrace Homes", "housing", "Idris Vane", "idris.vane@millrace.example", "Housing officers who meet noise and nuisance.", 12, "csas-name-address-asb")),
		meet(13, &landlord, "Ready to apply. Supervisors are trained already."),
		step{9, func(l *loading) error { _, err := l.Applies.Invite(l.ctx, l.manager(), landlord); return err }},
		plan(9, &landlord, "Ask how the application goes", 16),
		asks(2, &clinic, enquiry("St Osmund’s Hospice", "charity", "Ana Reeve", "ana.reeve@st-osmund.example", "Two people look after the grounds and the car park.", 2)),
	}
}

// judged is what the office found of the first criteria, on the papers alone.
func (l *loading) judged(of id.Application) error {
	today := clock.DayOf(l.Clock.Now())
	for i, j := range []apply.Judgement{{Outcome: apply.Meets, Evidence: "The log of the bus station, read for a year."}, {Outcome: apply.Meets, Evidence: "Procedure of March, with an independent second stage.", Until: today.AddYears(1)},
		{Outcome: apply.Fails, Evidence: "One trained supervisor for eight officers. A second is on a course."}} {
		j.Criterion = l.force.Settings.Criteria[i]
		if err := l.Applies.Judge(l.ctx, l.manager(), of, j); err != nil {
			return err
		}
	}
	return nil
}

func enquiry(name string, kind org.Kind, contact, email, purpose string, staff int, powers ...law.PowerID) apply.Enquiry {
	return apply.Enquiry{Name: name, Kind: kind, Contact: apply.Contact{Name: contact, Email: email}, Purpose: purpose, Staff: staff, Powers: powers}
}

// applies fills in the application behind the link and sends it.
func (l *loading) applies(by apply.Link) error {
	cookie, err := l.Applies.Enter(l.ctx, by.Secret)
	if err != nil {
		return err
	}
	h, err := l.Applies.Holder(l.ctx, cookie)
	if err != nil {
		return err
	}
	photo, err := jacket()
	if err != nil {
		return err
	}
	err = l.Applies.Save(l.ctx, h, func(f *apply.Form) error {
		for k, v := range guarding {
			f.Values[k] = v
		}
		f.Supervisors = []apply.Contact{{Name: "Rhona Pell", Post: "Shift leader", Email: "rhona.pell@cobalt-guarding.example"}}
		f.Directors = []apply.Contact{{Name: "Elin Farr", Post: "Managing director"}, {Name: "Joss Farr", Post: "Director"}}
		f.Areas, f.Photo = []id.Area{l.areas["authority/calderwick"]}, string(photo.Hash)
		f.Roles = []apply.Role{{ID: id.New[id.Role](), Title: "Bus station officer", Staff: 8, Powers: []apply.Want{
			{Power: "csas-name-address-asb", Reason: "Groups drink and shout at passengers on most evenings; the police arrive after they have gone.", Uses: "Ten times a month", Instead: "Asking them to leave works only while an officer stands there."},
			{Power: "csas-alcohol-u18", Reason: "Alcohol is drunk by under-18s in the waiting room at weekends.", Uses: "Four times a month", Instead: "The byelaws of the station name no remedy."}}}}
		return nil
	}, photo)
	if err != nil {
		return err
	}
	return l.Applies.Send(l.ctx, h, apply.Signing{Signed: "Elin Farr", Area: true, Changes: true, Fees: true, Checks: true})
}

// guarding is what the firm answers.
var guarding = map[string]string{"legal_name": "Cobalt Guarding Ltd", "registration": "08812345", "address": "4 Wharf Street, Calderwick", "postcode": "EM9 3TL",
	"signatory_name": "Elin Farr", "signatory_post": "Managing director", "signatory_email": "elin.farr@cobalt-guarding.example", "liaison1_name": "Rhona Pell", "liaison1_email": "rhona.pell@cobalt-guarding.example",
	"liaison2_name": "Owen Strake", "liaison2_email": "owen.strake@cobalt-guarding.example", "complaints_name": "Joss Farr", "complaints_email": "complaints@cobalt-guarding.example", "chief_executive": "Elin Farr",
	"data_officer": "Joss Farr", "hr": "Owen Strake", "finance": "Joss Farr", "purpose": "Officers keep the bus station and two car parks safe. The powers would let them act where they now only watch.",
	"problem": "212 incidents in our log in a year at the bus station, most between 18:00 and 23:00.", "sites": "Calderwick bus station, Wharf Street and Quay car parks", "hours": "Daily 07:00 to 23:30, in pairs after 18:00",
	"vehicles": "no", "radio": "yes", "bwv": "yes", "lone": "Never after 18:00. Radio check each half hour.", "supervision": "A shift leader is on site at all times.", "records": "Each use would be written up before the end of the shift and read by the shift leader.",
	"training": "SIA licence course, then two weeks beside an experienced officer. Appraised twice a year.", "employers_liability_insurer": "Fenland Mutual", "employers_liability_policy": "EL 77120", "employers_liability_limit": "£10 million",
	"employers_liability_expires": "2027-03-31", "public_liability_insurer": "Fenland Mutual", "public_liability_policy": "PL 77121", "public_liability_limit": "£5 million", "public_liability_expires": "2027-03-31",
	"policy_complaints": "visit", "policy_discipline": "visit", "policy_grievance": "visit", "policy_equality": "visit", "policy_safety": "visit", "policy_safeguarding": "visit", "policy_drugs": "visit", "policy_data": "visit",
	"policy_notebooks": "not-yet", "policy_bwv": "visit", "policy_whistle": "not-yet", "cpi": "Applied for, reference CPI 4471.", "stake": "Contract with the bus station’s owner until March 2029.",
	"area_text": "Calderwick bus station and its car parks", "uniform": "Blue jacket with a yellow band, marked Cobalt Guarding"}

// jacket is a picture of a blue jacket with a yellow band.
func jacket() (blob.File, error) {
	img := image.NewRGBA(image.Rect(0, 0, 300, 360))
	for _, x := range []struct {
		at  image.Rectangle
		ink color.Color
	}{{img.Bounds(), color.RGBA{232, 236, 240, 255}}, {image.Rect(70, 60, 230, 320), color.RGBA{24, 62, 120, 255}}, {image.Rect(40, 70, 70, 260), color.RGBA{24, 62, 120, 255}},
		{image.Rect(230, 70, 260, 260), color.RGBA{24, 62, 120, 255}}, {image.Rect(70, 180, 230, 205), color.RGBA{240, 200, 40, 255}}} {
		draw.Draw(img, x.at, image.NewUniform(x.ink), image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return blob.File{}, err
	}
	return blob.Picture("photo", b.Bytes())
}
