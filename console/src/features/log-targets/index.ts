import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { settingsRoute } from '../../settingsRoute.ts'
import { titles } from './titles.ts'

const targetsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/log-targets',
  component: lazyRouteComponent(() => import('./LogTargetsPage.tsx'), 'LogTargetsPage'),
})

/** Where the events of the log are delivered: a page of the list of all settings. */
export const logTargets = {
  area: {
    name: 'log-targets',
    navigation: [],
    commands: [],
    settings: [
      {
        to: '/settings/log-targets',
        group: 'Delivery',
        title: titles.title,
        text: titles.intro,
        needs: { instance: 'iam.read' },
      },
    ],
  } satisfies Area,
  pages: [targetsRoute],
} as const
