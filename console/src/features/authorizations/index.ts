import IconKey from '@tabler/icons-react/icons/IconKey'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { rootRoute } from '../../rootRoute.ts'
import { texts } from './texts.ts'

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
      { to: '/authorizations', text: texts.title, icon: IconKey, needs: ['user.grant.read'], jump: 'a' },
    ],
    commands: [
      { text: texts.add, words: 'role grant give', to: '/authorizations', needs: ['user.grant.write'] },
    ],
  } satisfies Area,
  routes: [listRoute],
} as const
