import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { type HandlerTable, implement, type MethodHandlers } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { messageTexts } from './messageTexts.ts'

/** Message texts of the context organization, `zitadel.management.v1.ManagementService`. */
export function managementService(deps: Deps): HandlerTable<Call> {
  const texts: MethodHandlers<typeof ManagementService, Call> = messageTexts(deps, 'org')
  return implement(ManagementService, texts)
}
