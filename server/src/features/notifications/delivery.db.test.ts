import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { notifications } from './index.ts'
import { startWorker } from './startWorker.ts'
import { type MailServer, startMailServer } from './testing/mailServer.ts'
import { admin, openScene, person, type Scene } from './testing/scene.ts'

let scene: Scene
let mail: MailServer
let user = ''
let made = 0

async function addSmtp(host: string): Promise<string> {
  const { id } = await scene.test.ask(
    AdminService.method.addEmailProviderSMTP,
    {
      senderAddress: 'noreply@id.example',
      senderName: 'Sallyport',
      host,
      user: 'mailer',
      password: 'mail-password',
    },
    admin(),
  )
  await scene.test.ask(AdminService.method.activateEmailProvider, { id }, admin())
  return id
}

beforeAll(async () => {
  scene = await openScene()
  mail = await startMailServer('mailer')
  await addSmtp(mail.host)
})
afterAll(async () => {
  await mail.close()
  await scene.close()
})
beforeEach(async () => {
  await scene.work()
  user = `user-${++made}`
  await scene.append(user, ...person(user))
})

const mailsToUser = () => mail.mails.filter(({ to }) => to.includes(`${user}@mail.example`))
const askForCode = (plain: string, more: object = {}) =>
  scene.requestCode({ type: 'user', id: user }, 'user.human.email.code.added', plain, more)

describe('a code by mail', () => {
  test('arrives once, in text and HTML, with the default link, and its delivery is told', async () => {
    await askForCode('ABC123')
    await scene.work()
    const [received, ...others] = mailsToUser()
    expect(others).toEqual([])
    expect(received?.subject).toBe('Confirm your e-mail address')
    expect(received?.text).toContain('enter the code ABC123. It is valid for 1 hour.')
    const link = `https://id.example/ui/v2/login/verify?code=ABC123&userId=${user}&organization=o1`
    expect(received?.text).toContain(link)
    expect(received?.html).toContain(`href="${link.replaceAll('&', '&#38;')}"`)
    expect(received?.html).toContain('Hello Ada &#60;b&#62;Lovelace&#60;/b&#62;,')
    expect(await scene.types('user', user)).toContain('user.human.email.code.sent')
    expect(mail.logins).toContain('mailer:mail-password')
    expect(await scene.jobs()).toEqual([])
  })

  test('follows the template of the caller and the language of the person', async () => {
    await scene.append(user, {
      type: 'user.human.profile.changed',
      payload: { ...profileOf('de-CH') },
    })
    await askForCode('XYZ789', {
      urlTemplate: 'https://app.example/verify?u={{.UserID}}&c={{.Code}}&o={{.OrgID}}',
    })
    await scene.work()
    const [received] = mailsToUser()
    expect(received?.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse')
    expect(received?.text).toContain('Er ist 1 Stunde gültig.')
    expect(received?.text).toContain(`https://app.example/verify?u=${user}&c=XYZ789&o=o1`)
    expect(received?.html).toContain('<html lang="de" dir="ltr">')
  })

  test('is not sent when it was returned to the caller', async () => {
    await askForCode('ABC123', { returned: true })
    expect(await scene.jobs()).toEqual([])
  })

  test('is tried again after a refused delivery; the job tells neither code nor password', async () => {
    await askForCode('SECRET')
    mail.refuse = 1
    await scene.work()
    expect(mailsToUser()).toEqual([])
    const [job] = await scene.jobs()
    expect(job).toMatchObject({ task: 'notifications.code', attempts: 1 })
    expect(job?.last_error).toContain('SMTP 451')
    expect(job?.last_error).not.toMatch(/SECRET|mail-password/)
    expect(await scene.types('user', user)).not.toContain('user.human.email.code.sent')
    await scene.retryNow()
    await scene.work()
    expect(mailsToUser()).toHaveLength(1)
    expect(await scene.types('user', user)).toContain('user.human.email.code.sent')
  })

  test('arrives exactly once with two workers', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `${user}-${index}`)
    for (const id of ids) {
      await scene.append(id, ...person(id))
      await scene.requestCode({ type: 'user', id }, 'user.human.email.code.added', 'ABC123')
    }
    await Promise.all([scene.work(), scene.work()])
    const receivers = mail.mails.flatMap(({ to }) => to).filter((to) => to.startsWith(`${user}-`))
    expect(receivers.toSorted()).toEqual(ids.map((id) => `${id}@mail.example`))
  })

  test('is not sent again by a job that runs a second time', async () => {
    await askForCode('ABC123')
    const before = 'select payload from graphile_worker._private_jobs'
    const [job] = await scene.deps.database.query<{ payload: object }>(before)
    await scene.work()
    await scene.deps.database.query("select graphile_worker.add_job('notifications.code', $1::json)", [
      JSON.stringify(job?.payload),
    ])
    await scene.work()
    expect(mailsToUser()).toHaveLength(1)
  })

  test('is delivered by a running worker without being told to', async () => {
    const worker = await startWorker(scene.deps, [notifications])
    try {
      await askForCode('ABC123')
      await vi.waitFor(() => expect(mailsToUser()).toHaveLength(1), { timeout: 5000 })
    } finally {
      await worker.stop()
    }
  })
})

