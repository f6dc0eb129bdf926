import { useOrganizationNames } from '../../kit/useOrganizationNames.ts'

/** The name of an organization; its id where the caller may not read it. */
export function OrganizationName({ organizationId }: { readonly organizationId: string }) {
  const name = useOrganizationNames([organizationId]).get(organizationId)
  return <bdi>{name ?? organizationId}</bdi>
}
