package setup

// Step is one stage of a set-up, in the order of Steps.
type Step string

// The stages. Words: "step.<step>.title" (plan and done), ".doing", ".short".
const (
	StepSignIn       Step = "sign-in"
	StepGallery      Step = "gallery-app"        // find the gallery app (read only)
	StepApplication  Step = "application"        // find or add the application
	StepMode         Step = "sign-on-mode"       // SAML
	StepCertificate  Step = "certificate"        // a usable signing certificate
	StepTestUser     Step = "test-user"          // find or create the person
	StepAddresses    Step = "addresses"          // Identifier and Reply URL, one request
	StepActive       Step = "active-certificate" // its thumbprint set
	StepNotification Step = "notification"       // who is told before it expires
	StepAssignment   Step = "assignment"
	StepMetadata     Step = "metadata" // downloaded, holds the active certificate, verified
	StepVerify       Step = "verify"   // everything read back and compared
	StepBundle       Step = "bundle"
	StepPeople       Step = "people" // those who use it from now on are let in
)

// Steps lists what Apply goes through, in order. What others need to see before
// they can be written comes first, so that the tenant's replicas take over several
// writes at a time: the application, then mode, certificate and test user, then
// everything that needs those. The test user comes as late as that allows, because
// her password is lost when the program is ended before it could be shown.
func Steps() []Step {
	return []Step{StepGallery, StepApplication, StepMode, StepCertificate, StepTestUser, StepAddresses, StepActive,
		StepNotification, StepAssignment, StepMetadata, StepVerify, StepBundle}
}
