// A service provider that is not ours (@node-saml/node-saml), configured from a
// metadata file alone. Reads commands, one JSON object a line, and answers each
// with one line: configure, request (makes an AuthnRequest), response (judges a
// SAMLResponse).
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { SAML } from '@node-saml/node-saml'

const METHODS = 'http://schemas.microsoft.com/claims/authnmethodsreferences'
let options, provider

const does = {
  async configure(order) {
    const metadata = readFileSync(order.metadata, 'utf8')
    const idp = metadata.match(/<IDPSSODescriptor.*<\/IDPSSODescriptor>/s)[0]
    options = {
      idpCert: [...idp.matchAll(/<X509Certificate>([^<]+)</g)].map(found => found[1]),
      idpIssuer: metadata.match(/entityID="([^"]+)"/)[1],
      entryPoint: idp.match(/SingleSignOnService Binding="[^"]*HTTP-POST" Location="([^"]+)"/)[1],
      issuer: order.entity_id, audience: order.entity_id, callbackUrl: order.acs,
      wantAssertionsSigned: order.signing !== 'response', wantAuthnResponseSigned: order.signing !== 'assertion',
      validateInResponseTo: 'ifPresent', acceptedClockSkewMs: 60000
    }
    provider = new SAML(options)
    return { idp: [options.idpIssuer] }
  },
  async request({ binding }) {
    if (binding === 'redirect') return { url: await provider.getAuthorizeUrlAsync('here', undefined, {}) }
    // It would deflate posted requests, which the binding does not (saml-bindings-2.0-os, 3.5.4).
    const poster = new SAML({ ...options, authnRequestBinding: 'HTTP-POST', skipRequestCompression: true, cacheProvider: provider.cacheProvider })
    return { form: await poster.getAuthorizeFormAsync('here') }
  },
  async response({ saml_response }) {
    try {
      const { profile } = await provider.validatePostResponseAsync({ SAMLResponse: saml_response })
      if (!profile?.nameID) return { accepted: false, why: 'no nameID' }
      return { accepted: true, name_id: profile.nameID, methods: [profile[METHODS]].flat() }
    } catch (refusal) {
      return { accepted: false, why: `${refusal.name}: ${refusal.message}` }
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line)
  console.log(JSON.stringify(await does[order.do](order)))
}
