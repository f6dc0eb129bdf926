import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { namedUser } from '../../../access/streamNames.ts'
import { changedV2, timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { removePhone, sendContactCode, setContact, verifyContact } from '../contacts.ts'
import { createHuman, createMachine } from '../createAccount.ts'
import type { PreparedHuman } from '../prepareHuman.ts'
import { typeMissing } from '../refusals.ts'
import { removeAccount } from '../removeAccount.ts'
import { decodeHuman, verificationOf } from './decodeHuman.ts'

/** The writes of `zitadel.user.v2.UserService` on people and machines. */
export const userServiceWrites = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    addHumanUser: method({ appendsTo: namedUser }, async (request, call: Call) => {
      const { userId, username } = request
      const input = { userId, username, ...decodeHuman(request) }
      const created = await createHuman(deps, call, call.orgId, input)
      return { userId: created.userId, details: changedV2(created.user), ...returnedCodes(created) }
    }),
    createUser: method(
      { appendsTo: namedUser },
      async ({ organizationId, userId, username, userType }, call: Call) => {
        requirePermission(call, 'user.write', { orgId: organizationId })
        if (userType.case === undefined) throw new DomainError(typeMissing)
        if (userType.case === 'machine') {
          const { name, description = '' } = userType.value
          const input = { userId, username, name, description, accessTokenType: 'bearer' } as const
          const machine = await createMachine(deps, call, organizationId, input)
          return { id: machine.id, creationDate: timestamp(machine.changedAt) }
        }
        const input = { userId, username, ...decodeHuman(userType.value) }
        const created = await createHuman(deps, call, organizationId, input)
        return {
          id: created.userId,
          creationDate: timestamp(created.user.changedAt),
          ...returnedCodes(created),
        }
      },
    ),
    deleteUser: method({ appendsTo: namedUser }, async ({ userId }, call: Call) => ({
      details: changedV2(await removeAccount(deps, call, userId)),
    })),
    setEmail: method({ appendsTo: namedUser }, async ({ userId, email, verification }, call: Call) =>
      contactReply(
        await setContact(
          deps,
          call,
          'email',
          { userId },
          { text: email, verification: verificationOf(verification) },
        ),
      ),
    ),
    resendEmailCode: method({ appendsTo: namedUser }, async ({ userId, verification }, call: Call) =>
      contactReply(
        await sendContactCode(deps, call, 'email', { userId, resend: true }, verificationOf(verification)),
      ),
    ),
    sendEmailCode: method({ appendsTo: namedUser }, async ({ userId, verification }, call: Call) =>
      contactReply(await sendContactCode(deps, call, 'email', { userId }, verificationOf(verification))),
    ),
    verifyEmail: method({ appendsTo: namedUser }, async ({ userId, verificationCode }, call: Call) => ({
      details: changedV2(await verifyContact(deps, call, 'email', { userId }, verificationCode)),
    })),
    setPhone: method({ appendsTo: namedUser }, async ({ userId, phone, verification }, call: Call) =>
      contactReply(
        await setContact(
          deps,
          call,
          'phone',
          { userId },
          { text: phone, verification: verificationOf(verification) },
        ),
      ),
    ),
    resendPhoneCode: method({ appendsTo: namedUser }, async ({ userId, verification }, call: Call) =>
      contactReply(
        await sendContactCode(deps, call, 'phone', { userId, resend: true }, verificationOf(verification)),
      ),
    ),
    verifyPhone: method({ appendsTo: namedUser }, async ({ userId, verificationCode }, call: Call) => ({
      details: changedV2(await verifyContact(deps, call, 'phone', { userId }, verificationCode)),
    })),
    removePhone: method({ appendsTo: namedUser }, async ({ userId }, call: Call) => ({
      details: changedV2(await removePhone(deps, call, { userId })),
    })),
  })

function contactReply({ user, code }: Awaited<ReturnType<typeof setContact>>) {
  return { details: changedV2(user), ...(code && { verificationCode: code }) }
}

function returnedCodes({ emailCode, phoneCode }: PreparedHuman) {
  return { ...(emailCode && { emailCode }), ...(phoneCode && { phoneCode }) }
}
