import { useOrganizations } from '../../kit/useOrganizations.ts'

/** The name of an organization; its id where the caller may not read it. */
export function OrganizationName({ organizationId }: { readonly organizationId: string }) {
  const { organizations } = useOrganizations({ id: organizationId })
  return <bdi>{organizations[0]?.name ?? organizationId}</bdi>
}
