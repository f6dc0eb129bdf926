import type { Socket } from 'node:net'

const http2Preface = Buffer.from('PRI')
const firstBytesTimeout = 10_000

/**
 * Chooses the HTTP version of a clear-text connection by its first bytes: HTTP/2 for `PRI * HTTP/2.0` (RFC 9113 §3.4), else
 * HTTP/1.1. A connection that sends nothing for 10 s is closed.
 */
export function switchVersion(
  socket: Socket,
  toHttp1: (socket: Socket) => void,
  toHttp2: (socket: Socket) => void,
): void {
  let seen: Buffer = Buffer.alloc(0)
  const drop = (): void => {
    socket.destroy()
  }
  const look = (chunk: Buffer): void => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk])
    const compared = Math.min(seen.length, http2Preface.length)
    const isHttp2 = seen.subarray(0, compared).equals(http2Preface.subarray(0, compared))
    if (isHttp2 && compared < http2Preface.length) return
    socket.off('data', look).off('end', drop).off('error', drop).off('timeout', drop)
    socket.setTimeout(0)
    socket.pause()
    socket.unshift(seen)
    if (isHttp2) {
      toHttp2(socket)
      return
    }
    toHttp1(socket)
    socket.resume()
  }
  socket.on('data', look).on('end', drop).on('error', drop).on('timeout', drop)
  socket.setTimeout(firstBytesTimeout)
}
