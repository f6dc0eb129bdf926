import { Socket } from 'node:net'

const bufferSize = 64 * 1024

/** A socket that reads into one buffer of its own and hands out copies: Node.js allocates 64 KiB anew for every read. */
export function thriftySocket(): Socket {
  const socket: Socket = new Socket({
    onread: {
      buffer: Buffer.allocUnsafeSlow(bufferSize),
      callback(size, buffer) {
        socket.emit('data', Buffer.from(buffer.subarray(0, size)))
        return true // goes on reading also while nobody listens, as between the handshake and TLS
      },
    },
  })
  return socket
}
