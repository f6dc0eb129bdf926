import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { hostedBrowser } from './hostedBrowser.ts'
import { hostedPerson } from './hostedPeople.ts'
import { linkIn, mailroom } from './mailroom.ts'

const { server, mailsTo } = await mailroom()
const browser = await hostedBrowser(server)
const pathOf = ({ pathname, search }: URL) => pathname + search

/** Mails a person a link with which they can set a password. */
async function resetLink(): Promise<string> {
  const { userId, email } = await hostedPerson(server)
  const users = server.client(UserService)
  await users.passwordReset({ userId, medium: { case: 'sendLink', value: {} } })
  return pathOf(linkIn((await mailsTo(email))[0]))
}

test('the rules of a new password are ticked while one types', async () => {
  const visitor = await browser.visitor()
  await visitor.open(await resetLink())
  const rules = visitor.page.locator('.rules > li')
  const met = () => visitor.page.locator('.rules > li[data-met="true"]').count()
  expect(await met()).toBe(0)
  await visitor.enter('New password', 'Abc')
  expect(await met(), 'a capital and a small letter').toBe(2)
  await visitor.look('password-set-ticked', { widths: [320] })
  await visitor.enter('New password', 'Another-Horse-8')
  expect(await met()).toBe(await rules.count())
  await visitor.press('Set password')
  await visitor.page.waitForURL('**/signedin**')
  await visitor.close()
})

test('a password is set without scripts', async () => {
  const visitor = await browser.visitor({ javaScript: false, width: 320 })
  await visitor.open(await resetLink())
  await visitor.enter('New password', 'Another-Horse-8')
  await visitor.press('Set password')
  expect(new URL(visitor.page.url()).pathname).toBe('/ui/v2/login/signedin')
  await visitor.close()
})
