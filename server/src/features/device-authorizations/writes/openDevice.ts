import { newTokenSecret, tokenDigest } from '../../../access/tokenSecret.ts'
import type { Writing } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { deviceCodeLifetime, deviceCodeText, newUserCode, userCodeMac } from '../codes.ts'
import { type DeviceRequest, deviceAuthorizationAdded } from '../events.ts'

/** The codes of a new request: one for the device, one for its person. */
export interface DeviceCodes {
  readonly deviceCode: string
  readonly userCode: string
}

/** Opens a request of a device. */
export async function openDeviceAuthorization(
  { log }: Pick<Deps, 'log'>,
  writing: Writing,
  request: Omit<DeviceRequest, 'codeId' | 'userCodeMac' | 'expiresAt'>,
): Promise<DeviceCodes> {
  const { instanceId } = writing
  const [deviceAuthorizationId, codeId, secret, userCode] = [
    newId(),
    newId(),
    newTokenSecret(),
    newUserCode(),
  ]
  const mac = (await userCodeMac(log, instanceId, userCode)) ?? ''
  await log.transact(writing, undefined, async (tx) => {
    const stream = tx.begin({ type: 'device_auth', id: deviceAuthorizationId })
    const expiresAt = new Date(tx.now.getTime() + deviceCodeLifetime * 1000).toISOString()
    tx.seal(stream, codeId, tokenDigest(secret))
    const event = deviceAuthorizationAdded({ ...request, codeId, userCodeMac: mac, expiresAt })
    await tx.append(stream, [event], { owner: instanceId })
  })
  return { deviceCode: deviceCodeText.format({ deviceAuthorizationId, codeId, secret }), userCode }
}
