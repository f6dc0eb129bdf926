import type { Call } from '../../access/call.ts'
import { loginRoot } from '../../access/hostedLinks.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { refusalPage } from '../refusalPage.ts'

/** Says that the login serves pages, for probes that are set up for the path of other logins of the contract. */
export const healthyEndpoint: Endpoint<Call> = endpoint({
  methods: ['GET'],
  path: `${loginRoot}/healthy`,
  credential: 'anyone',
  cors: 'none',
  body: 'none',
  refusals: refusalPage,
  handle: async () => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: '{}',
  }),
})
