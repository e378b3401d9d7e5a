package practice

// Where the behaviours are written down.
const (
	pageThrottling = "learn.microsoft.com/graph/throttling"
	pageErrors     = "learn.microsoft.com/graph/errors"
	pageCAE        = "learn.microsoft.com/entra/identity-platform/claims-challenge"
	pageReplicas   = "learn.microsoft.com/troubleshoot/entra/entra-id/dir-dmns-obj/404-not-found-error-manage-objects-microsoft-graph"
	pageCertFAQ    = "learn.microsoft.com/entra/identity/enterprise-apps/tutorial-manage-certificates-for-federated-single-sign-on"
	pageAddCert    = "learn.microsoft.com/graph/api/serviceprincipal-addtokensigningcertificate"
	azureadIssues  = "github.com/hashicorp/terraform-provider-azuread/issues/"
	pageAssign     = "learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal"
	pageLogDelay   = "learn.microsoft.com/entra/identity/monitoring-health/reference-log-latency"
	pageFlows      = "learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows"
	pageClients    = "learn.microsoft.com/entra/identity/enterprise-apps/disable-user-sign-in-portal"
	pagePIM        = "learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure"
	pageCustomRole = "learn.microsoft.com/entra/identity/role-based-access-control/custom-enterprise-apps"
	pageGDAP       = "learn.microsoft.com/partner-center/customers/gdap-introduction"
	pageProxies    = "learn.microsoft.com/graph/best-practices-concept"
)

// requestFaults strike single Graph requests. All of them take on=, n=, skip=,
// chance= and seed= beside what their spec shows.
func requestFaults() []Fault {
	faults := []Fault{
		{Name: "throttle", Spec: "throttle:n=1,after=1s,form=seconds", Source: pageThrottling,
			Does: "Answers 429 TooManyRequests before any effect. Retry-After gives seconds or a date, or is missing; it may be huge or negative."},
		{Name: "server-error", Spec: "server-error:n=1,when=after", Source: pageErrors,
			Does: "Answers 500 although the write took effect."},
		{Name: "bad-gateway", Spec: "bad-gateway:n=1,when=after", Source: pageProxies,
			Does: "Answers 502 with a page in HTML, as gateways and proxies on the way do, although the write took effect."},
		{Name: "unavailable", Spec: "unavailable:n=1,when=after,after=0s,form=none", Source: pageErrors,
			Does: "Answers 503 ServiceUnavailable although the write took effect."},
		{Name: "gateway-timeout", Spec: "gateway-timeout:n=1,when=after", Source: pageErrors,
			Does: "Answers 504 although the write took effect."},
		{Name: "reset", Spec: "reset:n=1,when=after", Source: pageProxies,
			Does: "Resets the connection before or after the write took effect; no answer comes."},
		{Name: "slow-headers", Spec: "slow-headers:after=5s", Source: pageProxies,
			Does: "Lets the answer begin late."},
		{Name: "slow-body", Spec: "slow-body:after=5s", Source: pageProxies,
			Does: "Sends the first half of the answer and the rest late."},
		{Name: "cut-json", Spec: "cut-json:n=1", Source: pageProxies,
			Does: "Ends the JSON of an answer in the middle."},
		{Name: "empty-error", Spec: "empty-error:n=1,when=before,status=404", Source: azureadIssues + "1406",
			Does: "Answers an error whose code and message are empty."},
		{Name: "instantiate-404", Spec: "instantiate-404:n=1,on=POST /applicationTemplates/*/instantiate", Source: azureadIssues + "1406",
			Does: "Answers 404 with empty code and message to instantiate, and creates the application anyway."},
		{Name: "expired-token", Spec: "expired-token:n=1", Source: pageErrors,
			Does: "Ends the access token of the request: 401 InvalidAuthenticationToken until another one is used."},
		{Name: "cae", Spec: "cae:n=1", Source: pageCAE,
			Does: "Revokes the access token of the request: 401 with a claims challenge until a newer one is used."},
		{Name: "denied", Spec: "denied:on=writes,skip=3", Source: pageErrors,
			Does: "Answers 403 Authorization_RequestDenied from the fourth write on, as when a role runs out in the middle."},
	}
	for at := range faults {
		faults[at].onRequest = true
	}
	return faults
}

