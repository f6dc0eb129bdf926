import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'

const server = await testServer()

/** Requests the own user with a Host that fetch would not send. */
function getWithHost(host: string): Promise<{ status: number | undefined; body: string }> {
  const headers = { host, authorization: `Bearer ${server.adminToken}` }
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path: '/auth/v1/users/me', headers }
    request(options, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) })
    })
      .once('error', reject)
      .end()
  })
}

it.each(['localhost.', 'localhost.:8080', 'LOCALHOST', 'localhost:80', 'localhost:'])(
  'serves a host that is written another way: %s',
  async (host) => {
    expect(await getWithHost(host)).toMatchObject({ status: 200 })
  },
)

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['[::1]:8080', '[::1]'],
  ['Login.Example.:443', 'login.example'],
])('refuses a host that no instance has, and names it and the setting: %s', async (host, named) => {
  const { status, body } = await getWithHost(host)
  expect(status).toBe(404)
  const { message } = JSON.parse(body) as { message: string }
  expect(message).toContain(`no instance serves the host "${named}"`)
  expect(message).toContain('SALLYPORT_EXTERNAL_DOMAIN')
  expect(message).toContain('(instance.host_unknown)')
})
