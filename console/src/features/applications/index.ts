import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { rootRoute } from '../../rootRoute.ts'
import { commandTexts } from './commandTexts.ts'

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$projectId/applications',
  validateSearch: listSearch('kind', 'state'),
  component: lazyRouteComponent(() => import('./ApplicationsPage.tsx'), 'ApplicationsPage'),
})

const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$projectId/applications/keys',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./ProjectKeysPage.tsx'), 'ProjectKeysPage'),
})

const detailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$projectId/applications/$applicationId',
  validateSearch: (search: Record<string, unknown>): { readonly tab?: string } =>
    typeof search['tab'] === 'string' ? { tab: search['tab'] } : {},
  component: lazyRouteComponent(() => import('./ApplicationPage.tsx'), 'ApplicationPage'),
})

const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/applications/new',
  validateSearch: (
    search: Record<string, unknown>,
  ): { readonly project?: string; readonly framework?: string } => ({
    ...(typeof search['project'] === 'string' && { project: search['project'] }),
    ...(typeof search['framework'] === 'string' && { framework: search['framework'] }),
  }),
  component: lazyRouteComponent(() => import('./NewApplicationPage.tsx'), 'NewApplicationPage'),
})

/** Applications of projects: creation by framework, configuration, credentials, and trying them out. */
export const applications = {
  area: {
    name: 'applications',
    navigation: [],
    commands: [
      {
        text: commandTexts.add,
        words: 'create add register client app framework',
        to: '/applications/new',
        needs: ['project.app.write'],
      },
    ],
  } satisfies Area,
  routes: [listRoute, keysRoute, detailRoute, newRoute],
} as const
