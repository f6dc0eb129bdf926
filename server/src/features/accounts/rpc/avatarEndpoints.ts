import type { Call } from '../../../access/call.ts'
import { type Endpoint, endpoint } from '../../../contract/endpoint.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { uploadedFile, uploadLimit } from '../../uploadedFile.ts'
import { readAvatar, setAvatar } from '../avatars.ts'
import { myself } from '../target.ts'

const notFound = refuse('user.avatar_not_found', 'not_found', 'there is no picture at this address any more')

/** Takes the caller's picture, and serves everybody's. */
export const avatarEndpoints = (deps: Deps): readonly Endpoint<Call>[] => [
  endpoint({
    methods: ['POST'],
    path: '/assets/v1/users/me/avatar',
    credential: 'bearer',
    cors: 'any origin',
    body: 'bytes',
    bodyLimit: uploadLimit,
    refusals: 'text',
    async answer({ body }, call: Call) {
      await setAvatar(deps, call, myself(call), await uploadedFile(body, call))
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
    async answer({ parameters: { userId, storeKey } }, call: Call) {
      const avatar = await readAvatar(deps, { instanceId: call.instance.id, userId, storeKey })
      if (avatar === undefined) throw new DomainError(notFound)
      return { status: 200, headers: pictureHeaders(avatar.contentType), body: avatar.bytes }
    },
  }),
]

/** Each upload gets an address of its own, so it may be kept for good; nothing in it is ever run. */
function pictureHeaders(contentType: string): Readonly<Record<string, string>> {
  return {
    'content-type': contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
  }
}
