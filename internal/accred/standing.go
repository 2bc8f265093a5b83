package accred

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/org"
)

// Status is what an accreditation amounts to at an instant.
type Status string

const (
	StatusProposed    Status = "proposed"     // not decided
	StatusNotYet      Status = "not-yet"      // granted, from a later day
	StatusInForce     Status = "in-force"     // powers may be used
	StatusSuspended   Status = "suspended"    // by the chief officer, of this person
	StatusOrgStopped  Status = "org-stopped"  // the employer is suspended
	StatusExpired     Status = "expired"      // its period is over
	StatusVettingOver Status = "vetting-over" // the clearance is over
	StatusWithdrawn   Status = "withdrawn"
	StatusRefused     Status = "refused"
	StatusLeft        Status = "left"
	StatusGivenUp     Status = "given-up" // at the person's own wish
	StatusMerged      Status = "merged"   // the person was entered twice, and the other entry stays
	StatusCeased      Status = "ceased"   // the employer's arrangements ended or lapsed
)

// statusTexts is each status in words, and whether the accreditation may come back
// into force by itself or by reinstatement.
var statusTexts = map[Status]struct{ title, sentence string }{
	StatusProposed:    {"With the delegate", "The chief officer’s delegate has not decided."},
	StatusNotYet:      {"Not yet in force", "It was granted from a later day."},
	StatusInForce:     {"Accreditation in force", "The powers may be used."},
	StatusSuspended:   {"Suspended", "It was suspended by the chief officer."},
	StatusOrgStopped:  {"Suspended with the employer", "The employer’s arrangements are suspended."},
	StatusExpired:     {"Expired", "Its period is over."},
	StatusVettingOver: {"Stopped: vetting ended", "The clearance has ended, so it stopped by itself."},
	StatusWithdrawn:   {"Withdrawn", "It was withdrawn by the chief officer."},
	StatusRefused:     {"Refused", "It was refused."},
	StatusLeft:        {"Left", "The person left the employer."},
	StatusGivenUp:     {"Given up", "The person gave it up at their own wish. It is nobody’s fault."},
	StatusMerged:      {"Entered twice", "The person was entered twice. The other entry stays."},
	StatusCeased:      {"Ceased", "The employer’s arrangements ended."},
}

// Title is the status in plain words.
func (s Status) Title() string { return statusTexts[s].title }

// Sentence says why.
func (s Status) Sentence() string { return statusTexts[s].sentence }

// Standing is what an accreditation amounts to at an instant, and until when that holds
// if nobody acts.
type Standing struct {
	Status Status
	Until  time.Time // clock.Forever while nothing is due
	Ends   Status    // what it becomes then by itself; empty if nothing is due
	Powers []PowerStanding
}

// InForce reports whether any power may be used, or none was given and it is in force
// all the same.
func (s Standing) InForce() bool { return s.Status == StatusInForce }

// PowerStatus is where one power stands.
type PowerStatus string

const (
	PowerInForce      PowerStatus = "in-force"
	PowerStopped      PowerStatus = "stopped"       // with the accreditation
	PowerTrainingOver PowerStatus = "training-over" // stopped by itself
	PowerSuspended    PowerStatus = "suspended"
	PowerEnded        PowerStatus = "ended-in-law"
	PowerLacks        PowerStatus = "lacks" // a power it needs is not in force
)

// PowerStanding is where one power stands, and until when.
type PowerStanding struct {
	Grant  Grant
	Status PowerStatus
	Until  time.Time
	Lacks  law.PowerID // of PowerLacks
}

// Held is the powers that may be used.
func (s Standing) Held() []law.PowerID {
	var out []law.PowerID
	for _, p := range s.Powers {
		if p.Status == PowerInForce {
			out = append(out, p.Grant.Power)
		}
	}
	return out
}

// Stand works out what the accreditation amounts to at the instant, under an employer as
// it stood then. It is the one place in which lapses are told: period, clearance,
// arrangements, training, law.
//
// Law: Police Reform Act 2002, s41(6)-(8); training and clearance by the scheme's rule on
// s41(4)(b) and (d).
func (a *Accreditation) Stand(o *org.Organisation, at time.Time, in law.Territory) Standing {
	s := a.status(o.Standing(at), at)
	for _, g := range a.Grants {
		p := PowerStanding{Grant: g}
		p.Status, p.Until = g.status(s.Status, at, in)
		s.Powers = append(s.Powers, p)
	}
	s.needs()
	return s
}

func (a *Accreditation) status(employer law.Standing, at time.Time) Standing {
	forever := func(st Status) Standing { return Standing{Status: st, Until: clock.Forever} }
	switch a.State {
	case Proposed:
		return forever(StatusProposed)
	case Withdrawn:
		return forever(StatusWithdrawn)
	case Refused:
		return forever(StatusRefused)
	case Left:
		if a.GivenUp {
			return forever(StatusGivenUp)
		}
		return forever(StatusLeft)
	case Ceased:
		return forever(StatusCeased)
	}
	end, why := a.last(), StatusExpired
	if v := a.cleared(); v.Before(end) {
		end, why = v, StatusVettingOver
	}
	if employer.Until.Before(end) {
		end, why = employer.Until, StatusCeased
	}
	switch {
	case employer.State == law.Ended || employer.State == law.Withdrawn:
		return forever(StatusCeased)
	case !at.Before(end):
		return forever(why)
	case at.Before(a.From.Start()):
		return Standing{Status: StatusNotYet, Until: a.From.Start(), Ends: StatusInForce}
	case a.State == Suspended:
		return Standing{Status: StatusSuspended, Until: end, Ends: why}
	case employer.State == law.Suspended:
		return Standing{Status: StatusOrgStopped, Until: end, Ends: why}
	}
	if end.Equal(clock.Forever) {
		why = ""
	}
	return Standing{Status: StatusInForce, Until: end, Ends: why}
}

// status is where one grant stands when its accreditation stands so.
func (g Grant) status(of Status, at time.Time, in law.Territory) (PowerStatus, time.Time) {
	p, ok := law.Find(g.Power)
	if !ok {
		return PowerEnded, clock.Forever
	}
	ends := clock.Forever
	if d := p.Ends(in); d != clock.NoDay {
		ends = d.Start()
	}
	if g.Ends != clock.NoDay {
		ends = earlier(ends, g.Ends.End())
	}
	switch {
	case !at.Before(ends):
		return PowerEnded, clock.Forever
	case g.Trained != clock.NoDay && !at.Before(g.Trained.End()):
		return PowerTrainingOver, clock.Forever
	case g.Suspended:
		return PowerSuspended, clock.Forever
	case of != StatusInForce:
		return PowerStopped, clock.Forever
	}
	if g.Trained != clock.NoDay {
		ends = earlier(ends, g.Trained.End())
	}
	return PowerInForce, ends
}

// needs stops each power that lacks one it needs in force (Sch 5 para 8B(5)).
func (s *Standing) needs() {
	held := map[law.PowerID]time.Time{}
	for _, p := range s.Powers {
		if p.Status == PowerInForce {
			held[p.Grant.Power] = p.Until
		}
	}
	for i := range s.Powers {
		p := &s.Powers[i]
		if p.Status != PowerInForce {
			continue
		}
		for _, need := range law.Prerequisites(p.Grant.Power) {
			until, ok := held[need]
			if !ok {
				p.Status, p.Lacks, p.Until = PowerLacks, need, clock.Forever
				break
			}
			p.Until = earlier(p.Until, until)
		}
	}
}
