import IconShield from '@tabler/icons-react/icons/IconShield'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { rootRoute } from '../../rootRoute.ts'
import { texts } from './texts.ts'

const route = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administrators',
  component: lazyRouteComponent(() => import('./AdministratorsPage.tsx'), 'AdministratorsPage'),
})

/** The administrators of the instance; those of other levels are on the pages of these. */
export const administrators = {
  area: {
    name: 'administrators',
    navigation: [
      {
        to: '/administrators',
        text: texts.title,
        icon: IconShield,
        needs: ['iam.member.read'],
        level: 'instance',
      },
    ],
    commands: [],
  } satisfies Area,
  routes: [route],
} as const
