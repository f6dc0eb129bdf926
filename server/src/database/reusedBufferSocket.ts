import { Socket } from 'node:net'

const bufferSize = 64 * 1024

/** Creates a socket that reads into one buffer and emits copies; Node.js would allocate 64 KiB for every read. */
export function reusedBufferSocket(): Socket {
  const socket: Socket = new Socket({
    onread: {
      buffer: Buffer.allocUnsafeSlow(bufferSize),
      callback(size, buffer) {
        socket.emit('data', Buffer.from(buffer.subarray(0, size)))
        return true // continues to read without a listener, such as between the handshake and TLS
      },
    },
  })
  return socket
}
