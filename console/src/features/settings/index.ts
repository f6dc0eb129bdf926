import IconAdjustments from '@tabler/icons-react/icons/IconAdjustments'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { settingsRoute } from '../../settingsRoute.ts'
import { entries } from './entries.ts'
import { titles } from './titles.ts'

const pageRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/$setting',
  component: lazyRouteComponent(() => import('./SettingPage.tsx'), 'SettingPage'),
})

/** Policies and settings of instance and organizations. Other areas add theirs by `settings` of their area. */
export const settings = {
  area: {
    name: 'settings',
    navigation: [
      {
        to: '/settings',
        text: titles.title,
        icon: IconAdjustments,
        needs: ['policy.read', 'iam.read', 'iam.policy.read'],
        at: { projectId: '' },
        jump: 's',
      },
    ],
    commands: [],
    settings: entries,
  } satisfies Area,
  pages: [pageRoute],
} as const
