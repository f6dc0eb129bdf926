import { endpoint } from '../../contract/endpoint.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'

const noToken = refuse('oauth.invalid_request.no_token', 'invalid_argument', 'there is no token; send one')

/** An endpoint of a protocol: it finds its caller itself, from the head of the request. */
export const revokeEndpoint = endpoint({
  methods: ['POST'],
  path: '/oauth/v2/revoke',
  credential: 'protocol',
  cors: 'any origin',
  body: 'form',
  refusals: 'oauth',
  async handle({ body, head }) {
    const token = body.get('token')
    if (token === null) throw new DomainError(noToken)
    return { status: 200, headers: { 'x-revoked': `${token} of ${head.headers.get('authorization')}` } }
  },
})
