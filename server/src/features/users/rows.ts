import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { UserState } from './state.ts'

/** Renders one row of `users` for each existing user, for searches, logins and the access layer. */
export function userRows(user: UserState, stream: StreamOrigin): IndexRows {
  if (user.kind === 'none') return {}
  const human = user.kind === 'human' ? user : undefined
  const machine = user.kind === 'machine' ? user : undefined
  return {
    users: [
      {
        instance_id: stream.instanceId,
        user_id: stream.id,
        org_id: stream.owner,
        kind: user.kind,
        status: user.status,
        locked_until: user.lockedUntil,
        username: user.username,
        scope: user.scope,
        given_name: human?.profile.givenName ?? '',
        family_name: human?.profile.familyName ?? '',
        nick_name: human?.profile.nickName ?? '',
        display_name: human?.profile.displayName ?? machine?.name ?? '',
        preferred_language: human?.profile.language ?? '',
        gender: human?.profile.gender ?? 'unspecified',
        email: human?.email.address ?? '',
        email_verified: human?.email.verified ?? false,
        phone: human?.phone?.number ?? '',
        phone_verified: human?.phone?.verified ?? false,
        has_password: human ? human.passwordChangedAt !== null : false,
        password_changed_at: human?.passwordChangedAt ?? null,
        password_change_required: human?.passwordChangeRequired ?? false,
        description: machine?.description ?? '',
        avatar_key: human?.avatarKey ?? '',
        access_token_type: machine?.accessTokenType ?? 'bearer',
        has_secret: machine?.hasSecret ?? false,
        created_at: user.createdAt,
      },
    ],
  }
}
