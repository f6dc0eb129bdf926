import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { SessionState } from './state.ts'

/** One row of `sessions` per session that was not ended: what reads, searches and the access layer need. */
export function sessionRows(session: SessionState, stream: StreamOrigin): IndexRows {
  if (session.kind !== 'live') return {}
  const { factors, challenges, user, userAgent } = session
  return {
    sessions: [
      {
        instance_id: stream.instanceId,
        session_id: stream.id,
        user_id: user?.id ?? null,
        user_org_id: user?.orgId ?? null,
        token_id: session.tokenId,
        expires_at: session.expiresAt,
        user_agent_id: userAgent?.fingerprintId ?? null,
        user_agent: userAgent === null ? null : { ...userAgent },
        user_checked_at: user?.checkedAt ?? null,
        password_checked_at: factors.password?.checkedAt ?? null,
        intent_checked_at: factors.intent?.checkedAt ?? null,
        totp_checked_at: factors.totp?.checkedAt ?? null,
        otp_sms_checked_at: factors.otpSms?.checkedAt ?? null,
        otp_email_checked_at: factors.otpEmail?.checkedAt ?? null,
        webauthn_checked_at: factors.webAuthN?.checkedAt ?? null,
        webauthn_user_verified: factors.webAuthN?.userVerified ?? false,
        webauthn_device_bound: factors.webAuthN?.deviceBound ?? false,
        webauthn_kind: factors.webAuthN?.kind ?? null,
        webauthn_token_id: factors.webAuthN?.tokenId ?? null,
        otp_sms_challenged: challenges.otpSms !== undefined,
        otp_email_challenged: challenges.otpEmail !== undefined,
        metadata: session.metadata,
        creator: session.creator,
        created_at: stream.createdAt,
        changed_at: session.changedAt,
        sequence: session.sequence,
      },
    ],
  }
}
