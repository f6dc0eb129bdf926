import { endpoint } from '../../contract/endpoint.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'

const wrongName = refuse('login.name_wrong', 'invalid_argument', 'this name is unknown; enter another one')

/** A page as those of issue 14 will be: a browser is recognized by its cookie and posts a form. */
export const loginEndpoint = endpoint({
  methods: ['GET', 'POST'],
  path: '/login/:step',
  credential: 'browser',
  cors: 'none',
  body: 'form',
  refusals:
    ({ message }) =>
    (nonce) =>
      `<style nonce="${nonce}"></style><h1>${message}</h1>`,
  async handle({ method, parameters: { step }, query, body, cookies }) {
    if (method === 'GET') {
      const known = cookies.get('sallyport') ?? 'nobody'
      return {
        kind: 'page',
        status: 200,
        html: (nonce) => `<script nonce="${nonce}"></script>${step}: ${known}, ${query.get('ui')}`,
        formTargets: ['https://app.example'],
      }
    }
    const name = body.get('name')
    if (name === null) throw new DomainError(wrongName)
    return {
      kind: 'redirect',
      to: '/login/done',
      setCookies: [{ name: 'sallyport', value: name, maxAge: 60 }],
    }
  },
})
