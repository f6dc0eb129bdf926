import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { pages } from '../../server/src/web/pages/pages.ts'
import { testClock } from './factors.ts'
import { Walker } from './hostedWalker.ts'
import { type WalkPerson, type WalkPolicy, World } from './hostedWorld.ts'
import { addOidcApp } from './oidcLogin.ts'

const clock = testClock()
const server = await testServer({ clock })
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const paths = pages.map(({ path }) => path)
const day = 86_400

const policies: fc.Arbitrary<WalkPolicy> = fc.record({
  allowUsernamePassword: fc.constantFrom(true, true, true, true, false),
  forceMfa: fc.boolean(),
  ignoreUnknownUsernames: fc.boolean(),
  allowsTotp: fc.constantFrom(true, true, true, false),
  passwordCheckLifetime: fc.constantFrom(0, 3600, 10 * day),
  secondFactorCheckLifetime: fc.constantFrom(0, 3600, day),
  mfaInitSkipLifetime: fc.constantFrom(0, 30 * day),
})

const index = fc.nat(1000)
const tab = fc.constantFrom(0, 1)
const who = fc.constantFrom(0, 1)

/** What a browser, a thief, an administrator or time can do between two pages. */
const deeds = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('begin' as const), tab, who, variant: index }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('answer' as const), tab, who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wrong' as const), tab, who }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('type' as const), tab, who, path: index, keep: index }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('replay' as const), tab, at: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('turnBack' as const), at: index }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('steal' as const), at: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('policy' as const), policy: policies }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('totp' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('password' as const), who, change: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('state' as const),
      who,
      to: fc.constantFrom('active' as const, 'active' as const, 'inactive' as const, 'locked' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.constantFrom(31, 600, 7200, 20 * 3600, 11 * day),
    }),
  },
)
type Deed = typeof deeds extends fc.Arbitrary<infer Value> ? Value : never

/** The requests that an application sends. */
function variantOf(world: World, person: WalkPerson, at: number): Record<string, string> {
  const variants: Record<string, string>[] = [
    {},
    {},
    { prompt: 'login' },
    { prompt: 'none' },
    { prompt: 'select_account' },
    { max_age: '0' },
    { max_age: '600' },
    { login_hint: person.loginName },
    { scope: `openid urn:zitadel:iam:org:id:${world.orgId}` },
    { scope: `openid urn:zitadel:iam:org:id:${server.first.orgId}` },
  ]
  return variants[at % variants.length] ?? {}
}

/** The address of a page with parameters that the walk has seen, in any combination. */
function typedAddress(walker: Walker, person: WalkPerson, path: number, keep: number): string {
  const seen = new URLSearchParams()
  for (const { url } of [...walker.tabs].map(({ page }) => page)) {
    for (const [name, value] of url.searchParams) if (!seen.has(name)) seen.set(name, value)
  }
  if (keep % 5 === 0) seen.set('loginName', person.loginName)
  const kept = new URLSearchParams([...seen].filter((_, at) => ((keep >> at) & 1) === 0))
  return `${paths[path % paths.length]}?${kept}`
}

async function run(world: World, walker: Walker, thief: Walker, deed: Deed): Promise<void> {
  const person = world.people['who' in deed ? deed.who : 0] ?? world.people[0]
  const here = walker.tabs['tab' in deed ? deed.tab : 0] ?? walker.tabs[0]
  switch (deed.do) {
    case 'begin':
      return walker.begin(here, variantOf(world, person, deed.variant))
    case 'answer':
    case 'wrong':
      await walker.answer(here, person, deed.do === 'answer')
      return
    case 'type':
      return walker.type(here, typedAddress(walker, person, deed.path, deed.keep))
    case 'replay':
      return walker.replay(here, deed.at)
    case 'turnBack':
      return walker.turnBack(deed.at)
    case 'steal':
      return steal(walker, thief, deed.at)
    case 'policy':
      return world.setPolicy(deed.policy)
    case 'totp':
      return world.toggleTotp(person)
    case 'password':
      return world.setPassword(person, deed.change)
    case 'end':
      return world.endSessions(person)
    case 'state':
      return world.setState(person, deed.to)
    case 'wait':
      return clock.advance(deed.seconds)
  }
}

/** Another browser opens an address of the walk, and sends a form of it that holds no proof. */
async function steal(walker: Walker, thief: Walker, at: number): Promise<void> {
  const [here] = thief.tabs
  const form = walker.tabs.flatMap(({ sent }) => sent)[at % 7]
  const url = walker.tabs[at % 2]?.page.url
  if (url?.origin === server.url) await thief.type(here, url.href)
  if (form && !/password|code=/.test(form.body)) await thief.post(here, form.url, form.body)
  expect(thief.answers).toEqual([])
}

test('in random walks an application gets an answer only when the rules allow it, and every login ends', async () => {
  const seconds = Number(process.env['WALKS_SECONDS'] ?? 35)
  const seed = Number(process.env['WALKS_SEED'] ?? Date.now() % 2 ** 31)
  process.stdout.write(`walks of the hosted login: WALKS_SEED=${seed}\n`)
  let [walks, answers, ended] = [0, 0, 0]
  const walk = fc.tuple(policies, fc.array(deeds, { minLength: 10, maxLength: 40 }))
  await fc.assert(
    fc.asyncProperty(walk, async ([policy, steps]) => {
      const world = await World.open(server, clock, policy)
      const walker = new Walker(world, app)
      const thief = new Walker(world, app)
      for (const tab of walker.tabs) await walker.begin(tab, {})
      for (const step of steps) await run(world, walker, thief, step)
      for (const person of world.people) if ((await walker.finish(person)) === 'answered') ended += 1
      walks += 1
      answers += walker.answers.length
    }),
    {
      seed,
      numRuns: 10_000,
      interruptAfterTimeLimit: seconds * 1000,
      markInterruptAsFailure: false,
      endOnFailure: process.env['WALKS_SHRINK'] === undefined,
    },
  )
  process.stdout.write(`${walks} walks, ${answers} answers, ${ended} honest logins answered\n`)
  expect(answers).toBeGreaterThan(0)
}, 180_000)
