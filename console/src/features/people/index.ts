import IconUsers from '@tabler/icons-react/icons/IconUsers'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { listSearch } from '../../kit/listState.ts'
import { labelled } from '../../language/language.ts'
import { rootRoute } from '../../rootRoute.ts'
import { addings, filters, lifecycles } from './addressNames.ts'
import { titles } from './titles.ts'

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people',
  validateSearch: listSearch(...filters, 'add'),
  component: lazyRouteComponent(() => import('./PeoplePage.tsx'), 'PeoplePage'),
})

// Not below /people: an id that somebody chose may be any word.
const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people-import',
  component: lazyRouteComponent(() => import('./import/ImportPage.tsx'), 'ImportPage'),
})

/** The list of people and machines, with all that is done to several of them. */
export const people = {
  area: {
    name: 'people',
    navigation: [{ to: '/people', text: titles.title, icon: IconUsers, needs: ['user.read'], jump: 'u' }],
    commands: [
      ...addings.map((adding) => ({
        text: titles.addTitles[adding],
        words: 'create add invite',
        to: `/people?add=${adding}`,
        needs: ['user.write'],
      })),
      ...[
        ...lifecycles.map((show) => [show, titles.lifecycles[show]]),
        ['dormant-30', titles.dormant(30)],
      ].map(([show = '', text = '']) => ({
        text: labelled(titles.title, text),
        words: 'pending dormant unverified list',
        to: `/people?show=${show}`,
        needs: ['user.read'],
      })),
      { text: titles.importTitle, words: 'csv upload', to: '/people-import', needs: ['user.write'] },
    ],
  } satisfies Area,
  routes: [listRoute, importRoute],
} as const
