package setup

// The problems of a local proof.
const (
	ProofNeedsJournal Kind = "proof-needs-journal" // nothing can be remembered on this computer
	ProofNoPort       Kind = "proof-no-port"       // nothing can listen on loopback
	ProofNoRoom       Kind = "proof-no-room"       // the application has as many Reply URLs as it may; Facts: Count
	ProofRefused      Kind = "proof-refused"       // the tenant takes no Reply URL on this computer; Facts: URL
	ProofStays        Kind = "proof-stays"         // the temporary Reply URL could not be taken away; Facts: URL
)