describe('no late mail', () => {
  const cases: Readonly<Record<string, () => Promise<unknown>>> = {
    'to a removed user': () => scene.append(user, { type: 'user.removed', payload: {} }),
    'to a deactivated user': () => scene.append(user, { type: 'user.deactivated', payload: {} }),
    'to a user locked by an administrator': () =>
      scene.append(user, { type: 'user.locked', payload: { automatic: false, until: null } }),
    'with a code that was used': () => scene.append(user, { type: 'user.human.email.verified', payload: {} }),
    'with a code for an address that was changed': () =>
      scene.append(user, { type: 'user.human.email.changed', payload: { email: `${user}@mail.example` } }),
  }
  test.each(Object.entries(cases))('%s', async (_name, happen) => {
    await askForCode('LATE42')
    await happen()
    await scene.work()
    expect(mailsToUser().filter(({ text }) => text.includes('LATE42'))).toEqual([])
    expect(await scene.types('user', user)).not.toContain('user.human.email.code.sent')
    expect(await scene.jobs()).toEqual([])
  })

  test('with an expired code', async () => {
    await askForCode('LATE42', { expiresAt: new Date(Date.now() - 1).toISOString() })
    await scene.work()
    expect(mailsToUser()).toEqual([])
  })

  test('with a replaced code: only the newer one arrives', async () => {
    await askForCode('FIRST1')
    await askForCode('SECOND')
    await scene.work()
    expect(mailsToUser().map(({ text }) => /FIRST1|SECOND/.exec(text)?.[0])).toEqual(['SECOND'])
  })

  test('but an automatic lock keeps no mail away', async () => {
    await askForCode('ABC123')
    await scene.append(user, { type: 'user.locked', payload: { automatic: true, until: null } })
    await scene.work()
    expect(mailsToUser()).toHaveLength(1)
  })
})

describe('notices', () => {
  test('tell of factors added and removed, to the verified address', async () => {
    await scene.append(user, { type: 'user.human.mfa.otp.email.added', payload: {} })
    await scene.append(user, { type: 'user.human.mfa.otp.email.removed', payload: {} })
    await scene.work()
    const subjects = mailsToUser().map(({ subject }) => subject)
    expect(subjects.toSorted()).toEqual([
      'A login factor was added to your account',
      'A login factor was removed from your account',
    ])
    for (const { text } of mailsToUser()) expect(text).toContain(`account ${user}: One-time code by e-mail.`)
  })

  test('tell both the old and the new verified address of a change', async () => {
    await scene.append(
      user,
      { type: 'user.human.email.changed', payload: { email: `new-${user}@mail.example` } },
      { type: 'user.human.email.verified', payload: {} },
    )
    await scene.work()
    const told = mail.mails.filter(
      ({ subject, text }) => /address was changed/.test(subject) && text.includes(user),
    )
    expect(told.map(({ to }) => to[0]).toSorted()).toEqual([
      `new-${user}@mail.example`,
      `${user}@mail.example`,
    ])
  })

  test('tell of a changed password unless the notification policy says no', async () => {
    const changePassword = () =>
      scene.deps.log.transact(
        { instanceId: 'i1', creator: 'test', now: new Date() },
        { type: 'user', id: user },
        async (tx) => {
          const stream = await tx.load({ type: 'user', id: user })
          const secretId = `hash-${user}-${stream.sequence}`
          tx.seal(stream, secretId, 'hash')
          await tx.append(stream, [
            { type: 'user.human.password.changed', payload: { secretId, changeRequired: false } },
          ])
        },
      )
    await changePassword()
    await scene.work()
    expect(mailsToUser().map(({ subject }) => subject)).toEqual(['Your password was changed'])
    expect(await scene.types('user', user)).toContain('user.human.password.change.sent')
    await setPasswordNotice(false)
    await changePassword()
    await scene.work()
    await setPasswordNotice(true)
    expect(mailsToUser()).toHaveLength(1)
  })

  test('say nothing about what a person was created with', async () => {
    await scene.append(`${user}-x`, ...person(`${user}-x`), {
      type: 'user.human.mfa.otp.sms.added',
      payload: {},
    })
    expect(await scene.jobs()).toEqual([])
  })
})

test('without an active provider nothing is enqueued, and a job on its way ends', async () => {
  await askForCode('ABC123')
  const active = await scene.test.ask(AdminService.method.getEmailProvider, {}, admin())
  const id = active.config?.id ?? ''
  await scene.test.ask(AdminService.method.deactivateEmailProvider, { id }, admin())
  await scene.append(user, { type: 'user.human.mfa.otp.email.added', payload: {} })
  expect(await scene.jobs()).toHaveLength(1)
  await scene.work()
  expect(await scene.jobs()).toEqual([])
  expect(await scene.types('user', user)).not.toContain('user.human.email.code.sent')
  await scene.test.ask(AdminService.method.activateEmailProvider, { id }, admin())
  expect(mailsToUser()).toEqual([])
})

test('the log agrees with itself, and no event holds a password or code', async () => {
  expect((await scene.test.deps.log.verify()).findings).toEqual([])
  const found = await scene.deps.database.query(
    "select 1 from events where payload::text ~ 'ABC123|mail-password|SECRET'",
  )
  expect(found).toEqual([])
})

function profileOf(language: string) {
  return {
    givenName: 'Ada',
    familyName: 'Lovelace',
    nickName: '',
    displayName: 'Ada',
    language,
    gender: 'unspecified',
  }
}

async function setPasswordNotice(passwordChange: boolean): Promise<void> {
  const instance = { type: 'instance', id: 'i1' }
  await scene.deps.log.transact(
    { instanceId: 'i1', creator: 'test', now: new Date() },
    instance,
    async (tx) => {
      const type = `instance.policy.notification.${passwordChange ? 'changed' : 'added'}`
      await tx.append(await tx.load(instance), [{ type, payload: { passwordChange } }])
    },
  )
}
