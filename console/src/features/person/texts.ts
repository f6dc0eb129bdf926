import { labelled } from '../../language/language.ts'
import { localizedPage } from '../../language/localizedPage.ts'
import { accessTexts } from './accessTexts.ts'
import { credentialTexts } from './credentialTexts.ts'

/** The texts of the page of a person or machine. */
export const texts = localizedPage('person', {
  people: 'People',
  machineBadge: 'Machine',
  states: {
    0: 'Unknown',
    1: 'Active',
    2: 'Deactivated',
    3: 'Deleted',
    4: 'Locked',
    5: 'Not set up',
  },
  tabs: {
    overview: 'Overview',
    factors: 'Login & factors',
    credentials: 'Credentials',
    access: 'Sessions & tokens',
    why: 'Why?',
    roles: 'Roles',
    metadata: 'Metadata',
    changes: 'Changes',
  },
  acts: {
    more: 'More',
    deactivate: {
      title: 'Deactivate',
      text: 'No login is possible until the account is activated again. Sessions and tokens are dead until then.',
      done: (name: string) => `${name} is deactivated.`,
    },
    reactivate: {
      title: 'Activate',
      text: 'The account can be used again.',
      done: (name: string) => `${name} is active.`,
    },
    lock: {
      title: 'Lock',
      text: 'No login is possible until the account is unlocked.',
      done: (name: string) => `${name} is locked.`,
    },
    unlock: {
      title: 'Unlock',
      text: 'The account can be used again. Wrong attempts so far no longer count.',
      done: (name: string) => `${name} is unlocked.`,
    },
    remove: { title: 'Delete', done: (name: string) => `${name} was deleted.` },
  },
  goesWithIt: {
    person: 'The person is deleted with all factors, contacts and metadata. This cannot be undone.',
    machine: 'The machine is deleted with its keys, tokens, secret and metadata. This cannot be undone.',
    sessions: (count: number) => counted(count, 'live session ends', 'live sessions end'),
    grants: (count: number) =>
      counted(count, 'application loses its tokens', 'sets of tokens of applications are dead'),
    authorizations: (count: number) => counted(count, 'authorization is lost', 'authorizations are lost'),
    memberships: (count: number) =>
      counted(count, 'role as administrator is lost', 'roles as administrator are lost'),
  },
  banner: {
    initial: 'This account was not set up yet. The person has to open the link of the mail.',
    resend: 'Send the mail again',
    resent: 'The mail was sent again.',
    locked:
      'This account is locked. No login is possible until it is unlocked. A lock after wrong attempts may end by itself; “Why?” says when.',
    inactive: 'This account is deactivated. No login is possible until it is activated.',
    you: 'This is you. Your factors and sessions are at',
    ownAccount: 'your account',
  },
  facts: {
    title: 'At a glance',
    id: 'Id',
    loginName: 'Login name',
    loginNames: 'Login names',
    organization: 'Organization',
    created: 'Created',
    changed: 'Changed',
    passwordChanged: 'Password changed',
    mfaSkipped: 'Declined a second factor',
  },
  profile: {
    title: 'Profile',
    givenName: 'Given name',
    familyName: 'Family name',
    nickName: 'Nickname',
    displayName: 'Display name',
    language: 'Language',
    noLanguage: 'Not chosen',
    gender: 'Gender',
    genders: [
      { value: '0', label: 'Not given' },
      { value: '1', label: 'Female' },
      { value: '2', label: 'Male' },
      { value: '3', label: 'Diverse' },
    ],
    removePicture: 'Remove picture',
    pictureRemoved: 'The picture was removed.',
  },
  userName: {
    title: 'User name',
    intro: 'All login names are made of it. Whoever logs in with the old one has to learn the new one.',
  },
  codes: {
    verified: 'Verified',
    notVerified: 'Not verified',
    enter: 'Enter code',
    code: 'Code',
    check: 'Check',
    proved: 'Verified.',
  },
  email: {
    title: 'E-mail address',
    change: 'Change address',
    send: 'Send a code',
    sent: 'A code was sent.',
    proof: 'How is the address proved?',
    proofByMail: 'Send a code to the address',
    proofByMe: 'I know that it belongs to the person',
    changeHint: 'Codes to the old address no longer count.',
  },
  phone: {
    title: 'Phone number',
    number: 'Number',
    add: 'Add number',
    change: 'Change number',
    remove: 'Remove',
    removeText: 'Codes by SMS cannot be used without a number.',
    send: 'Send the code again',
    sent: 'A code was sent.',
    format: 'With the country, such as +41 79 123 45 67.',
    isVerified: 'I know that it belongs to the person',
  },
  ...credentialTexts,
  ...accessTexts,
})

/** A count with its noun; '' for none. */
function counted(count: number, one: string, many: string): string {
  if (count === 0) return ''
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}.`
}

/** The name of a kind of factor or proof. */
export function factorName(kind: string): string {
  return texts.factorNames[kind] ?? kind
}

/** The kind of a factor with the name that the person gave it. */
export function factorTitle({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return name === '' ? factorName(kind) : labelled(factorName(kind), name)
}
