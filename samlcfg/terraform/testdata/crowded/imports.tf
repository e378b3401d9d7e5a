import {
  to = azuread_application_from_template.app
  id = "/applicationTemplates/22222222-2222-3333-4444-555555555555/instantiate/33333333-2222-3333-4444-555555555555/44444444-2222-3333-4444-555555555555"
}

import {
  to = azuread_application_identifier_uri.portal
  id = "/applications/33333333-2222-3333-4444-555555555555/identifierUris/aHR0cHM6Ly91cy5iYWNrdXAuYXV0b3Rhc2submV0L3NpbmdsZXNpZ25vbi9zYW1sL21ldGFkYXRh"
}

import {
  to = azuread_application_redirect_uris.portal
  id = "/applications/33333333-2222-3333-4444-555555555555/redirectUris/Web"
}

import {
  to = azuread_service_principal.app
  id = "/servicePrincipals/44444444-2222-3333-4444-555555555555"
}

import {
  to = azuread_service_principal_token_signing_certificate.active
  id = "44444444-2222-3333-4444-555555555555/tokenSigningCertificate/55555555-2222-3333-4444-555555555555"
}

import {
  to = azuread_service_principal_token_signing_certificate.other
  id = "44444444-2222-3333-4444-555555555555/tokenSigningCertificate/77777777-2222-3333-4444-555555555555"
}

import {
  to = azuread_service_principal_token_signing_certificate.other_2
  id = "44444444-2222-3333-4444-555555555555/tokenSigningCertificate/88888888-2222-3333-4444-555555555555"
}

import {
  to = azuread_app_role_assignment.test_user
  id = "/servicePrincipals/44444444-2222-3333-4444-555555555555/appRoleAssignedTo/wZIjitQT9xRawAEsU7g0OmSvoSYTR_kxdEv52S6Gl7Wp"
}

import {
  to = azuread_app_role_assignment.other
  id = "/servicePrincipals/44444444-2222-3333-4444-555555555555/appRoleAssignedTo/e9Cb5RM-pUUE9UcIgI9XIQxHV2u_rBD3BanydoPGjaRI"
}
