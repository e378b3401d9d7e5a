package setup

// The problems with the people who use the application, and with the sign-in log.
const (
	GroupsUnreadable  Kind = "groups-unreadable"      // Facts: Scope
	LogUnpermitted    Kind = "log-without-permission" // Facts: Scope
	LogWithoutRole    Kind = "log-without-role"       // Facts: Role, Account
	LogWithoutLicence Kind = "log-without-licence"
	LogNotHere        Kind = "log-not-here" // the cloud has none
)

// OfTheLog reports whether a problem is why the sign-in log cannot be read: a remark
// for whoever has other things to tell, to be made once.
func (p *Problem) OfTheLog() bool {
	switch p.Kind {
	case LogUnpermitted, LogWithoutRole, LogWithoutLicence, LogNotHere:
		return true
	}
	return false
}
