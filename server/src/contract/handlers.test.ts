import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { implement, mergeHandlers } from './handlers.ts'

interface Call {
  readonly orgId: string
}

const table = implement(UserService, {
  addHumanUser: async (request, call: Call) => ({ userId: `${request.username} of ${call.orgId}` }),
})

test('finds a handler by its method; undefined if there is none', () => {
  const lookup = mergeHandlers([table])
  expect(lookup(UserService.method.addHumanUser)).toBe(table.handlers.get(UserService.method.addHumanUser))
  expect(lookup(UserService.method.removeTOTP)).toBeUndefined()
})

test('two handlers for one method are refused at start', () => {
  expect(() => mergeHandlers([table, table])).toThrow(
    'zitadel.user.v2.UserService/AddHumanUser has two handlers',
  )
})
