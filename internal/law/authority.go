package law

import "watchword/internal/clock"

// council adds what fails of authority that a council gives.
//
// Law: Anti-social Behaviour, Crime and Policing Act 2014, sections 53, 63 and 68.
func (l *look) council() {
	section, source := l.p.section()
	if section == "53" {
		l.acting()
	}
	l.authorised(section, source)
}

// authorised adds that no authorisation under the right section, by the right
// council, is in force. Where several fail, the nearest speaks.
func (l *look) authorised(section, source string) {
	if l.q.CouncilID == "" {
		l.add(wait("council.unknown", "it is told which council made the order, or for which council the person acts", source))
	}
	nearest, end := 0, clock.Forever
	for i := range l.q.Councils {
		a := &l.q.Councils[i]
		near := 1
		switch {
		case a.Section != section:
			continue
		case l.q.CouncilID != "" && a.Council != l.q.CouncilID:
		case !a.Until.IsZero() && !l.q.At.Before(a.Until):
			near = 2
		case l.q.At.Before(a.From):
			near = 3
		default:
			return
		}
		if near > nearest {
			nearest, end = near, a.Until
		} else if near == 2 && nearest == 2 && a.Until.After(end) {
			end = a.Until
		}
	}
	const mend = "the council authorises the person"
	switch nearest {
	case 0:
		l.add(bar("council.none", "No council has authorised the person under section "+section+".", source, mend))
	case 1:
		l.add(bar("council.other", "The person is authorised by another council.", source, "that council authorises the person"))
	case 2:
		l.add(bar("council.over", "The council’s authorisation ended on "+clock.Moment(end)+".", source, mend))
	case 3:
		l.add(bar("council.not-begun", "The council’s authorisation has not begun.", source, "it has begun"))
	}
}

// acting adds that the person is of no kind that a council can designate.
//
// Law: Anti-social Behaviour (Authorised Persons) Order 2015, SI 2015/749.
func (l *look) acting() {
	const source = acpa + "53; SI 2015/749"
	switch l.q.Acting {
	case CouncilOfficer:
	case HousingProvider:
		if l.day < housingDay {
			l.add(bar("acting.not-yet", "Housing providers could be designated only from 18 March 2015.", source, ""))
		}
	case ActingUnknown:
		l.add(wait("acting.unknown", "the person acts for the council, or for a housing provider that it has designated", source))
	default:
		l.add(bar("acting.no", "Only the council’s own officers and designated housing providers can. A contractor’s staff cannot.", source, "the person acts for the council or a designated housing provider"))
	}
}
