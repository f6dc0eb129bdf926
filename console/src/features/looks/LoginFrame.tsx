import { useContextOrganization } from '../../api/useContextOrganization.ts'

/** The address of the real login page of the instance, or of the organization of the address, as those see it who may prepare it. */
export function useLoginAddress(parameters: Readonly<Record<string, string>>): string {
  const orgId = useContextOrganization()
  const query = new URLSearchParams({ ...parameters, ...(orgId !== undefined && { organization: orgId }) })
  return `/ui/v2/login/loginname?${query}`
}

/** The real login page in a frame from which nothing can be sent. */
export function LoginFrame({ title, address }: { readonly title: string; readonly address: string }) {
  return (
    <div inert>
      <iframe
        className="branding-frame"
        title={title}
        src={address}
        sandbox="allow-same-origin allow-scripts"
      />
    </div>
  )
}
