/**
 * Schemes that run code, read local files or show other pages' contents instead of leading to an application. Links with them
 * are refused wherever a link is stored.
 */
const unsafeSchemes: ReadonlySet<string> = new Set(
  `javascript vbscript livescript data blob file filesystem about view-source jar resource chrome chrome-extension
   moz-extension ms-its mk res shell search-ms ms-msdt intent`.split(/\s+/),
)

/** Returns the scheme of an absolute URI in lower case (RFC 3986 §3.1); undefined if it has none, spaces or control characters. */
export function linkScheme(uri: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(uri)) return undefined
  return /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase()
}

/** Whether a URI is an http or https URL with a host. */
export function isWebLink(uri: string): boolean {
  const scheme = linkScheme(uri)
  const isWeb = scheme === 'http' || scheme === 'https'
  return isWeb && /^https?:\/\/[^/?#:\\]/i.test(uri) && URL.canParse(uri)
}

/** Whether a URI leads to a web page or to an application by a scheme of its own, such as `myapp:callback`. */
export function isAppLink(uri: string): boolean {
  const scheme = linkScheme(uri)
  if (scheme === undefined || unsafeSchemes.has(scheme)) return false
  return scheme === 'http' || scheme === 'https' ? isWebLink(uri) : true
}

/** Whether a URI has a private-use scheme in reverse domain notation, such as `com.example.app:/otp` (RFC 8252 §7.1). */
export function isPrivateUseLink(uri: string): boolean {
  return linkScheme(uri)?.includes('.') ?? false
}
