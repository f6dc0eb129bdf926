import pg from 'pg'
import { createInstance } from '../../../server/src/features/instances/writes/createInstance.ts'
import { newId } from '../../../server/src/kernel/ids.ts'
import { figure, say } from '../report.ts'
import { type BulkWriter, openBulkWriter } from './bulkWriter.ts'
import { dropIndexes } from './laterIndexes.ts'
import { personTexts, type Templates } from './makeTemplates.ts'
import type { Writing } from './openWriting.ts'
import { instanceOf, type ScaleSize } from './scaleSize.ts'
import { copyStream } from './streamTemplate.ts'

/** What a prepared database holds. */
export interface Filled {
  readonly instanceIds: readonly string[]
  /** Of people in the first instance with a password, spread over its organizations. */
  readonly plain: readonly string[]
  /** Of people there who also have codes by e-mail as a factor. */
  readonly withCodes: readonly string[]
  /** Of organizations of the first instance. */
  readonly orgIds: readonly string[]
  readonly bytesPerPerson: number
  readonly bytesPerSession: number
  readonly events: number
}

interface Person {
  readonly withCodes: boolean
  readonly instanceId: string
  readonly orgId: string
  readonly userId: string
}

const day = 86_400_000
const filled = [
  'events',
  'streams',
  'secrets',
  'users',
  'user_factors',
  'organizations',
  'org_domains',
  'log_commits',
]
const names = {
  given: ['Ada', 'Alan', 'Barbara', 'Dennis', 'Edsger', 'Frances', 'Grace', 'Hedy', 'John', 'Radia'],
  family: ['Allen', 'Dijkstra', 'Hopper', 'Kay', 'Lamarr', 'Liskov', 'Lovelace', 'Perlman', 'Turing'],
}

/**
 * Fills the database of an installation whose first instance exists with instances, and with organizations, people and sessions as copies
 * of the templates: chained, sealed and rendered by the code of the log, written by SQL.
 */
export async function fillDatabase(
  url: string,
  writing: Writing,
  templates: Templates,
  size: ScaleSize,
): Promise<Filled> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await prepareLoading(client)
    const instanceIds = await addInstances(writing, client, size.instances)
    const before = await databaseBytes(client)
    const createIndexes = await dropIndexes(client, filled)
    const people = await addPeople(await openBulkWriter(client, writing.vault), {
      writing,
      templates,
      size,
      instanceIds,
    })
    await during('indexes', createIndexes)
    const withPeople = await databaseBytes(client)
    await addSessions(await openBulkWriter(client, writing.vault), { writing, templates, size, people })
    const withSessions = await databaseBytes(client)
    await during('seals', () => writing.deps.log.seal())
    await during('vacuum', () => client.query('vacuum (analyze)'))
    await client.query('checkpoint')
    const first = people.filter(({ instanceId }) => instanceId === instanceIds[0])
    const { rows } = await client.query<{ events: string }>('select count(*) as events from events')
    return {
      instanceIds,
      plain: spread(first.filter((person) => !person.withCodes)),
      withCodes: spread(first.filter((person) => person.withCodes)),
      orgIds: [...new Set(first.map(({ orgId }) => orgId))].slice(0, 100),
      bytesPerPerson: (withPeople - before) / size.people,
      bytesPerSession: (withSessions - withPeople) / size.sessions,
      events: Number(rows[0]?.events),
    }
  } finally {
    await client.end()
  }
}

/** Checkpoints during a load would write each page many times. */
async function prepareLoading(client: pg.Client): Promise<void> {
  await client.query(`alter system set max_wal_size = '8GB'`)
  await client.query('select pg_reload_conf()')
  await client.query('set statement_timeout = 0')
  await client.query('set synchronous_commit = off')
  await client.query('set jit = off')
}

