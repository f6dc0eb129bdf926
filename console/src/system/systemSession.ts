import { signJwt } from '../kit/signJwt.ts'
import type { Session } from '../session/openSession.ts'

/** A system user with its key, which is kept in memory and nowhere else. */
export interface SystemUser {
  /** Its name in the configuration of the server. */
  readonly name: string
  readonly key: CryptoKey
  /** The address that the server has by its configuration, for which tokens are valid. */
  readonly audience: string
}

/** Seconds for which a token is valid; every request has one of its own. */
const life = 60

/** Returns a session whose requests a system user signs (RFC 7523 §3). It ends when the key is forgotten: by `stop`, or with the tab. */
export function systemSession({ name, key, audience }: SystemUser, stop: () => void): Session {
  const end = async () => stop()
  return {
    environment: { issuer: audience, clientId: '', instance: '', version: '' },
    person: { userId: name, name, loginName: name },
    isOfSystemUser: true,
    async send(input, init) {
      const request = new Request(input, init)
      if (new URL(request.url).origin !== location.origin)
        throw new Error('a token is for the own server only')
      const now = Math.floor(Date.now() / 1000)
      const token = await signJwt(key, { iss: name, sub: name, aud: audience, iat: now, exp: now + life })
      const headers = new Headers(request.headers)
      headers.set('authorization', `Bearer ${token}`)
      return fetch(new Request(request, { headers }))
    },
    logOut: end,
    logInAgain: end,
    switchAccount: end,
  }
}
