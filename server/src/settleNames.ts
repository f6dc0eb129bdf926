import type { Logger } from 'pino'
import type { OpenEventLog } from './eventlog/index.ts'
import type { SettleClash } from './features/manifest.ts'
import { features } from './product.ts'

const settlers: Readonly<Record<string, SettleClash>> = Object.assign(
  {},
  ...features.map((feature) => feature.settleClash ?? {}),
)
const mostRounds = 20

/**
 * Folds the names that an earlier release wrote, before the server listens. Of two that are one by the rule, the older keeps its
 * name; the other is renamed by an event and named in the log (ADR 26). Only one process may do this at a time.
 */
export async function settleNames(
  deps: Parameters<SettleClash>[0] & { readonly log: OpenEventLog; readonly logger: Pick<Logger, 'warn'> },
): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const clashes = await deps.log.foldRows()
    if (clashes.length === 0) return
    for (const { table, row } of clashes) {
      const renamed = await settlers[table]?.(deps, row)
      if (renamed !== undefined) deps.logger.warn(renamed)
    }
  }
  throw new Error('names of an earlier release still clash after they were renamed; run log verify')
}
