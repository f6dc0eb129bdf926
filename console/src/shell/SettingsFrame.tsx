import { Box, NavLink, Text } from '@mantine/core'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { settingGroups } from '../kit/area.ts'
import { kitTexts } from '../kit/texts.ts'
import { texts } from './texts.ts'
import { useSettings } from './useNavigation.ts'

/** A page of settings with the list of all others beside it, where the window is wide enough for both. */
export function SettingsFrame() {
  const { pathname } = useLocation()
  const isIndex = pathname.replace(/\/$/, '') === '/settings'
  if (isIndex) return <Outlet />
  return (
    <div className="settings">
      <Box component="nav" aria-label={texts.settings} visibleFrom="lg">
        <SettingLinks pathname={pathname} />
      </Box>
      <div>
        <Outlet />
      </div>
    </div>
  )
}

function SettingLinks({ pathname }: { readonly pathname: string }) {
  const entries = useSettings()
  return settingGroups
    .map((group) => ({ group, pages: entries.filter((entry) => entry.group === group) }))
    .filter(({ pages }) => pages.length > 0)
    .map(({ group, pages }) => (
      <Box key={group} mb="sm">
        <Text size="xs" fw={600} c="dimmed" px="sm" mb={2}>
          {kitTexts.settingGroups[group]}
        </Text>
        {pages.map(({ to, title }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={title}
            active={pathname === to}
            aria-current={pathname === to ? 'page' : undefined}
            py={4}
            c="var(--ink)"
          />
        ))}
      </Box>
    ))
}
