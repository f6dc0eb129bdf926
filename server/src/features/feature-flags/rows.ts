import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { FlagsState } from './state.ts'

/** One row of `feature_flags` once a flag was set; that of the system has the instance ''. */
export function flagRows({ values, changed }: FlagsState, { instanceId }: StreamOrigin): IndexRows {
  if (changed === null) return {}
  const { at, sequence } = changed
  return { feature_flags: [{ instance_id: instanceId, flags: values, changed_at: at, sequence }] }
}
