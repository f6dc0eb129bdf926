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

/** Reaches public addresses alone, whatever the operator allows: owners of applications are not to look around in private networks. */
const publicOutbound = openOutbound(outboundAllow([]))

/** A look at a login of one's own before applications are sent there; the contract has none. */
export const operations = (deps: Pick<Deps, 'logger' | 'outbound'>): readonly Operation[] => [
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
            'Why it was not reached. With `not_allowed` and `not_public` nothing was checked: the server may not ask this address.',
            Object.keys(loginProblems),
          ),
        ),
        message: orNull(text('The problem in words.')),
      }),
    },
    authorize: mayAsk,
    async run({ body: { baseUri } }, { principal, instance }) {
      if (typeof baseUri !== 'string' || !isLoginUri(baseUri)) throw new DomainError(addressInvalid)
      const setsLogin = hasPermission(principal, right, { instanceId: instance.id })
      const { status, problem } = setsLogin
        ? await tryLogin(deps.outbound, baseUri)
        : await tryPublicLogin(deps, instance.id, baseUri)
      const message = problem && messageOf(problem, status)
      return { reachable: problem === null, status, problem, message }
    },
  },
]

/**
 * Tries a public address. A name in a private DNS gets the same reply as a name that is not known, so that nobody finds out what runs in
 * private networks; the log has the difference.
 */
async function tryPublicLogin({ logger }: Pick<Deps, 'logger'>, instanceId: string, baseUri: string) {
  const tried = await tryLogin(publicOutbound, baseUri)
  const { problem } = tried
  if (problem !== 'name_unknown' && problem !== 'not_allowed') return tried
  logger.info({ instanceId, host: new URL(baseUri).host, problem }, 'the address of a login is not public')
  return { status: null, problem: 'not_public' } as const
}

/** Whoever may set the login of some application may ask; others hear that they lack the right on the instance. */
function mayAsk(call: Call): void {
  const reached = reachOf(call.principal, rightOfApps, call.instance.id)
  const hasApps = reached === 'all' || Object.values(reached).some((ids) => ids.length > 0)
  if (!hasApps) requirePermission(call, right, {})
}

function messageOf(problem: LoginProblem, status: number | null): string {
  return status === null ? loginProblems[problem] : `HTTP ${status}: ${loginProblems[problem]}`
}
