package demo

import (
	"strings"

	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/scheme/growth"
)

// growing is the steps of what the office keeps about the growth of the scheme: targets set
// in the last two years, and what was said with the community policing teams.
func growing() []step {
	aim := func(ago int, m growth.Measure, goal, days int, how string) step {
		return step{ago, func(l *loading) error {
			_, err := l.Growth.Set(l.ctx, l.manager(), growth.Aim{Measure: m, Goal: goal, By: clock.DayOf(l.Clock.Now()).AddDays(days), How: how, Owner: l.manager().Name + ", scheme manager"})
			return err
		}}
	}
	var first id.Talk
	talk := func(ago int, team, with, said, next string, days int) step {
		return step{ago, func(l *loading) error {
			today := clock.DayOf(l.Clock.Now())
			x := growth.Recorded{Day: today, Team: team + " community policing team", With: with, Said: said, District: l.areas["district/"+strings.ToLower(team)]}
			if next != "" {
				x.Step = growth.Step{Next: next, By: today.AddDays(days), Owner: l.manager().Name}
			}
			of, err := l.Growth.Record(l.ctx, l.manager(), x)
			if first == "" {
				first = of
			}
			return err
		}}
	}
	return []step{
		aim(400, growth.Organisations, 50, 365, "Every policing district names two employers that might join"),
		aim(330, growth.Covered, 14, 460, "The last authority is asked at each joint meeting"),
		aim(150, growth.Persons, 600, 420, "A course each month, and a place for every person put forward"),
		talk(96, "Hallowdene", "Insp Orla Kettering", "The team would be glad of wardens on the estates. It knows the head of housing, and will say so to the council.", "Ask the council for a first meeting", 30),
		{41, func(l *loading) error {
			return l.Growth.Follow(l.ctx, l.manager(), first, "The council has sent an enquiry.", growth.Step{})
		}},
		talk(33, "Calderwick", "Sgt Niall Prior", "The new retail park has guards of its own, who already work with the team in the evenings.", "", 0),
		talk(12, "Pellmouth", "Insp Dawn Ferris", "Two pubwatch venues on the quay asked what it takes to join. The team would support both.", "Send both venues the page for employers", 30),
	}
}
