package samlcfg

import (
	"strconv"
	"sync"
)

// Fix names a repair that one change in the tenant makes; the empty Fix means
// that there is none.
type Fix string

// The repairs.
const (
	FixNone                Fix = ""
	FixAssignUser          Fix = "assign-user"          // assign the person to the application
	FixMendAddress         Fix = "mend-address"         // set Identifier or Reply URL
	FixActivateCertificate Fix = "activate-certificate" // make a signing certificate and activate it
	FixEnableApp           Fix = "enable-app"           // turn sign-in on for the application
)

// Key is where the words are.
func (f Fix) Key() string { return "fix." + string(f) }

// SignInError is one AADSTS code that is known. Microsoft may change codes and
// texts at any time: it serves to explain, never to decide.
type SignInError struct {
	Code int
	// AtEntra reports whether a sign-on that starts at Entra, as to the portal,
	// can meet it. Others need a request of an application, or belong to the
	// sign-in of a tool.
	AtEntra bool
	Side    Side
	Fix     Fix
	words   int
}

// Key is where the words are: Key()+".what" says what happened, Key()+".why" why
// and Key()+".next" what to do. A code that is not known has those of
// "aadsts.unknown".
func (e SignInError) Key() string {
	if e.words == 0 {
		return "aadsts.unknown"
	}
	return "aadsts." + strconv.Itoa(e.words)
}

// Known reports whether this code is in the list.
func (e SignInError) Known() bool { return e.words != 0 }

// Name is the code as Entra writes it.
func (e SignInError) Name() string { return "AADSTS" + strconv.Itoa(e.Code) }

// Link is the page on which Microsoft looks the code up.
func (e SignInError) Link() string {
	return "https://login.microsoftonline.com/error?code=" + strconv.Itoa(e.Code)
}

// LookUpSignInError returns what is known of a code. For another code only Code,
// Name and Link say something, and Key names honest words.
func LookUpSignInError(code int) SignInError {
	if known, found := knownSignInErrors()[code]; found {
		return known
	}
	return SignInError{Code: code}
}

// SignInErrorCodes lists the codes that are known, in the order of the list.
func SignInErrorCodes() []int {
	var codes []int
	for _, family := range signInFamilies() {
		codes = append(append(codes, family.code), family.also...)
	}
	return codes
}

// knownSignInErrors is made once and read only.
var knownSignInErrors = sync.OnceValue(func() map[int]SignInError {
	known := map[int]SignInError{}
	for _, family := range signInFamilies() {
		for _, code := range append([]int{family.code}, family.also...) {
			known[code] = SignInError{Code: code, AtEntra: family.atEntra, Side: family.side, Fix: family.fix, words: family.code}
		}
	}
	return known
})
