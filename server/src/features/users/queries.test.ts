import { expect, test } from 'vitest'
import { loginNameKey } from './queries.ts'

test.each([
  ['Ada@Bücher.test', 'ada', 'xn--bcher-kva.test'],
  ['ada@a@b.test', 'ada@a', 'b.test'],
  ['ada', 'ada', ''],
  ['ada@b.test.', 'ada', 'b.test.'],
  ['ada@b.test。', 'ada', 'b.test。'],
])('the login name %s is of the user %s in the domain %j', (name, user, domain) => {
  expect(loginNameKey(name)).toMatchObject({ login_user: user, login_domain: domain })
})
