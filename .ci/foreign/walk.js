// Walks plain HTML forms as a browser without scripts would, keeping cookies.
export class Browser {
  #cookies = new Map()

  async open(address, init = {}) {
    let url = new URL(address)
    for (let hop = 0; hop < 15; hop++) {
      const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie: this.#cookie() } })
      for (const line of answer.headers.getSetCookie()) {
        const [pair] = line.split(';'), at = pair.indexOf('=')
        this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      const next = answer.headers.get('location')
      if (!next) return { url, status: answer.status, text: await answer.text() }
      url = new URL(next, url)
      init = {}
    }
    throw new Error('too many redirects')
  }

  // submit sends the first form that has a field or button named `name`.
  submit(page, name, values) {
    for (const form of forms(page)) {
      if (!(name in form.fields)) continue
      const body = new URLSearchParams({ ...form.fields, ...values })
      return this.open(form.action, { method: 'POST', body, headers: { origin: page.url.origin } })
    }
    throw new Error(`no form with ${name} on ${page.url}: ${page.text.slice(0, 600)}`)
  }

  #cookie() { return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
}

export function forms(page) {
  return [...page.text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head, inner]) => {
    const fields = {}
    for (const [, input] of inner.matchAll(/<input\b([^>]*)>/gs)) {
      const name = attribute(input, 'name')
      if (name) fields[name] = attribute(input, 'value') ?? ''
    }
    return { action: new URL(attribute(head, 'action') ?? '', page.url), fields }
  })
}

function attribute(tag, name) {
  const found = tag.match(new RegExp(`\\b${name}="([^"]*)"`))
  return found && found[1].replace(/&#(\d+);/g, (_, n) => String.fromCharCode(n)).replace(/&#x([0-9a-f]+);/gi, (_, n) => String.fromCharCode(parseInt(n, 16)))
    .replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
