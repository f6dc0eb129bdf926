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

/** The start: the state of the instance or organization at a glance. */
export const home = {
  area: {
    name: 'home',
    navigation: [{ to: '/', text: texts.title, icon: IconHome, needs: [], jump: 'h' }],
    commands: [],
  } satisfies Area,
  routes: [homeRoute],
} as const
