package practice

// partText is the part of the schema that has no address of its own: complex types
// and enums, in the notation of schemaText.
const partText = `
addIn
  id Guid
  properties []keyValue!
  type String!

keyValue
  key String
  value String

apiApplication
  acceptMappedClaims Boolean
  knownClientApplications []Guid
  oauth2PermissionScopes []permissionScope!
  preAuthorizedApplications []preAuthorizedApplication
  requestedAccessTokenVersion Int32

preAuthorizedApplication
  appId String
  delegatedPermissionIds []String!

permissionScope
  adminConsentDescription String
  adminConsentDisplayName String
  id Guid!
  isEnabled Boolean!
  origin String
  type String
  userConsentDescription String
  userConsentDisplayName String
  value String

appRole
  allowedMemberTypes []String!
  description String
  displayName String
  id Guid!
  isEnabled Boolean!
  origin String
  value String

appliedConditionalAccessPolicy
  displayName String
  enforcedGrantControls []String
  enforcedSessionControls []String
  id String
  result appliedConditionalAccessPolicyResult

deviceDetail
  browser String
  deviceId String
  displayName String
  isCompliant Boolean
  isManaged Boolean
  operatingSystem String
  trustType String

signInLocation
  city String
  countryOrRegion String
  state String

signInStatus
  additionalDetails String
  errorCode Int32
  failureReason String

unifiedRolePermission
  allowedResourceActions []String!
  condition String

servicePlanInfo
  appliesTo String
  provisioningStatus String
  servicePlanId Guid
  servicePlanName String

assignedPlan
  assignedDateTime DateTimeOffset
  capabilityStatus String
  service String
  servicePlanId Guid

certification
  certificationDetailsUrl String
  certificationExpirationDateTime DateTimeOffset
  isCertifiedByMicrosoft Boolean
  isPublisherAttested Boolean
  lastCertificationDateTime DateTimeOffset

informationalUrl
  logoUrl String r
  marketingUrl String
  privacyStatementUrl String
  supportUrl String
  termsOfServiceUrl String

keyCredential
  customKeyIdentifier Binary
  displayName String
  endDateTime DateTimeOffset
  key Binary
  keyId Guid
  startDateTime DateTimeOffset
  type String
  usage String

passwordCredential
  customKeyIdentifier Binary
  displayName String
  endDateTime DateTimeOffset
  hint String
  keyId Guid
  secretText String
  startDateTime DateTimeOffset

optionalClaims
  accessToken []optionalClaim
  idToken []optionalClaim
  saml2Token []optionalClaim

optionalClaim
  additionalProperties []String
  essential Boolean!
  name String!
  source String

parentalControlSettings
  countriesBlockedForMinors []String
  legalAgeGroupRule String

publicClientApplication
  redirectUris []String!

spaApplication
  redirectUris []String!

requestSignatureVerification
  allowedWeakAlgorithms weakAlgorithms
  isSignedRequestRequired Boolean!

requiredResourceAccess
  resourceAccess []resourceAccess!
  resourceAppId String!

resourceAccess
  id Guid!
  type String

servicePrincipalLockConfiguration
  allProperties Boolean
  credentialsWithUsageSign Boolean
  credentialsWithUsageVerify Boolean
  isEnabled Boolean!
  tokenEncryptionKeyId Boolean

verifiedPublisher
  addedDateTime DateTimeOffset
  displayName String
  verifiedPublisherId String

webApplication
  homePageUrl String
  implicitGrantSettings implicitGrantSettings
  logoutUrl String
  redirectUris []String!
  redirectUriSettings []redirectUriSettings!

implicitGrantSettings
  enableAccessTokenIssuance Boolean
  enableIdTokenIssuance Boolean

redirectUriSettings
  index Int32
  uri String

resourceSpecificPermission
  description String
  displayName String
  id Guid!
  isEnabled Boolean!
  value String

samlSingleSignOnSettings
  relayState String

objectIdentity
  issuer String
  issuerAssignedId String
  signInType String

employeeOrgData
  costCenter String
  division String

passwordProfile
  forceChangePasswordNextSignIn Boolean
  forceChangePasswordNextSignInWithMfa Boolean
  password String

verifiedDomain
  capabilities String
  isDefault Boolean
  isInitial Boolean
  name String
  type String

selfSignedCertificate
  customKeyIdentifier Binary
  displayName String
  endDateTime DateTimeOffset
  key Binary
  keyId Guid
  startDateTime DateTimeOffset
  thumbprint String
  type String
  usage String

nativeAuthenticationApisEnabled enum none all

weakAlgorithms enum rsaSha1

conditionalAccessStatus enum success failure notApplied

appliedConditionalAccessPolicyResult enum success failure notApplied notEnabled unknown

riskDetail enum none hidden

riskLevel enum none low medium high hidden

riskState enum none atRisk
`
