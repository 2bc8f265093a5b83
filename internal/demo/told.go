package demo

// toldFor is how many days of the history the clockwork told of what falls due: longer than
// the first warning, so that nothing comes up for the first time when the county is served.
const toldFor = 126

// told is the clockwork of the last months: week by week, and day by day in the last week.
func told() []step {
	var out []step
	for ago := toldFor; ago > 0; ago-- {
		if ago%7 == 0 || ago < 7 {
			out = append(out, step{ago, func(l *loading) error {
				if err := l.Clockwork.Tick(l.ctx); err != nil {
					return err
				}
				_, err := l.Outbox.Round(l.ctx)
				return err
			}})
		}
	}
	return out
}
