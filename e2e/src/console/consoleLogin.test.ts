import { expect, test } from 'vitest'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()

test('logs in and shows the start', async () => {
  const root = await world.visit('instanceOwner')
  await root.heading('Start')
  expect(new URL(root.page.url()).search).toBe('')
  await root.lookAt('start')
  await root.close()
})
