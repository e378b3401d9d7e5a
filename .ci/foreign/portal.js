// A service provider that is not ours (@node-saml/node-saml), configured from the
// bundle's files alone, accepts the test user's sign-in and refuses altered ones.
// Usage: node portal.js BUNDLE_FOLDER TEST_USER PASSWORD; prints one JSON line.
import { readFileSync } from 'node:fs'
import { SAML } from '@node-saml/node-saml'
import { Browser, forms } from './walk.js'

const [folder, upn, password] = process.argv.slice(2)
const values = JSON.parse(readFileSync(`${folder}/configuration.json`, 'utf8'))
const metadata = readFileSync(`${folder}/federation-metadata.xml`, 'utf8')
const find = name => {
  for (const [key, value] of Object.entries(flatten(values))) if (key.toLowerCase().endsWith(name)) return value
  throw new Error(`configuration.json names no ${name}`)
}
function flatten(object, path = '') {
  return Object.entries(object).reduce((all, [key, value]) => value && typeof value === 'object'
    ? { ...all, ...flatten(value, `${path}${key}.`) } : { ...all, [path + key]: value }, {})
}

const idp = metadata.match(/<IDPSSODescriptor.*<\/IDPSSODescriptor>/s)[0]
const provider = changes => new SAML({
  idpCert: [...idp.matchAll(/<X509Certificate>([^<]+)</g)].map(found => found[1]),
  issuer: find('identifier'), audience: find('identifier'), callbackUrl: find('reply_url'),
  wantAssertionsSigned: true, wantAuthnResponseSigned: false, acceptedClockSkewMs: 5000,
  entryPoint: 'http://127.0.0.1/unused', ...changes
})

const browser = new Browser()
let page = await browser.open(find('user_access_url'))
page = await browser.submit(page, 'username', { username: upn })
page = await browser.submit(page, 'password', { password })
if (page.text.includes('name="new"')) {
  const fresh = `Practice-New-${Math.random().toString(36).slice(2)}`
  page = await browser.submit(page, 'new', { password, new: fresh, again: fresh })
}
const posted = forms(page).find(form => 'SAMLResponse' in form.fields)
if (!posted) throw new Error(`no SAML response on ${page.url}: ${page.text.slice(0, 1500)}`)
const SAMLResponse = posted.fields.SAMLResponse

const { profile } = await provider().validatePostResponseAsync({ SAMLResponse })
if (profile.nameID.toLowerCase() !== upn.toLowerCase()) throw new Error(`signed in as ${profile.nameID}`)

const edit = change => Buffer.from(change(Buffer.from(SAMLResponse, 'base64').toString('utf8'))).toString('base64')
const refusals = {
  tampered: [{}, edit(xml => xml.replaceAll(upn, 'mallory@contoso.example'))],
  unsigned: [{}, edit(xml => xml.replace(/<(\w+:)?Signature\b.*?<\/(\w+:)?Signature>/s, ''))],
  audience: [{ audience: 'https://other.example/metadata' }, SAMLResponse]
}
for (const [name, [changes, response]] of Object.entries(refusals)) {
  let accepted = true
  try { await provider(changes).validatePostResponseAsync({ SAMLResponse: response }) } catch { accepted = false }
  if (accepted) throw new Error(`a response that is wrong by ${name} was accepted`)
}
console.log(JSON.stringify({ provider: '@node-saml/node-saml', signedIn: profile.nameID, refused: Object.keys(refusals) }))
