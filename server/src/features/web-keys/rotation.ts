import { decideOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { oidcSettings } from '../settings/index.ts'
import { addKey } from './commands/changeKeys.ts'
import { type Rotation, rotateKeys } from './commands/rotateKeys.ts'
import { type NewWebKey, newWebKey, rsaBits } from './newWebKey.ts'
import { instancesWithKeys } from './queries.ts'
import { type WebKey, webKeysFacet } from './state.ts'

const day = 86_400_000

/** Rotates the keys of all instances if `SALLYPORT_WEB_KEY_ROTATION_DAYS` is set. */
export const webKeySchedules = (deps: Deps): readonly Schedule[] => [
  {
    name: 'web_keys.rotate',
    cron: '41 * * * *',
    async run() {
      const { webKeyRotationDays } = deps.config
      if (webKeyRotationDays === undefined) return
      for (const instanceId of await instancesWithKeys(deps.database)) {
        await rotate(deps, instanceId, webKeyRotationDays * day)
      }
    },
  },
]

/** Takes the step that is due on one instance; a new key is generated outside the unit of work. */
async function rotate(deps: Deps, instanceId: string, period: number): Promise<void> {
  const { accessTokenLifetime, idTokenLifetime } = await oidcSettings(deps.database, instanceId)
  const lengths = { period, longestToken: Math.max(accessTokenLifetime, idTokenLifetime) * 1000 }
  const wanted = await step(deps, instanceId, lengths, undefined)
  if (wanted !== undefined) await step(deps, instanceId, lengths, await newWebKey(kindOf(wanted)))
}

/** Returns the key after whose kind another one is to be generated, if one is due and `made` is not given. */
async function step(
  { log, clock, logger }: Deps,
  instanceId: string,
  lengths: Rotation,
  made: NewWebKey | undefined,
): Promise<WebKey | undefined> {
  let missing: WebKey | undefined
  await decideOn(
    log,
    systemWriting(clock, instanceId),
    { type: 'instance', id: instanceId },
    (instance, tx) => {
      const keys = instance.state(webKeysFacet)
      const { events, wanted } = rotateKeys(keys, lengths, tx.now)
      missing = made === undefined ? wanted : undefined
      if (made === undefined || wanted === undefined) return events
      const { privateJwk, ...key } = made
      const added = addKey(keys, key)
      if (isRefusal(added)) {
        logger.warn({ instanceId }, `web keys are not rotated: ${added.message}`)
        return events
      }
      tx.seal(instance, key.keyId, privateJwk)
      return [...events, ...added]
    },
  )
  return missing
}

function kindOf({ alg, publicJwk }: WebKey) {
  const bits = rsaBits(publicJwk)
  return { alg, ...(bits !== undefined && { bits }) }
}
