import type { Operation } from '../../../access/operation.ts'
import { object, text } from '../../../contract/openapi/ownOperations.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { checkOnSession } from '../writes/requests.ts'

const codeMissing = refuse(
  'session.recovery_code_missing',
  'invalid_argument',
  'the member code is missing; send {"code": "…"} with a recovery code',
)

/** The check of a recovery code for clients of a contract whose `Checks` has no field for it; whoever may call SetSession may call it. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'POST',
    path: '/sallyport/v1/sessions/:sessionId/recovery_code',
    describes: {
      name: 'CheckRecoveryCode',
      summary: 'Check a recovery code on a session',
      permission: 'as for `zitadel.session.v2.SessionService/SetSession`',
      body: object({ code: text('A recovery code of the person of the session.') }),
      reply: object({ sessionToken: text('The new token of the session.') }),
    },
    async run({ parameters: { sessionId = '' }, body: { code } }, call) {
      if (typeof code !== 'string' || code === '') throw new DomainError(codeMissing)
      const { token } = await checkOnSession(deps, call, sessionId, { recoveryCode: { code } })
      return { sessionToken: token ?? '' }
    },
  },
]
