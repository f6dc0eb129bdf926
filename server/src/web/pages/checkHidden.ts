import { type Advanced, advance } from '../../features/browsers/index.ts'
import { visiblePerson } from '../../features/login-flow/index.ts'
import { compareWithNothing, organizationKey } from '../../features/passwords/index.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Checks } from './check.ts'
import type { PageContext } from './pageContext.ts'
import { waitForBeat } from './waitForBeat.ts'

const wrongLogin = refuse(
  'page.wrong_login',
  'invalid_argument',
  'the name or the proof is wrong; check both and try again',
)

/**
 * Checks a factor of a name that may not show whether it is known. Unknown, locked, inactive and other accounts that cannot log in fail
 * as a wrong password does: with the same refusal, after a comparison of passwords, at the next beat.
 */
export async function checkHidden(context: PageContext, checks: Checks): Promise<Advanced | Refusal> {
  const { deps, call, browser, facts } = context
  const person = visiblePerson(facts)
  const advanced =
    person && (await advance(deps, call, browser, { userId: person.userId, checks, undelayed: true }))
  if (advanced && !isRefusal(advanced)) return advanced
  if (checks.password && advanced?.code !== 'password.wrong') {
    const organization = organizationKey({ instanceId: call.instance.id, owner: person?.orgId ?? '' })
    await compareWithNothing(checks.password.password, { organization, signal: call.signal() })
  }
  await waitForBeat(deps, call)
  if (advanced) deps.logger.info({ refusal: advanced.code }, 'a hidden name failed')
  return wrongLogin
}
