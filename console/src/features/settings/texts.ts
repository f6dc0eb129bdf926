import { localizedPage } from '../../language/localizedPage.ts'
import { titles } from './titles.ts'

/** The texts of settings. */
export const texts = localizedPage('settings', {
  ...titles,
  onlyInstance: (title: string) =>
    `${title} is a setting of the whole instance; choose “Whole instance” at the top of the page`,
  notFound: 'there is no such page of settings; open the list of all settings',
  policies: {
    login: { title: 'Rules', intro: 'For everybody who logs in at this level.' },
    complexity: { title: 'What a new password needs', intro: 'Present passwords stay as they are.' },
    age: { title: 'How long a password lasts', intro: 'In days since it was set.' },
    lockout: { title: 'Limits', intro: 'A locked person cannot log in with anything.' },
    domain: { title: 'Rules', intro: 'Only administrators of the instance change it.' },
    privacy: {
      title: 'Addresses',
      intro:
        'Login pages and mails show those that are not empty. {{.Lang}} stands for the language of the page.',
    },
    notification: { title: 'Mails' },
    security: { title: 'Frames, acting for others, and credentials' },
    oidc: {
      title: 'Lifetimes of tokens',
      intro: 'Tokens that were issued before keep theirs.',
    },
    restrictions: { title: 'Registration of organizations' },
    defaultLanguage: { title: 'Default language' },
    allowedLanguages: { title: 'Allowed languages' },
    loginFlag: {
      title: 'Login of your own',
      intro: 'Sends people of all applications to a login that you run.',
    },
    flags: {
      title: 'Other flags of the contract',
      intro: 'They are stored for clients that set them. This server has no second behaviour to switch to.',
    },
  },
  parts: {
    ways: 'Ways in',
    factors: 'Second factors',
    names: 'Login names',
    pages: 'Pages',
    lifetimes: 'How long a proof counts',
  },
  factors: {
    title: 'Allowed factors',
    intro: 'A change is saved at once, after you have seen whom it hits.',
    second: 'Second factors, after the password',
    multi: 'Several factors at once',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['Authenticator app', 'Codes of an app on the phone.'],
      SECOND_FACTOR_TYPE_U2F: ['Security key', 'A key or device that cannot be phished.'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Code by e-mail', 'As safe as the mailbox.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Recovery codes',
        'Stand in for a lost factor. Without a word in the policy they are allowed.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Code by SMS', 'Numbers can be taken over.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: ['Passkey with PIN or fingerprint', 'Needs no password.'],
    },
    named: 'Allowed by name',
    allowNow: 'Allow',
    forbidNow: 'Forbid',
    allow: (name: string) => `Allow: ${name}`,
    forbid: (name: string) => `Do not allow any more: ${name}`,
    save: 'Save',
    allowed: (name: string) => `Allowed: ${name}.`,
    forbidden: (name: string) => `Not allowed any more: ${name}.`,
  },
  warnings: {
    noWayIn: 'Neither passwords nor passkeys would be allowed: nobody could log in, you neither.',
    noFactor: 'A second factor is demanded, but none is allowed: people cannot set up what they need.',
    shortPasswords: 'Passwords of fewer than 8 characters are guessed quickly.',
    noLock: 'Without a limit, passwords or codes can be guessed for ever.',
    lockForEver:
      'Locks would end only by an administrator: whoever knows a login name can keep its owner out by wrong passwords.',
    namesWithDomain:
      'All login names then end with a domain of the organization. Tell people their new names first.',
    namesWithoutDomain:
      'All login names lose their domain. Two people with the same user name cannot both keep it, and the change is refused then.',
    noOrigins: 'Frames are allowed, but no page is named that may have them.',
    impersonation: 'Whoever has the role for it can act as another person.',
    anyCredentials:
      'Administrators can then set the credentials of people who have more rights than they, and so get these rights.',
    noFreshProof:
      'Somebody who finds an open browser can then change the password and the factors of its owner.',
    longTokens: 'A stolen access token that lasts for more than a day is worth more.',
    guessable: 'There are so few of these codes that they can be guessed.',
    ownLogin: 'Nobody can log in, here neither, unless the login at this address works. Open it first.',
  },
  clash: (labels: string) =>
    `somebody else has changed this in the meantime: ${labels}; save once more to decide between the two`,
  ownBeside:
    'These are values of the organization itself. Where the instance has another value, that stands beside it.',
  saveTogether:
    'Saving gives this organization values of its own, all of them: later changes of the instance do not reach it any more.',
  readOnly: (right: string) => `To change it you need the right ${right}.`,
  credentialRights: [
    { value: 'held', label: 'Of people who have no more rights than they' },
    { value: 'contract', label: 'Of everybody they may write' },
  ],
  reasonDemand: [
    { value: 'none', label: 'Of nobody' },
    { value: 'people', label: 'Of people; machines give one only to act for others' },
  ],
  generators: [
    ['INIT_CODE', 'First code of a person', 'Sets the first password.'],
    ['VERIFY_EMAIL_CODE', 'Code for an e-mail address', 'Proves an address.'],
    ['VERIFY_PHONE_CODE', 'Code for a phone number', 'Proves a number.'],
    ['PASSWORD_RESET_CODE', 'Code for a new password', 'Mailed to people who forgot theirs.'],
    ['PASSWORDLESS_INIT_CODE', 'Code for a passkey', 'Part of a registration link.'],
    ['APP_SECRET', 'Secrets of applications and machines', 'They do not expire.'],
    ['OTP_SMS', 'Second factor by SMS', 'Typed at a login.'],
    ['OTP_EMAIL', 'Second factor by e-mail', 'Typed at a login.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'for ever'
        : seconds % 3600 === 0
          ? `for ${seconds / 3600} h`
          : `for ${Math.round((seconds / 60) * 100) / 100} min`
    return `${length} characters, valid ${time}`
  },
  flags: {
    instance: 'Set on this instance',
    system: 'From the system',
    unset: 'Not set',
    reset: 'Reset all',
    resetTitle: 'Reset all flags?',
    resetText: 'All flags of this instance, also the login of your own, then have the values of the system.',
    resetDone: 'The flags were reset.',
  },
  keys: {
    title: 'Keys',
    intro:
      'One key signs. Clients keep the published keys for some minutes, so create the next one a while before you activate it, and delete a former one only when no token that it has signed is still valid.',
    id: 'Id',
    kind: 'Kind',
    state: 'State',
    created: 'Created',
    changed: 'Changed',
    states: {
      STATE_INITIAL: ['Next', 'quiet'],
      STATE_ACTIVE: ['In use', 'good'],
      STATE_INACTIVE: ['Former', 'warn'],
      STATE_REMOVED: ['Removed', 'warn'],
    },
    add: 'New key',
    addText: 'It is published at once and signs nothing until you activate it.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256): every client knows it' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Elliptic curve P-256 (ES256): small and quick' },
      { value: 'ecdsa-P384', label: 'Elliptic curve P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Elliptic curve P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'The key was created.',
    activate: 'Activate',
    activateTitle: 'Sign with this key from now on?',
    activateText:
      'Clients that have not fetched this key yet refuse new tokens until they do. The key before stays published, so its tokens stay valid.',
    activated: 'The key is in use.',
    remove: 'Delete',
    removeTitle: 'Delete this key?',
    removeText: 'Tokens that it has signed are refused from then on, also those that are still valid.',
    removed: 'The key was deleted.',
  },
})
