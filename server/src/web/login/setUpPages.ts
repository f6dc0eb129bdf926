import type { PageDefinition } from '../pages/page.ts'
import { emailCodePage, smsCodePage } from './codePage.ts'
import { emailCodeSetPage } from './emailCodeSetPage.ts'
import { enrolmentChoicePage } from './enrolmentChoicePage.ts'
import { factorChoicePage } from './factorChoicePage.ts'
import { firstCredentialPage } from './firstCredentialPage.ts'
import { passkeySetPage, securityKeySetPage } from './keySetPage.ts'
import { recoveryCodePage } from './recoveryCodePage.ts'
import { recoveryCodesOfferPage } from './recoveryCodesOfferPage.ts'
import { securityKeyPage } from './securityKeyPage.ts'
import { smsCodeSetPage } from './smsCodeSetPage.ts'
import { totpPage } from './totpPage.ts'
import { totpSetPage } from './totpSetPage.ts'

/** The pages on which second factors are checked, and all factors are set up. */
export const setUpPages: readonly PageDefinition[] = [
  factorChoicePage,
  totpPage,
  smsCodePage,
  emailCodePage,
  securityKeyPage,
  recoveryCodePage,
  enrolmentChoicePage,
  totpSetPage,
  smsCodeSetPage,
  emailCodeSetPage,
  securityKeySetPage,
  passkeySetPage,
  recoveryCodesOfferPage,
  firstCredentialPage,
]
