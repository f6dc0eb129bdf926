import IconKey from '@tabler/icons-react/icons/IconKey'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { rootRoute } from '../../rootRoute.ts'
import { titles } from './titles.ts'

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/authorizations',
  validateSearch: listSearch('project', 'role', 'person', 'state'),
  component: lazyRouteComponent(() => import('./AuthorizationsPage.tsx'), 'AuthorizationsPage'),
})

/** Authorizations: the roles of people in projects, by project, by role and by person. */
export const authorizations = {
  area: {
    name: 'authorizations',
    navigation: [
      { to: '/authorizations', text: titles.title, icon: IconKey, needs: ['user.grant.read'], jump: 'a' },
    ],
    commands: [
      { text: titles.add, words: 'role grant give', to: '/authorizations', needs: ['user.grant.write'] },
    ],
  } satisfies Area,
  routes: [listRoute],
} as const
