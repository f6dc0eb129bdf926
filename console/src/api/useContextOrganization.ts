import { useSearch } from '@tanstack/react-router'

/** The organization of the address (`?org=`); undefined for the whole instance, or for the caller's own where they have no right there. */
export function useContextOrganization(): string | undefined {
  const { org } = useSearch({ strict: false }) as { readonly org?: string }
  return org || undefined
}
