import {
  type CreateSessionRequest,
  SessionService,
} from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import type { Call } from '../../../access/call.ts'
import type { StepReply } from '../../../access/factor.ts'
import { namedSession, namedUser } from '../../../access/streamNames.ts'
import { changedV2, listDetailsV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { StreamName } from '../../../contract/traits.ts'
import type { Deps } from '../../manifest.ts'
import { searchSessions } from '../queries.ts'
import { createSession, deleteSession, readSession, setSession } from '../writes/requests.ts'
import { sessionMessage } from './encode.ts'

/** `zitadel.session.v2.SessionService`: every method but those that need later capabilities inside their checks. */
export const sessionService = (deps: Deps) =>
  implement(SessionService, {
    createSession: method({ appendsTo: checkedUser }, async (request, call: Call) => {
      const { stream, token, challenges } = await createSession(deps, call, request)
      return {
        details: changedV2(stream),
        sessionId: stream.id,
        sessionToken: token ?? '',
        ...shown(challenges),
      }
    }),
    setSession: method({ appendsTo: namedSession }, async (request, call: Call) => {
      const { stream, token, challenges } = await setSession(deps, call, request)
      return { details: changedV2(stream), sessionToken: token ?? '', ...shown(challenges) }
    }),
    getSession: async (request, call: Call) => ({
      session: sessionMessage(await readSession(deps, call, request)),
    }),
    listSessions: async ({ query, queries }, call: Call) => {
      const { rows, total } = await searchSessions(deps.database, call, queries, listQueryPage(query))
      return { details: listDetailsV2(total, call.now), sessions: rows.map(sessionMessage) }
    },
    deleteSession: method({ appendsTo: namedSession }, async (request, call: Call) => {
      const stream = await deleteSession(deps, call, request)
      return { details: stream.sequence === 0 ? { resourceOwner: call.instance.id } : changedV2(stream) }
    }),
  })

/** Returns the stream of the user whom the checks name by id. */
function checkedUser({ checks }: CreateSessionRequest): StreamName | undefined {
  const search = checks?.user?.search
  return search?.case === 'userId' ? namedUser({ userId: search.value }) : undefined
}

/** Challenges appear in the reply only when there is something to show. */
function shown(challenges: StepReply) {
  return Object.keys(challenges).length === 0 ? {} : { challenges }
}
