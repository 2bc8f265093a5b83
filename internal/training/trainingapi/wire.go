package trainingapi

import (
	"watchword/internal/api"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register/registerapi"
	"watchword/internal/training/course"
)

// TrainingModule is a part of a course.
type TrainingModule struct {
	Title  string   `json:"title" maxLength:"120"`
	Hours  int      `json:"hours" minimum:"0" maximum:"300"`
	Powers []string `json:"powers,omitempty" doc:"Those for which it must be passed"`
}

// TrainingCourseBody is what a course consists of.
type TrainingCourseBody struct {
	Title      string           `json:"title" maxLength:"120"`
	Kind       string           `json:"kind" enum:"initial,refresher,cpd"`
	Provider   string           `json:"provider" maxLength:"64"`
	Days       int              `json:"days" minimum:"1" maximum:"30"`
	Hours      int              `json:"hours" minimum:"1" maximum:"300"`
	Modules    []TrainingModule `json:"modules,omitempty" maxItems:"40"`
	Assessment string           `json:"assessment,omitempty" maxLength:"2000" doc:"How it is assessed; none for cpd"`
	PassMark   int              `json:"pass_mark,omitempty" minimum:"0" maximum:"100" doc:"In percent; 0: there is no mark"`
	Months     int              `json:"months,omitempty" minimum:"0" maximum:"120" doc:"For which a pass counts; 0: as the force has set"`
	Places     int              `json:"places" minimum:"1" maximum:"500" doc:"Of a session, usually"`
}

// TrainingCourse is a course.
type TrainingCourse struct {
	ID string `json:"id"`
	TrainingCourseBody
	Ended  string                    `json:"ended,omitempty" format:"date" doc:"Offered no longer since"`
	Period registerapi.VersionPeriod `json:"period"`
}

// TrainingSessionBody is when and where a course is held.
type TrainingSessionBody struct {
	Course  string `json:"course" maxLength:"64"`
	Trainer string `json:"trainer,omitempty" maxLength:"64"`
	First   string `json:"first_day" format:"date"`
	Last    string `json:"last_day" format:"date"`
	Starts  string `json:"begins_at,omitempty" maxLength:"40"`
	Venue   string `json:"venue" maxLength:"200"`
	Places  int    `json:"places" minimum:"1" maximum:"500"`
	Note    string `json:"note,omitempty" maxLength:"2000" doc:"For learners"`
}

// TrainingSession is a session with how full it is.
type TrainingSession struct {
	ID string `json:"id"`
	TrainingSessionBody
	Provider string                    `json:"provider"`
	State    string                    `json:"state" enum:"planned,held,called-off"`
	Why      string                    `json:"why,omitempty" doc:"Why it was called off"`
	Taken    int                       `json:"places_taken" doc:"0 in histories"`
	Waiting  int                       `json:"waiting" doc:"0 in histories"`
	Period   registerapi.VersionPeriod `json:"period"`
}

// TrainingPlace is a person's place in a session, and what came of it.
type TrainingPlace struct {
	ID       string                    `json:"id"`
	Session  string                    `json:"session"`
	Person   string                    `json:"person"`
	Org      string                    `json:"organisation"`
	State    string                    `json:"state" enum:"booked,waiting,given-up,attended,absent,passed,failed"`
	Why      string                    `json:"why,omitempty"`
	Hours    int                       `json:"hours,omitempty" doc:"Attended"`
	Score    int                       `json:"score,omitempty" doc:"In percent; 0: none was given"`
	Powers   []string                  `json:"powers,omitempty" doc:"Passed"`
	Missed   []string                  `json:"modules_not_passed,omitempty"`
	Until    string                    `json:"counts_until,omitempty" format:"date"`
	Trainer  string                    `json:"trainer,omitempty"`
	Provider string                    `json:"provider,omitempty"`
	Manuals  []TrainingManualGiven     `json:"manuals,omitempty"`
	Period   registerapi.VersionPeriod `json:"period"`
}

// TrainingManualGiven is a version of a manual that a learner was given.
type TrainingManualGiven struct {
	Manual  string `json:"manual"`
	Version int    `json:"version"`
	Day     string `json:"day" format:"date"`
}

