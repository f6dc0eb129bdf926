import type { FastifyRequest } from 'fastify'
import type { Bodies } from '../contract/endpoint.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'

const noForm = refuse(
  'oauth.invalid_request.form',
  'invalid_argument',
  'the body is not a form; send application/x-www-form-urlencoded',
)
const noJson = refuse('request.invalid', 'invalid_argument', 'the body is not JSON; send application/json')

/** Parses the body of a request for its endpoint; throws if it has another form. */
export function readEndpointBody(kind: keyof Bodies, request: FastifyRequest): Bodies[keyof Bodies] {
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array()
  const type = request.headers['content-type'] ?? ''
  switch (kind) {
    case 'none':
      return undefined
    case 'bytes':
      return bytes
    case 'form':
      if (bytes.length > 0 && !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
        throw new DomainError(noForm)
      }
      return new URLSearchParams(Buffer.from(bytes).toString())
    case 'json':
      return bytes.length === 0 ? undefined : parseJson(bytes, type)
  }
}

function parseJson(bytes: Uint8Array, type: string): unknown {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) throw new DomainError(noJson)
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch (cause) {
    throw new DomainError(noJson, cause)
  }
}
