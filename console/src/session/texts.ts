import { localized } from '../language/localized.ts'

/** The texts of the pages before the login and after the logout. */
export const texts = localized('session', {
  start: {
    title: 'The console cannot start',
    unknown: 'The server cannot be reached; check your connection and try again.',
    storage:
      'This browser lets the console keep nothing, not even the login of this tab; allow cookies and site data for this address and try again.',
    again: 'Try again',
  },
  ended: 'your login has ended; log in again to go on',
  signedOut: {
    title: 'You are logged out',
    text: 'The tokens of this tab have been revoked.',
    again: 'Log in',
    account: 'Your account',
  },
  tried: {
    title: 'Back from sign-in',
    text: 'The console shows what came back. You can close this window.',
  },
})
