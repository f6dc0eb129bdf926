import { hasOption } from '@bufbuild/protobuf'
import { http } from '@zitadel/proto/google/api/annotations_pb.js'
import { expect, test } from 'vitest'
import { ownRoutes } from './ownRoutes.ts'
import { parseTemplate, restRoutes } from './restRoutes.ts'
import { services } from './services.ts'

test('templates: variables, deep variables, globs and verbs', () => {
  expect(parseTemplate('/v2/users/{user_id}/totp')).toEqual({
    segments: [{ literal: 'v2' }, { literal: 'users' }, 'any', { literal: 'totp' }],
    variables: [{ field: 'user_id', from: 2, to: 3 }],
    verb: '',
  })
  expect(parseTemplate('/roles/{role_key=**}').variables).toEqual([
    { field: 'role_key', from: 1, to: undefined },
  ])
  expect(parseTemplate('/{a.name=shelves/*}/books:_list')).toEqual({
    segments: [{ literal: 'shelves' }, 'any', { literal: 'books' }],
    variables: [{ field: 'a.name', from: 0, to: 2 }],
    verb: '_list',
  })
  expect(() => parseTemplate('/x/{}')).toThrow('malformed path template')
})

test('every method with a route has one, v1 services under their prefixes', () => {
  const routes = restRoutes(services)
  expect(routes).toHaveLength(895)
  const admin = routes.filter((route) => route.method.parent.typeName === 'zitadel.admin.v1.AdminService')
  for (const route of admin)
    expect(route.segments.slice(0, 2)).toEqual([{ literal: 'admin' }, { literal: 'v1' }])
})

/** Services that no generation of the contract has routes for: clients of today call them over Connect, gRPC or gRPC-Web only. */
const withoutRest = [
  'zitadel.analytics.v2beta',
  'zitadel.application.v2',
  'zitadel.authorization.v2',
  'zitadel.instance.v2',
  'zitadel.internal_permission.v2',
  'zitadel.project.v2',
]

test('serves the documented routes that the descriptors lack, by a table of our own', () => {
  const unrouted = services.flatMap((service) =>
    service.methods
      .filter((method) => !hasOption(method, http))
      .map((method) => `${service.typeName}/${method.name}`),
  )
  const misspelt = 'zitadel.admin.v1.AdminService/GetDefaultPasswordResetMessageText'
  expect(ownRoutes.map((route) => route.method).filter((name) => name !== misspelt)).toEqual(
    unrouted.filter((name) => !withoutRest.some((service) => name.startsWith(`${service}.`))),
  )
})

test('success statuses come from the contract', () => {
  const created = restRoutes(services)
    .filter((route) => route.successStatus === 201)
    .map((route) => route.method.name)
  expect(created).toContain('CreateSession')
  expect(created).toHaveLength(7)
})

test('no two routes share method and path', () => {
  const seen = new Map<string, string>()
  for (const { httpMethod, segments, verb, method } of restRoutes(services)) {
    const path = segments
      .map((segment) => (typeof segment === 'string' ? segment : segment.literal))
      .join('/')
    const key = `${httpMethod} ${path}:${verb}`
    expect.soft(seen.get(key), key).toBeUndefined()
    seen.set(key, `${method.parent.typeName}/${method.name}`)
  }
})
