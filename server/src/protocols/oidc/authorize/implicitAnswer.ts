import { selectList } from '../../../access/lookupParts.ts'
import {
  type AnswerParameters,
  type AnswerWithTokens,
  authRequestSucceeded,
  errorParameters,
} from '../../../features/auth-requests/index.ts'
import { issueTokens } from '../../../features/oidc-sessions/index.ts'
import { instanceId } from '../../../kernel/ids.ts'
import { type IssuingColumns, issuingPart } from '../issuingPart.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { type LoginColumns, loginColumns } from './codePart.ts'
import {
  isLoginStanding,
  type LoginStandingColumns,
  loginStandingColumns,
  loginStandingJoins,
} from './loginStanding.ts'
import { loginGrant, loginReply } from './loginTokens.ts'

const loginGone = {
  error: 'login_required',
  description: 'the session or a proof of this login is gone; begin a new authorization request',
}

const columns = {
  ...issuingPart.columns,
  ...loginColumns({
    userId: 'w.user_id',
    scopes: 'array(select jsonb_array_elements_text(w.scopes))',
    audience: 'array(select jsonb_array_elements_text(w.audience))',
  }),
  ...loginStandingColumns,
}
const statement = `select ${selectList(columns)}
  from (select $2 as user_id, $3::jsonb as scopes, $4::jsonb as audience, $5 as project_id, $6::jsonb as link) w
  cross join (select $1 as instance_id) i
  ${loginStandingJoins({ link: 'w.link', projectId: 'w.project_id' })}`

type Row = IssuingColumns & LoginColumns & LoginStandingColumns

/**
 * Answers with tokens instead of a code (OpenID Connect Core §3.2.2.5): in fragment or form, never in a query. Answers with
 * `login_required`, without using the request up, if something that the login rests on was lost while the answer waited.
 */
export function answerWithTokens(on: OidcDeps): AnswerWithTokens {
  return async (tx, stream, { request, link }, client) => {
    const [row] = await tx.find<Row>(statement, [
      tx.instanceId,
      link.userId,
      JSON.stringify(request.scope),
      JSON.stringify(request.audience),
      request.projectId,
      JSON.stringify(link),
    ])
    if (row === undefined || !isLoginStanding(row, link, tx.now))
      return async () => errorParameters(loginGone)
    const login = { client, request, link, row }
    const grant = loginGrant(login)
    const issued = await issueTokens(tx, grant)
    if (issued === undefined) return async () => errorParameters(loginGone)
    await tx.append(stream, [authRequestSucceeded({ oidcSessionId: issued.oidcSessionId })])
    const origin = { url: request.issuer, domain: '', secure: request.issuer.startsWith('https:') }
    const place = { instanceId: instanceId(tx.instanceId), now: tx.now, origin }
    return async () => answerOf(await loginReply(on, place, login, { grant, issued }))
  }
}

function answerOf({ body }: Awaited<ReturnType<typeof loginReply>>): AnswerParameters {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]))
}
