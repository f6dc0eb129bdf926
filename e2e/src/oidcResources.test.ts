import { APIAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/api_pb.js'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addClientMachine } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { addOidcApp, addProject, codeRequest, finishLogin } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'

const server = await testServer({ clock: testClock() })
const app = await addOidcApp(server)
const basic = [app.clientId, app.clientSecret] as const
const { userId } = await addPerson(server)
const [calendar, mail, unasked] = [
  'https://calendar.example',
  'https://mail.example',
  'https://unasked.example',
]

/** Adds an API that has registered a resource. */
async function addApi(resource: string) {
  const headers = { 'x-sallyport-client-metadata': JSON.stringify({ resource }) }
  const { creationResponseType } = await server.client(AppService, { headers }).createApplication({
    projectId: await addProject(server),
    name: 'API',
    creationRequestType: {
      case: 'apiRequest',
      value: { authMethodType: APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC },
    },
  })
  const { clientId = '', clientSecret = '' } = (creationResponseType.value ?? {}) as {
    clientId?: string
    clientSecret?: string
  }
  return [clientId, clientSecret] as const
}
const calendarApi = await addApi(calendar)
const mailApi = await addApi(mail)
await addApi(unasked)

const form = (members: Record<string, string>, resources: readonly string[]) =>
  new URLSearchParams([...Object.entries(members), ...resources.map((one) => ['resource', one])]).toString()
/** A code of a login for calendar and mail. */
async function code() {
  const { query, verifier } = codeRequest(app, { scope: 'openid offline_access' })
  const url = new URL(`${server.url}/oauth/v2/authorize?${form(query, [calendar, mail])}`)
  const answer = await finishLogin(server, url, await passwordSession(server, userId))
  return {
    grant_type: 'authorization_code',
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: query['redirect_uri'] ?? '',
    code_verifier: verifier,
  }
}
const redeem = async (members: Record<string, string>, resources: readonly string[] = []) =>
  requestToken(server, form(members, resources), { basic })
const refreshing = (json: Record<string, unknown>) => ({
  grant_type: 'refresh_token',
  refresh_token: String(json['refresh_token']),
})
const activeFor = async (token: unknown) => {
  const asked = [calendarApi, mailApi, basic].map(async (caller) => {
    const { json } = await postForm(
      server,
      '/oauth/v2/introspect',
      { token: String(token) },
      { basic: caller },
    )
    return json['active']
  })
  const [forCalendar, forMail, forApp] = await Promise.all(asked)
  return { calendar: forCalendar, mail: forMail, app: forApp }
}

describe('an access token is for the named resources alone', () => {
  test('of a code', async () => {
    const whole = await redeem(await code())
    expect(await activeFor(whole.json['access_token'])).toEqual({ calendar: true, mail: true, app: true })
    const { json } = await redeem(await code(), [calendar])
    expect(await activeFor(json['access_token'])).toEqual({ calendar: true, mail: false, app: false })
    expect(decodeJwt(String(json['id_token'])).aud).toContain(app.clientId)
    const { json: inspected } = await postForm(
      server,
      '/oauth/v2/introspect',
      { token: String(json['access_token']) },
      { basic: calendarApi },
    )
    expect(inspected['aud']).toEqual([calendar, calendarApi[0]])
  })

  test('of a refresh token, which keeps the whole audience', async () => {
    const first = await redeem(await code(), [calendar])
    const second = await redeem(refreshing(first.json), [mail])
    expect(await activeFor(second.json['access_token'])).toEqual({ calendar: false, mail: true, app: false })
    expect(await activeFor(first.json['access_token'])).toEqual({ calendar: false, mail: false, app: false })
    const third = await redeem(refreshing(second.json))
    expect(await activeFor(third.json['access_token'])).toEqual({ calendar: true, mail: true, app: true })
    const both = await redeem(refreshing(third.json), [mail, calendar])
    expect(await activeFor(both.json['access_token'])).toEqual({ calendar: true, mail: true, app: false })
  })

  test('of a refresh token that is sent again within ten seconds for another resource', async () => {
    const { json } = await redeem(await code())
    const refresh = refreshing(json)
    await redeem(refresh, [calendar])
    const again = await redeem(refresh, [mail])
    // Refused or for mail; a token for the calendar would be carried to the mail API, which could use it there.
    expect((await activeFor(again.json['access_token'])).calendar).toBe(false)
    expect(await activeFor(again.json['access_token'])).toEqual({ calendar: false, mail: true, app: false })
    const same = await redeem(refresh, [mail])
    expect(same.json['access_token']).toBe(again.json['access_token'])
    const fewer = await redeem({ ...refresh, scope: 'openid' }, [mail])
    expect(fewer.json['scope']).toBe('openid')
    expect(fewer.json['access_token']).not.toBe(again.json['access_token'])
    const next = await redeem(refreshing(fewer.json), [calendar])
    expect(await activeFor(next.json['access_token'])).toEqual({ calendar: true, mail: false, app: false })
  })

  test('of client credentials', async () => {
    const machine = await addClientMachine(server)
    const { json } = await requestToken(server, form({ grant_type: 'client_credentials' }, [mail]), {
      basic: machine.basic,
    })
    expect(await activeFor(json['access_token'])).toEqual({ calendar: false, mail: true, app: false })
  })
})

describe('a resource is refused', () => {
  test('that is not part of the grant, or unknown', async () => {
    const members = await code()
    for (const resource of [unasked, 'https://unknown.example', app.projectId, app.clientId, mailApi[0]]) {
      expect((await redeem(members, [resource])).json['error']).toBe('invalid_target')
      expect((await redeem(members, [mail, resource])).json['error']).toBe('invalid_target')
    }
    const { status, json } = await redeem(members, [mail])
    expect(status).toBe(200)
    expect((await redeem(refreshing(json), [unasked])).json['error']).toBe('invalid_target')
    expect((await redeem(refreshing(json), [mail])).status).toBe(200)
  })

  test('but a second use of a code revokes its tokens, whatever it names', async () => {
    const members = await code()
    const { json } = await redeem(members)
    expect((await redeem(members, ['https://unknown.example'])).json['error']).toBe('invalid_grant')
    expect(await activeFor(json['access_token'])).toEqual({ calendar: false, mail: false, app: false })
  })
})
