import { createRegistry, type DescMethod, fromBinary, toJsonString } from '@bufbuild/protobuf'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { expect, test, vi } from 'vitest'
import { asksForAnyId, choicesOf, filledMessage, type Ids } from './filledMessage.ts'
import { addMachine, addOrg, inOrg } from './tenants.ts'
import { addVictim, marker } from './victim.ts'
import { addInstance, systemServer } from './virtualInstances.ts'
import { each, guarded, handled, isSystem, nameOf, type Outcome, wireCall } from './wireCall.ts'

// Every read runs with every id in every filter, some thousand calls a test.
vi.setConfig({ testTimeout: 300_000 })
const server = await systemServer()
const victim = await addVictim(server)
const reads = handled.filter((method) => /^(Get|List|Search|Is|Has)/.test(method.name) && !isSystem(method))
const registry = createRegistry(...handled.map(({ output }) => output))

/** Reads that the contract makes in all organizations of an instance: whether a name is taken, and by whom. */
const globalReads = ['GetOrgByDomainGlobal', 'GetUserByLoginNameGlobal', 'IsUserUnique'].map(
  (name) => `zitadel.management.v1.ManagementService/${name} filled`,
)
/** With a token only the token counts: a session that lives refuses another one, and one that does not is unknown (platform notes §1). */
const tokenReads = ['v2', 'v2beta'].map(
  (version) => `zitadel.session.${version}.SessionService/GetSession filled`,
)

const fieldsOf = (names: string, text: string) =>
  Object.fromEntries(names.split(' ').map((field) => [field, text]))

/** The texts that filters compare, by the names of their fields. */
const textsOf = (word: string, phone: string): Ids => ({
  ...fieldsOf(
    'name orgName organizationName projectName grantedOrgName userName username search query',
    word,
  ),
  ...fieldsOf('loginName preferredLoginName displayName nickName firstName givenName lastName', word),
  ...fieldsOf('familyName key roleKey value', word),
  ...fieldsOf('email emailAddress address', `${word}@example.test`),
  ...fieldsOf('phone phoneNumber number', phone),
  ...fieldsOf('domain primaryDomain domainName', `${word}.example.test`),
})
const theirTexts = textsOf(marker, '+41791234568')
const unusedTexts = textsOf('okapi', '+41797654321')

/** An id that nothing has, of the same shape; that of the caller's own instance stays. */
type Unused = (id: string) => string
const unused = (id: string) =>
  id.replace(/\d{4}(?=\d$)/, (part) => String(9999 - Number(part)).padStart(4, '0'))
const unusedInside = (id: string) => (id === victim['instanceId'] ? id : unused(id))

interface Pair {
  readonly lists: 'bare' | 'filled'
  readonly known: Uint8Array
  readonly unknown: Uint8Array
}

/** Messages that name what is the victim's, and the same about nothing, for every kind of id and every filter. */
function pairsFor({ input }: DescMethod, away: Unused): readonly Pair[] {
  const unknownIds = Object.fromEntries(Object.entries(victim).map(([name, id]) => [name, away(id)]))
  const guesses = asksForAnyId(input, victim) ? [...new Set(Object.values(victim))] : ['']
  const pairs = guesses.flatMap((id) =>
    Array.from({ length: choicesOf(input) + 1 }, (_, choice): Pair => {
      const lists = choice === 0 ? 'bare' : 'filled'
      const others: Ids = lists === 'bare' ? { sessionToken: '' } : {}
      return {
        lists,
        known: filledMessage(input, { ...others, ...theirTexts, ...victim, id }, lists, choice),
        unknown: filledMessage(
          input,
          { ...others, ...unusedTexts, ...unknownIds, id: away(id) },
          lists,
          choice,
        ),
      }
    }),
  )
  return [...new Map(pairs.map((pair) => [Buffer.from(pair.known).toString('base64'), pair])).values()]
}

/** What a reply says, without instants, as if it were about nothing. */
function said({ method, code, message, reply }: Outcome, away: Unused): string {
  const { output } = method
  const body = code === 'ok' ? toJsonString(output, fromBinary(output, reply), { registry }) : message
  const text = Object.values(victim).reduce((text, id) => text.replaceAll(id, away(id)), `${code} ${body}`)
  return text.replaceAll(marker, 'okapi').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant')
}

interface Caller {
  readonly token: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The reads whose replies tell this caller an id or a name of the victim from one that nothing has. */
async function tellingReads(caller: Caller, away: Unused): Promise<readonly string[]> {
  const found = new Map<string, string>()
  await each(reads, async (method) => {
    for (const { lists, known, unknown } of pairsFor(method, away)) {
      const one = said(await wireCall(server, method, known, caller), away)
      const other = said(await wireCall(server, method, unknown, caller), away)
      if (one !== other)
        found.set(`${nameOf(method)} ${lists}`, `${one.slice(0, 200)}\n${other.slice(0, 200)}`)
    }
  })
  return [...found.keys()].sort()
}

test("the owner of another instance cannot tell this one's ids and names from unknown ones", async () => {
  expect(await tellingReads(await addInstance(server), unused)).toEqual([])
})

test('the owner of another organization cannot, but by the reads of the contract across organizations', async () => {
  const { orgId } = await addOrg(server, 'Attackers')
  const owner = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  expect(await tellingReads(owner, unusedInside)).toEqual([...globalReads, ...tokenReads])
})

test('a person without roles cannot', async () => {
  expect(await tellingReads(await addMachine(server), unusedInside)).toEqual(tokenReads)
})

/** Its reply is about the context: the permissions that the caller has there. */
const aboutContext = 'zitadel.auth.v1.AuthService/ListMyZitadelPermissions'

test('the owner of another organization who names this one as the context reads nothing by it (platform notes §4)', async () => {
  const { orgId } = await addOrg(server, 'Attackers')
  const { token } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  const headers = inOrg(victim['orgId'] ?? '')
  const asked = reads.filter((method) => nameOf(method) !== aboutContext)
  const wrong = await each(asked, async (method) => {
    const isGuarded = guarded.includes(method)
    for (const { known } of pairsFor(method, unusedInside)) {
      const there = await wireCall(server, method, known, { token, headers })
      // Without a permission of its own, a method decides by what it reads, whatever the context.
      const isRight = isGuarded
        ? there.code === 'not_found' && there.message.endsWith('(permission.membership_not_found)')
        : said(there, unusedInside) === said(await wireCall(server, method, known, { token }), unusedInside)
      if (!isRight) return [`${nameOf(method)}: ${there.code} ${there.message}`]
    }
    return []
  })
  expect(wrong.flat()).toEqual([])
  const permissions = server.client(AuthService, { token, headers }).listMyZitadelPermissions({})
  expect((await permissions).result).toEqual([])
})

test('the owner of the instance can, so the messages do ask for the victim', async () => {
  const owner = await addMachine(server, { roles: ['IAM_OWNER'] })
  const found = await tellingReads({ ...owner, headers: inOrg(victim['orgId'] ?? '') }, unusedInside)
  expect(found.length).toBeGreaterThan(40)
})
