import type { Call } from '../../../access/call.ts'
import { withReason } from '../../../access/reason.ts'
import { type Endpoint, endpoint } from '../../../contract/endpoint.ts'
import { reasonHeader } from '../../../contract/reasonHeader.ts'
import { uploadedFile, uploadLimit } from '../../../contract/uploadedFile.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { avatarFacet } from '../../users/index.ts'
import { setOwnAvatar } from '../writes/changeAvatar.ts'

const notFound = refuse(
  'user.avatar_not_found',
  'not_found',
  'the picture does not exist; it was replaced or removed',
)

/** Stores the caller's picture and serves every person's; only the present address of a picture is served. */
export const avatarEndpoints = (deps: Deps): readonly Endpoint<Call>[] => [
  endpoint({
    methods: ['POST'],
    path: '/assets/v1/users/me/avatar',
    credential: 'bearer',
    cors: 'any origin',
    body: 'bytes',
    bodyLimit: uploadLimit,
    refusals: 'text',
    ownHeaders: [reasonHeader],
    async handle({ body }, call: Call) {
      await setOwnAvatar(deps, withReason(call), await uploadedFile(body, call.headers))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
    },
  }),
  endpoint({
    methods: ['GET'],
    path: '/assets/v1/:owner/users/:userId/:storeKey',
    credential: 'anyone',
    cors: 'any origin',
    body: 'none',
    refusals: 'text',
    async handle({ parameters: { userId, storeKey } }, call: Call) {
      const user = await deps.log.load({ instanceId: call.instance.id, type: 'user', id: userId })
      const avatar = user.state(avatarFacet)
      const bytes = avatar?.storeKey === storeKey ? await deps.log.secret(user, storeKey) : undefined
      if (!avatar || !bytes) throw new DomainError(notFound)
      return { status: 200, headers: pictureHeaders(avatar.contentType), body: bytes }
    },
  }),
]

/** Each upload has its own address, so it can be cached forever; the policies keep browsers from running it. */
function pictureHeaders(contentType: string): Readonly<Record<string, string>> {
  return {
    'content-type': contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
  }
}
