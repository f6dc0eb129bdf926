import { NavLink, ScrollArea } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useNavigation } from './useNavigation.ts'

/** The links to the pages that the caller may open. */
export function Navigation({ onNavigate }: { onNavigate(): void }) {
  const entries = useNavigation()
  const { pathname } = useLocation()
  return (
    <ScrollArea>
      {entries.map(({ to, text, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={text}
          leftSection={<Icon size={18} stroke={1.6} />}
          active={isCurrent(pathname, to)}
          aria-current={isCurrent(pathname, to) ? 'page' : undefined}
          onClick={onNavigate}
          c="var(--ink)"
        />
      ))}
    </ScrollArea>
  )
}

function isCurrent(pathname: string, to: string): boolean {
  return to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`)
}
