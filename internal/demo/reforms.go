package demo

import (
	"watchword/internal/clock"
	"watchword/internal/reform"
)

// toWatch is the steps of the county's watch list: a change of which no day is known, and one
// whose day the catalogue has, with its preview kept.
func toWatch() []step {
	return []step{{64, func(l *loading) error {
		_, err := l.Reforms.Watch(l.ctx, l.manager(), reform.Note{Change: reform.Change{Kind: reform.Ends, Power: "csas-pnd"}, What: "Penalty notices for disorder are abolished.",
			Source: "Police, Crime, Sentencing and Courts Act 2022, section 118(3); not commenced", Look: clock.DayOf(l.Clock.Now()).AddDays(90), Who: l.manager().Name})
		return err
	}}, {13, func(l *loading) error {
		of, err := l.Reforms.Watch(l.ctx, l.manager(), reform.Note{Change: reform.Change{Kind: reform.Ends, Power: "csas-tobacco-u16", Day: clock.MustDay("2027-01-01")}, What: "Tobacco is no longer taken from young people.",
			Source: "Tobacco and Vapes Act 2026, Schedule 7, paragraphs 1 and 5", Look: clock.DayOf(l.Clock.Now()).AddDays(21), Who: l.manager().Name})
		if err != nil {
			return err
		}
		return l.Reforms.Keep(l.ctx, l.manager(), of)
	}}}
}