// localhostRefused takes the exception for this computer away.
const localhostRefused = "localhost-refused"

// tenantFaults change how the tenant stands.
func tenantFaults() []Fault {
	return []Fault{
		{Name: "lag", Spec: "lag:after=5s,replicas=3,seed=1", Source: pageReplicas,
			Does: "Lets the replica that takes a write know it at once, and the others one after another until the time given; each request goes to one of them."},
		{Name: "consent-missing", Spec: "consent-missing:scope=AppRoleAssignment.ReadWrite.All", Source: "learn.microsoft.com/entra/identity-platform/permissions-consent-overview",
			Does: "Leaves a permission out of new access tokens although it was consented to, so calls that need it answer 403."},
		{Name: "block-device-code", Spec: "block-device-code", Source: pageFlows,
			Does: "Blocks sign-ins by device code by a Conditional Access policy: 53003. The browser is not blocked."},
		{Name: "client-disabled", Spec: "client-disabled", Source: pageClients,
			Does: "Has Microsoft's own clients switched off by an administrator: 7000112."},
		{Name: "eligible-roles", Spec: "eligible-roles:scope=ada@contoso.example", Source: pagePIM,
			Does: "Lets a person hold their roles as eligible only, as before they are activated in Privileged Identity Management."},
		{Name: "custom-role", Spec: "custom-role:scope=grace@contoso.example", Source: pageCustomRole,
			Does: "Gives a person a custom role that may set up enterprise apps; no built-in role shows it."},
		{Name: "partner", Spec: "partner:scope=alan@contoso.example", Source: pageGDAP,
			Does: "Lets a person be of a partner's tenant, by granular delegated administration: with roles in the token and no object in the directory."},
		{Name: "no-gallery-app", Spec: "no-gallery-app", Source: "learn.microsoft.com/graph/api/applicationtemplate-list",
			Does: "Offers a gallery without the app, as other clouds do."},
		{Name: "duplicate-gallery", Spec: "duplicate-gallery", Source: "learn.microsoft.com/graph/api/applicationtemplate-list",
			Does: "Offers the app twice under one name."},
		{Name: "no-premium", Spec: "no-premium", Source: pageAssign,
			Does: "Has no Microsoft Entra ID P1: groups cannot be assigned to applications, and the sign-in log cannot be read."},
		{Name: "late-log", Spec: "late-log:after=2m", Source: pageLogDelay,
			Does: "Shows a sign-in in the log late. Microsoft says 2 minutes for 95 of 100 sign-ins, 5 minutes for 99."},
		{Name: "late-metadata", Spec: "late-metadata:after=2m", Source: pageCertFAQ,
			Does: "Lists a new certificate in the federation metadata late; until then the tenant's own certificate stands there."},
		{Name: "two-certificates", Spec: "two-certificates:n=1", Source: pageCertFAQ,
			Does: "Has a second, inactive certificate added beside the one that is asked for, as a colleague in the portal would; both stand in the metadata."},
		{Name: "national-cloud", Spec: "national-cloud", Source: pageAddCert,
			Does: "Knows no addTokenSigningCertificate, as the clouds for US Government and China."},
		{Name: "clock-skew", Spec: "clock-skew:by=10m", Source: "learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/troubleshoot-sign-in-saml-based-apps",
			Does: "Runs the tenant's clock ahead, or behind with a negative time: Date headers, tokens, certificates and assertions."},
		{Name: "bin-keeps-identifier", Spec: "bin-keeps-identifier", Source: "a guess; the documentation does not say",
			Does: "Refuses an Identifier that an application in the recycle bin still has, as if that one were in use."},
		{Name: "deleting-saml-app", Spec: "deleting-saml-app", Source: azureadIssues + "1388",
			Does: "Refuses with DeletingSamlSpNotAllowed to delete an application while its service principal is in SAML mode."},
		{Name: localhostRefused, Spec: localhostRefused, Source: "github.com/MicrosoftDocs/azure-docs/issues/44297",
			Does: "Refuses every new Reply URL that begins with http, on this computer too, as the admin centre's page for SAML does."},
	}
}
