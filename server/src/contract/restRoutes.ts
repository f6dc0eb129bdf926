import {
  type DescMethod,
  type DescMethodUnary,
  type DescService,
  getOption,
  hasOption,
} from '@bufbuild/protobuf'
import { http } from '@zitadel/proto/google/api/annotations_pb.js'
import type { HttpRule } from '@zitadel/proto/google/api/http_pb.js'
import { options } from '@zitadel/proto/zitadel/protoc_gen_zitadel/v2/options_pb.js'
import { ownRoutes } from './ownRoutes.ts'

/** A segment of a path template: a literal, any one segment, or all remaining segments. */
export type PathSegment = { readonly literal: string } | 'any' | 'rest'

/** A request field that is set from the path segments `from` to `to` (exclusive); an undefined `to` means the end. */
export interface PathVariable {
  readonly field: string
  readonly from: number
  readonly to: number | undefined
}

/** A REST route that the `google.api.http` option of a method or the table of our own routes declares. */
export interface RestRoute {
  readonly method: DescMethodUnary
  readonly httpMethod: string
  readonly segments: readonly PathSegment[]
  readonly variables: readonly PathVariable[]
  /** The custom verb after the last colon (`:cancel`), or ''. */
  readonly verb: string
  /** `*` for the whole message, '' if parameters come from the query, else the field that the body sets. */
  readonly body: string
  /** The field of the reply that is the response body; '' for the whole reply. */
  readonly responseBody: string
  readonly successStatus: number
}

/** The path prefixes of the contract's v1 services, whose templates are relative. */
const prefixes: Readonly<Record<string, string>> = {
  'zitadel.admin.v1.AdminService': '/admin/v1',
  'zitadel.auth.v1.AuthService': '/auth/v1',
  'zitadel.management.v1.ManagementService': '/management/v1',
  'zitadel.system.v1.SystemService': '/system/v1',
}

/** Returns all REST routes of the given services, including additional bindings. */
export function restRoutes(services: readonly DescService[]): readonly RestRoute[] {
  return services.flatMap((service) =>
    service.methods.flatMap((method) => {
      if (!isUnary(method)) return []
      const rule = hasOption(method, http) ? getOption(method, http) : undefined
      const bindings = rule === undefined ? [] : [rule, ...rule.additionalBindings]
      return [...bindings.flatMap((binding) => routeOf(method, binding)), ...ownRoutesOf(method)]
    }),
  )
}

function ownRoutesOf(method: DescMethodUnary): readonly RestRoute[] {
  const name = `${method.parent.typeName}/${method.name}`
  return ownRoutes
    .filter((route) => route.method === name)
    .map(({ httpMethod, template }) => ({
      method,
      httpMethod,
      ...templateOf(method, template),
      body: httpMethod === 'DELETE' || httpMethod === 'GET' ? '' : '*',
      responseBody: '',
      successStatus: successStatusOf(method),
    }))
}

function successStatusOf(method: DescMethodUnary): number {
  const code = hasOption(method, options) ? getOption(method, options).httpResponse?.successCode : undefined
  return code || 200
}

function routeOf(method: DescMethodUnary, rule: HttpRule): readonly RestRoute[] {
  const { pattern } = rule
  if (pattern.case === undefined) return []
  const custom = pattern.case === 'custom'
  const path = custom ? pattern.value.path : pattern.value
  const httpMethod = custom ? pattern.value.kind : pattern.case.toUpperCase()
  return [
    {
      method,
      httpMethod,
      ...templateOf(method, path),
      body: rule.body,
      responseBody: rule.responseBody,
      successStatus: successStatusOf(method),
    },
  ]
}

function templateOf({ parent }: DescMethod, template: string) {
  return parseTemplate((prefixes[parent.typeName] ?? '') + template)
}

/** Parses a path template (google/api/http.proto, "Path template syntax"); throws if it is malformed. */
export function parseTemplate(template: string): Pick<RestRoute, 'segments' | 'variables' | 'verb'> {
  const [, path = '', verb = ''] = /^\/(.*?)(?::([^/{}]+))?$/.exec(template) ?? []
  const segments: PathSegment[] = []
  const variables: PathVariable[] = []
  for (const part of path.match(/\{[^}]*\}|[^/]+/g) ?? []) {
    const variable = /^\{([\w.]+)(?:=(.+))?\}$/.exec(part)
    if (variable === null && /[{}]/.test(part)) throw new Error(`malformed path template ${template}`)
    const from = segments.length
    segments.push(...(variable?.[2] ?? (variable === null ? part : '*')).split('/').map(segmentOf))
    const to = segments.at(-1) === 'rest' ? undefined : segments.length
    if (variable?.[1] !== undefined) variables.push({ field: variable[1], from, to })
  }
  return { segments, variables, verb }
}

function segmentOf(text: string): PathSegment {
  if (text === '*') return 'any'
  return text === '**' ? 'rest' : { literal: text }
}

/** Whether a method has one request and one reply. */
export function isUnary(method: DescMethod): method is DescMethodUnary {
  return method.methodKind === 'unary'
}
