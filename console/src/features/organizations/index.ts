import IconBuilding from '@tabler/icons-react/icons/IconBuilding'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { rootRoute } from '../../rootRoute.ts'
import { titles } from './titles.ts'

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations',
  validateSearch: listSearch('state'),
  component: lazyRouteComponent(() => import('./OrganizationsPage.tsx'), 'OrganizationsPage'),
})

const detailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations/$organizationId',
  component: lazyRouteComponent(() => import('./OrganizationPage.tsx'), 'OrganizationPage'),
})

/** Organizations with their domains, members and changes. */
export const organizations = {
  area: {
    name: 'organizations',
    navigation: [
      { to: '/organizations', text: titles.title, icon: IconBuilding, needs: ['org.read'], jump: 'o' },
    ],
    commands: [{ text: titles.add, words: 'create add', to: '/organizations', needs: ['org.create'] }],
  } satisfies Area,
  routes: [listRoute, detailRoute],
} as const
