import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { type HandlerTable, implement, type MethodHandlers } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { emailProviders } from './emailProviders.ts'
import { messageTexts } from './messageTexts.ts'
import { smsProviders } from './smsProviders.ts'
import { smtpConfigs } from './smtpConfigs.ts'

/** Providers and message texts of the instance, `zitadel.admin.v1.AdminService`. */
export function adminService(deps: Deps): HandlerTable<Call> {
  const texts: MethodHandlers<typeof AdminService, Call> = messageTexts(deps, 'instance')
  return implement(AdminService, {
    ...emailProviders(deps),
    ...smtpConfigs(deps),
    ...smsProviders(deps),
    ...texts,
  })
}
