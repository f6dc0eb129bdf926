#!/usr/bin/env bash
# Node's http2: every stream of a server outlives all scavenges, with whatever hangs on it; requests of HTTP/1.1 die young.
#
# Tried with Node.js 26.10.0, 24.21.0 and 22.23.3 on 2026-12-02.
# Each stream has a native handle, whose JavaScript object refers back to the stream. The handle is held weakly once the stream is
# closed, and a scavenge does not clear weak handles of objects that have properties of their own. So handle and stream, its
# headers, the listeners, and all that these see become old and wait for the mark-compact. The least that a server can do, one header and five bytes,
# leaves 1.4 kB per stream (0.4 on Node 22), where a request of HTTP/1.1 on a kept connection leaves nearly nothing. What an
# application attaches comes on top: in a gRPC server whose handler listens to the body and the trailers it was 4 kB per call.
# Little can be done from outside but to attach little: the handle aborts the process if its fields are cleared.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 22.23.3 24.21.0 26.10.0; do
  mkdir -p "node-$version"
  (cd "node-$version" && npm init -y >/dev/null && npm install --no-audit --no-fund "node@$version" >/dev/null 2>&1)
done

cat > client.mjs <<'JS'
import http from 'node:http'
import http2 from 'node:http2'
const [kind, port] = process.argv.slice(2)
const session = kind === 'http2' ? http2.connect(`http://127.0.0.1:${port}`) : undefined
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
const turn = () =>
  new Promise((resolve, reject) => {
    if (session) {
      const stream = session.request({ ':path': '/' })
      stream.on('error', reject).on('close', resolve).resume()
      stream.end()
    } else {
      http
        .get({ port, host: '127.0.0.1', agent }, (reply) => reply.on('close', resolve).resume())
        .on('error', reject)
    }
  })
process.on('message', async (turns) => {
  for (let at = 0; at < turns; at++) await turn()
  process.send('done')
})
JS

cat > server.mjs <<'JS'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
const turns = 3_000
const heapAfter = (type, times) => {
  for (let at = 0; at < times; at++) globalThis.gc({ type, execution: 'sync' })
  return process.memoryUsage().heapUsed
}
async function outliving(kind) {
  const server = kind === 'http2' ? http2.createServer() : http.createServer((_, reply) => reply.end('hello'))
  if (kind === 'http2')
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200 })
      stream.end('hello')
    })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = fork(new URL('./client.mjs', import.meta.url), [kind, server.address().port])
  const run = async () => {
    client.send(turns)
    await once(client, 'message')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await run()
  heapAfter('major', 2)
  await run()
  const scavenged = heapAfter('minor', 4)
  const bytes = Math.round((scavenged - heapAfter('major', 2)) / turns)
  client.kill()
  server.close()
  return bytes
}
const bytes = { http2: await outliving('http2'), http1: await outliving('http1') }
console.log(process.version, 'bytes of each request that outlive scavenges:', JSON.stringify(bytes))
const expected = Number(process.version.slice(1, 3)) >= 24 ? 900 : 200
process.exit(bytes.http2 > expected && bytes.http1 < 150 ? 0 : 1)
JS

for version in 22.23.3 24.21.0 26.10.0; do
  "node-$version/node_modules/.bin/node" --expose-gc server.mjs
done
echo 'as described'
