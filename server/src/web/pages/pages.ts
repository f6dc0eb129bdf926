import type { Call } from '../../access/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { accountEndpoints, accountPages } from '../account/accountPages.ts'
import { accountsPage } from '../login/accountsPage.ts'
import { blockedPage } from '../login/blockedPage.ts'
import { consentPage } from '../login/consentPage.ts'
import { deviceConsentPage } from '../login/deviceConsentPage.ts'
import { devicePage } from '../login/devicePage.ts'
import { entryPage } from '../login/entryPage.ts'
import { healthyEndpoint } from '../login/healthyEndpoint.ts'
import { loginNamePage } from '../login/loginNamePage.ts'
import { logoutPage, signedOutPage } from '../login/logoutPage.ts'
import { passkeyPage } from '../login/passkeyPage.ts'
import { passwordChangePage } from '../login/passwordChangePage.ts'
import { passwordPage } from '../login/passwordPage.ts'
import { passwordResetPage } from '../login/passwordResetPage.ts'
import { passwordSetPage } from '../login/passwordSetPage.ts'
import { refusedPage } from '../login/refusedPage.ts'
import { registerOrgPage } from '../login/registerOrgPage.ts'
import { registerPage, registerPasswordPage } from '../login/registerPage.ts'
import { setUpPages } from '../login/setUpPages.ts'
import { signedInPage } from '../login/signedInPage.ts'
import { usernameChangePage } from '../login/usernameChangePage.ts'
import { verifiedPage } from '../login/verifiedPage.ts'
import { verifyPage } from '../login/verifyPage.ts'
import { type PageDefinition, page } from './page.ts'
import type { PageDeps } from './pageDeps.ts'

/** Every page of the hosted login and the account. */
export const pages: readonly PageDefinition[] = [
  entryPage,
  loginNamePage,
  accountsPage,
  passwordPage,
  passwordResetPage,
  passwordSetPage,
  passwordChangePage,
  usernameChangePage,
  verifyPage,
  verifiedPage,
  passkeyPage,
  blockedPage,
  refusedPage,
  consentPage,
  signedInPage,
  registerPage,
  registerPasswordPage,
  registerOrgPage,
  devicePage,
  deviceConsentPage,
  logoutPage,
  signedOutPage,
  ...accountPages,
  ...setUpPages,
]

/** Returns the endpoints of the pages. */
export function pageEndpoints(deps: PageDeps): readonly Endpoint<Call>[] {
  return [healthyEndpoint, ...pages.map((definition) => page(deps, definition)), ...accountEndpoints(deps)]
}
