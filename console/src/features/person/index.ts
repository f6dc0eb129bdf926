import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { rootRoute } from '../../rootRoute.ts'

const detailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people/$userId',
  validateSearch: ({ tab }: Record<string, unknown>): { readonly tab?: string } =>
    typeof tab === 'string' && tab !== '' ? { tab } : {},
  component: lazyRouteComponent(() => import('./PersonPage.tsx'), 'PersonPage'),
})

/** One person or machine with everything that belongs to it; the list of them is an area of its own. */
export const person = {
  area: { name: 'person', navigation: [], commands: [] } satisfies Area,
  routes: [detailRoute],
} as const
