import { generateKeyPairSync } from 'node:crypto'
import type { JsonObject } from '@bufbuild/protobuf'
import { softAuthenticator } from '../../../server/src/testing/softAuthenticator.ts'
import { codeAt } from '../factors.ts'

/** Everything that a later version needs to use the data of an earlier one as its owners would. */
export interface Population {
  readonly version: string
  /** 64 hexadecimal digits. */
  readonly masterKey: string
  readonly adminToken: string
  readonly machine: { readonly userId: string; readonly token: string }
  readonly person: {
    readonly userId: string
    readonly loginName: string
    readonly password: string
    /** Base32. */
    readonly totpSecret: string
    readonly passkeyId: string
  }
  /** A session that has proved password, authenticator app, one-time code and passkey. */
  readonly session: { readonly sessionId: string; readonly token: string }
  readonly orgId: string
}

type Send = (method: string, path: string, body?: unknown) => Promise<JsonObject>

const password = 'Notes-on-1843'

/** Fills a fresh server through its REST API with every kind of data that a release must be able to read later. */
export async function populate(
  send: Send,
  origin: string,
): Promise<Omit<Population, 'version' | 'masterKey' | 'adminToken'>> {
  const org = await send('POST', '/v2/organizations', { name: 'Analytical Engines' })
  const orgId = text(org, 'organizationId')
  await settle(send, orgId)
  const person = await personWithFactors(send, origin)
  const session = await provenSession(send, person)
  await othersOf(send)
  const machine = await machineWithCredentials(send)
  const { authenticator: _, ...kept } = person
  return { orgId, person: kept, session, machine }
}

/** Policies, settings, texts, domains and metadata of the instance and of one organization. */
async function settle(send: Send, orgId: string): Promise<void> {
  await send('POST', '/admin/v1/policies/login/second_factors', { type: 'SECOND_FACTOR_TYPE_OTP_EMAIL' })
  await send('POST', '/admin/v1/policies/login/second_factors', { type: 'SECOND_FACTOR_TYPE_OTP_SMS' })
  await send('PUT', '/admin/v1/policies/password/lockout', { maxPasswordAttempts: 5, maxOtpAttempts: 5 })
  await send('PUT', '/admin/v1/policies/password/complexity', {
    minLength: 10,
    hasUppercase: true,
    hasLowercase: true,
    hasNumber: true,
    hasSymbol: true,
  })
  await send('PUT', '/admin/v1/policies/label', { primaryColor: '#112233', warnColor: '#aa0000' })
  await send('POST', '/admin/v1/policies/label/_activate', {})
  await send('PUT', '/admin/v1/text/message/passwordreset/en', {
    subject: 'A new password',
    buttonText: 'Set it',
  })
  const provider = await send('POST', '/admin/v1/email/smtp', {
    senderAddress: 'no-reply@example.com',
    senderName: 'Engines',
    host: 'localhost:2525',
    user: 'ada',
    password: 'smtp-secret',
    description: 'relay',
  })
  // Nothing listens there: the messages of this population stay behind as jobs that are tried again.
  await send('POST', `/admin/v1/email/${text(provider, 'id')}/_activate`, {})
  const scoped: Send = (method, path, body) => send(method, `${path}#${orgId}`, body)
  await scoped('POST', '/management/v1/orgs/me/domains', { domain: 'engines.example' })
  await scoped('POST', '/management/v1/policies/login', {
    allowUsernamePassword: true,
    forceMfa: false,
    passwordCheckLifetime: '864000s',
    externalLoginCheckLifetime: '864000s',
    mfaInitSkipLifetime: '2592000s',
    secondFactorCheckLifetime: '64800s',
    multiFactorCheckLifetime: '43200s',
    secondFactors: ['SECOND_FACTOR_TYPE_OTP', 'SECOND_FACTOR_TYPE_U2F'],
    multiFactors: ['MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION'],
  })
  await scoped('DELETE', '/management/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_U2F')
  await scoped('POST', '/management/v1/policies/privacy', { tosLink: 'https://engines.example/terms' })
  await scoped('POST', '/management/v1/metadata/plan', { value: base64('gold') })
}

