import type { Call } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { OrgId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { removeMetadata, setMetadata } from '../commands/metadata.ts'
import { orgMetadataFacet } from '../metadataState.ts'
import { writeOrganization } from './writeOrganization.ts'

/** Sets metadata of an organization, all entries or none; undefined removes a key. */
export function set(
  deps: Deps,
  call: Call,
  orgId: OrgId,
  entries: readonly { readonly key: string; readonly value: Uint8Array | undefined }[],
): Promise<Stream> {
  const encoded = entries.map(({ key, value }) => ({
    key,
    value: value && Buffer.from(value).toString('base64'),
  }))
  return writeOrganization(deps, call, orgId, (org, stream) =>
    setMetadata(org, stream.state(orgMetadataFacet), encoded),
  )
}

/** Removes metadata of an organization, all keys or none. */
export function unset(deps: Deps, call: Call, orgId: OrgId, keys: readonly string[]): Promise<Stream> {
  return writeOrganization(deps, call, orgId, (org, stream) =>
    removeMetadata(org, stream.state(orgMetadataFacet), keys),
  )
}
