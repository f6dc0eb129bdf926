import { type Call, writing } from '../../../access/call.ts'
import { dryRunHeader } from '../../../access/dryRun.ts'
import { requirePermission } from '../../../access/permission.ts'
import { type Endpoint, type EndpointReply, endpoint } from '../../../contract/endpoint.ts'
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

/** Takes and returns branding assets with the permissions of the label policy, and serves them to anyone under their keys. */
export function brandingEndpoints(deps: Deps): readonly Endpoint<Call>[] {
  const levels: readonly Level[] = ['instance', 'org']
  return [
    ...levels.flatMap((level) => brandingAssets.flatMap((asset) => assetEndpoints(deps, level, asset))),
    endpoint({
      methods: ['GET'],
      path: '/assets/v1/:owner/:key',
      credential: 'anyone',
      cors: 'any origin',
      body: 'none',
      refusals: 'text',
      answer: ({ parameters: { owner, key } }, call: Call) => {
        const ref = refOf(call, owner === call.instance.id ? 'instance' : 'org', owner)
        return show(deps, call, ref, (state) => keysOf(state).find((one) => one === key), 'for good')
      },
    }),
  ]
}

function assetEndpoints(deps: Deps, level: Level, asset: BrandingAsset): readonly Endpoint<Call>[] {
  const path = `/assets/v1/${level}/policy/label/${asset.path}`
  const look = (at: string, version: Version) =>
    endpoint({
      methods: ['GET'],
      path: at,
      credential: 'bearer',
      cors: 'any origin',
      body: 'none',
      refusals: 'text',
      answer: (_, call: Call) => showCurrent(deps, call, level, version, asset),
    })
  const upload = endpoint({
    methods: ['POST'],
    path,
    credential: 'bearer',
    cors: 'any origin',
    body: 'bytes',
    bodyLimit: uploadLimit,
    refusals: 'text',
    async answer({ body }, call: Call) {
      requireRight(call, level, 'write')
      if (call.headers.has(dryRunHeader)) throw new DomainError(noDryRun)
      await store(deps, call, level, asset, await uploadedAsset(body, call, asset.family))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
    },
  })
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
): Promise<EndpointReply<'anyone'>> {
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
): Promise<EndpointReply<'anyone'>> {
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
