import { isUtf8 } from 'node:buffer'
import type { FastifyRequest } from 'fastify'
import { openBodyLimit } from '../contract/bodyLimit.ts'
import type { Bodies, Endpoint } from '../contract/endpoint.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { BodyHold } from './body/bodyBudget.ts'
import { notUtf8 } from './body/bodyRefusals.ts'
import { decompress } from './body/decompress.ts'
import { readBody } from './body/readBody.ts'
import { scanJson } from './body/scanJson.ts'
import { strictParameters } from './strictQuery.ts'

const noForm = refuse(
  'oauth.invalid_request.form',
  'invalid_argument',
  'the body is not a form; send application/x-www-form-urlencoded',
)
const noJson = refuse('request.invalid', 'invalid_argument', 'the body is not JSON; send application/json')

/** Bytes that endpoints read from authenticated callers, unless they say otherwise. */
const usualLimit = 64 * 1024

/**
 * Reads the body of a request for its endpoint, after its caller has been authenticated as far as its head allows; throws if
 * it has another form. The endpoint's limit holds after decompression. The body of a GET has no meaning (RFC 9110 §9.3.1) and is not read.
 */
export async function readEndpointBody(
  { body: kind, bodyLimit, credential }: Pick<Endpoint<never>, 'body' | 'bodyLimit' | 'credential'>,
  { raw, headers, method }: Pick<FastifyRequest, 'raw' | 'headers' | 'method'>,
  hold: BodyHold,
): Promise<Bodies[keyof Bodies]> {
  if (kind === 'none') return undefined
  if (method === 'GET' || method === 'HEAD') return noBody(kind)
  const limit = bodyLimit ?? (credential === 'bearer' ? usualLimit : openBodyLimit)
  const type = headers['content-type'] ?? ''
  const sent = await readBody(raw, headers, hold, { limit })
  const bytes = await decompress(sent, headers['content-encoding'], hold, { limit })
  switch (kind) {
    case 'bytes':
      await hold.decode(bytes.length, 0)
      return bytes
    case 'form':
      if (bytes.length > 0 && !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
        throw new DomainError(noForm)
      }
      if (!isUtf8(bytes)) throw new DomainError(notUtf8)
      await hold.decode(bytes.length, 0)
      return strictParameters(bytes.toString())
    case 'json':
      if (bytes.length === 0) return undefined
      if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) throw new DomainError(noJson)
      await hold.decode(bytes.length, scanJson(bytes))
      return JSON.parse(bytes.toString())
  }
}

function noBody(kind: Exclude<keyof Bodies, 'none'>): Bodies[keyof Bodies] {
  if (kind === 'json') return undefined
  return kind === 'form' ? new URLSearchParams() : new Uint8Array()
}
