import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { clientChanges } from './clientChanges.ts'
import { peopleChanges } from './peopleChanges.ts'
import { settingsChanges } from './settingsChanges.ts'
import { systemUsersEnvironment } from './systemUsers.ts'

// Both serve one database, as two processes do: each hears of the other's changes from the log alone.
const environment = systemUsersEnvironment({ operator: undefined })
const one = await testServer({ environment })
const other = await testServer({ environment, beside: one })

describe.each([
  ['one process', one, other],
  ['the other', other, one],
])('a change by %s counts in the very next request to its neighbour', (_, here, there) => {
  const changes = Object.entries({ ...peopleChanges, ...clientChanges, ...settingsChanges })
  test.each(changes)('%s', async (_name, prepare) => {
    const { asked, change, restore } = await prepare(here, there)
    // Whatever is kept is kept by now.
    for (const { ask, before } of [...asked, ...asked, ...asked]) expect(await ask()).toEqual(before)
    try {
      await change()
      // Each question is the first one in one of the two directions, so that it has to hear of the change by itself.
      const order = here === one ? asked : asked.toReversed()
      for (const { ask, after } of order) expect(await ask()).toEqual(after)
    } finally {
      await restore?.()
    }
  })
})
