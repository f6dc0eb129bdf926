import IconHistory from '@tabler/icons-react/icons/IconHistory'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { rootRoute } from '../../rootRoute.ts'
import { auditSearch } from './auditFilters.ts'
import { titles } from './titles.ts'

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./AuditPage.tsx'), 'AuditPage'),
})

/** The log: who did what, when, and whether the log holds. */
export const audit = {
  area: {
    name: 'audit',
    // `org.flow.read` stands for the rights over an organization's log: only its owner and viewer have it.
    navigation: [
      {
        to: '/audit',
        text: titles.title,
        icon: IconHistory,
        needs: ['events.read', 'org.flow.read'],
        jump: 'e',
      },
    ],
    commands: [
      {
        text: titles.command,
        words: 'log events history',
        to: '/audit',
        needs: ['events.read', 'org.flow.read'],
      },
    ],
  } satisfies Area,
  routes: [auditRoute],
} as const
