package practice

// schemaText is the part of the published Microsoft Graph v1.0 schema that the
// practice tenant knows, one property a line: name, type, marks. A type in []
// is a collection, ! means not nullable. The marks: d is part of an answer
// without $select, r cannot be written, f can be filtered, w is write-only.
const schemaText = entityText + partText

const entityText = `
application
  id String! d r f
  deletedDateTime DateTimeOffset d r
  addIns []addIn! d
  api apiApplication d
  appId String d r f
  applicationTemplateId String d r f
  appRoles []appRole! d
  certification certification d r
  createdByAppId String r
  createdDateTime DateTimeOffset d r f
  defaultRedirectUri String d
  description String d
  disabledByMicrosoftStatus String d r
  displayName String d f
  groupMembershipClaims String d
  identifierUris []String! d f
  info informationalUrl d
  isDeviceOnlyAuthSupported Boolean d
  isDisabled Boolean
  isFallbackPublicClient Boolean d
  keyCredentials []keyCredential! d
  managerApplications []Guid!
  nativeAuthenticationApisEnabled nativeAuthenticationApisEnabled
  notes String d
  oauth2RequirePostResponse Boolean!
  optionalClaims optionalClaims d
  parentalControlSettings parentalControlSettings d
  passwordCredentials []passwordCredential! d
  publicClient publicClientApplication d
  publisherDomain String d r f
  requestSignatureVerification requestSignatureVerification
  requiredResourceAccess []requiredResourceAccess! d
  samlMetadataUrl String d
  serviceManagementReference String d
  servicePrincipalLockConfiguration servicePrincipalLockConfiguration
  signInAudience String d f
  spa spaApplication d
  tags []String! d f
  tokenEncryptionKeyId Guid d
  uniqueName String f
  verifiedPublisher verifiedPublisher d r
  web webApplication d

servicePrincipal
  id String! d r f
  deletedDateTime DateTimeOffset d r
  accountEnabled Boolean d f
  addIns []addIn! d
  alternativeNames []String! d f
  appDescription String d r
  appDisplayName String d r
  appId String d r f
  applicationTemplateId String d r f
  appOwnerOrganizationId Guid d r f
  appRoleAssignmentRequired Boolean! d
  appRoles []appRole! d
  createdByAppId String r
  description String d
  disabledByMicrosoftStatus String d r
  displayName String d f
  homepage String d f
  info informationalUrl d
  isDisabled Boolean
  keyCredentials []keyCredential! d
  loginUrl String d
  logoutUrl String d
  notes String d
  notificationEmailAddresses []String! d
  oauth2PermissionScopes []permissionScope! d
  passwordCredentials []passwordCredential! d
  preferredSingleSignOnMode String d
  preferredTokenSigningKeyThumbprint String d
  replyUrls []String! d
  resourceSpecificApplicationPermissions []resourceSpecificPermission! d r
  samlSingleSignOnSettings samlSingleSignOnSettings d
  servicePrincipalNames []String! d f
  servicePrincipalType String d r f
  signInAudience String d r
  tags []String! d f
  tokenEncryptionKeyId Guid d
  verifiedPublisher verifiedPublisher d r

user
  id String! d r f
  deletedDateTime DateTimeOffset r
  accountEnabled Boolean f
  ageGroup String f
  businessPhones []String! d
  city String f
  companyName String f
  consentProvidedForMinor String f
  country String f
  createdDateTime DateTimeOffset r f
  creationType String r f
  department String f
  displayName String d f
  employeeHireDate DateTimeOffset
  employeeId String f
  employeeLeaveDateTime DateTimeOffset
  employeeOrgData employeeOrgData
  employeeType String f
  externalUserState String r f
  externalUserStateChangeDateTime DateTimeOffset r
  faxNumber String f
  givenName String d f
  identities []objectIdentity r
  imAddresses []String r
  isManagementRestricted Boolean r
  isResourceAccount Boolean r
  jobTitle String d f
  lastPasswordChangeDateTime DateTimeOffset r
  mail String d f
  mailNickname String f
  mobilePhone String d f
  legalAgeGroupClassification String r
  officeLocation String d f
  onPremisesDistinguishedName String r
  onPremisesDomainName String r
  onPremisesImmutableId String f
  onPremisesLastSyncDateTime DateTimeOffset r
  onPremisesSamAccountName String r
  onPremisesSecurityIdentifier String r
  onPremisesSyncEnabled Boolean r f
  onPremisesUserPrincipalName String r
  otherMails []String! f
  passwordPolicies String
  passwordProfile passwordProfile w
  postalCode String f
  preferredDataLocation String
  preferredLanguage String d f
  proxyAddresses []String! r f
  securityIdentifier String r
  showInAddressList Boolean
  signInSessionsValidFromDateTime DateTimeOffset r
  state String f
  streetAddress String f
  surname String d f
  usageLocation String f
  userPrincipalName String d f
  userType String f

group
  id String! d r f
  deletedDateTime DateTimeOffset d r
  classification String d
  createdDateTime DateTimeOffset d r f
  description String d f
  displayName String d f
  expirationDateTime DateTimeOffset d r
  groupTypes []String! d f
  isAssignableToRole Boolean d f
  mail String d r f
  mailEnabled Boolean d f
  mailNickname String d f
  membershipRule String d f
  membershipRuleProcessingState String d f
  onPremisesLastSyncDateTime DateTimeOffset d r
  onPremisesSecurityIdentifier String d r
  onPremisesSyncEnabled Boolean d r f
  preferredDataLocation String d
  preferredLanguage String d
  proxyAddresses []String! d r f
  renewedDateTime DateTimeOffset d r f
  resourceBehaviorOptions []String! d r
  resourceProvisioningOptions []String! d r
  securityEnabled Boolean d f
  securityIdentifier String d r
  theme String d
  visibility String d

signIn
  id String! d r f
  appDisplayName String d r f
  appId String d r f
  appliedConditionalAccessPolicies []appliedConditionalAccessPolicy d r
  clientAppUsed String d r f
  conditionalAccessStatus conditionalAccessStatus d r
  correlationId String d r f
  createdDateTime DateTimeOffset! d r f
  deviceDetail deviceDetail d r
  homeTenantId String d r
  ipAddress String d r f
  isInteractive Boolean d r
  location signInLocation d r
  resourceDisplayName String d r f
  resourceId String d r f
  resourceTenantId String d r
  riskDetail riskDetail d r
  riskEventTypes_v2 []String d r
  riskLevelAggregated riskLevel d r
  riskLevelDuringSignIn riskLevel d r
  riskState riskState d r
  status signInStatus d r
  userDisplayName String d r f
  userId String! d r f
  userPrincipalName String d r f

directoryObject
  id String! d r f
  deletedDateTime DateTimeOffset d r

applicationTemplate
  id String! d r f
  displayName String d r f
  homePageUrl String d r
  supportedSingleSignOnModes []String d r
  supportedProvisioningTypes []String d r
  logoUrl String d r
  categories []String d r f
  publisher String d r
  description String d r
  lastModifiedDateTime DateTimeOffset d r
  isEntraIntegrated Boolean! d r

organization
  id String! d r
  deletedDateTime DateTimeOffset d r
  assignedPlans []assignedPlan! d r
  businessPhones []String! d r
  city String d r
  country String d r
  countryLetterCode String d r
  createdDateTime DateTimeOffset d r
  defaultUsageLocation String d r
  displayName String d r
  marketingNotificationEmails []String! d r
  onPremisesSyncEnabled Boolean d r
  postalCode String d r
  preferredLanguage String d r
  state String d r
  street String d r
  technicalNotificationMails []String! d r
  tenantType String d r
  verifiedDomains []verifiedDomain! d r

federatedIdentityCredential
  id String! d r
  audiences []String! d
  description String d
  issuer String! d
  name String! d
  subject String d

domain
  id String! d r f
  authenticationType String! d r
  availabilityStatus String d r
  isAdminManaged Boolean! d r
  isDefault Boolean! d r
  isInitial Boolean! d r
  isRoot Boolean! d r
  isVerified Boolean! d r
  passwordNotificationWindowInDays Int32 d r
  passwordValidityPeriodInDays Int32 d r
  supportedServices []String! d r

directoryRole
  id String! d r f
  deletedDateTime DateTimeOffset d r
  description String d r
  displayName String d r f
  roleTemplateId String d r f

unifiedRoleDefinition
  id String! d r f
  description String d
  displayName String d f
  isBuiltIn Boolean d r f
  isEnabled Boolean d
  resourceScopes []String! d
  rolePermissions []unifiedRolePermission! d
  templateId String d f
  version String d

unifiedRoleAssignment
  id String! d r f
  appScopeId String d
  directoryScopeId String d f
  principalId String d f
  roleDefinitionId String d f

unifiedRoleEligibilityScheduleInstance
  id String! d r f
  appScopeId String d
  directoryScopeId String d f
  endDateTime DateTimeOffset d
  memberType String d
  principalId String d f
  roleDefinitionId String d f
  roleEligibilityScheduleId String d
  startDateTime DateTimeOffset d

licenseDetails
  id String! d r
  servicePlans []servicePlanInfo! d
  skuId Guid d
  skuPartNumber String d

appRoleAssignment
  id String! d r f
  deletedDateTime DateTimeOffset d r
  appRoleId Guid! d f
  createdDateTime DateTimeOffset d r
  principalDisplayName String d r f
  principalId Guid d f
  principalType String d f
  resourceDisplayName String d r f
  resourceId Guid d f
`

// betaText is what the beta schema adds for the same objects, as far as other
// clients ask for it.
const betaText = `
servicePrincipal
  samlMetadataUrl String
`
