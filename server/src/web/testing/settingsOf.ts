import { readConfirmedFacts } from '../../features/login-flow/index.ts'
import { pageCall } from '../../testing/pageCall.ts'
import type { TestServer } from '../../testing/testServer.ts'
import type { SettingsVersions } from '../kit/confirmedCache.ts'

/** Reads the versions of the settings of an organization, or of the first instance alone, as a page does. */
export async function settingsOf(server: TestServer, orgId: string): Promise<SettingsVersions> {
  const key = { account: { by: 'nobody' }, ...(orgId !== '' && { organization: orgId }) } as const
  const { versions } = await readConfirmedFacts(server.product.deps.database, pageCall(server), key)
  return { instanceId: server.first.instanceId, orgId, versions }
}
