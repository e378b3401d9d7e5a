import {
  to = azuread_application_from_template.app
  id = "/applicationTemplates/22222222-2222-3333-4444-555555555555/instantiate/33333333-2222-3333-4444-555555555555/44444444-2222-3333-4444-555555555555"
}

import {
  to = azuread_application_identifier_uri.portal
  id = "/applications/33333333-2222-3333-4444-555555555555/identifierUris/aHR0cHM6Ly91cy5iYWNrdXAuYXV0b3Rhc2submV0L3NpbmdsZXNpZ25vbi9zYW1sL21ldGFkYXRh"
}

import {
  to = azuread_application_identifier_uri.portal_2
  id = "/applications/33333333-2222-3333-4444-555555555555/identifierUris/aHR0cHM6Ly9ldS5iYWNrdXAuYXV0b3Rhc2submV0L3NpbmdsZXNpZ25vbi9zYW1sL21ldGFkYXRh"
}

import {
  to = azuread_service_principal.app
  id = "/servicePrincipals/44444444-2222-3333-4444-555555555555"
}
