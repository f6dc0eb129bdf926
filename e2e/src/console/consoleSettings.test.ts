import { test } from 'vitest'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()

test('looks', async () => {
  const root = await world.visit('instanceOwner', '/settings')
  await root.lookAt('settings')
  for (const name of ['login', 'complexity', 'lockout', 'domain', 'notification', 'privacy', 'security', 'oidc', 'generators', 'languages', 'restrictions', 'features', 'keys']) {
    await root.go(`/settings/${name}`)
    await root.lookAt(`settings-${name}`)
  }
  await root.go(`/settings/login?org=${world.orgId}`)
  await root.lookAt('settings-organization-login')
  await root.close()
}, 300_000)
