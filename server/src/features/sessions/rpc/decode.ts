import { isIP } from 'node:net'
import type { Duration } from '@bufbuild/protobuf/wkt'
import type { UserAgent as UserAgentMessage } from '@sallyport/contract/zitadel/session/v2/session_pb.js'
import type { ChallengeRequest } from '../../../access/factor.ts'
import { type Bounds, isWithin } from '../../../kernel/bounds.ts'
import { parseLinkTemplate } from '../../../kernel/linkTemplate.ts'
import { DomainError, isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { plainAddress } from '../../../kernel/text/plainAddress.ts'
import type { UserAgent } from '../events.ts'

/** Fields of the link in a mailed code (session.v2 `RequestChallenges.OTPEmail.SendCode`). */
const otpLinkFields = ['Code', 'UserID', 'LoginName', 'DisplayName', 'PreferredLanguage', 'SessionID']

const nameReserved = refuse(
  'session.name_reserved',
  'invalid_argument',
  'metadata and headers cannot be named __proto__; choose another name',
)

const maxHeaders = 100
const userAgentBounds: Bounds = { entries: maxHeaders + 1, bytes: 65_536 }
const userAgentTooLarge = refuse(
  'session.user_agent_too_large',
  'invalid_argument',
  `a user agent holds at most ${maxHeaders} header values and ${userAgentBounds.bytes / 1024} kB; send less`,
)

/** The user agent as kept: an address that is none is dropped. Refuses more than 100 header values or 64 kB. */
export function decodeUserAgent(message: UserAgentMessage): UserAgent {
  const { fingerprintId, ip, description } = message
  if (!isWithin(sizesOf(message), userAgentBounds)) throw new DomainError(userAgentTooLarge)
  const header = Object.fromEntries(entriesOf(message.header).map(([name, { values }]) => [name, values]))
  return {
    ...(fingerprintId === undefined ? {} : { fingerprintId }),
    ...(ip !== undefined && isIP(ip) !== 0 ? { ip: plainAddress(ip) } : {}),
    ...(description === undefined ? {} : { description }),
    header,
  }
}

/** The texts of a user agent by size: one for its names, and one for each value of a header. */
function sizesOf({ fingerprintId, description, header }: UserAgentMessage): (readonly [string, number])[] {
  const names = `${fingerprintId ?? ''}${description ?? ''}`
  const headers = Object.entries(header).flatMap(([name, { values }]) =>
    (values.length === 0 ? [''] : values).map((value) => [name, Buffer.byteLength(value)] as const),
  )
  return [[names, 0], ...headers]
}

/** Metadata values as base64. */
export function decodeMetadata(metadata: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(
    entriesOf(metadata).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  )
}

/** Refuses the one name that JavaScript's objects do not hold like any other. */
function entriesOf<Value>(map: Readonly<Record<string, Value>>): [string, Value][] {
  if (Object.hasOwn(map, '__proto__')) throw new DomainError(nameReserved)
  return Object.entries(map)
}

/** Milliseconds of a duration; undefined without one. */
export function decodeLifetime(lifetime: Duration | undefined): number | undefined {
  return lifetime && Number(lifetime.seconds) * 1000 + lifetime.nanos / 1_000_000
}

/** Why the link template of a mailed code cannot be used; the first thing that is looked at in a request. */
export function refuseLinkTemplate(challenges: ChallengeRequest): Refusal | undefined {
  const delivery = challenges.otpEmail?.deliveryType
  const template = delivery?.case === 'sendCode' ? delivery.value.urlTemplate : undefined
  const parsed = template === undefined ? undefined : parseLinkTemplate(template, otpLinkFields)
  return isRefusal(parsed) ? parsed : undefined
}
