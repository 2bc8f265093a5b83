package lawjson

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/law"
)

// question is a question on the wire. Every fact of law.Fact is a field beside
// these, by its own name.
type question struct {
	ID        string         `json:"id" doc:"Yours; given back with the verdict."`
	Power     law.PowerID    `json:"power" doc:"The power, by its id in the catalogue: csas-fpn-litter."`
	Offence   law.OffenceID  `json:"offence" doc:"For csas-pnd, and for csas-name-address on basis-fixed-penalty with csas-pnd: the offence, by its id: pnd-poa5."`
	Basis     law.BasisID    `json:"basis" doc:"For csas-name-address: the basis of paragraph 2(3) relied on." enum:"basis-fixed-penalty,basis-begging,basis-byelaw,basis-harm"`
	ForNotice law.PowerID    `json:"for_notice" doc:"For basis-fixed-penalty: the notice that could be given for the offence. For csas-photograph: the notice that was given."`
	At        moment         `json:"at" doc:"The instant at which the power would be used."`
	Territory territory      `json:"territory" doc:"Where the place lies." enum:"england,wales"`
	Place     []law.AreaCode `json:"place" doc:"Codes of every area the place lies in, compared with the areas of a grant. Left out: not known."`

	Accreditation standing        `json:"accreditation" doc:"The person's accreditation."`
	Employer      standing        `json:"employer" doc:"The employer's arrangements with the chief officer."`
	Grants        []grant         `json:"grants" doc:"The powers given to the person. Without a grant of the power the answer is may_not."`
	Training      []training      `json:"training" doc:"Training, power by power. Left out: not known. Given, it is the whole record: a power not in it has no training."`
	VettingUntil  moment          `json:"vetting_until" doc:"The instant at which the vetting ends."`
	Councils      []authorisation `json:"councils" doc:"Councils' authorisations under the 2014 Act, for the powers whose id begins with la-."`

	SubjectAge      *int `json:"subject_age" doc:"Age in whole years of the person dealt with." min:"0" max:"150"`
	SubjectAgeBasis age  `json:"subject_age_basis" doc:"How the age is known. Left out beside an age: as stated." enum:"date_of_birth,stated,apparent"`
	SubjectIsBody   bool `json:"subject_is_body" doc:"The notice is to a body and not to an individual."`

	OffenceOn    day    `json:"offence_on" doc:"The legal day of the offence. For truancy, the day on which the offence period began. Amounts follow it."`
	Limb         limb   `json:"limb" doc:"For csas-alcohol-u18: the person is under 18, has it for someone under 18, or is with someone under 18 who recently drank." enum:"under_18,for_under_18,with_under_18"`
	DesignatedOn day    `json:"designated_on" doc:"For csas-alcohol-dppo: when the place was designated."`
	NoticeBy     by     `json:"notice_by" doc:"For csas-photograph: who gave the notice." enum:"self,another,nobody"`
	Acting       acting `json:"acting" doc:"For community protection notices: in what capacity the person acts." enum:"council_officer,housing_provider,contractor"`
	Council      string `json:"council" doc:"The council that made the order, or for which the person acts; compared with councils[].council."`

	CouncilRate      pence     `json:"council_rate_pence" doc:"What the council (or byelaw authority) has set, in pence. Left out: none set." min:"0" max:"1000000"`
	CouncilEarlyRate pence     `json:"council_early_rate_pence" doc:"What the council takes for early payment, in pence. Left out: no lower amount." min:"0" max:"1000000"`
	CouncilEarlyDays int       `json:"council_early_days" doc:"Within how many days the lower amount is taken." min:"0" max:"366"`
	StatedDays       int       `json:"stated_days" doc:"Cycling: a period longer than 21 days that the notice states." min:"0" max:"366"`
	EarlierNotices   []earlier `json:"earlier_notices" doc:"Truancy in England: earlier notices to the same parent for the same child. Left out: not known; [] none."`
	Served           served    `json:"served" doc:"How the notice is served." enum:"by_hand,first_class_post,other"`
	PostedOn         day       `json:"posted_on" doc:"The day of posting; left out, the day of at."`
	ReceivedOn       day       `json:"received_on" doc:"The day of receipt, if known; it overrides what is presumed of post."`
	BankHolidays     []day     `json:"bank_holidays" doc:"Bank holidays, for the second working day after posting. Christmas Day and Good Friday need not be named."`
}

type standing struct {
	State state  `json:"state" doc:"Where it stands." enum:"in_force,suspended,withdrawn,ended"`
	From  moment `json:"from" doc:"Its first instant."`
	Until moment `json:"until" doc:"The instant at which it is over. 9999-12-31: no end."`
}

