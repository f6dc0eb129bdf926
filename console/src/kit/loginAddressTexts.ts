import { localizedPage } from '../language/localizedPage.ts'

/** Why the server did not get the page of a login of one's own. */
export const loginAddressTexts = localizedPage('loginAddress', {
  status: (status: number) => `The server asked for the login page at this address and got HTTP ${status}.`,
  name_unknown: 'The server cannot reach this address: its name is not known.',
  connection_refused: 'The server cannot reach this address: nothing accepts connections there.',
  timeout: 'The server cannot reach this address: nothing replied within 5 seconds.',
  certificate: 'The server cannot reach this address safely: it does not trust the certificate there.',
  failed: 'The server cannot reach this address: the connection failed.',
  not_allowed: 'The address could not be checked: the server may not ask addresses of private networks.',
  not_public:
    'The address could not be checked: its name is not known, or it belongs to a private network. Check the spelling.',
  not_asked: 'The address could not be checked.',
})
