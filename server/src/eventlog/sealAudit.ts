import type { Query } from '../database/query.ts'
import { type Head, renderHead } from './head.ts'
import type { LogKey } from './logKey.ts'
import { partsOfSeals, type SealParts } from './partsOfSeals.ts'
import { sealMac } from './seals.ts'
import {
  emptySum,
  openSum,
  plus,
  readSeals,
  type Sum,
  type Summand,
  type SummedSeal,
  sameEvents,
} from './sums.ts'
import type { Finding } from './upkeep.ts'

/** Compares the seals with the events, of which it is given every one. */
export interface SealAudit {
  add(event: Summand): void
  /**
   * To be called after the last event. With `since`, the log must contain the seal of that head: then nothing up to it has
   * changed since the head was printed. Returns how many events the retention has removed.
   */
  finish(since: Head | undefined): Promise<number>
}

/** Begins an audit in the current transaction, which must be repeatable read. */
export async function openSealAudit(query: Query, key: LogKey, findings: Finding[]): Promise<SealAudit> {
  const seals = await readSeals(query, 'true')
  const ends = seals.map(({ upto }) => BigInt(upto))
  const found: Sum[] = seals.map(() => emptySum)
  return {
    add(event) {
      const at = firstFrom(ends, BigInt(event.position))
      const sum = found[at]
      if (sum !== undefined && seals[at]?.live !== null) found[at] = plus(key, sum, event)
    },
    async finish(since) {
      const hasOlder = seals.some(({ live }) => live === null)
      const parts = hasOlder ? await partsOfSeals(query, key, findings) : undefined
      let retired = 0
      let number = 0
      let end = 0n
      seals.forEach((seal, at) => {
        if (seal.first !== number + 1) {
          findings.push({ kind: 'seal_missing', detail: `seal ${number} is followed by ${seal.first}` })
        }
        const faults =
          seal.live === null
            ? partFaults(key, seal, parts?.get(seal.number))
            : sumFaults(openSum(key, seal), found[at] ?? emptySum)
        if (faults !== undefined) {
          const range = `events at positions ${end + 1n} to ${seal.upto}`
          const detail = [`seal ${seal.number}: ${range} differ from what was sealed`, ...faults].join('; ')
          findings.push({ kind: 'seal_broken', detail })
        }
        retired += openSum(key, seal)?.retired ?? 0
        number = seal.number
        end = ends[at] ?? end
      })
      checkHeads(seals, since, findings)
      return retired
    },
  }
}

/** What is wrong with a seal, in words; undefined if nothing is. */
type Faults = readonly string[] | undefined

function sumFaults(sealed: Sum | undefined, found: Sum): Faults {
  if (sealed === undefined) return ['the seal itself is not genuine']
  if (sameEvents(sealed, found)) return undefined
  return [`${sealed.events} sealed, ${found.events} found`]
}

function partFaults(key: LogKey, seal: SummedSeal, known: SealParts = { parts: [], faults: [] }): Faults {
  const { parts, faults } = known
  return faults.length === 0 && seal.mac === sealMac(key, seal, seal.previous, parts) ? undefined : faults
}

function checkHeads(seals: readonly SummedSeal[], since: Head | undefined, findings: Finding[]): void {
  if (!seals.some(({ adopts }) => adopts))
    findings.push({ kind: 'seal_missing', detail: 'the first seal is missing' })
  if (since !== undefined && !seals.some(({ number, mac }) => number === since.number && mac === since.mac)) {
    findings.push({
      kind: 'head_missing',
      detail: `${renderHead(since)}: the log does not contain this head; it was rolled back or rewritten`,
    })
  }
}

/** Returns the index of the first of ascending values that is not less; their number if all are less. */
function firstFrom(ascending: readonly bigint[], value: bigint): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0n) < value) low = middle + 1
    else high = middle
  }
  return low
}
