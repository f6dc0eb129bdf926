import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import type { Level } from '../../../access/level.ts'
import { changedV1 } from '../../../contract/details.ts'
import { type HandlerTable, implement } from '../../../contract/handlers.ts'
import { levelTexts, type TextReading } from '../../custom-texts/index.ts'
import type { Deps } from '../../manifest.ts'
import { loginKind, textsOf, treeOf } from '../texts/loginTexts.ts'

/** Login texts of the instance (admin.v1) and of the context organization (management.v1). */
export function loginTextHandlers(deps: Deps): readonly HandlerTable<Call>[] {
  return [
    implement(AdminService, methodsOf(deps, 'instance')),
    implement(ManagementService, methodsOf(deps, 'org')),
  ]
}

interface Named {
  readonly language: string
}

/** The four methods that both services have under the same names; a request has its screens as members. */
function methodsOf(deps: Deps, level: Level) {
  const texts = levelTexts(deps, level, loginKind)
  return {
    getDefaultLoginTexts: async ({ language }: Named, call: Call) =>
      shown(await texts.readDefault(call, language)),
    getCustomLoginTexts: async ({ language }: Named, call: Call) => shown(await texts.read(call, language)),
    setCustomLoginText: async (request: Named, call: Call) => ({
      details: changedV1(await texts.set(call, request.language, textsOf({ ...request }))),
    }),
    resetCustomLoginTextToDefault: async ({ language }: Named, call: Call) => ({
      details: changedV1(await texts.reset(call, language)),
    }),
  }
}

function shown({ texts, isDefault, details }: TextReading<string>) {
  return { customText: { ...treeOf(texts), isDefault, details } }
}
