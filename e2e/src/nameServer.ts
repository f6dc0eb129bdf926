import { createSocket } from 'node:dgram'
import { getServers, setServers } from 'node:dns/promises'
import { once } from 'node:events'

/** A name server for this process that knows TXT records and nothing else, until it is closed (RFC 1035 §4). */
export async function startNameServer(records: ReadonlyMap<string, string>) {
  const before = getServers()
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length))
      at += 1 + length
    }
    const text = records.get(labels.join('.'))
    const reply = Buffer.from(query.subarray(0, at + 5))
    reply.writeUInt16BE(text === undefined ? 0x8183 : 0x8180, 2)
    reply.set([0, text === undefined ? 0 : 1, 0, 0, 0, 0], 6)
    const record = [0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, (text?.length ?? 0) + 1, text?.length ?? 0]
    const answer = text === undefined ? [] : [Buffer.from(record), Buffer.from(text)]
    socket.send(Buffer.concat([reply, ...answer]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  setServers([`127.0.0.1:${socket.address().port}`])
  return {
    close: async () => {
      setServers(before)
      socket.close()
    },
  }
}
