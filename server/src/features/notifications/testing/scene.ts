import { Logger, runOnce } from 'graphile-worker'
import { loadConfig } from '../../../config/config.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { onInstance, openTestLog, type TestLog, testCall } from '../../../testing/testLog.ts'
import { customTexts } from '../../custom-texts/index.ts'
import { instances } from '../../instances/index.ts'
import { loginPolicies } from '../../login-policies/index.ts'
import type { Deps } from '../../manifest.ts'
import { memberships } from '../../memberships/index.ts'
import { organizations } from '../../organizations/index.ts'
import { passwords } from '../../passwords/index.ts'
import { secondFactors } from '../../second-factors/index.ts'
import { sessions } from '../../sessions/index.ts'
import { settings } from '../../settings/index.ts'
import { type Profile, users } from '../../users/index.ts'
import { notifications } from '../index.ts'
import { taskList } from '../startWorker.ts'

/** An instance `i1` at `id.example`, its organization `o1`, and a worker that runs when it is told to. */
export interface Scene {
  readonly test: TestLog
  readonly deps: Deps
  /** Runs every job that is due, with the tasks of `notifications` unless told otherwise; failed jobs stay. */
  work(tasks?: ReturnType<typeof taskList>): Promise<void>
  /** Makes failed jobs due at once. */
  retryNow(): Promise<void>
  /** The jobs that wait for these tasks. */
  jobs(): Promise<
    readonly { readonly task: string; readonly attempts: number; readonly last_error: string | null }[]
  >
  append(user: string, ...events: readonly EventBody[]): Promise<void>
  /** Appends an event that asks for a code, with its plain text sealed; answers the secret's id. */
  requestCode(
    stream: { type: 'user' | 'session'; id: string },
    type: string,
    plain: string,
    more?: object,
  ): Promise<string>
  types(stream: string, id: string): Promise<readonly string[]>
  close(): Promise<void>
}

const features = [
  users,
  settings,
  loginPolicies,
  memberships,
  organizations,
  instances,
  passwords,
  secondFactors,
  sessions,
  customTexts,
  notifications,
]
const profile: Profile = {
  givenName: 'Ada',
  familyName: 'Lovelace',
  nickName: '',
  displayName: 'Ada <b>Lovelace</b>',
  language: 'en',
  gender: 'unspecified',
}

/** A call by an administrator of `i1`. */
export function admin(now = new Date()) {
  return testCall('admin', { memberships: [onInstance('IAM_OWNER')], now })
}

/** The events that make a person with a verified address and a verified phone. */
export function person(name: string, more: Partial<Profile> = {}): readonly EventBody[] {
  const payload = {
    username: name,
    scope: '',
    ...profile,
    ...more,
    email: `${name}@mail.example`,
    phone: '+41791234567',
  }
  return [
    { type: 'user.human.added', payload },
    { type: 'user.human.email.verified', payload: {} },
    { type: 'user.human.phone.verified', payload: {} },
  ]
}

/** Opens a scene on a database of its own. */
export async function openScene(): Promise<Scene> {
  const test = await openTestLog(features)
  const config = loadConfig({
    environment: { SALLYPORT_EXTERNAL_SECURE: 'true', SALLYPORT_EXTERNAL_PORT: '443' },
  })
  const deps: Deps = { ...test.deps, config }
  const ownTasks = taskList(deps, [notifications])
  const { log, database } = deps
  const transact = (
    stream: { type: string; id: string },
    owner: string,
    events: readonly EventBody[],
    plain?: string,
  ) =>
    log.transact({ instanceId: 'i1', creator: 'test', now: new Date() }, stream, async (tx) => {
      const loaded = await tx.load(stream)
      const secretId = events[0]?.payload['secretId']
      if (plain !== undefined) tx.seal(loaded, String(secretId), plain)
      await tx.append(loaded, events, { owner })
    })
  await transact({ type: 'instance', id: 'i1' }, 'i1', [
    { type: 'instance.added', payload: { name: 'Test' } },
    { type: 'instance.domain.added', payload: { domain: 'id.example', generated: false } },
    { type: 'instance.domain.primary.set', payload: { domain: 'id.example' } },
  ])
  await transact({ type: 'org', id: 'o1' }, 'o1', [{ type: 'org.added', payload: { name: 'Test' } }])
  return {
    test,
    deps,
    async work(tasks = ownTasks) {
      await runOnce({
        pgPool: database.pool,
        taskList: tasks,
        noHandleSignals: true,
        logger: silent,
        concurrency: 2,
      })
      // runOnce does not wait until the failure of a job is written down.
      const locked = 'select 1 from graphile_worker._private_jobs where locked_at is not null'
      while ((await database.query(locked)).length > 0);
    },
    retryNow: async () => {
      await database.query('update graphile_worker._private_jobs set run_at = now()')
    },
    jobs: () =>
      database.query(
        `select t.identifier as task, j.attempts, j.last_error from graphile_worker._private_jobs j
           join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier like 'noti%' order by j.id`,
      ),
    async append(user, ...events) {
      await transact({ type: 'user', id: user }, 'o1', events)
    },
    async requestCode(stream, type, plain, more = {}) {
      const secretId = newId()
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
      const owner = stream.type === 'session' ? 'i1' : 'o1'
      await transact(
        stream,
        owner,
        [{ type, payload: { secretId, expiresAt, returned: false, ...more } }],
        plain,
      )
      return secretId
    },
    async types(type, id) {
      const rows = await database.query<{ type: string }>(
        "select type from events where instance_id = 'i1' and stream_type = $1 and stream_id = $2 order by sequence",
        [type, id],
      )
      return rows.map((row) => row.type)
    },
    close: () => test.close(),
  }
}

const silent = new Logger(() => () => undefined)
