package setup

// Step is one stage of a set-up, in the order of Steps.
type Step string

// The stages. Words: "step.<step>.title" (plan and done), ".doing", ".short".
const (
	StepSignIn       Step = "sign-in"
	StepGallery      Step = "gallery-app"        // find the gallery app (read only)
	StepApplication  Step = "application"        // find or add the application
	StepMode         Step = "sign-on-mode"       // SAML
	StepAddresses    Step = "addresses"          // Identifier and Reply URL, one request
	StepCertificate  Step = "certificate"        // a usable signing certificate
	StepActive       Step = "active-certificate" // its thumbprint set
	StepNotification Step = "notification"       // who is told before it expires
	StepMetadata     Step = "metadata"           // downloaded, holds the active certificate, verified
	StepTestUser     Step = "test-user"
	StepAssignment   Step = "assignment"
	StepVerify       Step = "verify" // everything read back and compared
	StepBundle       Step = "bundle"
)

// Steps lists what Apply goes through, in order.
func Steps() []Step {
	return []Step{StepGallery, StepApplication, StepMode, StepAddresses, StepCertificate, StepActive,
		StepNotification, StepMetadata, StepTestUser, StepAssignment, StepVerify, StepBundle}
}
