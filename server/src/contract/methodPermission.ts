import { type DescMethod, getOption, hasOption } from '@bufbuild/protobuf'
import { auth_option } from '@zitadel/proto/zitadel/options_pb.js'
import { options } from '@zitadel/proto/zitadel/protoc_gen_zitadel/v2/options_pb.js'

/** The permission that the contract requires of the caller of a method. */
export interface MethodPermission {
  /** `authenticated`, or a permission such as `user.write`. */
  readonly permission: string
  /** The name of the request field with the organization in which the permission is checked. */
  readonly orgField?: string
  /** The Go-style name of the request field with the id that a project-bound role must match. */
  readonly checkField?: string
}

const known = new WeakMap<DescMethod, MethodPermission | 'public'>()

/** Reads the method's auth option (`zitadel.v1.auth_option` or the v2 options); undefined if the method is public. */
export function methodPermission(method: DescMethod): MethodPermission | undefined {
  let permission = known.get(method)
  if (permission === undefined) {
    permission = readPermission(method) ?? 'public'
    known.set(method, permission)
  }
  return permission === 'public' ? undefined : permission
}

function readPermission(method: DescMethod): MethodPermission | undefined {
  const v1 = hasOption(method, auth_option) ? getOption(method, auth_option) : undefined
  if (v1 !== undefined && v1.permission !== '') {
    return v1.checkFieldName === ''
      ? { permission: v1.permission }
      : { permission: v1.permission, checkField: v1.checkFieldName }
  }
  const v2 = hasOption(method, options) ? getOption(method, options).authOption : undefined
  if (v2 === undefined || v2.permission === '') return undefined
  return v2.orgField === ''
    ? { permission: v2.permission }
    : { permission: v2.permission, orgField: v2.orgField }
}