async function addInstances({ deps }: Writing, client: pg.Client, count: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ instance_id: string }>('select instance_id from instances')
  const ids = rows.map(({ instance_id: id }) => id)
  for (let number = ids.length; number < count; number++) {
    const created = await createInstance(
      deps,
      { creator: 'bench', now: deps.clock.now() },
      {
        name: `Tenant ${number}`,
        customDomain: `tenant-${number}.scale.example`,
        machine: { username: 'root', name: 'Root' },
      },
    )
    ids.push(created.instanceId)
  }
  return ids
}

interface Filling {
  readonly writing: Writing
  readonly templates: Templates
  readonly size: ScaleSize
}

async function addPeople(
  writer: BulkWriter,
  { writing, templates, size, instanceIds }: Filling & { readonly instanceIds: readonly string[] },
): Promise<readonly Person[]> {
  const people: Person[] = []
  const tell = progress('people', size.people)
  for (let organization = 0; organization < size.organizations; organization++) {
    const instanceId = instanceIds[instanceOf(size, organization)] ?? ''
    const orgId = newId()
    // Also in its domain.
    const name = `Firm-${organization}`
    const createdAt = Date.now() - 400 * day + organization
    const texts = [name]
    await writer.add(
      copyStream(templates.organization, writing.chain, {
        ...ref('org', instanceId, orgId),
        owner: orgId,
        createdAt,
        texts,
      }),
    )
    const until = Math.min(size.people, (organization + 1) * 100)
    for (let number = organization * 100; number < until; number++) {
      const userId = newId()
      const withCodes = number % 10 === 0
      const template = withCodes ? templates.withCodes : templates.person
      const at = createdAt + (number / size.people) * 399 * day
      const as = {
        ...ref('user', instanceId, userId),
        owner: orgId,
        createdAt: Math.floor(at),
        texts: textsOf(number),
      }
      await writer.add(copyStream(template, writing.chain, as))
      people.push({ instanceId, orgId, userId, withCodes })
    }
    tell(people.length)
  }
  await writer.end()
  return people
}

function textsOf(number: number): readonly string[] {
  const givenName = names.given[number % names.given.length] ?? ''
  const familyName = `${names.family[number % names.family.length]}-${number % 997}`
  const username = `${givenName}.${familyName}.${number}`.toLowerCase()
  return personTexts({ username, givenName, familyName, nickName: `nick${number % 5003}` })
}

async function addSessions(
  writer: BulkWriter,
  { writing, templates, size, people }: Filling & { readonly people: readonly Person[] },
): Promise<void> {
  const tell = progress('sessions', size.sessions)
  for (let number = 0; number < size.sessions; number++) {
    const person = people[Math.floor((number * people.length) / size.sessions)]
    if (person === undefined) throw new Error('there are no people')
    const as = {
      ...ref('session', person.instanceId, newId()),
      // As the API does, in the name of the instance.
      owner: person.instanceId,
      createdAt: Math.floor(Date.now() - day + (number / size.sessions) * day),
      texts: [person.userId, person.orgId],
    }
    await writer.add(
      copyStream(person.withCodes ? templates.sessionWithCode : templates.session, writing.chain, as),
    )
    if (number % 1000 === 0) tell(number)
  }
  await writer.end()
}

function ref(type: string, instanceId: string, id: string) {
  return { type, instanceId, id }
}

function spread(people: readonly Person[], count = 100): string[] {
  const step = Math.max(1, Math.floor(people.length / count))
  return people
    .filter((_, at) => at % step === 0)
    .slice(0, count)
    .map(({ userId }) => userId)
}

async function databaseBytes(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  )
  return Number(rows[0]?.bytes)
}

/** Prints at most one line each ten seconds. */
function progress(what: string, total: number): (done: number) => void {
  const begun = performance.now()
  let said = begun
  return (done) => {
    const now = performance.now()
    if (now - said < 10_000) return
    said = now
    say(`      ${figure(done)} of ${figure(total)} ${what}, ${figure((done * 1000) / (now - begun))}/s`)
  }
}

async function during<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now()
  const result = await work()
  say(`      ${what} in ${figure((performance.now() - begun) / 1000)} s`)
  return result
}
