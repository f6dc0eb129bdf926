import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSender } from './adapters/send.ts'
import { taskList } from './startWorker.ts'
import { notificationTasks } from './tasks.ts'
import { type HttpReceiver, startHttpReceiver } from './testing/httpReceiver.ts'
import { admin, openScene, person, type Scene } from './testing/scene.ts'

let scene: Scene
let receiver: HttpReceiver
let user = ''
let made = 0

beforeAll(async () => {
  scene = await openScene()
  receiver = await startHttpReceiver()
  const { id } = await scene.test.ask(
    AdminService.method.addEmailProviderHTTP,
    { endpoint: `${receiver.url}/mail`, description: 'webhook' },
    admin(),
  )
  await scene.test.ask(AdminService.method.activateEmailProvider, { id }, admin())
})
afterAll(async () => {
  await receiver.close()
  await scene.close()
})
beforeEach(async () => {
  user = `user-${++made}`
  await scene.append(user, ...person(user))
  for (const kind of ['email', 'sms']) {
    await scene.append(user, { type: `user.human.mfa.otp.${kind}.added`, payload: {} })
  }
  await scene.work()
})

const requestsTo = (path: string) => receiver.requests.filter((request) => request.path === path)

async function challenge(kind: 'otpEmail' | 'otpSms', urlTemplate?: string): Promise<string> {
  const challenges =
    kind === 'otpSms'
      ? { otpSms: { returnCode: false } }
      : {
          otpEmail: {
            deliveryType: {
              case: 'sendCode',
              value: urlTemplate === undefined ? {} : { urlTemplate },
            } as const,
          },
        }
  const checks = { user: { search: { case: 'userId', value: user } as const } }
  const { sessionId } = await scene.test.ask(
    SessionService.method.createSession,
    { checks, challenges },
    admin(),
  )
  return sessionId
}

async function addSms(
  provider: 'http' | 'twilio',
  more: { senderNumber?: string; verifyServiceSid?: string } = {},
): Promise<void> {
  const { id } =
    provider === 'http'
      ? await scene.test.ask(
          AdminService.method.addSMSProviderHTTP,
          { endpoint: `${receiver.url}/sms` },
          admin(),
        )
      : await scene.test.ask(
          AdminService.method.addSMSProviderTwilio,
          { sid: 'AC1', token: 'twilio-token', senderNumber: '+15550100', ...more },
          admin(),
        )
  await scene.test.ask(AdminService.method.activateSMSProvider, { id }, admin())
}

describe('one-time codes of sessions', () => {
  test('go to the HTTP mail provider as JSON with context, template data and arguments; the code logs in', async () => {
    const sessionId = await challenge('otpEmail', 'https://app.example/otp?c={{.Code}}&s={{.SessionID}}')
    await scene.work()
    const sent = requestsTo('/mail').map(({ body }) => JSON.parse(body))
    const body = sent.find(({ contextInfo }) => contextInfo.eventType === 'session.otp.email.challenged')
    const code: string = body.args.code
    expect(code).toMatch(/^\d{8}$/)
    expect(body).toMatchObject({
      contextInfo: {
        provider: { description: 'webhook' },
        recipientEmailAddress: `${user}@mail.example`,
      },
      templateData: {
        subject: 'Your one-time code',
        url: `https://app.example/otp?c=${code}&s=${sessionId}`,
        text: expect.stringContaining(code),
      },
      args: { preferredLoginName: user, loginNames: [user], verifiedEmail: `${user}@mail.example` },
    })
    expect(await scene.types('session', sessionId)).toContain('session.otp.email.sent')
    await scene.test.ask(
      SessionService.method.setSession,
      { sessionId, checks: { otpEmail: { code } } },
      admin(),
    )
    expect(await scene.types('session', sessionId)).toContain('session.otp.email.checked')
  })

  test('go to the HTTP SMS provider; a refused one is tried again and arrives once', async () => {
    await addSms('http')
    const before = requestsTo('/sms').length
    receiver.status = 503
    const sessionId = await challenge('otpSms')
    await scene.work()
    expect(await scene.jobs()).toMatchObject([{ task: 'notify.otp', attempts: 1 }])
    expect(await scene.types('session', sessionId)).not.toContain('session.otp.sms.sent')
    receiver.status = 200
    await scene.retryNow()
    await scene.work()
    const [, delivered, ...more] = requestsTo('/sms').slice(before)
    expect(more).toEqual([])
    const body = JSON.parse(delivered?.body ?? '{}')
    expect(body.contextInfo.recipientPhoneNumber).toBe('+41791234567')
    expect(body.templateData.text).toMatch(
      /^\d{8} is your one-time code for id.example. It is valid for 5 minutes./,
    )
    expect(await scene.types('session', sessionId)).toContain('session.otp.sms.sent')
  })

  test('are not sent when the user was locked by an administrator or the session ended', async () => {
    const before = requestsTo('/mail').length
    await challenge('otpEmail')
    await scene.append(user, { type: 'user.locked', payload: { automatic: false, until: null } })
    await scene.work()
    expect(requestsTo('/mail')).toHaveLength(before)
    expect(await scene.jobs()).toEqual([])
  })
})

describe('Twilio', () => {
  const work = () => {
    const send = openSender({ messaging: receiver.url, verify: receiver.url })
    return scene.work(taskList(scene.deps, [{ tasks: (deps) => notificationTasks(deps, send) }]))
  }

  test('takes an SMS by its Messages resource, with the token that was sealed', async () => {
    await addSms('twilio')
    await scene.requestCode({ type: 'user', id: user }, 'user.human.phone.code.added', 'PHN123')
    await work()
    const [request, ...others] = requestsTo('/2010-04-01/Accounts/AC1/Messages.json')
    expect(others).toEqual([])
    const credentials = Buffer.from('AC1:twilio-token').toString('base64')
    expect(request?.headers['authorization']).toBe(`Basic ${credentials}`)
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      To: '+41791234567',
      From: '+15550100',
      Body: 'PHN123 is your code to confirm this phone number for id.example. It is valid for 1 hour.',
    })
    expect(await scene.types('user', user)).toContain('user.human.phone.code.sent')
  })

  test('sends codes by its Verify service where the account has one', async () => {
    await addSms('twilio', { verifyServiceSid: 'VA1' })
    await scene.requestCode({ type: 'user', id: user }, 'user.human.phone.code.added', 'PHN124')
    await work()
    const [request] = requestsTo('/v2/Services/VA1/Verifications')
    expect(new URLSearchParams(request?.body).get('CustomCode')).toBe('PHN124')
  })

  test('takes a reset code by SMS with its link', async () => {
    await addSms('twilio', { senderNumber: 'MG77' })
    await scene.requestCode({ type: 'user', id: user }, 'user.human.password.code.added', 'RST123', {
      medium: 'sms',
    })
    await work()
    const last = requestsTo('/2010-04-01/Accounts/AC1/Messages.json').at(-1)
    const form = new URLSearchParams(last?.body)
    expect(form.get('MessagingServiceSid')).toBe('MG77')
    expect(form.get('Body')).toContain(
      `\nhttps://id.example/ui/v2/login/password/set?code=RST123&userId=${user}&organization=o1`,
    )
    expect(await scene.types('user', user)).toContain('user.human.password.code.sent')
  })
})
