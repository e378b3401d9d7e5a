terraform {
  required_version = ">= 1.5"
  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = ">= 3.0, < 4.0"
    }
  }
}

provider "azuread" {
  tenant_id = "11111111-2222-3333-4444-555555555555"
}

resource "azuread_application_from_template" "app" {
  display_name = "Autotask Endpoint Backup"
  template_id  = "22222222-2222-3333-4444-555555555555"

  lifecycle {
    prevent_destroy = true
  }
}

resource "azuread_application_identifier_uri" "portal" {
  application_id = azuread_application_from_template.app.application_id
  identifier_uri = "https://us.backup.autotask.net/singlesignon/saml/metadata"
}

resource "azuread_application_redirect_uris" "portal" {
  application_id = azuread_application_from_template.app.application_id
  type           = "Web"
  redirect_uris  = ["https://us.backup.autotask.net/singlesignon/saml/SSO"]
}

resource "azuread_service_principal" "app" {
  client_id                     = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
  app_role_assignment_required  = true
  preferred_single_sign_on_mode = "saml"
  notification_email_addresses  = ["mara.lind@northwindtraders.com"]

  lifecycle {
    prevent_destroy = true
  }
}

resource "azuread_service_principal_token_signing_certificate" "active" {
  service_principal_id = azuread_service_principal.app.id
  display_name         = "CN=Autotask Endpoint Backup single sign-on"
  end_date             = "2029-11-23T10:00:00Z"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [display_name, end_date]
  }
}

resource "azuread_service_principal_token_signing_certificate" "other" {
  service_principal_id = azuread_service_principal.app.id
  display_name         = "CN=next"
  end_date             = "2032-11-23T10:00:00Z"

  lifecycle {
    ignore_changes = [display_name, end_date]
  }
}

resource "azuread_service_principal_token_signing_certificate" "other_2" {
  service_principal_id = azuread_service_principal.app.id
  display_name         = "CN=old"
  end_date             = "2026-01-01T00:00:00Z"

  lifecycle {
    ignore_changes = [display_name, end_date]
  }
}

data "azuread_user" "test_user" {
  user_principal_name = "B.Simon@northwindtraders.com"
}

resource "azuread_app_role_assignment" "test_user" {
  app_role_id         = "66666666-2222-3333-4444-555555555555"
  principal_object_id = data.azuread_user.test_user.object_id
  resource_object_id  = azuread_service_principal.app.object_id
}

# "All staff\u000a}"
resource "azuread_app_role_assignment" "other" {
  app_role_id         = "66666666-2222-3333-4444-555555555555"
  principal_object_id = "99999999-2222-3333-4444-555555555555"
  resource_object_id  = azuread_service_principal.app.object_id
}
