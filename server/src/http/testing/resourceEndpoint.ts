import { endpoint } from '../../contract/endpoint.ts'

/** A resource as those of SCIM (issue 15) will be: JSON in, for a bearer token. */
export const resourceEndpoint = endpoint({
  methods: ['GET', 'PUT'],
  path: '/scim/:id',
  credential: 'bearer',
  cors: 'any origin',
  body: 'json',
  bodyLimit: 100,
  refusals: 'scim',
  async handle({ method, parameters: { id }, body }, call: { readonly token: string }) {
    return { status: 200, body: JSON.stringify({ id, method, body: body ?? null, token: call.token }) }
  },
})
