import type { Feature } from '../manifest.ts'
import { loginTextMigrations } from './migrations.ts'
import { hostedLoginHandlers } from './rpc/hostedLogin.ts'
import { loginTextHandlers } from './rpc/loginTexts.ts'
import { hostedLoginFacet } from './state.ts'

export type { Translations } from './events.ts'
export { type OwnLoginTexts, ownLoginTexts } from './ownLoginTexts.ts'
export type { LoginTexts } from './texts/loginTexts.ts'

/** Texts of login pages by screen, and translations of the hosted login. */
export const loginTexts: Feature = {
  name: 'login-texts',
  migrations: loginTextMigrations,
  tables: ['hosted_login_translations'],
  facets: [hostedLoginFacet],
  handlers: (deps) => [...loginTextHandlers(deps), hostedLoginHandlers(deps)],
}
