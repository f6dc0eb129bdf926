import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { rootRoute } from '../../rootRoute.ts'
import { titles } from './titles.ts'

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/instances',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./InstancesPage.tsx'), 'InstancesPage'),
})

const detailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/instances/$instanceId',
  component: lazyRouteComponent(() => import('./InstancePage.tsx'), 'InstancePage'),
})

/**
 * The instances of the installation, for system users. No role of a person has `system.instance.read`, so the navigation never leads
 * here; the palette does. These pages have a session of their own kind (`system/`).
 */
export const instances = {
  area: {
    name: 'instances',
    navigation: [],
    commands: [{ text: titles.work, words: 'instances create domains', to: '/instances', needs: [] }],
  } satisfies Area,
  routes: [listRoute, detailRoute],
} as const
