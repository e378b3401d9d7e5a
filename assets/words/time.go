package words

import (
	"fmt"
	"strconv"
	"time"
)

// Date returns the day of t in the form and with the month names of the
// language, such as "23 Nov 2029". The zone of t is kept.
func (w *Words) Date(t time.Time) string {
	return w.Say("words.date", Facts{
		"Day":    t.Day(),
		"Month":  w.Say("words.month." + strconv.Itoa(int(t.Month()))),
		"Number": int(t.Month()),
		"Year":   t.Year(),
	})
}

// Clock returns the hour and minute of t, such as "14:05". The zone of t is
// kept.
func (w *Words) Clock(t time.Time) string {
	return w.Say("words.clock", Facts{"Hour": fmt.Sprintf("%02d", t.Hour()), "Minute": fmt.Sprintf("%02d", t.Minute())})
}