async function personWithFactors(send: Send, origin: string) {
  const loginName = 'ada'
  const { userId } = await send('POST', '/v2/users/human', {
    userId: 'ada',
    username: loginName,
    profile: { givenName: 'Ada', familyName: 'Lovelace', preferredLanguage: 'en' },
    email: { email: 'ada@example.com', isVerified: true },
    phone: { phone: '+41791234567', isVerified: true },
    metadata: [{ key: 'team', value: base64('engines') }],
    password: { password },
  })
  const app = await send('POST', `/v2/users/${userId}/totp`, {})
  const totpSecret = text(app, 'secret')
  await send('POST', `/v2/users/${userId}/totp/verify`, { code: codeAt(totpSecret, new Date()) })
  await send('POST', `/v2/users/${userId}/otp_email`, {})
  await send('POST', `/v2/users/${userId}/otp_sms`, {})
  const authenticator = softAuthenticator(origin)
  const begun = await send('POST', `/v2/users/${userId}/passkeys`, { domain: new URL(origin).hostname })
  const passkeyId = text(begun, 'passkeyId')
  await send('POST', `/v2/users/${userId}/passkeys/${passkeyId}`, {
    passkeyName: 'laptop',
    publicKeyCredential: authenticator.register(begun['publicKeyCredentialCreationOptions'] as JsonObject),
  })
  await send('POST', `/v2/users/${userId}/u2f`, { domain: new URL(origin).hostname })
  return { userId: String(userId), loginName, password, totpSecret, passkeyId, authenticator }
}

async function provenSession(send: Send, person: Awaited<ReturnType<typeof personWithFactors>>) {
  const begun = await send('POST', '/v2/sessions', {
    checks: { user: { loginName: person.loginName }, password: { password } },
    userAgent: {
      fingerprintId: 'browser-1',
      ip: '127.0.0.1',
      description: 'Firefox',
      header: { accept: { values: ['text/html'] } },
    },
    metadata: { device: base64('laptop') },
    lifetime: '31536000000s',
    challenges: {
      otpEmail: { returnCode: {} },
      otpSms: { returnCode: true },
      webAuthN: {
        domain: 'localhost',
        userVerificationRequirement: 'USER_VERIFICATION_REQUIREMENT_REQUIRED',
      },
    },
  })
  const sessionId = text(begun, 'sessionId')
  const { otpEmail, webAuthN } = begun['challenges'] as JsonObject
  const { publicKeyCredentialRequestOptions } = webAuthN as JsonObject
  const raised = await send('PATCH', `/v2/sessions/${sessionId}`, {
    checks: {
      otpEmail: { code: otpEmail },
      webAuthN: {
        credentialAssertionData: person.authenticator.authenticate(
          publicKeyCredentialRequestOptions as JsonObject,
        ),
      },
    },
  })
  return { sessionId, token: text(raised, 'sessionToken') }
}

/** People in every state, and one who was removed. */
async function othersOf(send: Send): Promise<void> {
  const named = (userId: string) => ({
    userId,
    username: userId,
    profile: { givenName: userId, familyName: 'Example' },
    email: { email: `${userId}@example.com`, isVerified: true },
    password: { password },
  })
  for (const id of ['locked', 'inactive', 'removed', 'invited'])
    await send('POST', '/v2/users/human', named(id))
  await send('POST', '/v2/users/locked/lock', {})
  await send('POST', '/v2/users/inactive/deactivate', {})
  await send('DELETE', '/v2/users/removed')
  await send('POST', '/v2/users/invited/password_reset', { returnCode: {} })
  await send('POST', '/v2/users/invited/password_reset', { sendLink: {} })
  await send('POST', '/v2/users/invited/email', { email: 'new@example.com', returnCode: {} })
  await send('POST', '/management/v1/orgs/me/members', { userId: 'inactive', roles: ['ORG_OWNER'] })
}

async function machineWithCredentials(send: Send) {
  const { userId } = await send('POST', '/management/v1/users/machine', { userName: 'robot', name: 'Robot' })
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = base64(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  await send('POST', `/management/v1/users/${userId}/keys`, { type: 'KEY_TYPE_JSON', publicKey: key })
  await send('PUT', `/management/v1/users/${userId}/secret`, {})
  const { token } = await send('POST', `/management/v1/users/${userId}/pats`, {})
  await send('POST', '/admin/v1/members', { userId, roles: ['IAM_OWNER_VIEWER'] })
  return { userId: String(userId), token: String(token) }
}

function text(reply: JsonObject, field: string): string {
  const value = reply[field]
  if (typeof value !== 'string') throw new Error(`the reply has no ${field}: ${JSON.stringify(reply)}`)
  return value
}

function base64(plain: string): string {
  return Buffer.from(plain).toString('base64')
}
