import { administrators } from './features/administrators/index.ts'
import { applications } from './features/applications/index.ts'
import { audit } from './features/audit/index.ts'
import { authorizations } from './features/authorizations/index.ts'
import { home } from './features/home/index.ts'
import { instances } from './features/instances/index.ts'
import { logTargets } from './features/log-targets/index.ts'
import { looks } from './features/looks/index.ts'
import { organizations } from './features/organizations/index.ts'
import { people } from './features/people/index.ts'
import { person } from './features/person/index.ts'
import { projects } from './features/projects/index.ts'
import { settings } from './features/settings/index.ts'
import type { Area } from './kit/area.ts'
import { rootRoute } from './rootRoute.ts'
import { settingsIndexRoute, settingsRoute } from './settingsRoute.ts'

/** Every area of the console, in the order of the navigation. */
export const areas: readonly Area[] = [
  home.area,
  people.area,
  person.area,
  organizations.area,
  projects.area,
  applications.area,
  authorizations.area,
  administrators.area,
  settings.area,
  audit.area,
  looks.area,
  logTargets.area,
  instances.area,
]

/** The routes of all areas. Those of settings stand below `/settings`. */
export const routeTree = rootRoute.addChildren([
  ...home.routes,
  ...people.routes,
  ...person.routes,
  ...organizations.routes,
  ...projects.routes,
  ...applications.routes,
  ...authorizations.routes,
  ...administrators.routes,
  ...audit.routes,
  ...instances.routes,
  settingsRoute.addChildren([settingsIndexRoute, ...settings.pages, ...looks.pages, ...logTargets.pages]),
])
