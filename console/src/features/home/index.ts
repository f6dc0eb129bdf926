import IconHome from '@tabler/icons-react/icons/IconHome'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { rootRoute } from '../../rootRoute.ts'
import { texts } from './texts.ts'

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./HomePage.tsx'), 'HomePage'),
})

const expiringRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/expiring',
  validateSearch: listSearch('kind', 'within'),
  component: lazyRouteComponent(() => import('./ExpiringPage.tsx'), 'ExpiringPage'),
})

/** Who may read some keys and tokens. */
const readers = ['user.read', 'project.app.read']

/** The start: the state of the instance or organization at a glance, and the keys and tokens that expire. */
export const home = {
  area: {
    name: 'home',
    navigation: [{ to: '/', text: texts.title, icon: IconHome, needs: [], jump: 'h' }],
    commands: [
      {
        text: texts.attention.allExpiring,
        words: 'expire expiry key token',
        to: '/expiring',
        needs: readers,
      },
    ],
  } satisfies Area,
  routes: [homeRoute, expiringRoute],
} as const
