import { expect, test } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { CacheUse } from '../eventlog/cacheUse.ts'
import type { Feature } from '../features/manifest.ts'
import { DomainError } from '../kernel/refusal.ts'
import { features } from '../product.ts'
import { testServer } from '../testing/testServer.ts'
import { authenticate, type Demand } from './authenticate.ts'
import { isPast, type UserCredentialKind } from './credentialKind.ts'
import { openLookup } from './lookup.ts'
import { mergeLookupParts } from './lookupParts.ts'
import { tokenInvalid } from './refusals.ts'
import { type TokenParts, tokenFormat } from './tokenFormat.ts'
import { newTokenSecret, tokenDigest } from './tokenSecret.ts'

const badge = tokenFormat('badge', ['badgeId'])

const badgeKind: UserCredentialKind<TokenParts<'badgeId'>, { readonly valid_until: string | null }> = {
  name: 'badge',
  parse: badge.parse,
  lookup: {
    table: 'badges',
    column: 'badge_id',
    value: ({ badgeId }) => badgeId,
    user: 'c.holder',
    secret: { streamType: 'user', streamId: 'c.holder', id: 'c.badge_id' },
    columns: { valid_until: 'c.valid_until' },
  },
  async identify({ badgeId, secret }, { row, now, matches }) {
    const stream = { type: 'user', id: row.user_id ?? '' }
    if (!(await matches(secret, stream, badgeId)) || isPast(row.valid_until, now))
      throw new DomainError(tokenInvalid)
    return { token: { kind: 'badge', id: badgeId } }
  },
}

/** The whole code that a feature needs for its own kind of tokens. */
const badges: Feature = { name: 'badges', credentials: () => [badgeKind] }

const now = new Date()
const until = new Date(now.getTime() + 86_400_000)
const server = await testServer()
const { log } = server.product.deps
const { database } = server.testDatabase
const { instanceId } = server.first
const userId = server.first.machine?.userId ?? ''
const secret = newTokenSecret()
const token = badge.format({ badgeId: 'b1', secret })
await database.query(
  `create table badges (instance_id text, badge_id text, holder text, valid_until timestamptz, primary key (instance_id, badge_id))`,
)
await database.query(`insert into badges values ($1, 'b1', $2, $3)`, [instanceId, userId, until])
await log.transact({ instanceId, creator: 'test', now }, undefined, async (tx) => {
  const stream = await tx.load({ type: 'user', id: userId })
  tx.seal({ instanceId, type: 'user', id: userId }, 'b1', tokenDigest(secret))
  const payload = { tokenId: 'b1', expiresAt: until.toISOString(), scopes: [] }
  await tx.append(stream, [{ type: 'user.pat.added', payload }])
})

/** Authenticates as the product would with the feature in its list. */
function open() {
  const config = loadConfig({ environment: {} })
  const kinds = [...features, badges].flatMap((feature) => feature.credentials?.(config) ?? [])
  const parts = mergeLookupParts(features.map((feature) => feature.lookup ?? {}))
  const lookup = openLookup({ query: database.keyed, confirm: log.confirmed.read }, parts, kinds)
  return (text: string, at = now, demand: Partial<Demand> = {}) =>
    authenticate(
      { lookup, log, database, kinds, publicAddress: config },
      {
        headers: new Headers({ authorization: `Bearer ${text}` }),
        authority: 'localhost',
        secure: false,
        clientAddress: '127.0.0.1',
      },
      { tokenNeeded: true, enrols: undefined, ...demand },
      at,
    )
}

test('a token of a new kind authenticates its user with all memberships', async () => {
  const { principal, instance } = await open()(token)
  expect(instance.id).toBe(instanceId)
  expect(principal).toMatchObject({
    kind: 'user',
    userId,
    machine: true,
    token: { kind: 'badge', id: 'b1' },
    memberships: [
      { scope: 'instance', roles: ['IAM_OWNER'] },
      { scope: 'org', roles: ['ORG_OWNER'] },
    ],
  })
})

test('a wrong secret, an unknown id and an old token are refused by the kind', async () => {
  const call = open()
  const refused = { refusal: { code: 'auth.token_invalid' } }
  await expect(call(badge.format({ badgeId: 'b1', secret: newTokenSecret() }))).rejects.toMatchObject(refused)
  await expect(call(badge.format({ badgeId: 'b2', secret }))).rejects.toMatchObject(refused)
  await expect(call(token, until)).rejects.toMatchObject(refused)
})

test('text of no kind is refused, and no user token opens the system', async () => {
  const call = open()
  await expect(call('badge_b1')).rejects.toMatchObject({ refusal: { code: 'auth.token_invalid' } })
  await expect(call(token, now, { instanceId: '' })).rejects.toMatchObject({
    refusal: { code: 'auth.system_user_needed' },
  })
})

test('the row may come from the cache, and the cache use then names it for this kind', async () => {
  const call = open()
  await call(token, now, { cacheUse: new CacheUse() })
  const cacheUse = new CacheUse()
  await call(token, now, { cacheUse })
  expect(cacheUse).toMatchObject({ unconfirmed: true, read: { kind: 'badge' } })
})
