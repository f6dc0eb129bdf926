import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { makeDataDir, programIn, readToken, removeDataDir } from '../../e2e/src/serverProcess.ts'
import { figure, promise, sayTable } from './report.ts'
import { startUp } from './startUp.ts'

const password = 'Correct-Horse-1'
/** Takes about 14 seconds of CPU: N = 2^18, r = 8, p = 16. */
const dearest = `$scrypt$ln=18,r=8,p=16$c2FsdHNhbHQ$${'a'.repeat(43)}`
/** Takes about as long as an import accepts in every version. */
const dear = `$scrypt$ln=17,r=8,p=2$c2FsdHNhbHQ$${'a'.repeat(43)}`

interface Caller {
  readonly userId: string
  readonly token: string
}

/** The longest that a login with a current hash took, in seconds, during each attack. */
interface Figures {
  readonly idle: number
  readonly own: number
  readonly ownRefused: number
  readonly imported: number
  readonly hungUp: number
}

/**
 * Attacks a build with hashes that are dear to check, and measures the next login of somebody else:
 *
 * - own: two people without any role set the dearest hash for themselves and guess once each;
 * - imported: an administrator of another organization imports 12 dear hashes, and each of these people logs in once;
 * - hung up: the same with callers who disconnect after 100 ms.
 */
async function attack(program: string | undefined): Promise<Figures> {
  const dataDir = makeDataDir()
  const { server } = await startUp(dataDir, [], program)
  const send = (
    method: string,
    where: string,
    body: unknown,
    options: { token?: string; org?: string; signal?: AbortSignal } = {},
  ) =>
    fetch(`${server.url}${where}`, {
      method,
      headers: {
        authorization: `Bearer ${options.token ?? readToken(dataDir)}`,
        'content-type': 'application/json',
        ...(options.org && { 'x-zitadel-orgid': options.org }),
      },
      body: JSON.stringify(body),
      ...(options.signal && { signal: options.signal }),
    })
  const logIn = async (userId: string, word: string, signal?: AbortSignal) => {
    const checks = { user: { userId }, password: { password: word } }
    const reply = await send('POST', '/v2/sessions', { checks }, signal ? { signal } : {})
    return (await reply.json()) as { readonly sessionToken?: string }
  }
  const addPerson = async (secret: object, org?: string): Promise<string> => {
    const email = `${randomBytes(6).toString('hex')}@mail.test`
    const body = {
      profile: { givenName: 'Pat', familyName: 'Person' },
      email: { email, isVerified: true },
      ...secret,
    }
    const reply = await send('POST', '/v2/users/human', body, org ? { org } : {})
    return ((await reply.json()) as { readonly userId: string }).userId
  }
  const addCaller = async (): Promise<Caller> => {
    const userId = await addPerson({ password: { password } })
    return { userId, token: (await logIn(userId, password)).sessionToken ?? '' }
  }
  const timed = async (userId: string) => {
    const begun = performance.now()
    const { sessionToken } = await logIn(userId, password)
    if (sessionToken === undefined) throw new Error('the login failed')
    return (performance.now() - begun) / 1000
  }

  const [victim, ...attackers] = [await addCaller(), await addCaller(), await addCaller()]
  const idle = await timed(victim.userId)
  const set = await Promise.all(
    attackers.map(({ userId, token }) =>
      send(
        'PUT',
        `/v2/users/human/${userId}`,
        { password: { hashedPassword: { hash: dearest }, currentPassword: password } },
        { token },
      ),
    ),
  )
  const guesses = attackers.map(({ userId }) => logIn(userId, 'wrong'))
  await setTimeout(200)
  const own = await timed(victim.userId)
  await Promise.all(guesses)

  const org = await send('POST', '/v2/organizations', { name: 'Crowd' })
  const { organizationId } = (await org.json()) as { readonly organizationId: string }
  const crowd: string[] = []
  while (crowd.length < 12) crowd.push(await addPerson({ hashedPassword: { hash: dear } }, organizationId))
  const logins = crowd.map((userId) => logIn(userId, 'wrong'))
  await setTimeout(200)
  const imported = await timed(victim.userId)
  await Promise.all(logins)

  const abandoned = crowd.map((userId) =>
    logIn(userId, 'wrong', AbortSignal.timeout(100)).catch(() => undefined),
  )
  await Promise.all(abandoned)
  const begun = performance.now()
  await logIn(crowd[0] ?? '', 'wrong')
  const hungUp = (performance.now() - begun) / 1000
  await server.stop()
  removeDataDir(dataDir)
  return { idle, own, ownRefused: set.filter(({ status }) => status >= 400).length, imported, hungUp }
}

const folder = process.argv[2]
const before = folder && (await attack(programIn(folder)))
const after = await attack(undefined)
const seconds = (name: string, of: (figures: Figures) => number) => [
  name,
  ...(before ? [figure(of(before))] : []),
  figure(of(after)),
]
sayTable(
  ['seconds', ...(before ? ['before'] : []), 'after'],
  [
    seconds('a login, nothing else running', ({ idle }) => idle),
    seconds('a login while two people check hashes of their own', ({ own }) => own),
    seconds('hashes of their own that were refused, of 2', ({ ownRefused }) => ownRefused),
    seconds('a login while another organization checks 12 dear hashes', ({ imported }) => imported),
    seconds('a dear login after 12 callers hung up', ({ hungUp }) => hungUp),
  ],
)
promise(after.ownRefused === 2, 'nobody sets a hash for themselves')
promise(
  after.imported < 1,
  'dear hashes of one organization delay the logins of others by less than a second',
)
if (after.ownRefused < 2 || after.imported >= 1) process.exitCode = 1
