import type { Operation } from '../access/operation.ts'
import type { Deps } from '../features/manifest.ts'
import { operationsOf } from '../product.ts'

/** Returns our own operation that serves a request; undefined if none does. */
export function operationAt(deps: Deps, method: string, path: string): Operation | undefined {
  const [route = ''] = path.split('?')
  return operationsOf(deps).find((one) => one.method === method && patternOf(one.path).test(route))
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
}
