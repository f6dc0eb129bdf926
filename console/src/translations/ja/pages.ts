import type { PagesTranslation } from '../translation.ts'
import { applications } from './applications.ts'
import { claims, creation, trying } from './creation.ts'
import { credentials } from './credentials.ts'
import {
  eventForms,
  eventLevels,
  eventSentences,
  eventSubjects,
  eventVerbs,
  levelSubjects,
} from './events.ts'
import { expiring } from './expiring.ts'
import { fields } from './fields.ts'
import { logTargets } from './logTargets.ts'
import { audit, loginTexts, looks } from './looks.ts'
import { administrators, authorizations, instances, organizations } from './organizations.ts'
import { importing, people } from './people.ts'
import { access, person } from './person.ts'
import { projects } from './projects.ts'
import { settings } from './settings.ts'
import { whyReasons, whyRules, whySteps } from './why.ts'

export const pages: PagesTranslation = {
  logTargets,
  expiring,
  eventSentences,
  eventSubjects,
  levelSubjects,
  eventVerbs,
  eventForms,
  eventLevels,
  import: importing,
  people,
  credentials,
  access,
  person,
  whySteps,
  whyReasons,
  whyRules,
  organizations,
  authorizations,
  administrators,
  instances,
  projects,
  applications,
  creation,
  try: trying,
  claims,
  settings,
  fields,
  looks,
  loginTexts,
  audit,
}
