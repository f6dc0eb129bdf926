import { createRootRoute, lazyRouteComponent, retainSearchParams } from '@tanstack/react-router'
import { RouteProblem } from './shell/RouteProblem.tsx'
import { Shell } from './shell/Shell.tsx'

/** The route above all others: the shell, with the context organization as `?org=` of every address. */
export const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: lazyRouteComponent(() => import('./shell/UnknownPage.tsx'), 'UnknownPage'),
  errorComponent: RouteProblem,
  validateSearch: (search: Record<string, unknown>): { readonly org?: string | undefined } =>
    typeof search['org'] === 'string' && search['org'] !== '' ? { org: search['org'] } : {},
  search: { middlewares: [retainSearchParams(['org'])] },
})
