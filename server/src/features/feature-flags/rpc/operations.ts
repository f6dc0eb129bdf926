import type { Operation } from '../../../access/operation.ts'
import { requirePermission } from '../../../access/permission.ts'
import { count, flag, object, orNull, text } from '../../../contract/openapi/ownOperations.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type LoginProblem, loginProblems, tryLogin } from '../adapters/tryLogin.ts'
import { isLoginUri, longestLoginUri } from '../commands/loginUri.ts'

const addressInvalid = refuse(
  'feature_flags.login_address_invalid',
  'invalid_argument',
  `baseUri is not an http or https URL without query and of at most ${longestLoginUri} characters; send the address below which the login has its pages`,
)

const right = 'iam.feature.write'

/** A look at a login of one's own before all applications are sent there; the contract has none. */
export const operations = (deps: Pick<Deps, 'outbound'>): readonly Operation[] => [
  {
    method: 'POST',
    path: '/sallyport/v1/login-address/test',
    describes: {
      name: 'TestLoginAddress',
      summary: 'Ask whether a login of your own can be reached, before it is set',
      description:
        'The server asks for `{baseUri}/login` once, for at most 5 seconds, without credentials; redirects are not followed, and nothing is stored. A login is reached by a status of 200 to 399, or 400, because the request names no authorization.',
      permission: `${right} on the instance`,
      body: object({
        baseUri: { ...text('As `loginV2.baseUri`.'), minLength: 1, maxLength: longestLoginUri },
      }),
      reply: object({
        reachable: flag(),
        status: orNull(count('The status of the response; null without one.')),
        problem: orNull(
          text(
            'Why it was not reached. With `not_allowed` nothing was checked: the server may not ask this address.',
            Object.keys(loginProblems),
          ),
        ),
        message: orNull(text('The problem in words.')),
      }),
    },
    async run({ body: { baseUri } }, call) {
      requirePermission(call, right, {})
      if (typeof baseUri !== 'string' || !isLoginUri(baseUri)) throw new DomainError(addressInvalid)
      const { status, problem } = await tryLogin(deps.outbound, baseUri)
      return { reachable: problem === null, status, problem, message: problem && messageOf(problem, status) }
    },
  },
]

function messageOf(problem: LoginProblem, status: number | null): string {
  return status === null ? loginProblems[problem] : `HTTP ${status}: ${loginProblems[problem]}`
}
