import { localizedPage } from '../../../language/localizedPage.ts'
import { titles } from '../titles.ts'

const rows = (count: number) => (count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`)

/** The texts of the import of people. */
export const importTexts = localizedPage('importing', {
  title: titles.importTitle,
  intro: 'Choose a file, look at what was found in it, then import. Nothing is written before.',
  fileTitle: 'File',
  fileIntro: 'CSV with a header; comma, semicolon or tab; UTF-8.',
  choose: 'Choose a file',
  template: 'Save an example',
  tooLarge: 'The file is larger than 20 MB; split it.',
  rows,
  missingTitle: 'Columns are missing',
  missing: (fields: readonly string[]) => `The file needs a column for ${fields.join(', ')}.`,
  ignored: (columns: readonly string[]) => `Columns that are not read: ${columns.join(', ')}.`,
  columns: 'These columns are read:',
  fields: {
    email: 'needed',
    givenName: 'needed; also “first name”',
    familyName: 'needed; also “last name”',
    username: 'the e-mail address unless given',
    displayName: 'given and family name unless given',
    nickName: '',
    language: 'such as en or de-CH',
    gender: 'female, male or diverse',
    phone: 'with the country, such as +41 79 123 45 67',
    emailVerified: 'yes or no; no unless given',
    phoneVerified: 'yes or no; no unless given',
    userId: 'a new one unless given',
    password: 'a first password; whoever has one gets no invitation',
    changeRequired: 'whether this password must be changed; yes unless given',
  },
  example: {
    email: 'ada@example.com',
    givenName: 'Ada',
    familyName: 'Lovelace',
    username: 'ada',
    language: 'en',
    phone: '+41791234567',
  },
  previewTitle: 'What was found',
  resultTitle: 'What was imported',
  found: (good: number, bad: number) =>
    bad === 0
      ? `${rows(good)} can be imported.`
      : `${rows(good)} can be imported; ${rows(bad)} cannot, and will be left out.`,
  access: {
    title: 'How do they get in?',
    invite: 'Send everybody an invitation',
    inviteHint: 'Except those who have a password in the file.',
    later: 'Set up later, send no mail',
  },
  leaveOut: (count: number) =>
    count === 1
      ? 'Leave out the person whose e-mail address somebody has already'
      : `Leave out the ${count.toLocaleString('en')} people whose e-mail addresses somebody has already`,
  start: (count: number) => `Import ${rows(count)}`,
  progress: 'Progress of the import',
  done: (created: number, failed: number) =>
    failed === 0
      ? `Created: ${created.toLocaleString('en')}.`
      : `Created: ${created.toLocaleString('en')}; not created: ${failed.toLocaleString('en')}.`,
  saveFailed: 'Save the failed rows',
  onlyProblems: 'Only rows with problems',
  line: 'Line',
  outcome: 'Outcome',
  ready: 'Ready',
  created: 'Created',
  notInvited: (message: string) => `The invitation was not sent. ${message}`,
  page: { first: 'First page', previous: 'Previous page', next: 'Next page', last: 'Last page' },
  problems: {
    givenName: 'The given name is missing.',
    familyName: 'The family name is missing.',
    email: 'The e-mail address is missing.',
    phone: 'The phone number needs its country, such as +41 79 123 45 67.',
    language: 'The language is no tag such as en or de-CH.',
    gender: 'The gender is none of female, male, diverse.',
    password: 'The password does not have all that is needed.',
    flag: (column: string) => `“${column}” is neither yes nor no.`,
    repeated: (line: number) => `The same user name or id as in line ${line}.`,
    exists: 'Somebody of the organization has this e-mail address.',
  },
})
