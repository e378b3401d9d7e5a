#!/usr/bin/env bash
# Does the whole job on a practice tenant with curl and jq alone, following the
# public guide. Usage: curl.sh PRACTICE.json; prints one JSON line.
set -euo pipefail
practice=$1
get() { jq -r "$1" "$practice"; }
graph=$(get .graph) login=$(get .login) domain=$(get .tenant_domain)
ca=(); [ "$(get '.ca // ""')" = "" ] || ca=(--cacert "$(get .ca)")
ask() { curl --silent --show-error --fail-with-body "${ca[@]}" "$@"; }
token=$(ask "$login/$(get .tenant_id)/oauth2/v2.0/token" -d grant_type=client_credentials -d client_id="$(get .client_id)" \
	--data-urlencode client_secret="$(get .client_secret)" -d scope=https://graph.microsoft.com/.default | jq -r .access_token)
call() { # METHOD PATH [BODY]
	ask -X "$1" "$graph$2" -H "Authorization: Bearer $token" ${3:+-H 'Content-Type: application/json' --data "$3"}
}
template=$(call GET "/applicationTemplates?\$filter=displayName%20eq%20'Autotask%20Endpoint%20Backup'" | jq -r '.value[0].id')
made=$(call POST "/applicationTemplates/$template/instantiate" '{"displayName":"Autotask Endpoint Backup (curl)"}')
app=$(jq -r .application.id <<<"$made") sp=$(jq -r .servicePrincipal.id <<<"$made")
role=$(jq -r '[.servicePrincipal.appRoles[] | select(.isEnabled and .displayName == "User")][0].id' <<<"$made")
call PATCH "/servicePrincipals/$sp" '{"preferredSingleSignOnMode":"saml"}'
call PATCH "/applications/$app" '{"identifierUris":["https://ap.backup.autotask.net/singlesignon/saml/metadata"],"web":{"redirectUris":["https://ap.backup.autotask.net/singlesignon/saml/SSO"]}}'
thumbprint=$(call POST "/servicePrincipals/$sp/addTokenSigningCertificate" '{"displayName":"CN=curl"}' | jq -r .thumbprint)
call PATCH "/servicePrincipals/$sp" "{\"preferredTokenSigningKeyThumbprint\":\"$thumbprint\"}"
user=$(call POST /users "{\"accountEnabled\":true,\"displayName\":\"C.Url\",\"mailNickname\":\"C.Url\",\"userPrincipalName\":\"C.Url@$domain\",\"passwordProfile\":{\"password\":\"Practice-Curl-1\"}}" | jq -r .id)
call POST "/servicePrincipals/$sp/appRoleAssignedTo" "{\"principalId\":\"$user\",\"resourceId\":\"$sp\",\"appRoleId\":\"$role\"}" >/dev/null
metadata=$(ask "$login/$(get .tenant_id)/federationmetadata/2007-06/federationmetadata.xml?appid=$(jq -r .application.appId <<<"$made")" | tr -d '\0')
grep -q '<IDPSSODescriptor' <<<"$metadata"
# What must be refused is refused.
code() { curl --silent --output /dev/null --write-out '%{http_code}' "${ca[@]}" -H "Authorization: Bearer $token" "$@"; }
[ "$(code "$graph/users?\$filter=shoeSize%20eq%20'44'")" = 400 ]
[ "$(code "$graph/users/nobody@$domain")" = 404 ]
[ "$(curl --silent --output /dev/null --write-out '%{http_code}' "${ca[@]}" "$graph/users")" = 401 ]
jq -nc --arg app "$app" --arg thumbprint "$thumbprint" '{client: "curl", application: $app, thumbprint: $thumbprint}'
