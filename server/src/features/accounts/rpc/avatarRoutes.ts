import type { Call } from '../../../access/call.ts'
import type { PlainRoute } from '../../../contract/plainRoute.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { uploadedFile, uploadLimit } from '../../uploadedFile.ts'
import { readAvatar, setAvatar } from '../avatars.ts'
import { myself } from '../target.ts'

const notFound = refuse('user.avatar_not_found', 'not_found', 'there is no picture at this address any more')
/** The picture of the caller is uploaded here, the pictures of all are shown from here. */
export const avatarRoutes = (deps: Deps): readonly PlainRoute<Call>[] => [
  {
    method: 'POST',
    path: '/assets/v1/users/me/avatar',
    tokenNeeded: true,
    bodyLimit: uploadLimit,
    async answer({ body }, call) {
      await setAvatar(deps, call, myself(call), await uploadedFile(body, call))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
    },
  },
  {
    method: 'GET',
    path: '/assets/v1/:owner/users/:userId/:storeKey',
    tokenNeeded: false,
    bodyLimit: 1,
    async answer({ parameters: { userId = '', storeKey = '' } }, call) {
      const avatar = await readAvatar(deps, { instanceId: call.instance.id, userId, storeKey })
      if (avatar === undefined) throw new DomainError(notFound)
      return { status: 200, headers: pictureHeaders(avatar.contentType), body: avatar.bytes }
    },
  },
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
