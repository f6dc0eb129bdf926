import { expect, test } from 'vitest'
import { fold, userStream } from '../../testing/fold.ts'
import { invitationFacet } from './invitationState.ts'

const added = {
  type: 'user.human.invite.code.added',
  payload: { secretId: 's', expiresAt: userStream.createdAt, returned: false, urlTemplate: '' },
}

test.each(['user.human.invite.check.succeeded', 'user.removed'])('an invitation waits until %s', (type) => {
  const waiting = fold(invitationFacet, [added])
  expect(waiting).toEqual({ invitedAt: userStream.createdAt })
  expect(invitationFacet.rows?.(waiting, userStream)).toHaveProperty('user_invitations')
  const over = fold(invitationFacet, [{ type, payload: {} }], waiting)
  expect(over).toBeNull()
  expect(invitationFacet.rows?.(over, userStream)).toEqual({})
})