// TrainingProviderBody is a provider as it is approved.
type TrainingProviderBody struct {
	Name     string `json:"name" maxLength:"120"`
	InHouse  bool   `json:"in_house,omitempty" doc:"The force itself"`
	Contact  string `json:"contact,omitempty" maxLength:"120"`
	Email    string `json:"email,omitempty" maxLength:"254"`
	Phone    string `json:"phone,omitempty" maxLength:"40"`
	From     string `json:"from" format:"date"`
	Until    string `json:"until,omitempty" format:"date" doc:"The last day of the approval"`
	Evidence string `json:"evidence" maxLength:"2000"`
}

// TrainingProvider is a provider.
type TrainingProvider struct {
	ID string `json:"id"`
	TrainingProviderBody
	Closed   string                    `json:"closed,omitempty" format:"date" doc:"Its last day"`
	Why      string                    `json:"why,omitempty"`
	HandedTo string                    `json:"handed_to,omitempty"`
	Period   registerapi.VersionPeriod `json:"period"`
}

// TrainerQualification is what a trainer showed.
type TrainerQualification struct {
	What    string `json:"what" maxLength:"160"`
	Awarded string `json:"awarded_by" maxLength:"160"`
	From    string `json:"awarded_on" format:"date"`
	Until   string `json:"until,omitempty" format:"date" doc:"The last day that it counts"`
	File    string `json:"file_sha256,omitempty"`
}

// TrainerBody is who teaches, and for whom.
type TrainerBody struct {
	Name     string `json:"name" maxLength:"120"`
	Provider string `json:"provider" maxLength:"64"`
}

// Trainer is a trainer.
type Trainer struct {
	ID string `json:"id"`
	TrainerBody
	Evidence []TrainerQualification    `json:"qualifications"`
	Ended    string                    `json:"ended,omitempty" format:"date"`
	Why      string                    `json:"why,omitempty"`
	Period   registerapi.VersionPeriod `json:"period"`
}

// TrainingManual is a manual with its versions; the first is version 1.
type TrainingManual struct {
	ID       string                    `json:"id"`
	Title    string                    `json:"title"`
	Course   string                    `json:"course,omitempty" doc:"Absent: of every course"`
	Versions []TrainingManualVersion   `json:"versions"`
	Period   registerapi.VersionPeriod `json:"period"`
}

// TrainingManualVersion is one version of a manual.
type TrainingManualVersion struct {
	Day  string `json:"published" format:"date"`
	File string `json:"file_sha256"`
	Name string `json:"file_name"`
	Note string `json:"note,omitempty"`
}

// RefresherDue is a person who is due a refresher.
type RefresherDue struct {
	Person string `json:"person"`
	Org    string `json:"organisation"`
	Last   string `json:"passed_longest_ago" format:"date"`
	Due    string `json:"due" format:"date"`
	Booked string `json:"booked,omitempty" format:"date" doc:"First day of the session in which they have a place, or wait for one"`
	Waits  bool   `json:"waits,omitempty"`
}

func wireCourse(v course.Version) TrainingCourse {
	c := &v.State
	out := TrainingCourse{ID: v.ID, Ended: c.Ended.String(), Period: registerapi.PeriodOf(v), TrainingCourseBody: TrainingCourseBody{Title: c.Title, Kind: string(c.Kind), Provider: string(c.Provider), Days: c.Days, Hours: c.Hours,
		Assessment: c.Assessment, PassMark: c.PassMark, Months: c.Months, Places: c.Places}}
	for _, m := range c.Modules {
		out.Modules = append(out.Modules, TrainingModule{Title: m.Title, Hours: m.Hours, Powers: texts(m.Powers)})
	}
	return out
}

func (b TrainingCourseBody) course() course.Course {
	c := course.Course{Title: b.Title, Kind: course.Kind(b.Kind), Provider: id.Provider(b.Provider), Days: b.Days, Hours: b.Hours, Assessment: b.Assessment, PassMark: b.PassMark, Months: b.Months, Places: b.Places}
	for _, m := range b.Modules {
		one := course.Module{Title: m.Title, Hours: m.Hours}
		for _, p := range m.Powers {
			one.Powers = append(one.Powers, law.PowerID(p))
		}
		c.Modules = append(c.Modules, one)
	}
	return c
}

