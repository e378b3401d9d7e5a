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
  tenant_id   = "11111111-2222-3333-4444-555555555555"
  environment = "china"
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

resource "azuread_application_identifier_uri" "portal_2" {
  application_id = azuread_application_from_template.app.application_id
  identifier_uri = "https://eu.backup.autotask.net/singlesignon/saml/metadata"
}

resource "azuread_service_principal" "app" {
  client_id                     = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
  app_role_assignment_required  = true
  preferred_single_sign_on_mode = "saml"
  notification_email_addresses  = []

  lifecycle {
    prevent_destroy = true
  }
}