type grant struct {
	Power      law.PowerID     `json:"power" doc:"The power given."`
	Offences   []law.OffenceID `json:"offences" doc:"For csas-pnd: the offences named. None named, none given."`
	Bases      []law.BasisID   `json:"bases" doc:"For csas-name-address: the bases given. Left out: all four."`
	Areas      []law.AreaCode  `json:"areas" doc:"The areas in which it may be used. Left out: the whole force area."`
	From       moment          `json:"from" doc:"Its first instant. Left out: with the accreditation."`
	Until      moment          `json:"until" doc:"The instant at which it is over. Left out: with the accreditation."`
	State      state           `json:"state" doc:"Where it stands. Left out: in force." enum:"in_force,suspended,withdrawn,ended"`
	Conditions []condition     `json:"conditions" doc:"Restrictions written in the accreditation."`
}

type condition struct {
	Text string `json:"text" doc:"The condition in its own words."`
	Met  tri    `json:"met" doc:"Whether it is met." enum:"yes,no,unknown"`
}

type training struct {
	Power law.PowerID `json:"power" doc:"The power trained for."`
	From  moment      `json:"from" doc:"When it was passed."`
	Until moment      `json:"until" doc:"The instant at which it runs out. 9999-12-31: no end."`
}

type authorisation struct {
	Section string `json:"section" doc:"The section of the 2014 Act." enum:"53,63,68"`
	Council string `json:"council" doc:"The council that gave it."`
	From    moment `json:"from" doc:"Its first instant."`
	Until   moment `json:"until" doc:"The instant at which it is over. Left out: no end."`
}

type earlier struct {
	IssuedOn  day  `json:"issued_on" doc:"The day the earlier notice was issued."`
	BeganOn   day  `json:"offence_on" doc:"The day on which its offence period began."`
	Withdrawn bool `json:"withdrawn" doc:"It was withdrawn."`
	Acquitted bool `json:"acquitted" doc:"The parent was acquitted."`
}

// Question reads one question. The error names the field that is wrong, in the
// words of the input: "grants[0].until". The id is what the asker called it.
func Question(data []byte) (q *law.Question, id string, err error) {
	var w question
	var facts [law.Facts]law.Tri
	if err := read(data, &w, &facts); err != nil {
		return nil, "", err
	}
	q = &law.Question{
		Power: w.Power, Offence: w.Offence, Basis: w.Basis, ForNotice: w.ForNotice,
		At: time.Time(w.At), Territory: law.Territory(w.Territory), Place: w.Place,
		Accreditation: w.Accreditation.law(), Employer: w.Employer.law(), VettingUntil: time.Time(w.VettingUntil),
		Facts: facts, IsBody: w.SubjectIsBody,
		OffenceOn: clock.Day(w.OffenceOn), Limb: law.Limb(w.Limb), DesignatedOn: clock.Day(w.DesignatedOn),
		NoticeBy: law.By(w.NoticeBy), Acting: law.Acting(w.Acting), CouncilID: w.Council,
		Rate: law.Pence(w.CouncilRate), EarlyRate: law.Pence(w.CouncilEarlyRate), EarlyDays: w.CouncilEarlyDays,
		StatedDays: w.StatedDays, Served: law.Served(w.Served), PostedOn: clock.Day(w.PostedOn), ReceivedOn: clock.Day(w.ReceivedOn),
	}
	if w.SubjectAge != nil {
		q.Age = law.Age{Years: *w.SubjectAge, Basis: law.AgeBasis(w.SubjectAgeBasis)}
		if q.Age.Basis == law.AgeUnknown {
			q.Age.Basis = law.AgeStated
		}
	}
	q.Grants = each(w.Grants, grant.law)
	q.Training = each(w.Training, func(t training) law.Training {
		return law.Training{Power: t.Power, From: time.Time(t.From), Until: time.Time(t.Until)}
	})
	q.Councils = each(w.Councils, func(a authorisation) law.Authorisation {
		return law.Authorisation{Section: a.Section, Council: a.Council, From: time.Time(a.From), Until: time.Time(a.Until)}
	})
	q.Earlier = each(w.EarlierNotices, func(e earlier) law.Earlier {
		return law.Earlier{IssuedOn: clock.Day(e.IssuedOn), BeganOn: clock.Day(e.BeganOn), Withdrawn: e.Withdrawn, Acquitted: e.Acquitted}
	})
	q.BankHolidays = each(w.BankHolidays, func(d day) clock.Day { return clock.Day(d) })
	return q, w.ID, nil
}

func (s standing) law() law.Standing {
	return law.Standing{State: law.State(s.State), From: time.Time(s.From), Until: time.Time(s.Until)}
}

func (g grant) law() law.Grant {
	return law.Grant{Power: g.Power, Offences: g.Offences, Bases: g.Bases, Areas: g.Areas,
		From: time.Time(g.From), Until: time.Time(g.Until), State: law.State(g.State),
		Conditions: each(g.Conditions, func(c condition) law.Condition { return law.Condition{Text: c.Text, Met: law.Tri(c.Met)} })}
}

// each translates a list; nil stays nil, since "not told" is not "none".
func each[A, B any](list []A, f func(A) B) []B {
	if list == nil {
		return nil
	}
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}
