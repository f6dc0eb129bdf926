import { localized } from '../../language/localized.ts'

/** The texts of the start. */
export const texts = localized('home', {
  title: 'Start',
  instance: 'The whole instance',
  noRightsTitle: 'You have no rights here yet',
  noRights: 'An administrator of your organization can give you some. Your own account is open to you.',
  ownAccount: 'Your account',
  noFigures: 'The navigation leads to what you administer. Figures need the right user.read here.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'People',
    withSecondFactor: 'With a second factor',
    withPhishingResistant: 'Phishing-resistant',
    logins: 'Logins in 30 days',
    failedChecks: 'Failed checks in 30 days',
    locks: 'Locks in 30 days',
  },
  charts: {
    logins: 'Logins and failed checks',
    factors: 'Locks and factors',
    intro: 'By day (UTC). A login is a grant of tokens to an application.',
    incomplete: 'There are too many events to count all: figures are complete from ',
    table: 'As a table',
    date: 'Day',
    series: {
      logins: 'Logins',
      failedChecks: 'Failed checks',
      locks: 'Locks',
      factorsAdded: 'Factors added',
      factorsRemoved: 'Factors removed',
    },
  },
  attention: {
    title: 'Needs attention',
    nothing: 'Nothing needs attention.',
    locked: 'People who are locked',
    withoutFactorUnderForcedMfa: 'People without the factor that their policy forces',
    expiring: 'Keys and tokens that expire within 30 days',
    failingJobs: 'Mails and messages that fail',
    count: (total: number, capped: boolean) =>
      capped ? `more than ${total.toLocaleString('en')}` : total.toLocaleString('en'),
    more: (count: string) => `The first of ${count}.`,
    kinds: {
      application_key: 'Key of an application',
      machine_key: 'Key of a machine',
      personal_access_token: 'Personal access token',
    },
    expires: 'expires',
    jobs: (jobs: number) => (jobs === 1 ? '1 waits' : `${jobs.toLocaleString('en')} wait`),
    again: 'tried again',
    allExpiring: 'All keys and tokens that expire',
  },
  coverage: {
    title: 'Factors by organization',
    organization: 'Organization',
  },
  steps: {
    title: 'First steps',
    intro: 'What a new instance needs before people can use it.',
    done: 'Done',
    open: 'To do',
    factor: 'Give your own account a second factor',
    mail: 'Set up a mail provider, so that codes and invitations arrive',
    people: 'Add the first people',
    organization: 'Create an organization for each customer or company',
  },
})
