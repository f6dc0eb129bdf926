import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { decideOn } from '../../server/src/eventlog/decideOn.ts'
import { channelEvents } from '../../server/src/features/notifications/events.ts'
import { eventsOf } from './factors.ts'
import { addReader, mailroom } from './mailroom.ts'
import { password } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'

const room = await mailroom()
const { instanceId } = room.server.first
const admin = (token?: string) => room.server.client(AdminService, token === undefined ? {} : { token })
const endpoint = `${room.sms.url}/signed`
const now = { seconds: 0n, nanos: 0 }

/** Has a mail and an SMS posted to the active providers; returns what arrived. */
async function posted() {
  const before = room.sms.requests.length
  const { userId, phone } = await addReader(room.server, { password })
  await room.server.client(UserService).passwordReset({ userId })
  await room.server.client(UserService).setPhone({ userId, phone: phone.replace('+4178', '+4177') })
  await room.server.runJobs()
  return room.sms.requests.slice(before).filter(({ path }) => path.startsWith('/signed'))
}

/** The signature as the contract's receivers compute it, of the time that the header states. */
function expected(key: string, { headers, body }: Awaited<ReturnType<typeof posted>>[number]): string {
  const [, time = ''] = /^t=(\d+),/.exec(String(headers['zitadel-signature'])) ?? []
  expect(Math.abs(Number(time) * 1000 - Date.now())).toBeLessThan(60_000)
  return `t=${time},v1=${createHmac('sha256', key).update(`${time}.`).update(body).digest('hex')}`
}

test('a new key needs a known HTTP provider, the right to change it, and no lifetime of the old one', async () => {
  const { id } = await admin().addSMSProviderHTTP({ endpoint })
  const reader = await addMachine(room.server, { roles: ['IAM_OWNER_VIEWER'] })
  const change = { endpoint, expirationSigningKey: now }
  const twilio = await admin().addSMSProviderTwilio({ sid: 'AC1', token: 'x', senderNumber: '+15550100' })
  const refused = [
    admin().updateSMSProviderHTTP({ ...change, id, expirationSigningKey: { seconds: 60n, nanos: 0 } }),
    admin().updateSMSProviderHTTP({ ...change, id: '404' }),
    admin().updateSMSProviderHTTP({ ...change, id: twilio.id }),
    admin().updateEmailProviderHTTP({ ...change, id: room.emailProviderId }),
    admin(reader.token).updateSMSProviderHTTP({ ...change, id }),
    admin().updateSMSProviderHTTP({ id, endpoint }),
  ]
  expect((await Promise.all(refused.map(refusalOf))).map(({ code }) => code)).toEqual([
    'InvalidArgument',
    'NotFound',
    'NotFound',
    'NotFound',
    'PermissionDenied',
    'FailedPrecondition',
  ])
})

test('requests are signed with the key that creation gave, until a change asks for a new one', async () => {
  const mail = await admin().addEmailProviderHTTP({ endpoint: `${endpoint}/mail` })
  const sms = await admin().addSMSProviderHTTP({ endpoint: `${endpoint}/sms` })
  await admin().activateEmailProvider({ id: mail.id })
  await admin().activateSMSProvider({ id: sms.id })
  const keys = new Map([
    ['/signed/mail', mail.signingKey],
    ['/signed/sms', sms.signingKey],
  ])
  const signedBy = async () => {
    const requests = await posted()
    expect(new Set(requests.map(({ path }) => path))).toEqual(new Set(keys.keys()))
    for (const request of requests)
      expect(request.headers['zitadel-signature']).toBe(expected(keys.get(request.path) ?? '', request))
  }
  await signedBy()
  const described = { endpoint: `${endpoint}/sms`, description: 'SMS' }
  expect((await admin().updateSMSProviderHTTP({ id: sms.id, ...described })).signingKey).toBeUndefined()
  await signedBy()
  const change = { id: sms.id, ...described, expirationSigningKey: now }
  const replaced = (await admin().updateSMSProviderHTTP(change)).signingKey ?? ''
  keys.set('/signed/sms', replaced)
  await signedBy()
  const all = [mail.signingKey, sms.signingKey, replaced]
  for (const key of all) expect(key).toMatch(/^[A-Za-z0-9]{36}$/)
  expect(new Set(all).size).toBe(3)
  const seen = JSON.stringify(
    [
      await eventsOf(room.server, instanceId),
      (await admin().listSMSProviders({})).result,
      (await admin().getEmailProviderById({ id: mail.id })).config,
    ],
    (_, value) => (typeof value === 'bigint' ? String(value) : value),
  )
  expect(seen).toContain('signing_key.changed')
  expect(
    all.filter((key) => seen.includes(key)),
    'a key is shown once',
  ).toEqual([])
})

test('the check in the guide accepts what is signed, and nothing that is changed or old', async () => {
  const guide = readFileSync(new URL('../../docs/message-providers.md', import.meta.url), 'utf8')
  const [, code = ''] = /```js\n([^`]*`[^`]*`[^`]*)```/.exec(guide) ?? []
  const { isGenuine } = await import(
    `data:text/javascript,${encodeURIComponent(`${code}\nexport { isGenuine }`)}`
  )
  const { id, signingKey } = await admin().addSMSProviderHTTP({ endpoint: `${endpoint}/guide` })
  await admin().activateSMSProvider({ id })
  const { headers, body } = (await posted()).find(({ path }) => path === '/signed/guide') ?? expect.fail()
  const signature = String(headers['zitadel-signature'])
  const soon = Date.now() / 1000
  expect([
    isGenuine(signature, body, signingKey),
    isGenuine(signature, `${body} `, signingKey),
    isGenuine(signature, body, `${signingKey}x`),
    isGenuine(signature, body, signingKey, soon + 400),
    isGenuine('t=1', body, signingKey),
  ]).toEqual([true, false, false, false, false])
})

test('an endpoint of 0.2.0 has no key: its requests are unsigned until it gets one', async () => {
  const { log } = room.server.product.deps
  const writing = { instanceId, creator: 'test', now: new Date() }
  await decideOn(log, writing, { type: 'instance', id: instanceId }, () => [
    channelEvents.sms.http.added({ id: 'older', description: '', endpoint }),
    channelEvents.sms.any.activated({ id: 'older' }),
  ])
  const unsigned = (await posted()).filter(({ path }) => path === '/signed')
  expect(unsigned.map(({ headers }) => headers['zitadel-signature'])).toEqual([undefined])
  const change = { id: 'older', endpoint, expirationSigningKey: now }
  const { signingKey = '' } = await admin().updateSMSProviderHTTP(change)
  const [signed] = (await posted()).filter(({ path }) => path === '/signed')
  expect(signed?.headers['zitadel-signature']).toBe(signed && expected(signingKey, signed))
})

test('removed providers leave no key behind', async () => {
  const { result: sms } = await admin().listSMSProviders({})
  const { result: mail } = await admin().listEmailProviders({})
  for (const { id } of sms) await admin().removeSMSProvider({ id })
  for (const { id } of mail) await admin().removeEmailProvider({ id })
  const left = await room.server.product.deps.database.query(
    `select 1 from secrets s where s.stream_type = 'instance' and s.stream_id = $1
       and not exists (select from web_keys k where k.instance_id = s.instance_id and k.key_id = s.id)`,
    [instanceId],
  )
  expect(left).toEqual([])
})
