import type { Call } from '../../../access/call.ts'
import type { Operation } from '../../../access/operation.ts'
import { hasPermission, reachOf, requirePermission } from '../../../access/permission.ts'
import { outboundAllow } from '../../../config/outboundAllow.ts'
import { count, flag, object, orNull, text } from '../../../contract/openapi/ownOperations.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { openOutbound } from '../../../outbound/outbound.ts'
import type { Deps } from '../../manifest.ts'
import { type LoginProblem, loginProblems, tryLogin } from '../adapters/tryLogin.ts'
import { isLoginUri, longestLoginUri } from '../commands/loginUri.ts'

const addressInvalid = refuse(
  'feature_flags.login_address_invalid',
  'invalid_argument',
  `baseUri is not an http or https URL without query and of at most ${longestLoginUri} characters; send the address below which the login has its pages`,
)

const right = 'iam.feature.write'
const rightOfApps = 'project.app.write'

const privateUnasked =
  'the address is not public, and the server asks such addresses only for those who set the login of the instance; open it in a browser'

/** Reaches public addresses alone, whatever the operator allows: owners of applications are not to look around in private networks. */
const publicOutbound = openOutbound(outboundAllow([]))

/** A look at a login of one's own before applications are sent there; the contract has none. */
export const operations = (deps: Pick<Deps, 'outbound'>): readonly Operation[] => [
  {
    method: 'POST',
    path: '/sallyport/v1/login-address/test',
    describes: {
      name: 'TestLoginAddress',
      summary: 'Ask whether a login of your own can be reached, before it is set',
      description:
        'The server asks for `{baseUri}/login` once, for at most 5 seconds, without credentials; redirects are not followed, and nothing is stored. A login is reached by a status of 200 to 399, or 400, because the request names no authorization.',
      permission: `${right} on the instance; for public addresses, ${rightOfApps} anywhere in it`,
      body: object({
        baseUri: {
          ...text('As `loginV2.baseUri` of the instance or of an application.'),
          minLength: 1,
          maxLength: longestLoginUri,
        },
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
    authorize: mayAsk,
    async run({ body: { baseUri } }, { principal, instance }) {
      if (typeof baseUri !== 'string' || !isLoginUri(baseUri)) throw new DomainError(addressInvalid)
      const isOwner = hasPermission(principal, right, { instanceId: instance.id })
      const { status, problem } = await tryLogin(isOwner ? deps.outbound : publicOutbound, baseUri)
      const unasked = !isOwner && problem === 'not_allowed'
      const message = unasked ? privateUnasked : problem && messageOf(problem, status)
      return { reachable: problem === null, status, problem, message }
    },
  },
]

/** Whoever may set the login of some application may ask; others hear that they lack the right on the instance. */
function mayAsk(call: Call): void {
  const reached = reachOf(call.principal, rightOfApps, call.instance.id)
  const hasApps = reached === 'all' || Object.values(reached).some((ids) => ids.length > 0)
  if (!hasApps) requirePermission(call, right, {})
}

function messageOf(problem: LoginProblem, status: number | null): string {
  return status === null ? loginProblems[problem] : `HTTP ${status}: ${loginProblems[problem]}`
}
