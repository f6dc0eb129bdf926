import type { Call } from '../../access/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { PageDeps } from '../pages/pageDeps.ts'
import { applicationsPage } from './applicationsPage.ts'
import { contactPages } from './contactPages.ts'
import { eventsPage } from './eventsPage.ts'
import { factorAddPage } from './factorAddPage.ts'
import { factorRemovePage } from './factorRemovePage.ts'
import { factorRenamePage } from './factorRenamePage.ts'
import { factorsPage } from './factorsPage.ts'
import { overviewPage } from './overviewPage.ts'
import { passwordPage } from './passwordPage.ts'
import { pictureEndpoint } from './pictureForm.ts'
import { profilePage } from './profilePage.ts'
import { recoveryCodesPage } from './recoveryCodesPage.ts'
import { sessionsPage } from './sessionsPage.ts'

/** Every page of the account. */
export const accountPages: readonly PageDefinition[] = [
  overviewPage,
  profilePage,
  ...contactPages,
  passwordPage,
  factorsPage,
  factorAddPage,
  factorRemovePage,
  factorRenamePage,
  recoveryCodesPage,
  sessionsPage,
  applicationsPage,
  eventsPage,
]

/** Returns the endpoints of the account that are no pages. */
export const accountEndpoints = (deps: PageDeps): readonly Endpoint<Call>[] => [pictureEndpoint(deps)]
