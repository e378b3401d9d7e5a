// # Faults: behaviour, source, test
//
// A fault is turned on by Options.Faults, by --fault, on the admin page, or by
// POST /admin/api/faults with {"on":["throttle:n=2,after=3s,on=POST /applications"]}.
// Every fault takes n (how often, 0 always), skip (requests that pass first),
// chance and seed; those on Graph requests take on: a method or reads or writes,
// and a path below the version in which * is one step and ** the rest. The same
// seed gives the same run. Sources:
//
//	throttling learn.microsoft.com/graph/throttling
//	errors     learn.microsoft.com/graph/errors
//	practices  learn.microsoft.com/graph/best-practices-concept
//	cae        learn.microsoft.com/entra/identity-platform/claims-challenge
//	consent    learn.microsoft.com/entra/identity-platform/permissions-consent-overview
//	flows      learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows
//	clients    learn.microsoft.com/entra/identity/enterprise-apps/disable-user-sign-in-portal
//	pim        learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure
//	custom     learn.microsoft.com/entra/identity/role-based-access-control/custom-enterprise-apps
//	gdap       learn.microsoft.com/partner-center/customers/gdap-introduction
//	gallery    learn.microsoft.com/graph/api/applicationtemplate-list
//	certs      learn.microsoft.com/entra/identity/enterprise-apps/tutorial-manage-certificates-for-federated-single-sign-on
//	cert       learn.microsoft.com/graph/api/serviceprincipal-addtokensigningcertificate
//	replicas   learn.microsoft.com/troubleshoot/entra/entra-id/dir-dmns-obj/404-not-found-error-manage-objects-microsoft-graph
//	clock      learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/troubleshoot-sign-in-saml-based-apps
//	portal     github.com/MicrosoftDocs/azure-docs/issues/44297
//	tf1406     github.com/hashicorp/terraform-provider-azuread/issues/1406
//	tf1388     github.com/hashicorp/terraform-provider-azuread/issues/1388
//	agroup     learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal
//	latency    learn.microsoft.com/entra/identity/monitoring-health/reference-log-latency
//	guess      a guess: the documentation does not say, and users differ
//	own        a promise of the practice tenant, not of Entra
//
// What each does, where that is said, and the test that shows it over HTTP:
//
//	throttle: 429, Retry-After in seconds, as a date, missing, huge, negative  | throttling | TestFaultThrottle
//	server-error: 500 after the effect, or before it                           | errors     | TestFaultServerErrors
//	unavailable: 503 after the effect                                          | errors     | TestFaultServerErrors
//	gateway-timeout: 504 after the effect                                      | errors     | TestFaultServerErrors
//	bad-gateway: 502 with HTML after the effect                                | practices  | TestFaultBadGateway
//	reset: the connection ends before or after the effect                      | practices  | TestFaultReset
//	slow-headers and slow-body                                                 | practices  | TestFaultSlow
//	cut-json: a body that ends in the middle                                   | practices  | TestFaultCutJSON
//	empty-error: code and message are empty                                    | tf1406     | TestFaultEmptyError
//	instantiate-404: 404, yet created                                          | tf1406     | TestFaultInstantiateNotFoundButCreated
//	expired-token: 401 until another token is used                             | errors     | TestFaultExpiredToken
//	cae: 401 with a claims challenge until a newer token is used               | cae        | TestFaultClaimsChallenge
//	denied: 403 in the middle of a run                                         | errors     | TestFaultDenied
//	no-premium: groups cannot be assigned                                      | agroup     | TestGroupAssignment
//	late-log: a sign-in shows in the log late                                  | latency    | TestSignInLogIsLate
//	consent-missing: a permission is left out of tokens                        | consent    | TestFaultConsentMissing
//	block-device-code: 53003 for device codes, not for the browser             | flows      | TestFaultBlockDeviceCode
//	client-disabled: 7000112 for Microsoft's own clients                       | clients    | TestFaultClientDisabled
//	eligible-roles: roles count once they are activated                        | pim        | TestFaultEligibleRoles
//	custom-role: a role of the tenant's own allows enterprise apps             | custom     | TestFaultCustomRole
//	partner: with roles here, and without an object in the directory           | gdap       | TestFaultPartner
//	no-gallery-app and duplicate-gallery                                       | gallery    | TestFaultGallery
//	late-metadata: the certificate comes late                                  | certs      | TestFaultLateMetadata
//	two-certificates: another one stands in the metadata                       | certs      | TestFaultTwoCertificates
//	national-cloud: no addTokenSigningCertificate                              | cert       | TestFaultNationalCloud
//	clock-skew: the tenant's clock is off                                      | clock      | TestFaultClockSkew
//	bin-keeps-identifier: a deleted application keeps its Identifier           | guess      | TestFaultBinKeepsIdentifier
//	deleting-saml-app: DeletingSamlSpNotAllowed                                | tf1388     | TestFaultDeletingSAMLApp
//	localhost-refused: no Reply URL with http, on this computer neither        | portal     | TestFaultLocalhostRefused
//	lag: replicas learn of a write one after another                           | replicas   | TestFaultLagPerReplica
//	the same seed strikes the same requests                                    | own        | TestFaultsAreRepeatable
//	parts of a $batch are struck one by one                                    | throttling | TestFaultsInBatch
//	specs that make no sense are refused                                       | own        | TestFaultSpecs
//	by API, all or nothing, not from other sites                               | own        | TestFaultsByAPI
//	by the admin page                                                          | own        | TestFaultsOnThePage
package practice
