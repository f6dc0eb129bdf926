import type { Call } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { randomToken } from '../../kernel/crypto/randomToken.ts'
import { accept, DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { avatarFacet, changeUser, userMissing } from '../users/index.ts'
import { personAt, type Target } from './target.ts'

const noPicture = refuse(
  'user.avatar_no_picture',
  'invalid_argument',
  'this is no picture; send a PNG, JPEG, GIF or WebP file',
)
const none = refuse('user.avatar_missing', 'not_found', 'this user has no picture')

/** The first bytes of each kind of picture; `?` stands for any byte. */
const signatures = {
  'image/png': '89504e470d0a1a0a',
  'image/jpeg': 'ffd8ff',
  'image/gif': '47494638',
  'image/webp': '52494646????????57454250',
} as const

/** The type of a picture by its own first bytes, whatever its sender says it is; refuses everything else. */
function sniffPicture(bytes: Uint8Array): keyof typeof signatures | Refusal {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  for (const [type, signature] of Object.entries(signatures)) {
    const matches = [...signature].every((digit, at) => digit === '?' || digit === start[at])
    if (matches) return type as keyof typeof signatures
  }
  return noPicture
}

/** Gives a person a picture in place of the one before. */
export function setAvatar(deps: Deps, call: Call, target: Target, bytes: Uint8Array): Promise<Stream> {
  const contentType = accept(sniffPicture(bytes))
  // Pictures are shown to anyone who knows their address, so it must not be guessable.
  const storeKey = randomToken(16)
  return changeUser(deps.log, call, target.userId, (user, tx) => {
    personAt(user, { ...target, missing: userMissing, initialAllowed: true })
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    tx.seal(user, storeKey, bytes)
    return [{ type: 'user.human.avatar.added', payload: { storeKey, contentType } }]
  })
}

/** Takes the picture away; refuses where there is none. */
export function removeAvatar(deps: Deps, call: Call, target: Target): Promise<Stream> {
  return changeUser(deps.log, call, target.userId, (user) => {
    personAt(user, { ...target, initialAllowed: true })
    if (user.state(avatarFacet) === null) throw new DomainError(none)
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    return [{ type: 'user.human.avatar.removed', payload: {} }]
  })
}

/** The picture under its present address; undefined for any other. */
export async function readAvatar(
  deps: Deps,
  at: { readonly instanceId: string; readonly userId: string; readonly storeKey: string },
): Promise<{ readonly bytes: Buffer; readonly contentType: string } | undefined> {
  const user = await deps.log.load({ instanceId: at.instanceId, type: 'user', id: at.userId })
  const avatar = user.state(avatarFacet)
  if (avatar === null || avatar.storeKey !== at.storeKey) return undefined
  const bytes = await deps.log.secret(user, avatar.storeKey)
  return bytes && { bytes, contentType: avatar.contentType }
}
