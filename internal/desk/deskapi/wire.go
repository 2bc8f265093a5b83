package deskapi

import (
	"time"

	"watchword/internal/desk"
	"watchword/internal/diary"
	"watchword/internal/register/registerapi"
)

// PersonLine is a person in a list.
type PersonLine struct {
	ID            string     `json:"id"`
	Name          string     `json:"name" doc:"Surname first"`
	Number        string     `json:"number,omitempty" doc:"AP number; absent until accredited"`
	Organisation  string     `json:"organisation" doc:"Identity of the employer"`
	Employer      string     `json:"employer" doc:"Name of the employer"`
	Role          string     `json:"role"`
	Team          string     `json:"team,omitempty" doc:"Identity of the team"`
	TeamName      string     `json:"team_name,omitempty"`
	Accreditation string     `json:"accreditation,omitempty"`
	Stage         string     `json:"stage" doc:"How far the person has come: put-forward, vetting, vetting-refused, cleared, proposed, granted, suspended, org-stopped, refused, ended"`
	Status        string     `json:"status,omitempty" doc:"What the accreditation amounts to at the instant asked for"`
	Begins        *time.Time `json:"begins,omitempty"`
	Until         *time.Time `json:"until,omitempty" doc:"If nobody acts"`
	Due           *time.Time `json:"due,omitempty" doc:"The nearest thing that lapses"`
	DueWhat       string     `json:"due_what,omitempty" enum:"training,law,vetting,period,arrangements"`
	Waiting       string     `json:"vetting_since,omitempty" format:"date"`
	Area          string     `json:"area_text,omitempty"`
	Powers        int        `json:"powers" doc:"How many powers were given"`
}

func wirePerson(at time.Time) func(desk.Line) PersonLine {
	return func(l desk.Line) PersonLine {
		return PersonLine{ID: string(l.Person), Name: l.Name, Number: l.Number, Organisation: string(l.Org), Employer: l.OrgName, Role: l.Role, Team: string(l.Team), TeamName: l.TeamName, Accreditation: string(l.Accreditation),
			Stage: string(l.Stage), Status: string(l.Status(at)), Begins: registerapi.Ends(l.Begins), Until: registerapi.Ends(l.Until), Due: registerapi.Ends(l.Due), DueWhat: l.DueWhat,
			Waiting: l.Waiting.String(), Area: l.Area, Powers: l.Powers}
	}
}

// OrgLine is an organisation in a list.
type OrgLine struct {
	ID        string `json:"id"`
	Number    string `json:"number"`
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Group     string `json:"group" doc:"The kind as the public register groups it"`
	State     string `json:"state" enum:"in-force,suspended,applying,lapsed,ended"`
	Area      string `json:"area_text,omitempty"`
	Since     string `json:"since,omitempty" format:"date"`
	From      string `json:"from,omitempty" format:"date"`
	To        string `json:"to,omitempty" format:"date"`
	Persons   int64  `json:"accredited_persons" doc:"In force at the instant asked for"`
	Suspended int64  `json:"suspended_persons,omitempty" doc:"Told for the present only"`
	Vetting   int64  `json:"awaiting_vetting,omitempty" doc:"Told for the present only"`
	Asked     int    `json:"powers_to_answer,omitempty"`
}

func wireOrg(l desk.OrgLine) OrgLine {
	o := l.Entry
	return OrgLine{ID: string(l.ID), Number: o.Number, Name: o.Name, Kind: string(o.Kind), Group: o.Kind.Group(), State: string(l.State), Area: o.AreaText, Since: o.Since.String(),
		From: o.From.String(), To: o.To.String(), Persons: l.Holders, Suspended: l.Suspended, Vetting: l.Vetting, Asked: l.Asked}
}

// Figures is the figures of what the actor may see. Counts of different kinds of people
// are never added.
type Figures struct {
	At               time.Time      `json:"at"`
	Owner            string         `json:"owner,omitempty" doc:"The unit of the force in whose name these figures stand"`
	Orgs             int64          `json:"accredited_organisations" doc:"Arrangements in force"`
	OrgsSuspended    int64          `json:"suspended_organisations"`
	OrgsApplying     int64          `json:"applying_organisations"`
	Persons          int64          `json:"accredited_persons" doc:"Accreditation in force"`
	PersonsSuspended int64          `json:"suspended_persons" doc:"Suspended, or stopped with the employer"`
	PersonsLapsed    int64          `json:"lapsed_persons" doc:"Stopped by themselves, and may come back"`
	Vetting          int64          `json:"awaiting_vetting"`
	VettingSince     string         `json:"vetting_longest_since,omitempty" format:"date"`
	ToDecide         int64          `json:"with_the_delegate"`
	Due              int64          `json:"something_ends_in_30_days" doc:"Persons"`
	ASBPersons       int64          `json:"persons_with_asb_powers" doc:"Persons who hold a power of the antisocial behaviour group"`
	ASBOrgs          int64          `json:"organisations_with_asb_powers" doc:"Organisations they work for"`
	Months           []FiguresMonth `json:"months" doc:"Accredited persons on the last day of each of 30 months; empty for a past day"`
	Waits            []FiguresWait  `json:"vetting_waits" doc:"Empty for a past day"`
	Ends             []FiguresEnd   `json:"ends" doc:"Accreditations that end by month, if nobody acts; empty for a past day"`
}

