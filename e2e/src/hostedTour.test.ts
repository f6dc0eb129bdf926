import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedBrowser } from './hostedBrowser.ts'
import { hostedPerson } from './hostedPeople.ts'
import { relyingParty } from './relyingParty.ts'

const server = await testServer()
const browser = await hostedBrowser(server)
const app = await relyingParty(server)

describe('a login with a password', () => {
  test('is walked through with every page looked at', async () => {
    const { loginName, password, userId } = await hostedPerson(server)
    const visitor = await browser.visitor()
    await visitor.open(app.start())
    await visitor.look('loginname')
    await visitor.enter('Login name', loginName)
    await visitor.press('Continue')
    await visitor.look('password')
    await visitor.enter('Password', 'wrong')
    await visitor.press('Continue')
    await visitor.look('password-wrong')
    await visitor.enter('Password', password)
    await visitor.press('Continue')
    await visitor.page.waitForURL(`${app.origin}/callback**`)
    expect(app.received[0]?.sub).toBe(userId)
    await visitor.close()
  })

  test('without scripts', async () => {
    const { loginName, password, userId } = await hostedPerson(server)
    const visitor = await browser.visitor({ javaScript: false, width: 320, theme: 'dark' })
    await visitor.open(app.start())
    await visitor.look('loginname-plain')
    await visitor.enter('Login name', loginName)
    await visitor.press('Continue')
    await visitor.enter('Password', password)
    await visitor.press('Continue')
    await visitor.page.waitForURL(`${app.origin}/callback**`)
    expect(app.received[0]?.sub).toBe(userId)
    await visitor.close()
  })
})
