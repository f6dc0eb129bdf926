import { endpoint } from '../../contract/endpoint.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'

const noToken = refuse('oauth.invalid_request.no_token', 'invalid_argument', 'there is no token; send one')

/** A protocol endpoint as the OAuth revocation of issue 13 will be (RFC 7009): an authenticated client posts a form. */
export const revokeEndpoint = endpoint({
  methods: ['POST'],
  path: '/oauth/v2/revoke',
  credential: 'client',
  cors: 'origins of the client',
  body: 'form',
  refusals: 'oauth',
  async handle({ body, client }) {
    const token = body.get('token')
    if (token === null) throw new DomainError(noToken)
    return { status: 200, headers: { 'x-revoked': `${token} of ${client.id}` } }
  },
})
