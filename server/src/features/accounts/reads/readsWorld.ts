import { type Call, writing } from '../../../access/call.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { onInstance, openTestLog, type TestLog, testCall } from '../../../testing/testLog.ts'
import type { Feature } from '../../manifest.ts'
import { passwords } from '../../passwords/index.ts'
import { settings } from '../../settings/index.ts'
import { newHumanEvents, newMachineEvents, users } from '../../users/index.ts'
import { authServiceReads } from '../rpc/authServiceReads.ts'
import { managementServiceReads } from '../rpc/managementServiceReads.ts'
import { userServiceReads } from '../rpc/userServiceReads.ts'

const otherTables = {
  name: 'test/other-tables',
  sql: `
    create table org_domains (instance_id text, org_id text, domain text, is_verified boolean, is_primary boolean);
    create table mfa_init_skips (instance_id text, user_id text, skipped_at timestamptz);
    insert into org_domains values
      ('i1', 'o1', 'one.example', true, true), ('i1', 'o1', 'uno.example', true, false),
      ('i1', 'o1', 'wish.example', false, false), ('i1', 'o2', 'two.example', true, true),
      ('i2', 'o1', 'other.example', true, true);
  `,
}

const reads: Feature = {
  name: 'reads',
  handlers: (deps) => [userServiceReads(deps), managementServiceReads(deps), authServiceReads(deps)],
}

/** Reads everything of instance `i1`, in the context of organization `o1`. */
export const admin = testCall('admin', { memberships: [onInstance('IAM_OWNER')] })

/** What a test wants to be particular about a person; its e-mail address is `<username>@mail.example` unless told. */
export interface Person {
  readonly id: string
  readonly username?: string
  readonly scope?: string
  readonly orgId?: string
  readonly given?: string
  readonly family?: string
  readonly nick?: string
  readonly email?: string
  readonly phone?: string
}

/** Users on a log of their own, read through the handlers. */
export interface ReadsWorld extends TestLog {
  append(
    userId: string,
    events: readonly EventBody[],
    options?: { owner?: string; call?: Call },
  ): Promise<void>
  person(person: Person, call?: Call): Promise<void>
  machine(id: string, orgId?: string): Promise<void>
}

/** Opens the world; the caller closes it. */
export async function openReadsWorld(): Promise<ReadsWorld> {
  const system = await openTestLog([users, settings, passwords, reads], [otherTables])
  const append: ReadsWorld['append'] = async (id, events, { owner, call = admin } = {}) => {
    const ref = { type: 'user', id }
    await system.deps.log.transact(writing(call), ref, async (tx) => {
      await tx.append(await tx.load(ref), events, owner === undefined ? {} : { owner })
    })
  }
  return {
    ...system,
    append,
    person: (person, call = admin) =>
      append(person.id, personEvents(person), { owner: person.orgId ?? 'o1', call }),
    machine: (id, owner = 'o1') =>
      append(
        id,
        newMachineEvents({
          username: id,
          scope: '',
          name: `${id} name`,
          description: '',
          accessTokenType: 'jwt',
        }),
        { owner },
      ),
  }
}

function personEvents(person: Person): readonly EventBody[] {
  const { id, username = id, scope = '', given = 'Given', family = 'Family', nick = '', phone } = person
  return newHumanEvents({
    username,
    scope,
    profile: {
      givenName: given,
      familyName: family,
      nickName: nick,
      displayName: `${given} ${family}`,
      language: 'en',
      gender: 'diverse',
    },
    email: { address: person.email ?? `${username}@mail.example`, proof: { kind: 'verified' } },
    ...(phone !== undefined && { phone: { number: phone, proof: { kind: 'verified' } } }),
  })
}
