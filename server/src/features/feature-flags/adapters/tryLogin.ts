import { type ConnectionProblem, connectionFailureOf } from '../../../outbound/connectionFailure.ts'
import type { Outbound } from '../../../outbound/outbound.ts'

/** Why the server did not get the page of a login, with a sentence for each; `not_public` is for those who ask for public addresses alone. */
export const loginProblems = {
  status: 'a server replies, but not with a login page; check the path',
  name_unknown: 'the name of the host has no address; check the spelling and the DNS',
  connection_refused: 'nothing accepts connections there; check the port, and whether the login runs',
  timeout: 'nothing replied within 5 seconds; check the address, and whether the login runs',
  certificate: 'the host has no certificate that this server trusts; browsers may refuse it too',
  failed: 'the connection failed; check the address, and whether the login runs',
  not_allowed:
    'the server may not ask this address, so nothing was checked; open it in a browser, or have its host added to SALLYPORT_OUTBOUND_ALLOW',
  not_public:
    'the address is not public, or its name is not known, and the server asks other addresses only for those who set the login of the instance; check the spelling, and open it in a browser',
} as const satisfies Readonly<Record<ConnectionProblem | 'status' | 'not_public', string>>

/** The kind of failure. */
export type LoginProblem = keyof typeof loginProblems

/** What became of a request for the page of a login. */
export interface LoginTried {
  readonly status: number | null
  readonly problem: LoginProblem | null
}

const limits = { timeout: 5_000, maxBytes: 0 }

/**
 * Asks for the page to which authorization requests lead at a login, once: without credentials, redirects or reading what is replied. A login
 * may refuse a request that names no authorization (400), and may send the browser on.
 */
export async function tryLogin(outbound: Pick<Outbound, 'request'>, baseUri: string): Promise<LoginTried> {
  try {
    const { status } = await outbound.request(pageOf(baseUri), limits)
    const isPage = (status >= 200 && status <= 399) || status === 400
    return { status, problem: isPage ? null : 'status' }
  } catch (error) {
    return { status: null, problem: connectionFailureOf(error).problem }
  }
}

/** Returns the page as authorization requests make it; a user in the address would become a header. */
function pageOf(baseUri: string): string {
  const page = new URL(`${baseUri.replace(/\/+$/, '')}/login`)
  page.username = ''
  page.password = ''
  return page.href
}
