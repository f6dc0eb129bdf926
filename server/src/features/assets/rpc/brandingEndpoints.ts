import type { Call } from '../../../access/call.ts'
import { type Level, levelRef } from '../../../access/level.ts'
import { requirePermission } from '../../../access/permission.ts'
import { withReason } from '../../../access/reason.ts'
import { type Endpoint, type EndpointReply, endpoint } from '../../../contract/endpoint.ts'
import { reasonHeader } from '../../../contract/reasonHeader.ts'
import { uploadLimit } from '../../../contract/uploadedFile.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type AssetPath, assetPaths } from '../branding.ts'
import { type AssetKeys, type BrandingAssetsState, brandingAssetsFacet, keysOf } from '../state.ts'
import { storeAsset } from '../writes/storeAsset.ts'
import { assetReply, type Caching } from './assetReply.ts'
import { uploadedAsset } from './uploadedAsset.ts'

const notFound = refuse('asset.not_found', 'not_found', 'this asset does not exist; check its address')

const permissions: Readonly<Record<Level, string>> = { instance: 'iam.policy', org: 'policy' }

/** Takes and returns branding assets with the permissions of the label policy, and serves them to anyone under their keys. */
export function brandingEndpoints(deps: Deps): readonly Endpoint<Call>[] {
  const levels: readonly Level[] = ['instance', 'org']
  return [
    ...levels.flatMap((level) => assetPaths.flatMap((asset) => assetEndpoints(deps, level, asset))),
    endpoint({
      methods: ['GET'],
      path: '/assets/v1/:owner/:key',
      credential: 'anyone',
      cors: 'any origin',
      body: 'none',
      refusals: 'text',
      handle: ({ parameters: { owner, key } }, call: Call) => {
        const type = owner === call.instance.id ? 'instance' : 'org'
        const ref = { instanceId: call.instance.id, type, id: owner }
        return show(deps, call, ref, (state) => keysOf(state).find((one) => one === key), 'forever')
      },
    }),
  ]
}

function assetEndpoints(deps: Deps, level: Level, asset: AssetPath): readonly Endpoint<Call>[] {
  const path = `/assets/v1/${level}/policy/label/${asset.path}`
  const download = (at: string, version: Version) =>
    endpoint({
      methods: ['GET'],
      path: at,
      credential: 'bearer',
      cors: 'any origin',
      body: 'none',
      refusals: 'text',
      handle: (_, call: Call) => showCurrent(deps, call, level, version, asset),
    })
  const upload = endpoint({
    methods: ['POST'],
    path,
    credential: 'bearer',
    cors: 'any origin',
    body: 'bytes',
    bodyLimit: uploadLimit,
    refusals: 'text',
    ownHeaders: [reasonHeader],
    async handle({ body }, call: Call) {
      requireRight(call, level, 'write')
      await storeAsset(deps, withReason(call), level, asset, await uploadedAsset(body, call, asset.family))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
    },
  })
  return [upload, download(path, 'active'), download(`${path}/_preview`, 'prepared')]
}

/** Checks the permission in the organization context, like RPCs: an organization's roles never reach the instance's branding. */
function requireRight(call: Call, level: Level, verb: 'read' | 'write'): void {
  requirePermission(call, `${permissions[level]}.${verb}`, { orgId: call.orgId || undefined })
}

type Version = 'active' | 'prepared'

/** Returns an asset of the organization's own branding, else of the instance's, never a mixture. */
async function showCurrent(
  deps: Deps,
  call: Call,
  level: Level,
  version: Version,
  { asset }: AssetPath,
): Promise<EndpointReply<'anyone'>> {
  requireRight(call, level, 'read')
  const pick = (state: BrandingAssetsState): AssetKeys | null => state?.[version] ?? null
  const own = ownRef(call, level)
  const hasOwn = pick((await deps.log.load(own)).state(brandingAssetsFacet)) !== null
  const ref = hasOwn ? own : ownRef(call, 'instance')
  return show(deps, call, ref, (state) => pick(state)?.[asset] || undefined, 'revalidate')
}

async function show(
  deps: Deps,
  call: Call,
  ref: StreamRef,
  keyIn: (state: BrandingAssetsState) => string | undefined,
  caching: Caching,
): Promise<EndpointReply<'anyone'>> {
  const owner = await deps.log.load(ref)
  const key = keyIn(owner.state(brandingAssetsFacet))
  const bytes = key && (await deps.log.secret(owner, key))
  if (!key || !bytes) throw new DomainError(notFound)
  return assetReply(call, key, bytes, caching)
}

function ownRef(call: Call, level: Level): StreamRef {
  return { instanceId: call.instance.id, ...levelRef(call, level) }
}
