import { createRouter } from '@tanstack/react-router'
import { routeTree } from './areas.ts'
import { basePath } from './session/environment.ts'

/** Turns addresses into pages. Parameters of the query are plain texts, so that addresses can be read and typed. */
export const router = createRouter({
  routeTree,
  basepath: basePath,
  defaultPreload: 'intent',
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    return text && `?${text}`
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
