import type { DescMessage, DescMethod, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf'
import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { levelRef, ownOrgRef } from '../../../access/level.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import type { RequestHeaders } from '../../../contract/dispatch.ts'
import {
  type Handler,
  type HandlerTable,
  implement,
  method as withTraits,
} from '../../../contract/handlers.ts'
import { ownHeader } from '../../../contract/ownHeaders.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { activateLabel } from '../commands/activateLabel.ts'
import { addSetting } from '../commands/addSetting.ts'
import { changeSetting } from '../commands/changeSetting.ts'
import { removeAsset } from '../commands/removeAsset.ts'
import { resetSetting } from '../commands/resetSetting.ts'
import { type SettingName, settingKind } from '../kinds.ts'
import { effectiveSetting } from '../queries.ts'
import type { SettingsState } from '../state.ts'
import { type Target, writeSettings } from '../writes/writeSettings.ts'
import { decodeFields } from './decode.ts'
import { encodeFields, settingDetails, withAssetUrls } from './encode.ts'
import {
  adminMethods,
  authMethods,
  managementMethods,
  type PolicyMethod,
  type PolicyReader,
  type PolicyWriter,
} from './policyMethods.ts'

type Request = MessageShape<DescMessage>

/** The policy methods of the three v1 services, derived from their tables. */
export function policyHandlers(deps: Deps): readonly HandlerTable<Call>[] {
  return [
    tableOf(deps, AdminService, adminMethods),
    tableOf(deps, ManagementService, managementMethods),
    tableOf(deps, AuthService, authMethods),
  ]
}

function tableOf(
  deps: Deps,
  service: DescService,
  methods: Readonly<Record<string, PolicyMethod>>,
): HandlerTable<Call> {
  const handlers: Record<string, Handler<Call>> = {}
  for (const [localName, meaning] of Object.entries(methods)) {
    const method = service.method[localName]
    if (method === undefined) throw new Error(`${service.typeName} has no method ${localName}`)
    handlers[localName] =
      meaning.does === 'read' ? readerOf(deps, method, meaning) : writerOf(deps, method, meaning)
  }
  return implement(service, handlers)
}

function readerOf(deps: Deps, method: DescMethod, meaning: PolicyReader): Handler<Call> {
  const { policy, isDefault } = method.output.field
  const shape = policy?.message
  if (shape === undefined) throw new Error(`${method.name} returns no policy`)
  return async (request, call) => {
    const target = targetOf(meaning, request, call)
    const orgId = target.type === 'org' ? target.id : ''
    const setting = await effectiveSetting(deps.database, call.instance.id, orgId, meaning.setting)
    const { header } = settingKind(meaning.setting)
    if (header) call.responseHeaders[header.name] = String(setting.value[header.member as never])
    const shown = {
      ...encodeFields(shape, withAssetUrls(setting, call)),
      details: settingDetails(setting),
      isDefault: setting.isDefault,
    }
    const reply =
      isDefault === undefined ? { policy: shown } : { policy: shown, isDefault: setting.isDefault }
    return reply as MessageInitShape<DescMessage>
  }
}

function writerOf(deps: Deps, method: DescMethod, meaning: PolicyWriter): Handler<Call> {
  const details = meaning.does === 'add' ? addedV1 : changedV1
  const write: Handler<Call> = async (request, call) => {
    const target = targetOf(meaning, request, call)
    const stream = await writeSettings(deps, call, target, (state) =>
      decide(state, method, meaning, request, target, call.headers),
    )
    return { details: details(stream) } as MessageInitShape<DescMessage>
  }
  return meaning.does === 'removeAsset' ? write : withTraits({ dryRun: true }, write)
}

function decide(
  state: SettingsState,
  method: DescMethod,
  meaning: PolicyWriter,
  request: Request,
  { type: level }: Target,
  headers: RequestHeaders,
): Decision {
  if (meaning.does === 'removeAsset') return removeAsset(state, level, meaning.asset)
  if (meaning.does === 'activate') return activateLabel(state, level)
  if (meaning.does === 'reset') return resetSetting(state, meaning.setting)
  const { initial, onWrite } = settingKind(meaning.setting)
  const fields = decodeFields(method.input, request, initial)
  if (isRefusal(fields)) return fields
  const counted = fromHeader(meaning.setting, headers)
  const command = meaning.does === 'add' ? addSetting : changeSetting
  return command(state, level, meaning.setting, { ...fields, ...counted, ...onWrite })
}

/** Reads the member of a setting that its header sets; none without the header. */
function fromHeader(name: SettingName, headers: RequestHeaders): JsonObject {
  const { header } = settingKind(name)
  const count = header && ownHeader(headers, header.name)
  return header === undefined || count === undefined ? {} : { [header.member]: count }
}

function targetOf(meaning: PolicyMethod, request: Request, call: Call): Target {
  switch (meaning.of) {
    case 'instance':
      return levelRef(call, 'instance')
    case 'own':
      return ownOrgRef(call)
    case 'context':
      return levelRef(call, 'org')
    case 'named':
      return { type: 'org', id: (request as Request & { readonly orgId: string }).orgId }
  }
}
