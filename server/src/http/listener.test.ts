import { Agent, get as httpGet } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { get as httpsGet, Agent as SecureAgent } from 'node:https'
import { connect, type Socket } from 'node:net'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testCertificate } from './testCertificate.ts'
import { testListener } from './testListener.ts'

test('TLS: HTTP/1.1 and HTTP/2 by ALPN on one port', async () => {
  const server = await testListener({ tls: testCertificate })
  expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
  const agent = new SecureAgent({ ca: testCertificate.cert })
  const status = await new Promise((resolve) => {
    httpsGet(`${server.url}/v2/users/1`, { agent }, (response) => {
      response.resume()
      resolve(`${response.httpVersion} ${response.statusCode}`)
    })
  })
  expect(status).toBe('1.1 200')
  const manager = new Http2SessionManager(server.url, {}, { ca: testCertificate.cert })
  const users = createClient(
    UserService,
    createGrpcTransport({ baseUrl: server.url, sessionManager: manager }),
  )
  expect((await users.getUserByID({ userId: '42' })).user?.userId).toBe('42')
  manager.abort()
  agent.destroy()
  await server.close()
})

test('close finishes running requests and ends idle connections, HTTP/1.1 and h2c', async () => {
  const server = await testListener()
  const agent = new Agent({ keepAlive: true })
  const statusOf = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      httpGet(server.url + path, { agent }, (response) =>
        response.resume().once('end', () => resolve(response.statusCode)),
      ).once('error', reject)
    })
  await Promise.all([statusOf('/v2/users/1'), statusOf('/v2/users/2')])
  const silent = await new Promise<Socket>((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => resolve(socket.resume()))
  })
  const session = connectHttp2(server.url)
  await new Promise((resolve) => session.once('remoteSettings', resolve))
  const stream = session.request({ ':path': '/v2/users/slow' })
  const slowHttp2 = new Promise((resolve) =>
    stream.once('response', (headers) => resolve(headers[':status'])),
  )
  stream.resume()
  const slowHttp1 = statusOf('/v2/users/slow')
  await statusOf('/v2/users/1')
  await new Promise((resolve) => session.ping(resolve))
  const ended = Promise.all([
    new Promise((resolve) => silent.once('close', resolve)),
    new Promise((resolve) => session.once('close', resolve)),
  ])
  const startedAt = performance.now()
  await server.close()
  expect(await Promise.all([slowHttp1, slowHttp2])).toEqual([200, 200])
  await ended
  expect(performance.now() - startedAt).toBeLessThan(2000)
  await expect(statusOf('/healthz')).rejects.toThrow()
  agent.destroy()
})

test('rejects if the address is in use', async () => {
  const server = await testListener()
  await expect(testListener({ port: server.port })).rejects.toThrow(`port ${server.port} is in use`)
  await server.close()
})
