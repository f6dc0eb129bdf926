#!/usr/bin/env bash
# V8: a Set or Map that items enter and leave all the time keeps what has left until the next major collection, once one of its tables is old.
#
# Tried with Node.js 26.10.0 and 22.23.3 on 2026-12-02.
# Items of a Set lie in a table in the order of their arrival. `delete` leaves a hole, and after some arrivals the items that are there move to
# a new table. The old table still holds them, and a pointer to the new one for iterators that are under way. A table that survives two
# scavenges becomes old, and an old object counts as alive in a scavenge, even if it is garbage. Then so does the next table, which becomes old
# for that reason, and the next: a chain that only a mark-compact breaks. Every item that was there when its table was outgrown hangs on it.
# So a Set of the requests under way, or a Map of those that wait, with some hundred at a time and often with far fewer, keeps all that the
# requests held, although each was deleted. Arrays with `push` and `shift` do not; nor does a list whose links are cleared when an item
# leaves; a list whose links stay has the same chain as soon as one place is old.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 22.23.3 26.10.0; do
  mkdir -p "node-$version"
  (cd "node-$version" && npm init -y >/dev/null && npm install --no-audit --no-fund "node@$version" >/dev/null 2>&1)
done

cat > try.mjs <<'JS'
/** Each returns a function that takes an item in and lets the oldest go once there are more than `most`. */
const queues = {
  set(most) {
    const items = new Set()
    return (item) => {
      items.add(item)
      if (items.size > most) items.delete(items.values().next().value)
    }
  },
  array(most) {
    const items = []
    return (item) => {
      if (items.push(item) > most) items.shift()
    }
  },
  list(most, clears) {
    let first
    let last
    let size = 0
    return (item) => {
      const place = { item, next: undefined }
      if (last === undefined) first = place
      else last.next = place
      last = place
      if (++size <= most) return
      const gone = first
      first = gone.next
      if (clears) gone.next = gone.item = undefined
    }
  },
  cleared: (most) => queues.list(most, true),
}
function outliving(kind, most) {
  const enter = queues[kind](most)
  const run = () => {
    for (let at = 0; at < 20_000; at++) enter({ at, rows: new Array(50).fill(at) })
  }
  const heapAfter = (type, times) => {
    for (let at = 0; at < times; at++) globalThis.gc({ type, execution: 'sync' })
    return process.memoryUsage().heapUsed
  }
  run()
  heapAfter('major', 2)
  // The items that are there now become old.
  heapAfter('minor', 2)
  run()
  const scavenged = heapAfter('minor', 4)
  return Math.round((scavenged - heapAfter('major', 2)) / 20_000)
}
const bytes = { set: outliving('set', 500), array: outliving('array', 500), list: outliving('list', 500), cleared: outliving('cleared', 500) }
console.log(process.version, 'bytes of each item that outlive scavenges:', JSON.stringify(bytes))
process.exit(bytes.set > 400 && bytes.list > 400 && bytes.array < 100 && bytes.cleared < 100 ? 0 : 1)
JS

for version in 22.23.3 26.10.0; do
  "node-$version/node_modules/.bin/node" --expose-gc try.mjs
done
echo 'as described'
