import { create } from '@bufbuild/protobuf'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { isSensitive, sensitiveNames } from './sensitiveActs.ts'
import { services } from './services.ts'

const methods = services.flatMap((service) => service.methods)

test('every name is one of a method of the contract', () => {
  const names = new Set(methods.map(({ name }) => name))
  expect(sensitiveNames.filter((name) => !names.has(name))).toEqual([])
})

test('the password and the factors of others are sensitive, one’s own are not', () => {
  for (const method of [UserService.method.removeTOTP, UserService.method.setPassword]) {
    const message = create(method.input, { userId: '1' })
    expect([isSensitive(method, message, '2'), isSensitive(method, message, '1')]).toEqual([true, false])
  }
  const { deleteUser, getUserByID } = UserService.method
  expect(isSensitive(deleteUser, create(deleteUser.input, { userId: '1' }), '1')).toBe(true)
  expect(isSensitive(getUserByID, create(getUserByID.input, { userId: '1' }), '2')).toBe(false)
})

test('methods on others name the user by its id', () => {
  const onUsers = methods.filter(
    ({ name, parent }) =>
      /^(Set|Remove).*(Password|Factor|OTP|U2F|Passkey)/.test(name) &&
      sensitiveNames.includes(name) &&
      !parent.typeName.includes('v3alpha'),
  )
  expect(onUsers.length).toBeGreaterThan(15)
  for (const { name, input } of onUsers) expect([name, 'userId' in input.field]).toEqual([name, true])
})
