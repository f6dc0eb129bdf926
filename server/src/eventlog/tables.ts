import type { Migration } from '../database/migrate.ts'
import { logFunctions } from './functions.ts'

// Keys begin with the stream's id: ids grow, so that new entries fill the last page of an index.
const tables = `
create table events (
  instance_id text collate "C" not null,
  stream_type text collate "C" not null,
  stream_id text collate "C" not null,
  sequence integer not null,
  type text collate "C" not null,
  created_at timestamptz not null,
  creator text not null,
  owner text not null,
  payload jsonb not null,
  revision smallint not null,
  position bigint generated always as identity,
  xact xid8 not null default pg_current_xact_id(),
  hash bytea not null,
  primary key (instance_id, stream_id, stream_type, sequence)
);
create index events_position on events (xact, position);

create table streams (
  instance_id text collate "C" not null,
  stream_type text collate "C" not null,
  stream_id text collate "C" not null,
  sequence integer not null,
  owner text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  hash bytea not null,
  facets jsonb not null,
  primary key (instance_id, stream_id, stream_type)
) with (fillfactor = 85);

create table secrets (
  instance_id text collate "C" not null,
  stream_type text collate "C" not null,
  stream_id text collate "C" not null,
  id text collate "C" not null,
  sealed bytea not null,
  primary key (instance_id, stream_id, stream_type, id)
);

-- No search uses these columns; without this, PostgreSQL compares thousands of values whenever it analyzes a table.
alter table events alter payload set statistics 0, alter hash set statistics 0;
alter table streams alter facets set statistics 0, alter hash set statistics 0;
alter table secrets alter sealed set statistics 0;

create table data_keys (
  instance_id text collate "C" primary key,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);

create table index_tables (name text primary key);

-- The number of events and the new streams (type:id) of each append, by transaction and instance. Only the removal of an
-- instance deletes from it, so that events missing at the end of a stream are detected.
create table log_commits (
  xact xid8 not null default pg_current_xact_id(),
  instance_id text collate "C" not null,
  events integer not null,
  begun text[]
);

create table subscriptions (
  name text primary key,
  xact xid8 not null default '0',
  position bigint not null default 0
);
`

// A seal proves the events up to its position to whoever has the master key. No append touches these tables.
const seals = `
create table log_keys (
  version integer primary key,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);

create table log_seals (
  number bigint primary key,
  upto bigint not null,
  adopts boolean not null,
  mac bytea not null,
  horizon xid8 not null,
  sealed_at timestamptz not null default now()
);
create index log_seals_upto on log_seals (upto, number);

-- The removal of an instance keeps the digests that its events had in the seals, so that the other events stay proven.
create table log_removals (
  instance_id text collate "C" primary key,
  last_seal bigint not null,
  mac bytea not null
);
create table log_removed_parts (
  number bigint not null,
  instance_id text collate "C" not null,
  digest bytea not null,
  primary key (number, instance_id)
);
`

// What lets dead streams go (ADR 31). A row of `log_seals` without `live` was made before and proves digests.
const retention = `
-- first: the number of the oldest seal that was merged into this one; null if none was. live: the sum of the events that are
-- left, sealed under the log's key. kept: its head may have been printed, so that it is not merged into a later one.
alter table log_seals add column first bigint, add column live bytea, add column kept boolean not null default true;

-- Commits of older transactions are no longer recorded in log_commits, because their events are sealed.
create table log_commit_floor (xact xid8 not null);
insert into log_commit_floor values ('0');

-- Streams that ended by an event, rendered by facets. Other streams die by time, which rows of their features show.
create table dead_streams (
  instance_id text collate "C" not null,
  stream_type text collate "C" not null,
  stream_id text collate "C" not null,
  died_at timestamptz not null,
  primary key (instance_id, stream_id, stream_type)
);
create index dead_streams_by_death on dead_streams (stream_type, died_at, instance_id, stream_id);
`

// Where readers of the events of one instance are, such as targets that events are delivered to. With `holds` the events after the
// cursor are not removed.
const cursors = `
create table log_cursors (
  instance_id text collate "C" not null,
  name text collate "C" not null,
  xact xid8 not null,
  position bigint not null,
  holds boolean not null,
  primary key (instance_id, name)
);
`

// Most streams change soon after they begin; with a page filled to 85 %, half of these changes had no room beside the row.
const room = 'alter table streams set (fillfactor = 70);'

/** The migrations of the event log, which run before those of features. */
export const logMigrations: readonly Migration[] = [
  { name: 'eventlog/001-tables', sql: tables },
  { name: 'eventlog/002-seals', sql: seals },
  { name: 'eventlog/003-retention', sql: retention },
  { name: 'eventlog/004-cursors', sql: cursors },
  { name: 'eventlog/005-room', sql: room },
  { name: 'eventlog/functions', revision: 3, sql: logFunctions },
]
