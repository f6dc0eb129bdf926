import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from './rootRoute.ts'

/** The parent of all pages of settings: it shows the list of them at the side. Areas make their pages its children, in `areas.ts`. */
export const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./shell/SettingsFrame.tsx'), 'SettingsFrame'),
})

/** The list of all settings. */
export const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./shell/SettingsIndex.tsx'), 'SettingsIndex'),
})
