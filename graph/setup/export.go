package setup

import (
	"cmp"
	"crypto/x509"
	"slices"
	"strings"

	"backupsso/graph"
	"backupsso/samlcfg/terraform"
)

// Standing describes what the plan saw in the tenant, for Terraform. It is false
// as long as there is no application with its service principal to describe.
// cloud is the Name of the tenant's cloud, "" for a practice tenant's.
func (p Plan) Standing(cloud string) (terraform.Standing, bool) {
	seen := p.observed
	if seen.application == nil || seen.principal == nil {
		return terraform.Standing{}, false
	}
	standing := terraform.Standing{
		Practice: cloud == "", Environment: providerEnvironment(cloud), TenantID: p.Tenant.ID, TemplateID: seen.template.ID,
		ApplicationID: seen.application.ObjectID, ClientID: seen.application.AppID, Name: seen.application.Name,
		Identifiers: seen.application.Identifiers, ReplyURLs: seen.application.ReplyURLs,
		PrincipalID: seen.principal.ObjectID, SignOnMode: seen.principal.SignOnMode,
		AssignmentRequired: seen.principal.AssignmentRequired, Notify: seen.principal.Notify, UserUPN: seen.upn,
	}
	for _, certificate := range seen.principal.Certificates {
		if strings.EqualFold(certificate.Thumbprint, seen.principal.ActiveThumbprint) {
			standing.KeyID, standing.Thumbprint = certificate.KeyID, certificate.Thumbprint
			standing.NotAfter, standing.CertificateName = certificate.NotAfter, commonName(certificate)
			continue
		}
		standing.OtherCertificates = append(standing.OtherCertificates, terraform.Certificate{KeyID: certificate.KeyID,
			Name: commonName(certificate), NotAfter: certificate.NotAfter})
	}
	if seen.user != nil {
		standing.UserUPN = seen.user.UPN
	}
	for _, assignment := range seen.assignments {
		if seen.user != nil && strings.EqualFold(assignment.PrincipalID, seen.user.ID) {
			standing.AssignmentID, standing.RoleID = assignment.ID, assignment.RoleID
			continue
		}
		standing.OtherAssignments = append(standing.OtherAssignments, terraform.Assignment{ID: assignment.ID,
			PrincipalID: assignment.PrincipalID, PrincipalName: assignment.PrincipalName, RoleID: assignment.RoleID})
	}
	// Graph promises no order; the same tenant shall give the same files.
	slices.SortFunc(standing.OtherCertificates, func(a, b terraform.Certificate) int { return cmp.Compare(a.KeyID, b.KeyID) })
	slices.SortFunc(standing.OtherAssignments, func(a, b terraform.Assignment) int { return cmp.Compare(a.ID, b.ID) })
	return standing, true
}

// commonName is the name that a certificate was asked for with.
func commonName(certificate graph.SigningCertificate) string {
	parsed, err := x509.ParseCertificate(certificate.DER)
	if err != nil {
		return certificateSubject
	}
	return "CN=" + parsed.Subject.CommonName
}

// providerEnvironment is what the hashicorp/azuread provider calls a cloud, ""
// for the one that it takes anyway.
func providerEnvironment(cloud string) string {
	switch cloud {
	case graph.USGov().Name:
		return "usgovernmentl4"
	case graph.USGovDoD().Name:
		return "usgovernmentl5"
	case graph.China().Name:
		return "china"
	}
	return ""
}
