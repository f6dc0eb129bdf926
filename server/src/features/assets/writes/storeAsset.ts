import { type Call, writing } from '../../../access/call.ts'
import { type Level, levelRef } from '../../../access/level.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import { randomToken } from '../../../kernel/crypto/randomToken.ts'
import type { Deps } from '../../manifest.ts'
import type { AssetPath } from '../branding.ts'
import { addAsset } from '../commands/addAsset.ts'
import { brandingAssetsFacet } from '../state.ts'

/** Seals an asset's bytes and adds it to the prepared branding. Anyone may read its address, so the key is not guessable. */
export async function storeAsset(
  { log }: Deps,
  call: Call,
  level: Level,
  { asset, path }: AssetPath,
  bytes: Uint8Array,
): Promise<void> {
  const storeKey = `${path.replace('/', '-')}-${randomToken(16)}`
  await decideOn(log, writing(call), levelRef(call, level), (owner, tx) => {
    tx.seal(owner, storeKey, bytes)
    return addAsset(owner.state(brandingAssetsFacet), level, asset, storeKey)
  })
}
