import { constants, type ServerHttp2Stream } from 'node:http2'
import type { Request, Response } from './httpCall.ts'

/** Milliseconds in which an HTTP/1.1 client may finish a body that is not read (RFC 9112 §9.6, "lingering"). */
const lingerTime = 1000

/**
 * Prepares the response to a request whose body is not read to its end. HTTP/2: the stream is closed after the response (RFC 9113
 * §8.1). HTTP/1.1: the rest is dropped, so that the client can read the response; then the connection is closed if the rest is
 * long, or if the client wants it.
 */
export function discardBody(request: Request, response: Response): void {
  if (request.readableEnded) return
  // The response of HTTP/2 emits `finish` only after its stream is closed.
  if ('stream' in request) request.stream.once('finish', () => closeStream(request.stream))
  else if (!request.complete) {
    const { socket } = request
    const closes = !response.shouldKeepAlive
    // Node.js would reset the connection with the unread bytes, and the client would lose the response.
    response.shouldKeepAlive = true
    response.once('finish', () => {
      const linger = setTimeout(() => socket.destroy(), lingerTime).unref()
      request.once('close', () => {
        clearTimeout(linger)
        if (closes) socket.end()
      })
      request.resume()
    })
  }
}

/** Milliseconds between looks whether a response, which may wait for the client, has been written whole. */
const closingInterval = 50

/** Stops an HTTP/2 client from sending more, once its response has been written with its trailers. */
export function closeStream(stream: ServerHttp2Stream): void {
  if (stream.readableEnded) return
  const close = (): void => {
    if (stream.closed || stream.destroyed) return
    if (stream.state.localClose === 1) stream.close(constants.NGHTTP2_NO_ERROR)
    else setTimeout(close, closingInterval).unref()
  }
  setImmediate(close)
}
