import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { randomToken } from '../../../kernel/crypto/randomToken.ts'
import { accept, DomainError, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { avatarAdded, avatarFacet, avatarRemoved, userMissing } from '../../users/index.ts'
import { decideOnUser, myself, personAt, type Target, userAt } from '../target.ts'

const noPicture = refuse(
  'user.avatar_no_picture',
  'invalid_argument',
  'the file is not a picture; send a PNG, JPEG, GIF or WebP file',
)
const machineHasNone = refuse(
  'user.avatar_of_machine',
  'failed_precondition',
  'this user is a machine and has no picture; use the token of a person',
)
const none = refuse('user.avatar_missing', 'not_found', 'the user has no picture; there is nothing to remove')

/** The first bytes of each kind of picture; `?` matches any hexadecimal digit. */
const signatures = {
  'image/png': '89504e470d0a1a0a',
  'image/jpeg': 'ffd8ff',
  'image/gif': '47494638',
  'image/webp': '52494646????????57454250',
} as const

/** Detects the type of a picture from its first bytes, whatever type the sender states; refuses other files. */
function sniffPicture(bytes: Uint8Array): keyof typeof signatures | Refusal {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  for (const [type, signature] of Object.entries(signatures)) {
    const matches = [...signature].every((digit, at) => digit === '?' || digit === start[at])
    if (matches) return type as keyof typeof signatures
  }
  return noPicture
}

/** Sets or replaces the picture of the caller, a person. */
export function setOwnAvatar(deps: Deps, call: Call, bytes: Uint8Array): Promise<Stream> {
  const target = myself(call)
  const contentType = accept(sniffPicture(bytes))
  // Anyone who knows the address of a picture can read it, so the address must not be guessable.
  const storeKey = randomToken(16)
  return decideOnUser(deps, call, target, (user, tx) => {
    refuseMachine(user, target)
    personAt(user, { ...target, missing: userMissing, initialAllowed: true })
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    tx.seal(user, storeKey, bytes)
    return [avatarAdded({ storeKey, contentType })]
  })
}

/** Removes the picture of a person; refuses if there is none. */
export function removeAvatar(deps: Deps, call: Call, target: Target): Promise<Stream> {
  return decideOnUser(deps, call, target, (user) => {
    refuseMachine(user, target)
    personAt(user, { ...target, initialAllowed: true })
    if (user.state(avatarFacet) === null) return none
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    return [avatarRemoved()]
  })
}

/** Only people have a picture; the contract has no field for that of a machine. */
function refuseMachine(user: Stream, target: Target): void {
  if (userAt(user, target).kind === 'machine') throw new DomainError(machineHasNone)
}
