import { type Call, writing } from '../../../access/call.ts'
import { dryRunHeader } from '../../../access/dryRun.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { PlainReply, PlainRoute } from '../../../contract/plainRoute.ts'
import { randomToken } from '../../../kernel/crypto/randomToken.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { uploadLimit } from '../../uploadedFile.ts'
import { type BrandingAsset, brandingAssets, type Level } from '../branding.ts'
import { addAsset } from '../commands/addAsset.ts'
import { type AssetKeys, type BrandingAssetsState, brandingAssetsFacet, keysOf } from '../state.ts'
import { assetReply, type Keeping } from './assetReply.ts'
import { uploadedAsset } from './uploadedAsset.ts'

const notFound = refuse('asset.not_found', 'not_found', 'there is no such asset, or none any more')
const noDryRun = refuse(
  'asset.dry_run_unsupported',
  'invalid_argument',
  'uploads cannot be run dry; leave the x-sallyport-dry-run header out',
)

const permissions: Readonly<Record<Level, string>> = { instance: 'iam.policy', org: 'policy' }

/** Uploading and looking at branding assets with the rights of the label policy, and showing them to all under their keys. */
export function brandingRoutes(deps: Deps): readonly PlainRoute<Call>[] {
  const levels: readonly Level[] = ['instance', 'org']
  return [
    ...levels.flatMap((level) => brandingAssets.flatMap((asset) => assetRoutes(deps, level, asset))),
    {
      method: 'GET',
      path: '/assets/v1/:owner/:key',
      tokenNeeded: false,
      bodyLimit: 1,
      answer: ({ parameters: { owner = '', key = '' } }, call) => {
        const ref = refOf(call, owner === call.instance.id ? 'instance' : 'org', owner)
        return show(deps, call, ref, (state) => keysOf(state).find((one) => one === key), 'for good')
      },
    },
  ]
}

function assetRoutes(deps: Deps, level: Level, asset: BrandingAsset): readonly PlainRoute<Call>[] {
  const path = `/assets/v1/${level}/policy/label/${asset.path}`
  const look = (at: string, version: Version): PlainRoute<Call> => ({
    method: 'GET',
    path: at,
    tokenNeeded: true,
    bodyLimit: 1,
    answer: (_, call) => showCurrent(deps, call, level, version, asset),
  })
  const upload: PlainRoute<Call> = {
    method: 'POST',
    path,
    tokenNeeded: true,
    bodyLimit: uploadLimit,
    async answer({ body }, call) {
      requireRight(call, level, 'write')
      if (call.headers.has(dryRunHeader)) throw new DomainError(noDryRun)
      await store(deps, call, level, asset, await uploadedAsset(body, call, asset.family))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
    },
  }
  return [upload, look(path, 'active'), look(`${path}/_preview`, 'prepared')]
}

/** As with the RPCs: in the organization context, where an organization's roles never reach the instance's branding. */
function requireRight(call: Call, level: Level, verb: 'read' | 'write'): void {
  requirePermission(call, `${permissions[level]}.${verb}`, { orgId: call.orgId || undefined })
}

async function store(deps: Deps, call: Call, level: Level, asset: BrandingAsset, bytes: Uint8Array) {
  const ref = ownRef(call, level)
  // Assets are shown to anyone who knows their address, so it must not be guessable.
  const storeKey = `${asset.path.replace('/', '-')}-${randomToken(16)}`
  await deps.log.transact(writing(call), ref, async (tx) => {
    const owner = await tx.load(ref)
    const events = accept(addAsset(owner.state(brandingAssetsFacet), level, asset, storeKey))
    tx.seal(owner, storeKey, bytes)
    await tx.append(owner, events)
  })
}

type Version = 'active' | 'prepared'

/** The organization's own branding where it has one, else the instance's, never a mixture. */
async function showCurrent(
  deps: Deps,
  call: Call,
  level: Level,
  version: Version,
  { member }: BrandingAsset,
): Promise<PlainReply> {
  requireRight(call, level, 'read')
  const pick = (state: BrandingAssetsState): AssetKeys | null => state?.[version] ?? null
  const own = ownRef(call, level)
  const hasOwn = pick((await deps.log.load(own)).state(brandingAssetsFacet)) !== null
  const ref = hasOwn ? own : ownRef(call, 'instance')
  return show(deps, call, ref, (state) => pick(state)?.[member] || undefined, 'asks again')
}

async function show(
  deps: Deps,
  call: Call,
  ref: StreamRef,
  keyIn: (state: BrandingAssetsState) => string | undefined,
  keeping: Keeping,
): Promise<PlainReply> {
  const owner = await deps.log.load(ref)
  const key = keyIn(owner.state(brandingAssetsFacet))
  const bytes = key && (await deps.log.secret(owner, key))
  if (!key || !bytes) throw new DomainError(notFound)
  return assetReply(call, key, bytes, keeping)
}

function ownRef(call: Call, level: Level): StreamRef {
  return refOf(call, level, level === 'instance' ? call.instance.id : call.orgId)
}

function refOf(call: Call, type: Level, id: string): StreamRef {
  return { instanceId: call.instance.id, type, id }
}
