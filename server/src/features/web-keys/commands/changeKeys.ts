import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import {
  type SigningAlgorithm,
  type WebKeyEvent,
  webKeyActivated,
  webKeyAdded,
  webKeyDeactivated,
  webKeyRemoved,
} from '../events.ts'
import type { WebKeysState } from '../state.ts'

const keyNotFound = refuse(
  'web_key.not_found',
  'not_found',
  'the instance does not have this web key; list the web keys',
)
const keyActive = refuse(
  'web_key.active',
  'failed_precondition',
  'the active web key cannot be deleted; activate another one first',
)
const tooMany = refuse(
  'web_key.too_many',
  'failed_precondition',
  'the instance has 20 web keys, the most that it may have; delete one that no valid token needs',
)

/** The most keys of an instance: clients fetch them all, and every change of the instance writes them again. */
const mostKeys = 20

/** Adds a key; it becomes the active one if there is none (oidc notes §5). */
export function addKey(
  keys: WebKeysState,
  key: {
    readonly keyId: string
    readonly alg: SigningAlgorithm
    readonly publicJwk: { readonly [member: string]: string }
  },
): Decision<WebKeyEvent> {
  if (keys.length >= mostKeys) return tooMany
  const active = keys.some(({ state }) => state === 'active')
  return [webKeyAdded(key), ...(active ? [] : [webKeyActivated({ keyId: key.keyId })])]
}

/** Makes a key the one that signs, and the one before inactive; the active key again changes nothing. */
export function activateKey(keys: WebKeysState, id: string): Decision<WebKeyEvent> {
  const key = keys.find(({ keyId }) => keyId === id)
  if (key === undefined) return keyNotFound
  if (key.state === 'active') return []
  const before = keys.filter(({ state }) => state === 'active')
  return [...before.map(({ keyId }) => webKeyDeactivated({ keyId })), webKeyActivated({ keyId: id })]
}

/** Removes a key with its private half, so that nothing it has signed verifies any more; an unknown key changes nothing. */
export function removeKey(keys: WebKeysState, id: string): Decision<WebKeyEvent> {
  const key = keys.find(({ keyId }) => keyId === id)
  if (key === undefined) return []
  return key.state === 'active' ? keyActive : [webKeyRemoved({ keyId: id })]
}
