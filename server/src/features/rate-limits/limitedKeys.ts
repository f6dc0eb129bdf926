import type { Vault } from '../../eventlog/vault.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import { addressGroup } from './addressGroup.ts'
import { type ActBudget, budgets, type LimitedAct, type LimitedScope, limitedScopes } from './budgets.ts'
import type { CountChange } from './counts.ts'

/** The parts of a request that limits read; a `Call` has them. */
export interface LimitedRequest {
  readonly instance: { readonly id: string }
  /** The client's, as trusted proxies report it. */
  readonly clientAddress: string
  readonly now: Date
}

/** Who acts, apart from the address. */
export interface LimitedParty {
  /** Only of a browser that exists: a client may send any cookie or none. */
  readonly browserId?: string | undefined
  /** The login name, address or user that the act names, as it was typed. */
  readonly subject?: string | undefined
  /**
   * True if this browser has logged in under this name before. It is then counted by itself, so that strangers who use the name's
   * budget up do not lock the person out.
   */
  readonly isKnown?: boolean | undefined
}

/** The budget of an act, times the factor of this server. */
export interface ActLimit extends Pick<ActBudget, 'windowSeconds'> {
  readonly scopes: readonly ScopeLimit[]
}

/** Acts within a window: `uncounted` ones by each process, then `points` for all processes together. */
interface ScopeLimit {
  readonly scope: LimitedScope
  readonly uncounted: number
  readonly points: number
}

/** A scope of an act, named by values of its request. */
export interface NamedScope extends ScopeLimit {
  /** Unique for act, scope, values and window; never stored. */
  readonly name: string
}

/** A point of a scope before it is taken, and how many there are. */
export interface LimitedKey {
  readonly scope: LimitedScope
  readonly uncounted: number
  readonly points: number
  readonly take: CountChange
}

/** Returns the limits of all acts, whose budgets are multiplied by the factor. */
export function limitsOf(factor: number): Readonly<Record<LimitedAct, ActLimit>> {
  const limitOf = ({ windowSeconds, points, uncounted: part = 0 }: ActBudget): ActLimit => ({
    windowSeconds,
    scopes: limitedScopes.flatMap((scope) => {
      const given = points[scope]
      if (given === undefined) return []
      const total = Math.max(1, Math.round(given * factor))
      const uncounted = Math.floor(total * part)
      return [{ scope, uncounted, points: total - uncounted }]
    }),
  })
  return Object.fromEntries(
    Object.entries(budgets).map(([act, budget]) => [act, limitOf(budget)]),
  ) as unknown as Record<LimitedAct, ActLimit>
}

/** Returns the end of the window that an instant is in; it is part of the key, so that every window begins with nothing taken. */
export function windowEnd({ windowSeconds }: Pick<ActBudget, 'windowSeconds'>, now: Date): Date {
  const length = windowSeconds * 1000
  return new Date((Math.floor(now.getTime() / length) + 1) * length)
}

/** Returns the scopes that an act is counted for. */
export function namedScopes(
  { windowSeconds, scopes }: ActLimit,
  { request, act, party }: { request: LimitedRequest; act: LimitedAct; party: LimitedParty },
): readonly NamedScope[] {
  const expiresAt = windowEnd({ windowSeconds }, request.now)
  return scopes.flatMap((limit) => {
    const values = valuesOf(limit.scope, request, party)
    if (values === undefined) return []
    return [{ ...limit, name: JSON.stringify([act, limit.scope, expiresAt, ...values]) }]
  })
}

/** Returns the keys of scopes in the database; they are MACs, so that nothing of the request is stored. */
export function limitedKeys(
  log: Pick<Vault, 'mac'>,
  scopes: readonly NamedScope[],
  { instanceId, expiresAt }: Pick<CountChange, 'instanceId' | 'expiresAt'>,
): Promise<readonly LimitedKey[]> {
  return Promise.all(
    scopes.map(async ({ scope, uncounted, points, name }) => {
      const mac = await log.mac(instanceId, 'rate limit', name)
      return {
        scope,
        uncounted,
        points,
        take: { instanceId, digest: mac.toString('base64url'), amount: 1, expiresAt },
      }
    }),
  )
}

/** Returns the values that identify the key of a scope; undefined if the request has none. */
function valuesOf(
  scope: LimitedScope,
  { clientAddress }: LimitedRequest,
  { browserId, subject, isKnown = false }: LimitedParty,
): readonly string[] | undefined {
  const group = addressGroup(clientAddress)
  const name = subject === undefined ? undefined : foldText(subject.trim())
  const self = isKnown ? browserId : undefined
  switch (scope) {
    case 'address':
      return group === undefined ? undefined : [group]
    case 'browser':
      return browserId === undefined ? undefined : [browserId]
    case 'subjectFromAddress':
      return name === undefined || group === undefined || self !== undefined ? undefined : [name, group]
    case 'subject':
      return name === undefined ? undefined : self === undefined ? [name] : [name, self]
  }
}
