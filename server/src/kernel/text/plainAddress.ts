/**
 * Returns an IPv4 address as people know it, also where a socket for both protocols shows it as an IPv6 one (RFC 4291 §2.5.5.2); other
 * texts as they are.
 */
export function plainAddress(address: string): string {
  return address.replace(mapped, '')
}

/** The forms in which sessions may name the address: those before 0.3.0 named what the socket showed. */
export function formsOfAddress(address: string): readonly string[] {
  const plain = plainAddress(address)
  return [plain, `${mappedPrefix}${plain}`]
}

const mappedPrefix = '::ffff:'
const mapped = /^::ffff:(?=[\d.]+$)/i