func wireSession(v course.SessionVersion) TrainingSession {
	x := &v.State
	return TrainingSession{ID: v.ID, Provider: string(x.Provider), State: string(x.State), Why: x.Why, Period: registerapi.PeriodOf(v), TrainingSessionBody: TrainingSessionBody{Course: string(x.Course), Trainer: string(x.Trainer),
		First: x.First.String(), Last: x.Last.String(), Starts: x.Starts, Venue: x.Venue, Places: x.Places, Note: x.Note}}
}

func full(l course.Listed) TrainingSession {
	out := wireSession(l.SessionVersion)
	out.Taken, out.Waiting = l.Taken, l.Waiting
	return out
}

func (b TrainingSessionBody) session() (course.Session, error) {
	var wrong fault.Fields
	x := course.Session{Course: id.Course(b.Course), Trainer: id.Trainer(b.Trainer), First: registerapi.Day(b.First, "first_day", &wrong), Last: registerapi.Day(b.Last, "last_day", &wrong), Starts: b.Starts, Venue: b.Venue, Places: b.Places, Note: b.Note}
	return x, wrong.Err()
}

// wirePlace leaves out what the learner said of the session: it is told without a name.
func wirePlace(v course.PlaceVersion) TrainingPlace {
	p := &v.State
	out := TrainingPlace{ID: v.ID, Session: string(p.Session), Person: string(p.Person), Org: string(p.Org), State: string(p.State), Why: p.Why, Hours: p.Hours, Score: p.Score, Powers: texts(p.Powers), Missed: p.Missed, Until: p.Until.String(),
		Trainer: p.Trainer, Provider: p.Provider, Period: registerapi.PeriodOf(v)}
	for _, m := range p.Manuals {
		out.Manuals = append(out.Manuals, TrainingManualGiven{Manual: string(m.Manual), Version: m.Version, Day: m.Day.String()})
	}
	return out
}

func wireProvider(v course.ProviderVersion) TrainingProvider {
	p := &v.State
	return TrainingProvider{ID: v.ID, Closed: p.Closed.String(), Why: p.Why, HandedTo: string(p.HandedTo), Period: registerapi.PeriodOf(v), TrainingProviderBody: TrainingProviderBody{Name: p.Name, InHouse: p.InHouse, Contact: p.Contact,
		Email: p.Email, Phone: p.Phone, From: p.From.String(), Until: p.Until.String(), Evidence: p.Evidence}}
}

func (b TrainingProviderBody) provider() (course.Provider, error) {
	var wrong fault.Fields
	p := course.Provider{Name: b.Name, InHouse: b.InHouse, Contact: b.Contact, Email: b.Email, Phone: b.Phone, From: registerapi.Day(b.From, "from", &wrong), Until: registerapi.Day(b.Until, "until", &wrong), Evidence: b.Evidence}
	return p, wrong.Err()
}

func wireTrainer(v course.TrainerVersion) Trainer {
	t := &v.State
	out := Trainer{ID: v.ID, TrainerBody: TrainerBody{t.Name, string(t.Provider)}, Evidence: []TrainerQualification{}, Ended: t.Ended.String(), Why: t.Why, Period: registerapi.PeriodOf(v)}
	for _, q := range t.Evidence {
		out.Evidence = append(out.Evidence, TrainerQualification{What: q.What, Awarded: q.Awarded, From: q.From.String(), Until: q.Until.String(), File: string(q.File)})
	}
	return out
}

func wireManual(v course.ManualVersion) TrainingManual {
	out := TrainingManual{ID: v.ID, Title: v.State.Title, Course: string(v.State.Course), Versions: []TrainingManualVersion{}, Period: registerapi.PeriodOf(v)}
	for _, e := range v.State.Editions {
		out.Versions = append(out.Versions, TrainingManualVersion{Day: e.Day.String(), File: string(e.File), Name: e.FileName, Note: e.Note})
	}
	return out
}

func wireDue(d course.Due) RefresherDue {
	return RefresherDue{Person: string(d.ID), Org: string(d.Person.Org), Last: d.Last.String(), Due: d.Day.String(), Booked: d.Booked.String(), Waits: d.Waits}
}

func texts[T ~string](in []T) []string {
	var out []string
	for _, x := range in {
		out = append(out, string(x))
	}
	return out
}

// tag changes with the version of a row.
func tag(of string, p registerapi.VersionPeriod) string { return api.Tag(of, p.Entry) }
