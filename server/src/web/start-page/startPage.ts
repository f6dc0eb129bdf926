import type { Call } from '../../access/call.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { escapeHtml } from '../../kernel/text/escapeHtml.ts'
import { renderPage } from '../page.ts'
import { refusalPage } from '../refusalPage.ts'

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
    return { kind: 'page', status: 200, html: (nonce) => html(call.origin.url, nonce) }
  },
})

function html(origin: string, nonce: string): string {
  const url = escapeHtml(origin)
  return renderPage({
    title: 'Sallyport',
    nonce,
    main: `<main class="plain">
<h1>Sallyport is running</h1>
<p class="quiet">An identity server: people, machines, their sessions and second factors, at <strong>${url}</strong>.</p>
<ul>
<li><a href="/docs">API reference</a>
<p>Every call that this server answers, with examples; try calls with a token.</p></li>
<li><a href="/openapi.json">OpenAPI documents</a>
<p>For generators and tools: <code>/openapi.json</code>, and one document a group such as <code>/openapi/user.v2.json</code>.</p></li>
<li><a href="/debug/ready">Readiness</a>
<p>For load balancers and monitors; metrics are at <code>/debug/metrics</code>.</p></li>
</ul>
<h2>First call</h2>
<p>The first start wrote the token of an administrator to a file and its name to the terminal; the README says where. With it:</p>
<pre>curl ${url}/auth/v1/users/me \\
  -H "Authorization: Bearer $TOKEN"</pre>
</main>`,
  })
}
