import type { RestRoute } from '../../contract/restRoutes.ts'

/** The route of a path, and the path's raw segments. */
export interface RouteMatch<T> {
  readonly target: T
  readonly segments: readonly string[]
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  any: Node<T> | undefined
  /** By HTTP method, followed by `:verb` if the route has one. */
  readonly ends: Map<string, T>
  readonly rests: Map<string, T>
}

const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Finds routes by path, literal segments before variables; the time depends only on the path's length. */
export class RouteTrie<T> {
  readonly #root: Node<T> = emptyNode()

  /** Adds a route; a second one for the same method and path is ignored, so the first declared wins. */
  add(route: Pick<RestRoute, 'httpMethod' | 'segments' | 'verb'>, target: T): void {
    const key = keyOf(route.httpMethod, route.verb)
    let node = this.#root
    for (const segment of route.segments) {
      if (segment === 'rest') {
        if (!node.rests.has(key)) node.rests.set(key, target)
        return
      }
      node = segment === 'any' ? anyChild(node) : literalChild(node, segment.literal)
    }
    if (!node.ends.has(key)) node.ends.set(key, target)
  }

  /** Returns the route of a method and a path without query; undefined if none matches. */
  find(httpMethod: string, path: string): RouteMatch<T> | undefined {
    if (!this.#mayServe(path)) return undefined
    const segments = path.split('/')
    segments.shift()
    const target = search(this.#root, segments, 0, httpMethod)
    if (target !== undefined) return { target, segments }
    const last = segments.at(-1) ?? ''
    const colon = last.lastIndexOf(':')
    if (colon < 0) return undefined
    segments[segments.length - 1] = last.slice(0, colon)
    const withVerb = search(this.#root, segments, 0, keyOf(httpMethod, last.slice(colon + 1)))
    return withVerb === undefined ? undefined : { target: withVerb, segments }
  }

  /** False for paths whose first segment begins no route, such as those of endpoints. */
  #mayServe(path: string): boolean {
    const { literals, any, rests } = this.#root
    if (any !== undefined || rests.size > 0) return true
    const end = path.indexOf('/', 1)
    const first = path.slice(1, end < 0 ? undefined : end)
    return (
      literals.has(first) ||
      (end < 0 && first.includes(':') && literals.has(first.slice(0, first.lastIndexOf(':'))))
    )
  }

  /** Returns the HTTP methods of the path's routes; none for an unknown path. */
  allowed(path: string): readonly string[] {
    if (!this.#mayServe(path)) return []
    return httpMethods.filter((httpMethod) => this.find(httpMethod, path) !== undefined)
  }
}

function search<T>(node: Node<T>, segments: readonly string[], index: number, key: string): T | undefined {
  const segment = segments[index]
  if (segment === undefined) return node.ends.get(key)
  const literal = node.literals.get(segment)
  const found = literal && search(literal, segments, index + 1, key)
  if (found !== undefined) return found
  const any = node.any && search(node.any, segments, index + 1, key)
  return any ?? node.rests.get(key)
}

function literalChild<T>(node: Node<T>, literal: string): Node<T> {
  let child = node.literals.get(literal)
  if (child === undefined) {
    child = emptyNode()
    node.literals.set(literal, child)
  }
  return child
}

function anyChild<T>(node: Node<T>): Node<T> {
  node.any ??= emptyNode()
  return node.any
}

function emptyNode<T>(): Node<T> {
  return { literals: new Map(), any: undefined, ends: new Map(), rests: new Map() }
}

function keyOf(httpMethod: string, verb: string): string {
  return verb === '' ? httpMethod : `${httpMethod}:${verb}`
}
