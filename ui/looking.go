package ui

import "backupsso/ui/kit"

// turn shows on a panel that the tenant is being read, or stops what turns there.
func (w *Window) turn(panel *kit.WaitPanel, turning *bool, on bool, what string) {
	if on != *turning {
		*turning = on
		tone := kit.Info
		if on {
			tone = kit.Plain
		}
		panel.Set(tone, what, w.say("window.review.looking-lead"))
	}
	showIf(panel, on)
}
