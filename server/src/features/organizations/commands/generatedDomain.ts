/**
 * Generates an organization's domain from its name. Spaces become hyphens, only letters, digits and hyphens stay, no hyphen
 * at the edges, at most 63 characters (RFC 1035 §2.3.4). Undefined if no character is left.
 */
export function generatedDomain(name: string, suffix: string): string | undefined {
  const label = name
    .trim()
    .toLowerCase()
    .replace(/\s/g, '-')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '')
  return label === '' ? undefined : `${label}.${suffix.toLowerCase()}`
}
