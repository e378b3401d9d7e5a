// # Microsoft Graph: behaviour, source, test
//
// Every row is kept by the test it names. Sources:
//
//	schema     graph.microsoft.com/v1.0/$metadata
//	query      learn.microsoft.com/graph/query-parameters
//	advanced   learn.microsoft.com/graph/aad-advanced-queries
//	paging     learn.microsoft.com/graph/paging
//	batch      learn.microsoft.com/graph/json-batching
//	errors     learn.microsoft.com/graph/errors
//	perms      learn.microsoft.com/graph/permissions-reference
//	guide      learn.microsoft.com/graph/application-saml-sso-configure-api
//	template   learn.microsoft.com/graph/api/applicationtemplate-instantiate
//	app        learn.microsoft.com/graph/api/application-update
//	uris       learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
//	sp         learn.microsoft.com/graph/api/resources/serviceprincipal
//	cert       learn.microsoft.com/graph/api/serviceprincipal-addtokensigningcertificate
//	assign     learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto
//	user       learn.microsoft.com/graph/api/user-post-users
//	bin        learn.microsoft.com/graph/api/resources/deleteditems
//	binlist    learn.microsoft.com/graph/api/directory-deleteditems-list
//	binned     learn.microsoft.com/powershell/module/microsoft.entra.users/get-entradeleteduser
//	owner      learn.microsoft.com/graph/api/application-post-owners
//	federation learn.microsoft.com/graph/api/application-post-federatedidentitycredentials
//	gallery    learn.microsoft.com/graph/api/applicationtemplate-list
//	member     learn.microsoft.com/graph/api/directoryobject-getmemberobjects
//	certs      learn.microsoft.com/entra/identity/enterprise-apps/tutorial-manage-certificates-for-federated-single-sign-on
//	replicas   learn.microsoft.com/troubleshoot/entra/entra-id/dir-dmns-obj/404-not-found-error-manage-objects-microsoft-graph
//	rbac       learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
//	licence    learn.microsoft.com/graph/api/user-list-licensedetails
//	arm        learn.microsoft.com/azure/azure-resource-manager/management/overview
//	group      learn.microsoft.com/graph/api/resources/group
//	members    learn.microsoft.com/graph/api/group-list-members
//	search     learn.microsoft.com/graph/search-query-parameter
//	agroup     learn.microsoft.com/graph/api/group-post-approleassignments
//	signins    learn.microsoft.com/graph/api/signin-list
//	latency    learn.microsoft.com/entra/identity/monitoring-health/reference-log-latency
//	own        a promise of the practice tenant, not of Entra
//
// What happens, where that is said, and the test:
//
//	types, enums, nullability and collections are the published ones           | schema   | TestSchemaIsThePublishedOne
//	a whole set-up: its calls in order, read back                              | guide    | TestWholeSetUp
//	requests and answers of backupsso fit the published schema                 | schema   | TestFlowsFitThePublishedSchema
//	$filter eq ne in and or not startsWith endsWith, any, doubled quotes       | query    | TestFilter
//	what a filter cannot do is 400, never everything                           | query    | TestFilterRefusals
//	ne, not, endsWith need ConsistencyLevel and $count                         | advanced | TestFilterRefusals
//	in and or take 15 values, more in advanced queries only                    | query    | TestFiltersTakeFifteenValues
//	$select, $orderby, $top, $count, $expand; keys only when selected          | query    | TestQueryOptions
//	$expand=owners($select=...)                                                | query    | TestExpandOwners
//	@odata.nextLink leads through all pages once                               | paging   | TestPaging
//	contains, $skip and large pages on the gallery                             | gallery  | TestTemplateQueries
//	look-ups by equality never walk the table                                  | own      | TestLookUpsUseIndexes
//	(appId='...') keys, quoted keys, unknown segments                          | query    | TestPaths
//	/applications/{id}/appRoles and other single properties                    | query    | TestPropertiesAlone
//	Microsoft Graph's own roles, assigned to an application, are in its tokens | assign   | TestGraphPermissionsAreAssigned
//	HEAD as GET without a body; 405 with Allow; no cross-origin leave          | errors   | TestOtherMethods
//	$batch: 20 parts, dependsOn, 424, Location                                 | batch    | TestBatch
//	broken batches are refused whole                                           | batch    | TestBatchRefusals
//	gzip and chunked bodies, 415, 413, one JSON object                         | errors   | TestBodiesAsClientsSendThem
//	request-id, client-request-id, Date, OData-Version, innerError             | errors   | TestHeaders
//	401 with WWW-Authenticate, expired and unknown tokens                      | errors   | TestTokensAreChecked
//	scopes and roles are checked per call; 403 Authorization_RequestDenied     | perms    | TestPermissions
//	owners change their application without a role                             | owner    | TestOwners
//	federated identity credentials: made, listed, by id or name, unique        | federation | TestFederatedIdentityCredentials
//	deleted and disabled people lose access                                    | errors   | TestDeletedOrDisabledPeopleLoseAccess
//	memberOf, getMemberObjects; names of roles need leave                      | member   | TestRolesOfOneself
//	role assignments and definitions, by principal, with leave to read them    | rbac     | TestRoleAssignmentsAreRead
//	a person's own licences; everyone is licensed where the tenant is (a guess)| licence  | TestLicencesOfOneself
//	instantiate: two roles, patterns, assignment required, tags                | template | TestGalleryInstance
//	a gallery without the app                                                  | gallery  | TestGalleryWithoutTheApp
//	HostNameNotOnVerifiedDomain unless in SAML mode                            | uris     | TestIdentifierNeedsSAMLModeOrVerifiedDomain
//	ObjectConflict for an identifier that another application has              | app      | TestIdentifierIsUniqueInTheTenant
//	unknown properties 400, names in any case, @odata members, nulls           | app      | TestApplicationValues
//	replyUrls, servicePrincipalNames, notificationEmailAddresses               | sp       | TestServicePrincipalValues
//	CN=, three years, Sign and Verify with one customKeyIdentifier             | cert     | TestSigningCertificate
//	metadata lists every certificate; the active one signs                     | certs    | TestMetadataListsAllKeysAndIsSignedByTheActiveOne
//	an expired active certificate gives way to a newer one                     | certs    | TestActiveKeyAfterExpiry
//	UPN domain, uniqueness, password complexity, mailNickname                  | user     | TestUserRules
//	default role, disabled roles, duplicates, foreign ids                      | assign   | TestAssignmentRules
//	soft delete, restore, purge, 30 days                                       | bin      | TestRecycleBin
//	only those who may delete may restore                                      | bin      | TestRecycleBinRights
//	only administrators of applications or of people may list the bin          | binlist  | TestRecycleBinRights
//	a deleted person's user principal name begins with her id                 | binned   | TestNameOfADeletedPerson
//	/directory/deletedItems needs a type                                       | bin      | TestBinNeedsAType
//	writes are seen late, uniqueness is not                                    | replicas | TestLag
//	sign-ins in the log, newest first, with the ids of the error page          | signins  | TestSignInsAreLogged
//	interrupts 50055, 50074 are in the log, each once a sign-in                | signins  | TestConditionalAccess
//	policies are left out for who may not read them                            | signins  | TestConditionalAccess
//	permission, licence and role for the log, each with its own code           | signins  | TestSignInLogRights
//	the log is late                                                            | latency  | TestSignInLogIsLate
//	beta reads and changes the same objects                                    | schema   | TestBetaChangesTheSameObjects
//	myorganization before any path                                             | query    | TestOlderNameOfTheTenant
//	no managers: 404                                                           | errors   | TestManagersAreNotThere
//	groups of every kind: $filter, $count, owners                              | group    | TestGroups
//	members, transitive members, casts, counts; ids only without leave         | members  | TestGroupMembers
//	security, Microsoft 365 and dynamic groups are made; members come and go   | group    | TestGroupsAreMadeAndFilled
//	groups are not changed or deleted here                                     | own      | TestGroupsAreMadeAndFilled
//	$search by words in displayName and description, else by beginnings        | search   | TestSearch
//	groups are assigned with P1, when they are security groups                 | agroup   | TestGroupAssignment
//	direct members only count for an assigned group, dynamic ones too          | agroup   | TestGroupAssignment
//	/metadata/endpoints names sign-in and Graph                                | arm      | TestCloudDiscovery
//	many clients at once                                                       | own      | TestManyAtOnce
//	one JSON object a line in a trace, no secret in it                         | own      | TestTraceTellsEverythingButSecrets
//	loopback only; foreign Host headers get 421                                | own      | TestOnlyLoopback
//	https by an authority that can vouch for loopback names only               | own      | TestAuthorityVouchesForItsOwnNamesOnly
//	--tls serves sign-in, Graph and metadata under --host                      | own      | TestTLS
//	host names that look like a real service are refused                       | own      | TestHostNames
//	--state survives an end and a sudden end                                   | own      | TestStateSurvives
//	a write is on the disk before it is answered                               | own      | TestStateIsKeptBeforeTheAnswer
//	files of another program or version are refused and left alone             | own      | TestStateFilesThatAreNone
//	the admin API compares and resets                                          | own      | TestReset
//	the admin page shows groups, with their direct members                     | own      | TestAdminPageShowsGroups
//
// Guesses, where documents are silent: a word of a $search finds words that begin
// with it, as the examples suggest; a group that cannot be assigned is refused
// with 400 in the words of the admin center; the log holds the sign-ins that reach
// a person, of SAML applications and of programs in a browser; a first password
// that must be changed leaves 50055 in it; without Directory.Read.All the licence
// check always fails, where Microsoft says that it does now and then; of membership rules only the form
// (user.property -eq "text") is read.
package practice
