import type { Facet } from '../../kernel/facet.ts'
import { machineSecretRemoved, machineSecretSet } from '../machine-credentials/events.ts'
import { codeEvents } from '../one-time-codes/events.ts'
import { keyEvents } from '../passkeys/events.ts'
import { passwordChanged } from '../passwords/events.ts'
import { totpAdded, totpRemoved, totpVerified } from '../totp/events.ts'
import { initializationCodeAdded, initializationSucceeded, userEvents, userRemoved } from './events.ts'

/** The last event that changed the visible data of a user (users notes §7). */
export type ChangeState = { readonly at: string; readonly sequence: number }

const initial: ChangeState = { at: '', sequence: 0 }
const { sms, email } = codeEvents
const { u2f, passkey } = keyEvents

/**
 * The last change of a user. Codes, wrong guesses and logins do not count. It is a facet of its own, so that a factor's
 * event does not touch the wide `user` state and its row; reads take it from the snapshot.
 */
export const changeFacet: Facet<ChangeState> = {
  name: 'userChange',
  streams: ['user'],
  events: [],
  hears: [
    ...userEvents,
    initializationCodeAdded,
    initializationSucceeded,
    passwordChanged,
    machineSecretSet,
    machineSecretRemoved,
    totpAdded,
    totpVerified,
    totpRemoved,
    ...[sms, email].flatMap(({ added, removed }) => [added, removed]),
    ...[u2f, passkey].flatMap(({ added, verified, removed, renamed }) => [added, verified, removed, renamed]),
  ],
  initial,
  evolve: (_, { type, createdAt, sequence }) =>
    type === userRemoved.type ? initial : { at: createdAt, sequence },
}
