import type { PageDefinition } from '../pages/page.ts'
import { overviewPage } from './overviewPage.ts'

/** Every page of the account. */
export const accountPages: readonly PageDefinition[] = [overviewPage]
