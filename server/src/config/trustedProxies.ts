import { compile } from '@fastify/proxy-addr'

/** Whether the forwarded headers of the proxy at this address count. */
export type TrustedProxies = (address: string, hop: number) => boolean

/** Trusts no proxy; the default. */
export const noProxies: TrustedProxies = () => false

const names: Readonly<Record<string, string>> = {
  loopback: 'loopback',
  private: 'uniquelocal',
  linklocal: 'linklocal',
}

/** Compiles a list of addresses, CIDR ranges and the names `loopback`, `private`, `linklocal`; throws if an entry is none of these. */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  return list.length === 0 ? noProxies : compile(list.map((entry) => names[entry] ?? entry))
}
