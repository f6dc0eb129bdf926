import { useNavigate } from '@tanstack/react-router'

/** Opens the page of a user. */
export function useOpenUser(): (userId: string) => Promise<void> {
  const navigate = useNavigate()
  return (userId) => navigate({ to: '/people/$userId', params: { userId } })
}
