package practice

import "strings"

// Where the sign-in half's behaviours are written down.
const (
	pageProtocol = "learn.microsoft.com/entra/identity-platform/single-sign-on-saml-protocol"
	pageSigning  = "learn.microsoft.com/entra/identity/enterprise-apps/certificate-signing-options"
	pagePolicies = "learn.microsoft.com/entra/identity/conditional-access/overview"
	pageTwoSteps = "learn.microsoft.com/entra/identity/authentication/concept-mfa-howitworks"
	specCore     = "docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf"
	specProfiles = "docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf"
	pageWrapping = "www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/somorovsky"
)

// samlFaults change the SAML Responses and the sign-in pages. They take n=,
// skip=, chance= and seed=, counted in Responses.
func samlFaults() []Fault {
	return []Fault{
		{Name: samlExpired, Spec: samlExpired + ":by=2h", Source: specCore + " 2.5.1",
			Does: "Issues Responses that are stale: all their times lie that far back."},
		{Name: samlClockSkew, Spec: samlClockSkew + ":by=15m", Source: pageProtocol,
			Does: "Issues Responses by a clock that is ahead, or behind with a negative time, as the service provider sees it."},
		{Name: samlWrongAudience, Spec: samlWrongAudience, Source: specCore + " 2.5.1.4",
			Does: "Names another audience: the Identifier with one slash more."},
		{Name: samlWrongRecipient, Spec: samlWrongRecipient, Source: specProfiles + " 4.1.4.2",
			Does: "Names another recipient inside the assertion: the Reply URL in lower case."},
		{Name: samlOtherCertificate, Spec: samlOtherCertificate, Source: pageCertFAQ,
			Does: "Signs with another certificate than the active one: the tenant's own."},
		{Name: samlUnsigned, Spec: samlUnsigned, Source: specProfiles + " 4.1.4.5",
			Does: "Signs nothing."},
		{Name: samlWrapped, Spec: samlWrapped, Source: pageWrapping,
			Does: "Moves the signed assertion into the signature of a forged one that names an administrator."},
		{Name: samlExtraAssertion, Spec: samlExtraAssertion, Source: pageWrapping,
			Does: "Puts a forged assertion that names an administrator before the signed one."},
		{Name: samlNoNameID, Spec: samlNoNameID, Source: specCore + " 2.4.1",
			Does: "Signs an assertion whose subject has no NameID."},
		{Name: samlRefused, Spec: samlRefused, Source: pageProtocol + "#status",
			Does: "Answers requests of service providers with a Response that says no: RequestUnsupported, AADSTS75006 and AADSTS90011."},
		{Name: samlSignResponse, Spec: samlSignResponse, Source: pageSigning,
			Does: "Signs the Response and not the assertion; no fault, but a setting that some service providers need."},
		{Name: samlSignBoth, Spec: samlSignBoth, Source: pageSigning,
			Does: "Signs the Response and the assertion in it."},
		{Name: "conditional-access", Spec: "conditional-access:scope=everyone", Source: pagePolicies,
			Does: "Keeps everyone, or the one user name given, out of applications by a Conditional Access policy: 53003."},
		{Name: secondStep, Spec: secondStep + ":scope=everyone", Source: pageTwoSteps,
			Does: "Asks everyone, or the one user name given, for a second proof after the first, and says so in tokens and assertions."},
	}
}

// The settings among them.
const (
	samlRefused      = "saml-refused"
	samlSignResponse = "saml-sign-response"
	samlSignBoth     = "saml-sign-both"
	secondStep       = "second-step"
)

// scenarioNow is how the next Response goes wrong: the first scenario, in the
// order of their documentation, that is on and strikes.
func (f *faults) scenarioNow() samlScenario {
	for _, name := range samlScenarioNames() {
		if asked, hit := f.take(name); hit {
			return samlScenario{name, asked.after}
		}
	}
	return samlScenario{}
}

// signingNow is what is signed.
func (f *faults) signingNow() signing {
	if _, on := f.standing(samlSignBoth); on {
		return signBoth
	}
	if _, on := f.standing(samlSignResponse); on {
		return signResponse
	}
	return signAssertion
}

// wantsSecondStep reports whether someone must show a second proof.
func (f *faults) wantsSecondStep(upn string) bool {
	asked, on := f.standing(secondStep)
	return on && (asked.scope == "everyone" || strings.EqualFold(asked.scope, upn))
}
