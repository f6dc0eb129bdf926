import type { RequestContext } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { ResourceOwnerType } from '@zitadel/proto/zitadel/settings/v2/settings_pb.js'
import type { Call } from '../../../access/call.ts'

/** The organization whose settings a settings v2 request is about: '' for the instance; else the named or context one. */
export function targetOrg(ctx: RequestContext | undefined, call: Call): string {
  const owner = ctx?.resourceOwner
  switch (owner?.case) {
    case 'instance':
      return owner.value ? '' : call.orgId
    case 'orgId':
      return owner.value
    case undefined:
      return call.orgId
  }
}

/** Whether a setting is the organization's own or the instance's. */
export function ownerTypeOnWire(setting: { readonly isDefault: boolean }): ResourceOwnerType {
  return setting.isDefault ? ResourceOwnerType.INSTANCE : ResourceOwnerType.ORG
}
