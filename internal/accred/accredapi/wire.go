package accredapi

import (
	"time"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register/registerapi"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Accreditation is an accreditation in JSON, with what it amounts to at the instant asked
// for.
type Accreditation struct {
	ID           string                    `json:"id"`
	Person       string                    `json:"person" doc:"Identity of the person"`
	Organisation string                    `json:"organisation" doc:"Identity of the employer"`
	Role         string                    `json:"role"`
	RoleTitle    string                    `json:"role_title"`
	Number       string                    `json:"number,omitempty" example:"EM 4417" doc:"AP number, from the grant on"`
	State        string                    `json:"state" enum:"proposed,in-force,suspended,withdrawn,refused,left,ceased" doc:"What was decided"`
	Standing     *AccreditationStanding    `json:"standing,omitempty" doc:"What it amounts to at the instant asked for; absent in histories"`
	Grants       []PowerGiven              `json:"powers"`
	Areas        []string                  `json:"areas,omitempty" doc:"Absent: the employer’s area"`
	AreaText     string                    `json:"area_text,omitempty"`
	From         string                    `json:"from,omitempty" format:"date"`
	To           string                    `json:"to,omitempty" format:"date" doc:"The last day"`
	Uniform      string                    `json:"uniform,omitempty"`
	Conditions   []string                  `json:"conditions,omitempty"`
	VettingUntil string                    `json:"vetting_until,omitempty" format:"date" doc:"Last day of the clearance"`
	Tests        FourTests                 `json:"tests" doc:"The four tests of the Police Reform Act 2002, s41(4), as they stood when the decision was signed"`
	Recommended  *TestDecision             `json:"recommended,omitempty"`
	Signed       *TestDecision             `json:"signed,omitempty"`
	Why          string                    `json:"why,omitempty"`
	Waiting      string                    `json:"waiting_since,omitempty" format:"date" doc:"With the delegate since"`
	Certificate  int                       `json:"certificate,omitempty" doc:"Version of the certificate"`
	Requests     []AccreditationRequest    `json:"requests,omitempty" doc:"What the delegate asked of the employer before deciding: for those between whom requests go"`
	Stopped      *TestDecision             `json:"stopped,omitempty" doc:"Who suspended or withdrew it last"`
	Appeals      []AccreditationAppeal     `json:"appeals,omitempty" doc:"Against its refusal or withdrawal, oldest first: for the person and for who decides"`
	Period       registerapi.VersionPeriod `json:"period"`
}

// AccreditationAppeal is an appeal against a refusal or a withdrawal.
type AccreditationAppeal struct {
	Against string        `json:"against" enum:"accreditation.refuse,accreditation.withdraw"`
	First   *TestDecision `json:"decided_first"`
	Day     string        `json:"day" format:"date"`
	Grounds string        `json:"grounds"`
	Heard   *TestDecision `json:"heard,omitempty" doc:"Absent while it waits"`
	Allowed bool          `json:"allowed"`
	Why     string        `json:"why,omitempty"`
}

// AccreditationStanding is what an accreditation amounts to, and until when that holds if nobody acts.
type AccreditationStanding struct {
	Status string     `json:"status" doc:"For example in-force, expired, vetting-over, org-stopped"`
	Title  string     `json:"title"`
	Until  *time.Time `json:"until,omitempty" doc:"Absent while nothing is due"`
	Ends   string     `json:"becomes,omitempty" doc:"The status it then has by itself"`
}

// PowerGiven is one power given.
type PowerGiven struct {
	Power     string     `json:"power"`
	Offences  []string   `json:"offences,omitempty"`
	Bases     []string   `json:"bases,omitempty"`
	Condition string     `json:"condition,omitempty"`
	Trained   string     `json:"trained_until,omitempty" format:"date" doc:"Last day that the training counts"`
	Suspended bool       `json:"suspended,omitempty"`
	Status    string     `json:"status,omitempty" enum:"in-force,stopped,training-over,suspended,ended-in-law,lacks" doc:"Absent in histories"`
	Until     *time.Time `json:"until,omitempty"`
	Lacks     string     `json:"lacks,omitempty" doc:"The power without which this one may not be used"`
}

// FourTests is the four tests of s41(4).
type FourTests struct {
	Employer *TestDecision `json:"employer,omitempty" doc:"(a) fit and proper to supervise"`
	Suitable *TestDecision `json:"suitable,omitempty" doc:"(b) a suitable person"`
	Capable  *TestDecision `json:"capable,omitempty" doc:"(c) capable of carrying out the functions"`
	Trained  *TestDecision `json:"trained,omitempty" doc:"(d) adequately trained"`
}

// TestDecision is a dated decision by someone entitled.
type TestDecision struct {
	Satisfied bool      `json:"satisfied"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Evidence  string    `json:"evidence,omitempty"`
}

// AccreditationRequest is what the delegate asked of the employer, and the answer.
type AccreditationRequest struct {
	Text       string     `json:"text"`
	By         string     `json:"by"`
	At         time.Time  `json:"at"`
	Answer     string     `json:"answer,omitempty" doc:"Absent while nobody has answered"`
	AnsweredBy string     `json:"answered_by,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

func wire(who authz.Actor, v accred.Version, s *accred.Standing) Accreditation {
	a := v.State
	out := Accreditation{ID: v.ID, Person: string(a.Person), Organisation: string(a.Org), Role: string(a.Role), RoleTitle: a.RoleTitle, Number: a.Number, State: string(a.State),
		Grants: []PowerGiven{}, Areas: texts(a.Areas), AreaText: a.AreaText, From: a.From.String(), To: a.To.String(), Uniform: a.Uniform, Conditions: a.Conditions,
		VettingUntil: a.VettingUntil.String(), Recommended: decision(a.Recommended), Signed: decision(a.Signed), Why: a.Why, Waiting: a.Waiting.String(), Certificate: a.Certificate,
		Tests:  FourTests{Employer: decision(a.Tests.Employer), Suitable: decision(a.Tests.Suitable), Capable: decision(a.Tests.Capable), Trained: decision(a.Tests.Trained)},
		Period: registerapi.PeriodOf(v)}
	if accred.SeesRequests(who, authz.Object{Org: a.Org, Person: a.Person}) {
		for _, r := range a.Requests {
			out.Requests = append(out.Requests, AccreditationRequest{Text: r.Text, By: r.By, At: r.At, Answer: r.Answer, AnsweredBy: r.AnsweredBy, AnsweredAt: registerapi.Ends(r.AnsweredAt)})
		}
	}
	if a.Stopped != nil {
		out.Stopped = decision(*a.Stopped)
	}
	for _, x := range a.Appeals {
		if !accred.SeesAppeals(who, authz.Object{Org: a.Org, Person: a.Person}) {
			break
		}
		y := AccreditationAppeal{Against: x.Against, First: decision(x.First), Day: x.Day.String(), Grounds: x.Grounds, Allowed: x.Allowed, Why: x.Why}
		if x.Heard != nil {
			y.Heard = decision(*x.Heard)
		}
		out.Appeals = append(out.Appeals, y)
	}
	for _, g := range a.Grants {
		out.Grants = append(out.Grants, PowerGiven{Power: string(g.Power), Offences: texts(g.Offences), Bases: texts(g.Bases), Condition: g.Condition, Trained: g.Trained.String(), Suspended: g.Suspended})
	}
	if s != nil {
		out.Standing = &AccreditationStanding{Status: string(s.Status), Title: s.Status.Title(), Until: registerapi.Ends(s.Until), Ends: string(s.Ends)}
		for i, p := range s.Powers {
			out.Grants[i].Status, out.Grants[i].Until, out.Grants[i].Lacks = string(p.Status), registerapi.Ends(p.Until), string(p.Lacks)
		}
	}
	return out
}

func decision(d accred.Decision) *TestDecision {
	if d.By == "" {
		return nil
	}
	return &TestDecision{Satisfied: d.Satisfied, By: d.By, At: d.At, Evidence: d.Evidence}
}

func texts[T ~string](in []T) []string {
	var out []string
	for _, x := range in {
		out = append(out, string(x))
	}
	return out
}

func ids[T ~string](in []string) []T {
	var out []T
	for _, x := range in {
		out = append(out, T(x))
	}
	return out
}

// PowerToGive is one power to be given.
type PowerToGive struct {
	Power     string   `json:"power" maxLength:"64"`
	Offences  []string `json:"offences,omitempty" maxItems:"200" doc:"For penalty notices for disorder: each named"`
	Bases     []string `json:"bases,omitempty" maxItems:"50" doc:"For a name and address; absent: all"`
	Condition string   `json:"condition,omitempty" maxLength:"4000"`
}

func gives(in []PowerToGive) []accred.Grant {
	var out []accred.Grant
	for _, g := range in {
		out = append(out, accred.Grant{Power: law.PowerID(g.Power), Offences: ids[law.OffenceID](g.Offences), Bases: ids[law.BasisID](g.Bases), Condition: g.Condition})
	}
	return out
}

// AccreditationSigning is the delegate's decision to accredit.
type AccreditationSigning struct {
	Powers     []PowerToGive `json:"powers" maxItems:"200"`
	Areas      []string      `json:"areas,omitempty" maxItems:"1000" doc:"Identities of areas within the employer’s; absent: the employer’s"`
	AreaText   string        `json:"area_text,omitempty" maxLength:"4000"`
	From       string        `json:"from" format:"date"`
	To         string        `json:"to" format:"date" doc:"The last day"`
	Conditions []string      `json:"conditions,omitempty" maxItems:"50"`
	Satisfied  bool          `json:"satisfied" doc:"The declaration: satisfied of all four tests"`
	TypedName  string        `json:"typed_name" maxLength:"200" doc:"The name, typed to sign"`
}

func (s AccreditationSigning) decide() (accred.Signing, error) {
	var wrong fault.Fields
	out := accred.Signing{Grants: gives(s.Powers), Areas: ids[id.Area](s.Areas), AreaText: s.AreaText, From: registerapi.Day(s.From, "from", &wrong), To: registerapi.Day(s.To, "to", &wrong),
		Conditions: s.Conditions, Satisfied: s.Satisfied, TypedName: s.TypedName}
	return out, wrong.Err()
}

// AccreditationModification is a change to an accreditation by notice, or its renewal.
type AccreditationModification struct {
	Powers     []PowerToGive `json:"powers" maxItems:"200" doc:"All the powers from now on"`
	Areas      []string      `json:"areas,omitempty" maxItems:"1000"`
	AreaText   string        `json:"area_text,omitempty" maxLength:"4000"`
	Conditions []string      `json:"conditions,omitempty" maxItems:"50"`
	To         string        `json:"to,omitempty" format:"date" doc:"The last day; absent: as it was"`
	Why        string        `json:"why" maxLength:"4000"`
	TypedName  string        `json:"typed_name" maxLength:"200"`
}

func (m AccreditationModification) decide(renews bool) (accred.Modification, error) {
	var wrong fault.Fields
	out := accred.Modification{Grants: gives(m.Powers), Areas: ids[id.Area](m.Areas), AreaText: m.AreaText, Conditions: m.Conditions, To: registerapi.Day(m.To, "to", &wrong), Renews: renews, Why: m.Why, TypedName: m.TypedName}
	return out, wrong.Err()
}

// Vetting is where a person's vetting stands. What vetting found is sealed and never here.
type Vetting struct {
	Outcome   string `json:"outcome,omitempty" enum:"waiting,passed,refused,withdrawn" doc:"Absent if nobody asked for vetting"`
	Level     string `json:"level,omitempty"`
	Requested string `json:"requested,omitempty" format:"date"`
	Renewal   string `json:"renewal_requested,omitempty" format:"date" doc:"Asked to be renewed on this day, while it holds"`
	Decided   string `json:"decided,omitempty" format:"date"`
	Expires   string `json:"expires,omitempty" format:"date" doc:"The last day that counts"`
	By        string `json:"by,omitempty"`
}

func wireVetting(v vetting.Vetting) Vetting {
	return Vetting{Outcome: string(v.Outcome), Level: v.Level, Requested: v.Requested.String(), Renewal: v.Renewal.String(), Decided: v.Decided.String(), Expires: v.Expires.String(), By: v.By}
}

// VettingDecision is the vetting unit's decision.
type VettingDecision struct {
	Outcome string `json:"outcome" enum:"passed,refused,withdrawn"`
	Level   string `json:"level,omitempty" maxLength:"100" doc:"Needed for passed"`
	Decided string `json:"decided" format:"date"`
	Expires string `json:"expires,omitempty" format:"date" doc:"The last day that counts; needed for passed"`
}

// TrainingPass is a course or refresher passed for one power.
type TrainingPass struct {
	Power   string `json:"power" maxLength:"64"`
	Passed  string `json:"passed" format:"date"`
	Expires string `json:"expires,omitempty" format:"date" doc:"The last day that counts; absent if it has none"`
	Course  string `json:"course" maxLength:"200"`
	By      string `json:"by,omitempty" maxLength:"200" doc:"The trainer; absent: who records it"`
}

// Training is all that a person has passed, the latest of each power.
type Training struct {
	Passes []TrainingPass `json:"passes"`
}

func wireTraining(t training.Training) Training {
	out := Training{Passes: []TrainingPass{}}
	for _, p := range t.Passes {
		out.Passes = append(out.Passes, TrainingPass{Power: string(p.Power), Passed: p.Passed.String(), Expires: p.Expires.String(), Course: p.Course, By: p.By})
	}
	return out
}

func passes(in []TrainingPass) ([]training.Pass, error) {
	var wrong fault.Fields
	var out []training.Pass
	for _, p := range in {
		out = append(out, training.Pass{Power: law.PowerID(p.Power), Passed: registerapi.Day(p.Passed, "passed", &wrong), Expires: registerapi.Day(p.Expires, "expires", &wrong), Course: p.Course, By: p.By})
	}
	return out, wrong.Err()
}

// Letter is a notice to the person, or its copy to the employer.
type Letter struct {
	ID           string     `json:"id"`
	At           time.Time  `json:"at"`
	Kind         string     `json:"kind" doc:"The act it tells of"`
	Person       string     `json:"person"`
	Organisation string     `json:"organisation"`
	To           string     `json:"to" enum:"person,employer"`
	Entry        string     `json:"ledger_entry"`
	Subject      string     `json:"subject"`
	Body         LetterBody `json:"body"`
}

// LetterBody is the words of a letter.
type LetterBody struct {
	From       string   `json:"from"`
	Name       string   `json:"name"`
	Address    []string `json:"address"`
	Paragraphs []string `json:"paragraphs"`
	Powers     []string `json:"powers,omitempty"`
	Closing    string   `json:"closing"`
}

func wireLetter(l accred.Letter) Letter {
	return Letter{ID: string(l.ID), At: l.At, Kind: l.Kind, Person: string(l.Person), Organisation: string(l.Org), To: l.To, Entry: string(l.Entry), Subject: l.Subject,
		Body: LetterBody{From: l.Body.From, Name: l.Body.Name, Address: l.Body.Address, Paragraphs: l.Body.Paragraphs, Powers: l.Body.Powers, Closing: l.Body.Closing}}
}

// day is a day that must be given.
func day(text, field string) (clock.Day, error) {
	var wrong fault.Fields
	d := registerapi.Day(text, field, &wrong)
	return d, wrong.Err()
}
