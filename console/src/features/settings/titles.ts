import { localized } from '../../language/localized.ts'

/** The names of the pages, which the start of the console loads. */
export const titles = localized('settingsTitles', {
  title: 'Settings',
  pages: {
    login: ['Login', 'Passwords, passkeys, second factors, and how long they count.'],
    complexity: ['Password rules', 'What a new password needs, and when it expires.'],
    lockout: ['Lockout', 'After how many failures a person is locked, and for how long.'],
    domain: [
      'Login names and domains',
      'Whether login names end with a domain, and whether domains must be proved.',
    ],
    notification: ['Notices', 'Mails about changes of an account.'],
    privacy: ['Links', 'Terms, privacy policy, help and support on login pages.'],
    security: ['Security', 'Frames, acting for others, and what a change of credentials needs.'],
    oidc: ['Tokens', 'How long the tokens of applications last.'],
    generators: ['Codes and secrets', 'Length, lifetime and characters of generated codes.'],
    languages: ['Languages', 'The default language, and those that may be used.'],
    restrictions: ['Registration', 'Whether visitors may register organizations.'],
    features: ['Features', 'A login of your own, and the flags of the contract.'],
    keys: ['Signing keys', 'The keys that sign tokens: in use, next, and former ones.'],
  },
})
