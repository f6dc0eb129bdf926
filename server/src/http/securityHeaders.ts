/**
 * Further origins to which the forms of a page may lead. Browsers check each redirect that follows too (CSP Level 3 §6.5.1), so a
 * form whose target redirects to origins that nobody knows beforehand needs `anywhere`.
 */
type FormTargets = readonly string[] | 'anywhere'

/** The rules that differ between pages. */
export interface PageRules {
  /** Marks the styles and scripts that may run; undefined forbids all. */
  readonly nonce?: string
  /** Further origins to which forms may lead, or `anywhere`, also by redirects. */
  readonly formTargets?: FormTargets
  /** True if the page is served by https. */
  readonly secure: boolean
}

/**
 * Returns the headers of every page and redirect for browsers: no resources of other origins, no frames, no storage. The
 * referrer policy is `same-origin`, because `no-referrer` would make forms send `Origin: null`. Throws for a form target that
 * could add directives or allow every origin.
 */
export function securityHeaders({ nonce, formTargets = [], secure }: PageRules): Record<string, string> {
  for (const target of formTargets === 'anywhere' ? [] : formTargets) {
    if (!/^(?!https?:$)[a-z][a-z0-9+.-]*:[^\s;,*]*$/i.test(target))
      throw new Error(`${JSON.stringify(target)} is no source of a content security policy`)
  }
  const marked = nonce === undefined ? "'none'" : `'nonce-${nonce}'`
  const policy = [
    "default-src 'none'",
    `script-src ${marked}`,
    `style-src ${marked}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    ...(formTargets === 'anywhere' ? [] : [['form-action', "'self'", ...formTargets].join(' ')]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
  }
}
