import type { RestRoute } from '../../server/src/contract/restRoutes.ts'

/** Returns a path of the route, `1` for each of its variables. */
export function restPath(route: RestRoute): string {
  const segments = route.segments.map((segment) => (typeof segment === 'object' ? segment.literal : '1'))
  return `/${segments.join('/')}${route.verb === '' ? '' : `:${route.verb}`}`
}
