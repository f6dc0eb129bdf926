import type { PageLiberties } from '../contract/endpoint.ts'

/** The rules that differ between pages. */
export interface PageRules extends PageLiberties {
  /** Marks the styles and scripts that may run; undefined forbids all. */
  readonly nonce?: string
  /** True if the page is served by https. */
  readonly secure: boolean
}

/** The features of browsers that pages use: passkeys, and in frames only if the framing page allows it too. */
const permissions = [
  'publickey-credentials-get=(self)',
  'publickey-credentials-create=(self)',
  'clipboard-write=(self)',
  ...`accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope hid
    identity-credentials-get idle-detection local-fonts magnetometer microphone midi payment picture-in-picture
    screen-wake-lock serial usb xr-spatial-tracking`
    .split(/\s+/)
    .map((feature) => `${feature}=()`),
].join(', ')

/**
 * Returns the headers of every page and redirect for browsers: no resources of other origins, frames and windows of others only as
 * the rules say, no storage. The referrer policy is `same-origin`, because `no-referrer` would make forms send `Origin: null`.
 * Throws for an origin that could add directives or allow every origin.
 */
export function securityHeaders(rules: PageRules): Record<string, string> {
  const { framedBy = [], framedByOwn = false, isolated = false, secure } = rules
  return {
    'content-security-policy': contentSecurityPolicy(rules),
    'permissions-policy': permissions,
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    ...(framedBy.length === 0 && { 'x-frame-options': framedByOwn ? 'SAMEORIGIN' : 'DENY' }),
    ...(isolated && { 'cross-origin-opener-policy': 'same-origin' }),
    'cache-control': 'no-store',
    ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
  }
}

/** Browsers check each redirect after a form too (CSP Level 3 §6.5.1): `anywhere` is for forms that lead to origins nobody knows beforehand. */
function contentSecurityPolicy({
  nonce,
  formTargets = [],
  framedBy = [],
  framedByOwn = false,
  framesOwn = false,
  services = [],
  trustedTypes,
}: PageRules) {
  for (const target of formTargets === 'anywhere' ? [] : formTargets) {
    if (!/^(?!https?:$)[a-z][a-z0-9+.-]*:[^\s;,*]*$/i.test(target)) throw notSource(target)
  }
  for (const origin of framedBy) if (/[\s;,']/.test(origin) || origin === '') throw notSource(origin)
  for (const service of services)
    if (!/^https?:\/\/(\*\.)?[^\s;,*'"]+$/i.test(service)) throw notSource(service)
  const marked = nonce === undefined ? "'none'" : `'nonce-${nonce}'`
  const framed = [...(framesOwn ? ["'self'"] : []), ...services]
  const policy = [
    "default-src 'none'",
    ['script-src', marked, ...services].join(' '),
    ['style-src', marked, ...services].join(' '),
    ["img-src 'self' data:", ...services].join(' '),
    "font-src 'self'",
    ["connect-src 'self'", ...services].join(' '),
    ...(framed.length > 0 ? [`frame-src ${framed.join(' ')}`] : []),
    ...(formTargets === 'anywhere' ? [] : [['form-action', "'self'", ...formTargets].join(' ')]),
    `frame-ancestors ${framedByOwn || framedBy.length > 0 ? ["'self'", ...framedBy].join(' ') : "'none'"}`,
    "base-uri 'none'",
    ...(trustedTypes
      ? [
          "require-trusted-types-for 'script'",
          `trusted-types ${trustedTypes === 'default' ? 'default' : "'none'"}`,
        ]
      : []),
  ]
  return policy.join('; ')
}

function notSource(text: string): Error {
  return new Error(`${JSON.stringify(text)} is no source of a content security policy`)
}
