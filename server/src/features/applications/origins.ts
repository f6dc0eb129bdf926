type Uris = { readonly [Member in 'redirectUris' | 'additionalOrigins']: readonly string[] }

/** Returns the origins that the client's pages have: those of its http and https redirect URIs, then the additional ones. */
export function originsOf({ redirectUris, additionalOrigins }: Uris): readonly string[] {
  const own = redirectUris.map(originOf).filter((origin) => origin !== undefined)
  return [...new Set([...own, ...additionalOrigins])]
}

/** Whether a text is a bare origin: scheme, host and port as a browser writes them in the `Origin` header (RFC 6454 §6.2). */
export function isOrigin(text: string): boolean {
  return text !== 'null' && originOf(text) === text
}

function originOf(uri: string): string | undefined {
  if (!/^https?:\/\//i.test(uri) || uri.includes('*') || !URL.canParse(uri)) return undefined
  return new URL(uri).origin
}
