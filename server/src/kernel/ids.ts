import { randomBytes } from 'node:crypto'
import { systemClock } from './clock.ts'

declare const brand: unique symbol
type Branded<Kind extends string> = string & { readonly [brand]: Kind }

/** The id of an instance. A plain string becomes an id only by its constructor, where a request is decoded. */
export type InstanceId = Branded<'instance'>
/** The id of an organization. */
export type OrgId = Branded<'org'>
/** The id of a user. */
export type UserId = Branded<'user'>
/** The id of a session. */
export type SessionId = Branded<'session'>

/** The id of a project. */
export type ProjectId = Branded<'project'>
/** The id of an authorization (a user grant in the first generation of the contract). */
export type AuthorizationId = Branded<'authorization'>

/** Marks a text as an instance's id. */
export const instanceId = (text: string): InstanceId => text as InstanceId
/** Marks a text as an organization's id. */
export const orgId = (text: string): OrgId => text as OrgId
/** Marks a text as a user's id. */
export const userId = (text: string): UserId => text as UserId
/** Marks a text as a session's id. */
export const sessionId = (text: string): SessionId => text as SessionId

/** Marks a text as a project's id. */
export const projectId = (text: string): ProjectId => text as ProjectId
/** Marks a text as an authorization's id. */
export const authorizationId = (text: string): AuthorizationId => text as AuthorizationId

const epoch = Date.UTC(2024, 0, 1)
let lastMillisecond = 0
let counter = 0
const node = randomBytes(2).readUInt16BE() & 0xfff

/**
 * Returns a new decimal id, unique across processes with overwhelming probability and increasing with time: 41 bits of
 * milliseconds, 12 bits of a random number per process, 10 bits of a counter. An id is not a secret; see `randomToken`.
 */
export function newId(): string {
  const now = systemClock.now().getTime()
  if (now > lastMillisecond) {
    lastMillisecond = now
    counter = 0
  } else if (++counter > 0x3ff) {
    lastMillisecond += 1
    counter = 0
  }
  return ((BigInt(lastMillisecond - epoch) << 22n) | (BigInt(node) << 10n) | BigInt(counter)).toString()
}
