import type { Call } from '../../../access/call.ts'
import { loginRoot } from '../../../access/hostedLinks.ts'
import { type Endpoint, endpoint } from '../../../contract/endpoint.ts'
import { page } from '../authorize/pages.ts'

/** Where a logout ends if the client names no other place. */
export const donePath = `${loginRoot}/logout/done`

/** Says that the person is signed out; for every host, as it says nothing else. */
export const signedOutEndpoint: Endpoint<Call> = endpoint({
  methods: ['GET'],
  path: donePath,
  credential: 'protocol',
  cors: 'none',
  body: 'none',
  refusals: 'oauth',
  async handle() {
    return {
      kind: 'page',
      status: 200,
      html: (nonce) =>
        page(
          'Signed out',
          nonce,
          '<main>\n<h1>You are signed out</h1>\n<p>You can close this page.</p>\n</main>',
        ),
    }
  },
})
