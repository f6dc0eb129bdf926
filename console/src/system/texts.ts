import { localized } from '../language/localized.ts'

/** The texts around the work of system users. */
export const texts = localized('system', {
  title: 'Work as a system user',
  intro:
    'A system user creates instances, gives them domains and removes them. It is configured at the server with a public key (SALLYPORT_SYSTEM_API_USERS) and has no login: its private key signs every request.',
  memory:
    'The key stays in the memory of this tab, in a form that no script can read. It is never stored or sent. It is gone when you reload or close the tab, or press Stop.',
  name: 'Id of the system user',
  nameHint: 'Its name in the configuration of the server.',
  key: 'Private key',
  keyHint: 'A file with an RSA key in PEM that is not encrypted.',
  chooseKey: 'Choose the file of the key',
  audience: 'Address of the server',
  audienceHint: 'That of its configuration (SALLYPORT_EXTERNAL_DOMAIN), with scheme and port.',
  begin: 'Begin',
  toConsole: 'Console',
  problems: {
    title: 'That did not work',
    noName: 'Type the id of the system user.',
    noKey: 'Choose the file of the private key.',
    notKey: 'This file holds no RSA key in PEM that can be read; encrypted keys must be decrypted first.',
    noCrypto: 'Browsers sign at https addresses and at localhost only; open the console at such an address.',
    refused:
      'The server does not accept what this key signs. Check the id, the key, the address of the server, and the clock of this computer.',
  },
})
