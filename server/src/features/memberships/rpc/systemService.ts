import { SystemService } from '@sallyport/contract/zitadel/system_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import { instanceId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { memberList } from './memberMethods.ts'

/** The members of any instance, for the operator of the system. */
export const systemService = (deps: Deps) =>
  implement<typeof SystemService, Call>(SystemService, {
    listIAMMembers(request, call) {
      const id = instanceId(request.instanceId)
      return memberList(deps, call, { instanceId: id, level: 'instance', id }, request)
    },
  })
