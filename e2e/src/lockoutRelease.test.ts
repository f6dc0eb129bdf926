import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'

const server = await testServer()

const release = 'x-sallyport-lockout-release'
const path = '/management/v1/policies/lockout'
const policy = { maxPasswordAttempts: 5, maxOtpAttempts: 5 }
const released = async () => (await server.rest('GET', path)).headers.get(release)

test('a header sets and returns the time after which a lock ends, because the contract has no field for it', async () => {
  expect(await released()).toBe('900')
  const added = await server.rest('POST', path, { body: policy, headers: { [release]: '60' } })
  expect(added.status).toBe(200)
  expect(await released()).toBe('60')

  const changed = await server.rest('PUT', path, { body: { ...policy, maxOtpAttempts: 6 } })
  expect(changed.status).toBe(200)
  expect(await released(), 'without the header it stays').toBe('60')

  for (const wrong of ['-1', 'soon', '1.5', '31536001']) {
    const refused = await server.rest('PUT', path, { body: policy, headers: { [release]: wrong } })
    expect([refused.status, refused.json]).toMatchObject([
      400,
      { details: [{ id: 'request.header_invalid' }] },
    ])
  }
  const manual = await server.rest('PUT', path, { body: policy, headers: { [release]: '0' } })
  expect(manual.status).toBe(200)
  expect(await released()).toBe('0')
})
