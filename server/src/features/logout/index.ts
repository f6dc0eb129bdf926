import type { Reaction } from '../../eventlog/types.ts'
import type { Feature } from '../manifest.ts'
import { notifiesClients } from './reactions.ts'
import { logoutFacet } from './state.ts'
import { logoutTasks } from './tasks.ts'

/** Back-channel logout: clients hear that the session has ended from which they got tokens. */
export const logout: Feature = {
  name: 'logout',
  facets: [logoutFacet],
  reactions: [notifiesClients as Reaction],
  tasks: logoutTasks,
}
