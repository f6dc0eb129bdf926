import type { CDPSession, Page } from 'playwright-core'

/** Kinds of authenticators: a phone or laptop that verifies its user, a stick that does, and one of the first generation. */
export type Authenticator = 'platform' | 'stick' | 'u2f-stick'

const authenticators = {
  platform: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
  stick: { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: true },
  'u2f-stick': { protocol: 'u2f', transport: 'usb', hasResidentKey: false, hasUserVerification: false },
} as const

/** The socket of a page for one virtual authenticator at a time. */
export interface AuthenticatorSocket {
  /** Replaces the plugged-in authenticator; undefined only removes it. */
  plug(authenticator: Authenticator | undefined): Promise<void>
  /** Sets the counter of every credential back, as a copy of the key would count. */
  setBack(signCount: number): Promise<void>
}

/** Opens the socket of a page; its authenticators answer by themselves, as if the person had touched them. */
export async function openAuthenticatorSocket(page: Page): Promise<AuthenticatorSocket> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  let plugged: string | undefined
  return {
    async plug(kind) {
      if (plugged !== undefined) {
        await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: plugged })
      }
      plugged = kind && (await addAuthenticator(devtools, kind))
    },
    async setBack(signCount) {
      if (plugged === undefined) throw new Error('no authenticator is plugged in')
      await setCounters(devtools, plugged, signCount)
    },
  }
}

async function addAuthenticator(devtools: CDPSession, kind: Authenticator): Promise<string> {
  const options = { ...authenticators[kind], isUserVerified: true, automaticPresenceSimulation: true }
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  return authenticatorId
}

async function setCounters(devtools: CDPSession, authenticatorId: string, signCount: number): Promise<void> {
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId })
  await devtools.send('WebAuthn.clearCredentials', { authenticatorId })
  for (const credential of credentials) {
    await devtools.send('WebAuthn.addCredential', {
      authenticatorId,
      credential: { ...credential, signCount },
    })
  }
}
