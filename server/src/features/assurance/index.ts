import type { Feature } from '../manifest.ts'
import { assuranceTasks, lowersSessionsByPolicy } from './lowerSessions.ts'
import { mfaInitFacet } from './mfaInitState.ts'
import { userService } from './rpc/userService.ts'

export { measureImpact } from './measureImpact.ts'

/** The effects of policy changes on people and sessions: counted in dry runs, recorded on sessions after the commit. */
export const assurance: Feature = {
  name: 'assurance',
  migrations: [
    {
      name: 'assurance/001-policies',
      sql: `
        create index user_factors_by_org on user_factors (instance_id, org_id, kind, user_id) where state = 'ready';
        create index user_webauthn_by_org on user_webauthn (instance_id, org_id, kind, user_id) where state = 'ready';
        create table mfa_init_skips (
          instance_id text not null,
          user_id text not null,
          skipped_at timestamptz not null,
          primary key (instance_id, user_id)
        );
      `,
    },
  ],
  tables: ['mfa_init_skips'],
  facets: [mfaInitFacet],
  reactions: [lowersSessionsByPolicy],
  handlers: (deps) => [userService(deps)],
  tasks: assuranceTasks,
}
