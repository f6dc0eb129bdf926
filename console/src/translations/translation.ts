import type { Translated } from './translated.ts'

/** The texts that every page needs, by the names under which the English ones are kept. */
export interface StartTranslation {
  readonly commands: Translated<typeof import('../features/applications/commandTexts.ts').commandTexts>
  readonly auditTitles: Translated<typeof import('../features/audit/titles.ts').titles>
  readonly authorizationsTitles: Translated<typeof import('../features/authorizations/titles.ts').titles>
  readonly home: Translated<typeof import('../features/home/texts.ts').texts>
  readonly instancesTitles: Translated<typeof import('../features/instances/titles.ts').titles>
  readonly logTargetsTitles: Translated<typeof import('../features/log-targets/titles.ts').titles>
  readonly looksTitles: Translated<typeof import('../features/looks/titles.ts').titles>
  readonly organizationsTitles: Translated<typeof import('../features/organizations/titles.ts').titles>
  readonly peopleTitles: Translated<typeof import('../features/people/titles.ts').titles>
  readonly projectsTitles: Translated<typeof import('../features/projects/titles.ts').titles>
  readonly settingsTitles: Translated<typeof import('../features/settings/titles.ts').titles>
  readonly authorization: Translated<typeof import('../kit/authorization.ts').authorizationTexts>
  readonly bulk: Translated<typeof import('../kit/bulkTexts.ts').bulkTexts>
  readonly metadata: Translated<typeof import('../kit/metadataTexts.ts').metadataTexts>
  readonly roles: Translated<typeof import('../kit/roleTexts.ts').roleTexts>
  readonly kit: Translated<typeof import('../kit/texts.ts').kitTexts>
  readonly effects: Translated<typeof import('../kit/texts.ts').effectTexts>
  readonly session: Translated<typeof import('../session/texts.ts').texts>
  readonly shell: Translated<typeof import('../shell/texts.ts').texts>
  readonly system: Translated<typeof import('../system/texts.ts').texts>
}

/** The texts of single pages. */
export interface PagesTranslation {
  readonly administrators: Translated<typeof import('../features/administrators/texts.ts').texts>
  readonly creation: Translated<typeof import('../features/applications/creationTexts.ts').creationTexts>
  readonly applications: Translated<typeof import('../features/applications/texts.ts').texts>
  readonly claims: Translated<typeof import('../features/applications/try/claimTable.ts').claimTexts>
  readonly try: Translated<typeof import('../features/applications/try/tryTexts.ts').tryTexts>
  readonly audit: Translated<typeof import('../features/audit/texts.ts').texts>
  readonly authorizations: Translated<typeof import('../features/authorizations/texts.ts').texts>
  readonly expiring: Translated<typeof import('../features/home/expiringTexts.ts').texts>
  readonly instances: Translated<typeof import('../features/instances/texts.ts').texts>
  readonly logTargets: Translated<typeof import('../features/log-targets/texts.ts').texts>
  readonly loginTexts: Translated<typeof import('../features/looks/loginTextTexts.ts').loginTextTexts>
  readonly looks: Translated<typeof import('../features/looks/texts.ts').texts>
  readonly organizations: Translated<typeof import('../features/organizations/texts.ts').texts>
  readonly import: Translated<typeof import('../features/people/import/texts.ts').importTexts>
  readonly people: Translated<typeof import('../features/people/texts.ts').texts>
  readonly access: Translated<typeof import('../features/person/accessTexts.ts').accessTexts>
  readonly credentials: Translated<typeof import('../features/person/credentialTexts.ts').credentialTexts>
  readonly person: Translated<typeof import('../features/person/texts.ts').texts>
  readonly whySteps: Translated<typeof import('../features/person/whyTables.ts').steps>
  readonly whyReasons: Translated<typeof import('../features/person/whyTables.ts').reasons>
  readonly whyRules: Translated<typeof import('../features/person/whyTables.ts').rules>
  readonly projects: Translated<typeof import('../features/projects/texts.ts').texts>
  readonly fields: Translated<typeof import('../features/settings/fieldTexts.ts').fieldTexts>
  readonly settings: Translated<typeof import('../features/settings/texts.ts').texts>
  readonly eventSentences: Translated<typeof import('../kit/eventSentences.ts').eventSentences>
  readonly eventSubjects: Translated<typeof import('../kit/eventTexts.ts').eventSubjects>
  readonly levelSubjects: Translated<typeof import('../kit/eventTexts.ts').levelSubjects>
  readonly eventVerbs: Translated<typeof import('../kit/eventTexts.ts').eventVerbs>
  readonly eventForms: Translated<typeof import('../kit/eventTexts.ts').eventForms>
  readonly eventLevels: Translated<typeof import('../kit/eventTexts.ts').eventLevels>
}

/** All texts of a language. */
export interface Translation extends StartTranslation, PagesTranslation {}
