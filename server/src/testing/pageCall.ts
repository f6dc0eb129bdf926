import type { Call } from '../access/call.ts'
import { instanceId, orgId } from '../kernel/ids.ts'
import type { TestServer } from './testServer.ts'

/** Returns the call of a browser that opens a page of the first instance, before the page knows who it is. */
export function pageCall(
  { first, url, clock }: Pick<TestServer, 'first' | 'url' | 'clock'>,
  headers: Readonly<Record<string, string>> = {},
): Call {
  const responseHeaders = {}
  return {
    instance: {
      id: instanceId(first.instanceId),
      name: '',
      defaultOrgId: orgId(first.orgId),
      defaultLanguage: 'en',
      primaryDomain: 'localhost',
    },
    principal: { kind: 'anonymous' },
    orgId: orgId(''),
    orgFromHeader: false,
    origin: { url, domain: 'localhost', secure: false },
    headers: new Headers(headers),
    now: clock.now(),
    clientAddress: '127.0.0.1',
    signal: () => undefined,
    dryRun: undefined,
    responseHeaders,
  }
}
