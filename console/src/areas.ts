import { home } from './features/home/index.ts'
import { organizations } from './features/organizations/index.ts'
import { person } from './features/person/index.ts'
import type { Area } from './kit/area.ts'
import { rootRoute } from './rootRoute.ts'

/** Every area of the console, in the order of the navigation. */
export const areas: readonly Area[] = [home.area, organizations.area, person.area]

/** The routes of all areas. */
export const routeTree = rootRoute.addChildren([...home.routes, ...person.routes, ...organizations.routes])
