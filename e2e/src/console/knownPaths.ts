import type { TestServer } from '../../../server/src/testing/testServer.ts'

/** Pages and files of the server, OAuth and OpenID Connect, avatars and logos, and methods of the contract over Connect. */
const known = [
  /^\/ui\//,
  /^\/(oauth\/v2|oidc\/v1|\.well-known)\//,
  /^\/assets\/v1\//,
  /^\/zitadel\.[\w.]+Service\/\w+$/,
]

/** Returns whether an address, if it is one of the server, is of the contract, of a standard, or documented. */
export async function knownPaths(server: Pick<TestServer, 'url'>): Promise<(address: string) => boolean> {
  const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, unknown>>
  }
  const documented = Object.keys(paths).map((path) => {
    const parts = path.split(/\{[^}]+\}/).map((part) => RegExp.escape(part))
    return new RegExp(`^${parts.join('[^/]+')}$`)
  })
  return (address) => {
    const { origin, pathname } = new URL(address)
    return origin !== server.url || [...known, ...documented].some((pattern) => pattern.test(pathname))
  }
}
