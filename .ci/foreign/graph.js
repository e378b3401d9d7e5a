// Sets up the gallery app on a practice tenant with Microsoft's own Graph client
// for JavaScript. Usage: node graph.js PRACTICE.json; prints one JSON line.
import { readFileSync } from 'node:fs'
import { Client } from '@microsoft/microsoft-graph-client'

const practice = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const subdomain = process.argv[3] ?? 'eu'

async function token() {
  const answer = await fetch(`${practice.login}/${practice.tenant_id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials', client_id: practice.client_id, client_secret: practice.client_secret,
      scope: 'https://graph.microsoft.com/.default'
    })
  })
  if (!answer.ok) throw new Error(`token: ${answer.status} ${await answer.text()}`)
  return (await answer.json()).access_token
}

const host = new URL(practice.graph)
const client = Client.initWithMiddleware({
  baseUrl: `${host.protocol}//${host.host}/`,
  defaultVersion: 'v1.0',
  customHosts: new Set([host.hostname]),
  authProvider: { getAccessToken: token }
})

async function until(what, look) {
  for (let i = 0; i < 50; i++) {
    try { const found = await look(); if (found) return found } catch (refusal) { if (refusal.statusCode !== 404) throw refusal }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`${what} did not appear`)
}

function must(holds, sentence) { if (!holds) throw new Error(sentence) }

const found = await client.api('/applicationTemplates').filter("displayName eq 'Autotask Endpoint Backup'").get()
must(found.value.length === 1, `gallery has ${found.value.length} such apps`)
const { application, servicePrincipal } = await client.api(`/applicationTemplates/${found.value[0].id}/instantiate`)
  .post({ displayName: 'Autotask Endpoint Backup (JavaScript)' })
await until('application', () => client.api(`/applications/${application.id}`).get())
await until('service principal', () => client.api(`/servicePrincipals/${servicePrincipal.id}`).get())
await client.api(`/servicePrincipals/${servicePrincipal.id}`).patch({ preferredSingleSignOnMode: 'saml' })
const identifier = `https://${subdomain}.backup.autotask.net/singlesignon/saml/metadata`
const replyUrl = `https://${subdomain}.backup.autotask.net/singlesignon/saml/SSO`
await client.api(`/applications/${application.id}`).patch({ identifierUris: [identifier], web: { redirectUris: [replyUrl] } })
const end = new Date(Date.now() + 2 * 365 * 86400e3).toISOString().replace(/\.\d+Z/, 'Z')
const certificate = await client.api(`/servicePrincipals/${servicePrincipal.id}/addTokenSigningCertificate`)
  .post({ displayName: 'CN=JavaScript', endDateTime: end })
await client.api(`/servicePrincipals/${servicePrincipal.id}`).patch({ preferredTokenSigningKeyThumbprint: certificate.thumbprint })
const user = await client.api('/users').post({
  accountEnabled: true, displayName: 'J.Script', mailNickname: 'J.Script',
  userPrincipalName: `J.Script@${practice.tenant_domain}`,
  passwordProfile: { password: 'Practice-Only-' + Math.random().toString(36).slice(2), forceChangePasswordNextSignIn: false }
})
const role = servicePrincipal.appRoles.find(role => role.isEnabled && role.allowedMemberTypes.includes('User'))
await client.api(`/servicePrincipals/${servicePrincipal.id}/appRoleAssignedTo`)
  .post({ principalId: user.id, resourceId: servicePrincipal.id, appRoleId: role.id })

const principal = await client.api(`/servicePrincipals/${servicePrincipal.id}`)
  .select('id,preferredSingleSignOnMode,preferredTokenSigningKeyThumbprint,keyCredentials,servicePrincipalNames').get()
must(principal.preferredSingleSignOnMode === 'saml', 'mode is not saml')
must(principal.preferredTokenSigningKeyThumbprint === certificate.thumbprint, 'thumbprint was not kept')
must(principal.keyCredentials.some(key => key.usage === 'Verify' && key.key), 'no public key came back')
const assigned = await client.api(`/servicePrincipals/${servicePrincipal.id}/appRoleAssignedTo`).get()
must(assigned.value.some(one => one.principalId === user.id), 'assignment is not listed')

let refused = false
try { await client.api(`/applicationTemplates/${found.value[0].id}`).patch({ displayName: 'x' }) } catch { refused = true }
must(refused, 'a write that Graph does not know was accepted')
console.log(JSON.stringify({ client: 'microsoft-graph-client', application: application.id, identifier, assigned: assigned.value.length }))
