// # Sign-in and SAML: behaviour, source, test
//
// Every row is kept by the test it names. Sources:
//
//	codes     learn.microsoft.com/entra/identity-platform/reference-error-codes
//	sso       learn.microsoft.com/entra/identity-platform/single-sign-on-saml-protocol
//	slo       learn.microsoft.com/entra/identity-platform/single-sign-out-saml-protocol
//	claims    learn.microsoft.com/entra/identity-platform/saml-claims-customization
//	signing   learn.microsoft.com/entra/identity/enterprise-apps/certificate-signing-options
//	certs     learn.microsoft.com/entra/identity/enterprise-apps/tutorial-manage-certificates-for-federated-single-sign-on
//	fedmeta   learn.microsoft.com/entra/identity-platform/federation-metadata
//	myapps    learn.microsoft.com/entra/identity/enterprise-apps/end-user-experiences
//	access    learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal
//	code      learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
//	device    learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
//	client    learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
//	keys      learn.microsoft.com/entra/identity-platform/certificate-credentials
//	workload  learn.microsoft.com/entra/workload-id/workload-identity-federation
//	revoke    learn.microsoft.com/graph/api/user-revokesigninsessions
//	password  learn.microsoft.com/entra/identity-platform/v2-oauth-ropc
//	consent   learn.microsoft.com/entra/identity-platform/application-consent-experience
//	admin     learn.microsoft.com/entra/identity-platform/v2-admin-consent
//	clouds    learn.microsoft.com/entra/identity-platform/authentication-national-cloud
//	lockout   learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout
//	policy    learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
//	mfa       learn.microsoft.com/entra/identity/authentication/concept-mfa-howitworks
//	app       learn.microsoft.com/graph/api/resources/application
//	core      docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf
//	profiles  docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf
//	own       a promise of the practice tenant, not of Entra
//
// What happens, where that is said, and the test:
//
//	Response: order, names, formats, times, claims, Audience, Recipient        | sso      | TestResponseIsWhatEntraPosts
//	claims without a source are left out                                       | claims   | TestEmptyClaimsAreLeftOut
//	the assertion is signed, or the Response, or both                          | signing  | TestSigningOptions
//	NameIDPolicy: four formats, SPNameQualifier kept, transient is random      | sso      | TestNameIDPolicyIsHonoured
//	AuthnRequest by Redirect and POST, InResponseTo and RelayState returned    | sso      | TestServiceProviderMayBegin
//	the same in a browser, from another site, first and second time            | sso      | TestChromiumServiceProviderBegins
//	75003 binding, 75008 destination, 75016 NameIDPolicy, 75011 context        | codes    | TestServiceProviderErrors
//	75005 no SAML message, 7500529 ID, 900236 Subject, 700016, 50011           | codes    | TestServiceProviderErrors
//	AssertionConsumerServiceURL or its Index says where the Response goes      | sso      | TestWhereAResponseGoes
//	the default Reply URL gets sign-ons that name none                         | app      | TestWhereAResponseGoes
//	without one the first Reply URL does: a guess from people's reports        | own      | TestWhereAResponseGoes
//	a no to a request comes as a Response: RequestUnsupported, two codes       | sso      | TestRefusalIsAResponse
//	IsPassive without a session answers NoPassive                              | core     | TestPassiveRequestGetsNoPage
//	login_hint beside a request names the account                              | sso      | TestSAMLLoginHint
//	LogoutRequest ends the session, LogoutResponse goes to the Logout URL      | slo      | TestSAMLSignOut
//	the bare Login URL answers 750054, other refusals before sign-in           | codes    | TestLaunchRefusals
//	error page: text, code, request id, correlation id, timestamp              | codes    | TestErrorPageHasEntrasForm
//	50105 for who is not assigned, with a way to another account               | access   | TestUnassignedAdminCanTryAnotherAccount
//	7000112 disabled app, 500113 no Reply URL                                  | codes    | TestLaunchRefusals
//	7000112 and 50105 for the client that people sign in with                  | codes    | TestDisabledOrAssignedClient
//	tenant certificate before there is one, 50003 once the active one is gone  | certs    | TestSigningKeyInEveryState
//	an expired active certificate makes way for a newer one                    | certs    | TestActiveKeyAfterExpiry
//	Reply URLs and Identifiers serve sign-in after their delay only            | own      | TestReplyURLReachesSignInLate
//	metadata lists all keys and is signed by the active one                    | fedmeta  | TestMetadataListsAllKeysAndIsSignedByTheActiveOne
//	who signs the metadata in every state of the certificates                  | certs    | TestMetadataSigner
//	metadata of unknown apps and tenants is refused: 700016, 90002             | codes    | TestMetadataOfUnknownThings
//	user access URL in its forms, My Apps, account picker, first password      | myapps   | TestBrittaSimonSignsIn
//	the same in a browser, with the My Apps tile and the stand-in portal       | myapps   | TestChromiumSignsBrittaSimonIn
//	direct members of an assigned group come in, nested ones meet 50105        | access   | TestNestedMembersMayNotSignOn
//	53003 by a Conditional Access policy                                       | codes    | TestConditionalAccess
//	50034, 50126, 50053 on the page; forced change of an expired password      | lockout  | TestSlipsNameTheirNumber
//	the same in a browser, with 50057 and 7000112                              | codes    | TestChromiumShowsSlips
//	ten misses lock an account for a minute                                    | lockout  | TestTooManyWrongPasswords
//	50057 disabled and 50034 deleted in the middle of a sign-in                | codes    | TestDisabledAndDeletedUsers
//	new passwords are as complex as Entra wants them                           | policy   | TestBrittaSimonSignsIn
//	second proof by number matching, 500121, remembered, multipleauthn         | mfa      | TestSecondStep
//	the same in a browser, by the launcher's form of the user access URL       | mfa      | TestChromiumSignsInWithASecondStep
//	second proof for one account                                               | own      | TestSecondStepForOneOnly
//	50076 for programs, amr in tokens, NoPassive                               | codes    | TestSecondStepForPrograms
//	consent page, admin approval, 65001, 65004, consent for one or for all     | consent  | TestConsentStates
//	the same in a browser                                                      | consent  | TestChromiumConsents
//	admin consent endpoint                                                     | admin    | TestAdminConsent
//	authorization code with PKCE, three response modes, its errors             | code     | TestAuthorizationCode
//	errors that go back to the app                                             | code     | TestAuthorizeErrorsGoBackToTheApp
//	errors that only a person may see                                          | code     | TestAuthorizeErrorsForThePerson
//	prompt=none: login_required, consent_required                              | code     | TestSilentSignIn
//	device code: pending, declined, expired, used                              | device   | TestDeviceCodeErrors
//	device code page in a browser                                              | device   | TestChromiumApprovesADevice
//	client credentials with secret and .default                                | client   | TestClientCredentials
//	client credentials with a certificate, by Microsoft's own library          | keys     | TestClientCertificateSignsInForReal
//	700027, 700021, 700023, 700024, 50027 for client assertions                | codes    | TestClientAssertionErrors
//	an application takes public certificates of its client                     | keys     | TestCertificatesOfClients
//	client credentials with a platform's token, by Microsoft's own library     | workload | TestWorkloadIdentitySignsInForReal
//	700211 issuer, 700212 audience, 700213 subject by the letter, 70025 none   | workload | TestFederatedAssertionErrors
//	the Azure CLI has permissions of its own that need no consent              | own      | TestAzureCLIHasItsOwnPermissions
//	revoked sessions: 50173, browsers sign in anew, claims challenge for CAE   | revoke   | TestRevokedSessions
//	user name and password: 50034, 50126, 50053, 50055, 50057, 65001           | password | TestPasswordGrant
//	Microsoft's own library signs in by browser                                | code     | TestBrowserSignsInForReal
//	Microsoft's own library signs in by device code                            | device   | TestDeviceCodeSignsInForReal
//	nine wrong Responses, each refused for its reason                          | profiles | TestScenariosAreRefusedForTheirReason
//	they are signed as they stand, attacks aside                               | own      | TestScenariosAreSignedAsTheyStand
//	the portal names what is wrong, takes each assertion once and in time      | profiles | TestPortalTakesAResponseOnceAndInTime
//	signature wrapping, second assertions, comments in names                   | profiles | TestPortalNamesWhatIsWrong
//	in a renewal the portal takes both certificates (a guess: it can hold two) | own      | TestRenewalKeepsSignOnAlive
//	pysaml2, node-saml, crewjam/saml, gosaml2 judge from the metadata alone    | profiles | TestForeignServiceProviders
//	the same four begin, by Redirect and POST                                  | profiles | TestForeignServiceProvidersBegin
//	discovery tells cloud, region and sub scope in Microsoft's words           | clouds   | TestDiscoveryTellsTheCloud
//	the global host points to national tenants and refuses: 900439             | codes    | TestGlobalHostRefusesNationalTenants
//	national clouds make certificates on a page only                           | clouds   | TestNationalCloudsHaveTheCertificatePageOnly
//	no account but the tenant's own is taken; real domains are named           | own      | TestNoRealCredentials
//	Responses go to loopback and the stand-in portal, nowhere else             | own      | TestResponseGoesToLoopbackButNowhereElse
//	a sign-in works in the browser that began it only                          | own      | TestOneBrowserCannotDriveAnothersSignIn
//	sign-in over https under a host name, cookies for https only               | own      | TestSignInOverTLS
//	other sites cannot post to the pages                                       | own      | TestOtherSitesCannotPost
//	pages say PRACTICE and load nothing from outside                           | own      | TestEveryPageSaysPracticeAndLoadsNothingFromOutside
//
// Guesses, where documentation is silent: the values of tenant_region_scope and
// tenant_region_sub_scope are those that tenants are seen with; a certificate made on
// the admin centre's page is active when it is the first; a platform's token is
// compared with the credentials before its signature is checked; 90061 where its keys
// cannot be had, 50013 for a wrong signature. The Azure CLI's permissions are those
// that tokens of the real one hold: Microsoft publishes no list.
//
// Guesses: a Reply URL on localhost is matched with its port (the page on redirect
// URIs says that the port is ignored, and nothing about SAML), and an index that no
// Reply URL has is refused with 50011.
//
// Where documents disagree: the sign-on page says that Destination is ignored,
// the list of codes has 75008 for an unexpected one; a Destination that is
// neither this host nor a known tenant is refused. The sign-out page shows an
// issuer at the login host; LogoutResponse carries the Microsoft Entra
// Identifier, as all other messages do and service providers demand. A persistent
// NameID keeps the user name as its value, as the claims page has it for an app
// whose NameID source is set.
package practice
