import type { Deps } from '../../manifest.ts'
import type { TargetRow } from '../queries.ts'
import { renderTest } from './render.ts'
import { openSecrets, type Sent, secretsLost, sendEvents } from './send.ts'

/** Sends a target one event that is in no log; neither its place in the log nor its state change. */
export async function tryTarget(
  deps: Deps,
  target: TargetRow,
  given: { readonly at: string; readonly actor: string },
): Promise<Sent> {
  const secrets = await openSecrets(deps, target)
  if (secrets === undefined) return { delivered: false, ...secretsLost }
  const { instance_id: instanceId, target_id: targetId, format } = target
  const rendered = renderTest(format, instanceId, { ...given, targetId })
  return sendEvents(deps, target, secrets, { ...rendered, key: `${targetId}-test-${given.at}` })
}
