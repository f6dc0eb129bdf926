import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { authorizeCases } from './oidcAuthorizeCases.ts'
import { clientCases } from './oidcClientCases.ts'
import { differences } from './oidcDifferences.ts'
import { grantCases } from './oidcGrantCases.ts'
import { loginCases } from './oidcLoginCases.ts'
import { proofCases } from './oidcProofCases.ts'
import type { Ask, Seen } from './oidcSeen.ts'
import { makeClientKey, ourSide, type Side, startPeer } from './oidcSides.ts'
import { useCases } from './oidcUseCases.ts'

const server = await testServer()
const key = await makeClientKey()
const peer = await startPeer(key)
afterAll(() => peer.close())
const ours = await ourSide(server, key)
const cases: Readonly<Record<string, Ask>> = {
  ...clientCases,
  ...authorizeCases,
  ...grantCases,
  ...useCases,
  ...proofCases,
  ...loginCases,
}

const found: string[] = []
beforeAll(async () => {
  found.push(...(await metadataDifferences()))
  const waiting = Object.entries(cases)
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      found.push(...(await differencesOf(...next)))
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
}, 300_000)

async function differencesOf(name: string, ask: Ask): Promise<string[]> {
  const [theirs, mine] = await Promise.all([peer, ours].map((side: Side) => ask(side).catch(failed)))
  return compared(name, theirs ?? {}, mine ?? {})
}

const failed = (reason: unknown): Seen => ({ failed: String(reason) })

function compared(name: string, theirs: Seen, mine: Seen): string[] {
  const parts = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])]
  return parts
    .filter((part) => theirs[part] !== mine[part])
    .map((part) => `${name} | ${part}: ${theirs[part] ?? 'absent'} -> ${mine[part] ?? 'absent'}`)
}

async function metadataDifferences(): Promise<string[]> {
  const [theirs, mine] = await Promise.all([metadataOf(peer), metadataOf(ours)])
  return compared('metadata', theirs ?? {}, mine ?? {})
}

async function metadataOf({ url }: Side): Promise<Seen> {
  const reply = await fetch(`${url}/.well-known/openid-configuration`)
  const members = Object.entries((await reply.json()) as Record<string, unknown>)
  return Object.fromEntries(
    members.map(([name, value]) => [name, [value].flat().map(String).sort().join(' ').replaceAll(url, '')]),
  )
}

describe('beside oidc-provider', () => {
  test('hundreds of requests are compared', () => {
    expect(Object.keys(cases).length).toBeGreaterThan(400)
  })

  test('every difference has its reason', () => {
    const unlisted = found.filter((line) => !differences.some(({ where }) => where.test(line)))
    expect(unlisted).toEqual([])
  })

  test.each(differences)('still so $times times: $where', ({ where, times }) => {
    expect(found.filter((line) => where.test(line))).toHaveLength(times)
  })
})
