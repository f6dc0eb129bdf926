import { useNavigate } from '@tanstack/react-router'

/** Opens the page of a user in the organization of the address. */
export function useOpenUser(): (userId: string) => Promise<void> {
  const navigate = useNavigate()
  return (userId) =>
    navigate({
      to: `/people/${encodeURIComponent(userId)}` as string,
      search: ((before: { readonly org?: string }) => ({ org: before.org })) as never,
    })
}