// FiguresMonth is a count at the end of a month.
type FiguresMonth struct {
	Last    string `json:"day" format:"date"`
	Persons int64  `json:"accredited_persons"`
}

// FiguresWait is how many people have waited for vetting between two numbers of weeks.
type FiguresWait struct {
	From    int   `json:"from_weeks"`
	To      int   `json:"to_weeks,omitempty" doc:"Absent: no bound"`
	Persons int64 `json:"persons"`
}

// FiguresEnd is how many accreditations end in a month.
type FiguresEnd struct {
	Month string `json:"month" example:"2026-12"`
	N     int64  `json:"accreditations"`
}

func wireFigures(at time.Time, o desk.Overview, s desk.Series, c desk.Charts) Figures {
	f := Figures{At: at, Owner: c.Owner, Orgs: o.Orgs, OrgsSuspended: o.OrgsSuspended, OrgsApplying: o.OrgsApplying, Persons: o.Persons, PersonsSuspended: o.PersonsSuspended, PersonsLapsed: o.Lapsed,
		Vetting: o.Vetting, VettingSince: o.VettingLongest.String(), ToDecide: o.ToDecide, Due: o.Due, ASBPersons: o.ASBPersons, ASBOrgs: o.ASBOrgs, Months: []FiguresMonth{}, Waits: []FiguresWait{}, Ends: []FiguresEnd{}}
	for i, m := range s.Months {
		n := m.N
		if i == len(s.Months)-1 {
			n = o.Persons // the present month is counted now
		}
		f.Months = append(f.Months, FiguresMonth{m.Last.String(), n})
	}
	for _, w := range c.Waits {
		f.Waits = append(f.Waits, FiguresWait{w.From, w.To, w.N})
	}
	for _, e := range c.Ends {
		f.Ends = append(f.Ends, FiguresEnd{e.Month.String()[:7], e.N})
	}
	return f
}

// Holding is one accreditation that was in force.
type Holding struct {
	Accreditation string   `json:"accreditation"`
	Person        string   `json:"person"`
	Organisation  string   `json:"organisation"`
	Number        string   `json:"number"`
	Powers        []string `json:"powers" doc:"The powers that might be used: training and law had not ended"`
}

// FallsDue is one thing that falls due.
type FallsDue struct {
	Kind         string   `json:"kind" doc:"For example training, vetting, accreditation, arrangements, card, agreement-review"`
	What         string   `json:"what" doc:"Who and what, in a sentence"`
	Last         string   `json:"last_day" format:"date" doc:"The last day in time"`
	Itself       string   `json:"by_itself,omitempty" doc:"What happens by itself after that day if nobody acts"`
	Organisation string   `json:"organisation,omitempty"`
	Name         string   `json:"name,omitempty" doc:"Name of the organisation"`
	Person       string   `json:"person,omitempty"`
	Powers       []string `json:"powers,omitempty" doc:"Which powers of the person it is about"`
	Link         string   `json:"link" doc:"The page on which it is done"`
	Yours        bool     `json:"yours" doc:"It is yours to see to, and not for others alone"`
}

func wireDue(x diary.Item) FallsDue {
	out := FallsDue{Kind: string(x.Kind), What: x.Title, Last: x.Due.String(), Itself: x.Itself, Organisation: string(x.Org), Name: x.OrgName, Person: string(x.Person), Link: x.Link, Yours: !x.Others}
	for _, p := range x.Powers {
		out.Powers = append(out.Powers, string(p))
	}
	return out
}

// Task is one thing that waits for the caller.
type Task struct {
	Kind          string    `json:"kind" doc:"For example accreditation, suspension, application, powers, put-before, ask-vetting, vet, vet-again, answer, note-contacts, agreement-signature"`
	What          string    `json:"what,omitempty" doc:"In a sentence, where the kind does not say it"`
	Link          string    `json:"link,omitempty" doc:"The page on which it is done"`
	Due           string    `json:"last_day,omitempty" format:"date" doc:"The last day in time"`
	Person        string    `json:"person,omitempty"`
	Accreditation string    `json:"accreditation,omitempty"`
	Organisation  string    `json:"organisation"`
	Since         time.Time `json:"since"`
	Powers        int       `json:"powers_to_answer,omitempty"`
	Asked         bool      `json:"more_asked,omitempty" doc:"The delegate asked for more before deciding, and it is not answered"`
}

func wireTask(x desk.Task) Task {
	return Task{Kind: string(x.Kind), Person: string(x.Person), Accreditation: string(x.Accreditation), Organisation: string(x.Org), Since: x.Since, Powers: x.N, Asked: x.Asked,
		What: x.Item.Title, Link: x.Item.Link, Due: x.Item.Due.String()}
}
