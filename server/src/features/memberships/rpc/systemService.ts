import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { listMembers } from '../queries.ts'
import { encodeMember } from './encode.ts'

/** The members of any instance, for the operator of the system. */
export const systemService = (deps: Deps) =>
  implement<typeof SystemService, Call>(SystemService, {
    async listIAMMembers(request, call) {
      const { instanceId } = request
      const { rows, total } = await listMembers(
        deps.database,
        { instanceId, level: 'instance', id: instanceId },
        { ...request, page: listQueryPage(request.query) },
      )
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => encodeMember(row, instanceId)),
      }
    },
  })
