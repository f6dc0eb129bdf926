import type { Call } from '../../access/call.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { html } from '../kit/html.ts'
import { plainLook } from '../kit/look.ts'
import { pageReply } from '../kit/pageReply.ts'
import { choiceList, copyable, section } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { refusalPage } from '../refusalPage.ts'
import { translate } from '../texts/translate.ts'

/** Says at `/` what runs here and what to do next: as a page, or as JSON for clients that accept only that. Names no version. */
export const startPage: Endpoint<Call> = endpoint({
  methods: ['GET'],
  path: '/',
  credential: 'anyone',
  cors: 'none',
  body: 'none',
  refusals: refusalPage,
  async handle(_, call: Call) {
    const accept = call.headers.get('accept') ?? ''
    if (/application\/json/i.test(accept) && !/text\/html/i.test(accept)) {
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store', vary: 'accept' },
        body: JSON.stringify({
          name: 'Sallyport',
          issuer: call.origin.url,
          apiReference: `${call.origin.url}/docs`,
          openapi: `${call.origin.url}/openapi.json`,
          ready: `${call.origin.url}/debug/ready`,
        }),
      }
    }
    return pageReply(plainLook, view(call.origin.url), { t })
  },
})

const t = translate('en')

function view(origin: string): View {
  const firstCall = `curl ${origin}/auth/v1/users/me -H "Authorization: Bearer $TOKEN"`
  return {
    title: 'Sallyport',
    heading: 'Sallyport is running',
    intro: html`An identity server: people, machines, their sessions and second factors, at <strong>${origin}</strong>.`,
    width: 'wide',
    body: html`${section({
      heading: 'Where to go',
      body: choiceList([
        {
          href: '/ui/console',
          text: 'Console',
          detail: 'Where administrators look after people, organizations, applications and settings.',
          icon: 'list',
        },
        {
          href: '/ui/account',
          text: 'Your account',
          detail: 'Sign in here and look after your password, passkeys, devices and applications.',
          icon: 'person',
        },
        {
          href: '/docs',
          text: 'API reference',
          detail: 'Every call that this server answers, with examples; try calls with a token.',
          icon: 'list',
        },
        {
          href: '/openapi.json',
          text: 'OpenAPI documents',
          detail:
            '/openapi.json, and one document a group such as /openapi/user.v2.json, for generators and tools.',
          icon: 'globe',
        },
        {
          href: '/debug/ready',
          text: 'Readiness',
          detail: 'For load balancers and monitors; metrics are at /debug/metrics.',
          icon: 'done',
        },
      ]),
    })}${section({
      heading: 'First call',
      intro:
        'The first start wrote the token of an administrator to a file and its name to the terminal; the README says where. With it:',
      body: copyable(t, { id: 'first-call', text: firstCall, label: 'First call' }),
    })}`,
  }
}
