import IconFolder from '@tabler/icons-react/icons/IconFolder'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { rootRoute } from '../../rootRoute.ts'
import { titles } from './titles.ts'

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects',
  validateSearch: listSearch('kind'),
  component: lazyRouteComponent(() => import('./ProjectsPage.tsx'), 'ProjectsPage'),
})

const detailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('./ProjectPage.tsx'), 'ProjectPage'),
})

const rolesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$projectId/roles',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./RolesPage.tsx'), 'RolesPage'),
})

const grantsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$projectId/grants',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./GrantsPage.tsx'), 'GrantsPage'),
})

const grantRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$projectId/grants/$organizationId',
  component: lazyRouteComponent(() => import('./GrantPage.tsx'), 'GrantPage'),
})

/** Projects with their roles, grants and administrators. */
export const projects = {
  area: {
    name: 'projects',
    navigation: [
      {
        to: '/projects',
        text: titles.title,
        icon: IconFolder,
        needs: ['project.read', 'project.grant.read'],
        jump: 'p',
      },
    ],
    commands: [{ text: titles.add, words: 'create add', to: '/projects', needs: ['project.create'] }],
  } satisfies Area,
  routes: [listRoute, detailRoute, rolesRoute, grantsRoute, grantRoute],
} as const
