import { z } from 'zod'
import type { Migration } from '../database/migrate.ts'
import type { LogSchema } from '../eventlog/types.ts'
import { defineEvent } from '../kernel/events.ts'
import type { Facet } from '../kernel/facet.ts'
import { refuse } from '../kernel/refusal.ts'

/** For the log's own tests: accounts with a unique name, tags, and a factor that has a secret. */
export interface Account {
  readonly [key: string]: string | number | readonly string[] | undefined
  readonly name?: string
  readonly tags: readonly string[]
  /** Of the last event that concerns the account. */
  readonly changedAt?: string
  readonly sequence?: number
}

/** The name is taken. */
export const nameTaken = refuse('sample.name_taken', 'already_exists', 'That name is taken.')

const removed = defineEvent('sample.removed', z.object({}))
const counted = defineEvent('counter.counted', z.object({}))

/** Renders `sample_accounts` and `sample_tags`. */
export const accountFacet: Facet<Account> = {
  name: 'sample.account',
  streams: ['sample'],
  events: [
    defineEvent('sample.added', z.object({ name: z.string() })),
    defineEvent('sample.renamed', z.object({ name: z.string() })),
    defineEvent('sample.tagged', z.object({ tag: z.string() })),
    defineEvent('sample.untagged', z.object({ tag: z.string() })),
    defineEvent('sample.closed', z.object({})),
    removed,
  ],
  initial: { tags: [] },
  evolve(state, { type, payload, createdAt, sequence }) {
    const text = (key: string) => String(payload[key])
    const moved = { ...state, changedAt: createdAt, sequence }
    switch (type) {
      case 'sample.added':
      case 'sample.renamed':
        return { ...moved, name: text('name') }
      case 'sample.tagged':
        return { ...moved, tags: [...state.tags.filter((tag) => tag !== text('tag')), text('tag')] }
      case 'sample.untagged':
        return { ...moved, tags: state.tags.filter((tag) => tag !== text('tag')) }
      case 'sample.closed':
      case 'sample.removed':
        return accountFacet.initial
      default:
        return state
    }
  },
  rows: (state, stream) =>
    state.name === undefined
      ? {}
      : {
          sample_accounts: [
            {
              instance_id: stream.instanceId,
              id: stream.id,
              name: state.name,
              changed_at: state.changedAt ?? null,
              sequence: state.sequence ?? null,
            },
          ],
          sample_tags: state.tags.map((tag, at) => ({
            instance_id: stream.instanceId,
            account: stream.id,
            tag,
            place: at,
          })),
        },
}

/** Holds at most one secret. */
export const factorFacet: Facet<{ readonly secretId: string | null }> = {
  name: 'sample.factor',
  streams: ['sample'],
  events: [
    defineEvent('sample.factor.added', z.object({ secretId: z.string() })),
    defineEvent('sample.factor.removed', z.object({})),
  ],
  hears: [removed],
  initial: { secretId: null },
  evolve(state, { type, payload }) {
    if (type === 'sample.factor.added') return { secretId: String(payload['secretId']) }
    if (type === 'sample.factor.removed' || type === 'sample.removed') return factorFacet.initial
    return state
  },
  secrets: ({ secretId }) => (secretId === null ? [] : [secretId]),
}

/** Counts events that reactions append. */
export const counterFacet: Facet<number> = {
  name: 'sample.counter',
  streams: ['counter'],
  events: [counted],
  initial: 0,
  evolve: (state, { type }) => (type === 'counter.counted' ? state + 1 : state),
}

/** The schema of the sample features. Removing an account counts on stream `counter/removals`. */
export const sampleSchema: LogSchema = {
  facets: [accountFacet, factorFacet, counterFacet],
  reactions: [
    {
      on: [removed],
      async react(tx, stream) {
        const counter = await tx.load({ type: 'counter', id: 'removals' })
        await tx.append(counter, [counted()], { owner: stream.owner })
      },
    },
  ],
  tables: ['sample_accounts', 'sample_tags'],
  constraints: { sample_accounts_name: nameTaken },
}

/** The sample index tables. */
export const sampleMigrations: readonly Migration[] = [
  {
    name: 'sample/001',
    sql: `
      create table sample_accounts (
        instance_id text not null, id text not null, name text not null,
        changed_at timestamptz not null, sequence int not null,
        primary key (instance_id, id)
      );
      create unique index sample_accounts_name on sample_accounts (instance_id, lower(name));
      create table sample_tags (
        instance_id text not null, account text not null, tag text not null, given_up int, place int not null,
        primary key (instance_id, account, tag)
      );
      alter table sample_tags drop column given_up;
      create unique index sample_tags_place on sample_tags (instance_id, account, place);`,
  },
]
