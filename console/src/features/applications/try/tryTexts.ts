import { localizedPage } from '../../../language/localizedPage.ts'
import type { CheckedSignature } from './checkedSignature.ts'

/** The texts of trying an application out. */
export const tryTexts = localizedPage('trying', {
  title: 'Try it',
  intro:
    'Runs a real sign-in with this application in a new window, and shows each request and what comes back.',
  inactive: 'The application is inactive; nobody can sign in to it.',
  noCode: 'Only applications with the authorization code grant can be tried here.',
  callback: {
    title: 'The console has to be allowed as a redirect address first',
    text: (address: string) =>
      `Sign-ins that are tried here come back to ${address}. Add this to applications in development only, and take it away again afterwards.`,
    development: 'Because the address begins with http, development mode is turned on as well.',
    add: 'Allow the console’s address',
    listed: 'The console’s address is among the redirect addresses.',
    remove: 'Take the console’s address away',
    only: 'It is the only one; replace it before others use the application.',
    noRight: 'Somebody who may change the application has to add it.',
  },
  scope: 'Scopes',
  scopeHint: 'What the application asks for.',
  prompt: 'Sign-in',
  prompts: {
    '': 'Use the session of this browser if there is one',
    login: 'Ask for credentials again',
    select_account: 'Ask which account',
    none: 'Do not ask anything',
  },
  secret: 'Client secret',
  secretHint: 'It cannot be read from the server, and is forgotten when you leave this page.',
  keyFile: 'Key file',
  keyFileHint:
    'Paste the JSON file that was saved when the key was made. It is forgotten when you leave this page.',
  keyFileWrong: 'This is no key file; paste all of the JSON, from { to }.',
  start: 'Start sign-in',
  again: 'Start again',
  waiting: 'Waiting for the sign-in in the other window.',
  noWindow: 'No window? Open the sign-in here.',
  steps: {
    authorize: {
      title: '1. Authorization request',
      text: 'The browser is sent to the login with this request.',
    },
    callback: {
      title: '2. Redirect back',
      text: 'The login sends the browser back with a code that counts once.',
    },
    token: {
      title: '3. Token request',
      text: 'The application redeems the code and proves that it began the sign-in.',
    },
    userinfo: {
      title: '4. Userinfo',
      text: 'With the access token the application can ask about the person.',
    },
    introspection: { title: 'Introspection', text: 'An API asks the server whether a token counts.' },
    revocation: { title: 'Revocation', text: 'The tokens were ended.' },
  },
  request: 'Request',
  response: (status: number) => `Response (${status})`,
  tokens: { id_token: 'ID token', access_token: 'Access token', userinfo: 'Claims of userinfo' },
  opaque: 'This access token is opaque: only the server can say what it holds.',
  header: 'Header',
  claim: 'Claim',
  value: 'Value',
  checks: {
    title: 'Checks of the ID token',
    signature: ({ outcome, keyId, algorithm }: CheckedSignature) =>
      outcome === 'unknown'
        ? `this instance publishes no key ${keyId} for ${algorithm}`
        : `signed by the key ${keyId} of this instance (${algorithm})`,
    nonce: 'nonce is the one that was sent',
    aud: 'aud holds the client id',
    iss: 'iss is this instance',
    exp: 'it has not ended',
    good: 'ok',
    bad: 'wrong',
  },
  stateWrong: 'the state is another one than was sent; the answer belongs to another sign-in',
  noAnswer: 'the login sent no code back',
  introspect: 'Introspect the access token',
  introspectHint:
    'As an API would. Use the client id and secret of an API of the project, or of this application.',
  introspectAs: 'Client id',
  revoke: 'End these tokens',
})
