const schemes: readonly (readonly [name: string, form: RegExp])[] = [
  ['yescrypt', /^\$y\$/],
  ['gost-yescrypt', /^\$gy\$/],
  ['SunMD5', /^\$md5[,$]/],
  ['bcrypt $2x$', /^\$2x\$/],
  ['old bcrypt $2$', /^\$2\$/],
  ['bcrypt (MediaWiki)', /^:bcrypt:/],
  ['BSDi DES crypt', /^(?:\{crypt\})?_[./0-9A-Za-z]{19}$/i],
  ['DES crypt', /^(?:\{(?:crypt|des-crypt)\})?[./0-9A-Za-z]{13}$/i],
  ['NT', /^(?:\$3\$|\{nt\})/i],
  ['LAN Manager', /^\{lan(?:man|m)\}/i],
  ['challenge-response', /^\{(?:cram-md5|digest-md5|hmac-md5|rpa|otp|skey)\}/i],
  ['plain text', /^\{(?:plain|plain-trunc|clear|cleartext|noop)\}/i],
  ['MD4', /^\{(?:plain-)?md4\}/i],
  ['SCRAM of several digests', /^\$scram\$/],
  ['FSHP', /^\{fshp/i],
  ['Firebase (without its parameters; README shows the form with them)', /^[A-Za-z0-9+/_-]{86}==$/],
  ['PostgreSQL MD5', /^md5[0-9a-f]{32}$/],
  ['MySQL', /^\*[0-9A-F]{40}$/],
]

/** Returns the name of a scheme that is known and cannot be checked: no kept library computes it, or it is none. */
export function unsupportedScheme(encoded: string): string | undefined {
  return schemes.find(([, form]) => form.test(encoded))?.[0]
}
