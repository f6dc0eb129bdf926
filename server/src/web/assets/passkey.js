// Runs the WebAuthn ceremonies of forms with `data-passkey`: `create`, `get`, or `autofill` for passkeys in the list of the name field.
// The options are in `data-options`, or the form is sent to `data-challenge`, which returns `{ options, fields }`: values to send along.
// The credential is sent as JSON in the field `credential`.

/** @typedef {'unsupported' | 'cancelled' | 'unknown' | 'known' | 'insecure' | 'failed'} Failure */
/** @typedef {{ options: any, fields?: Record<string, string> }} Challenge */

/** The request that is running: a page has one at a time. */
let running = new AbortController()

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (form instanceof HTMLFormElement) prepare(form)
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  if (form.dataset['passkey'] === 'autofill') {
    void autofill(form)
    return
  }
  form.addEventListener('submit', (event) => {
    if (event.submitter?.hasAttribute('formnovalidate')) return
    event.preventDefault()
    void confirm(form, event.submitter)
  })
  if ('start' in form.dataset) void confirm(form, form.querySelector('button[type=submit]'), true)
}

/**
 * @param {HTMLFormElement} form
 * @param {Element | null} button
 * @param {boolean} [quietly] says nothing if the browser wants the person to press the button first
 */
async function confirm(form, button, quietly = false) {
  if (button?.getAttribute('aria-busy') === 'true') return
  button?.setAttribute('aria-busy', 'true')
  say(form, '')
  try {
    const { options, fields } = await challengeOf(form)
    const creates = form.dataset['passkey'] === 'create'
    const credential = await ceremony(creates, options)
    send(form, credential, fields)
  } catch (error) {
    button?.removeAttribute('aria-busy')
    const failure = failureOf(error)
    if (!(quietly && failure === 'cancelled')) say(form, failure)
  }
}

/** @param {HTMLFormElement} form */
async function autofill(form) {
  if (!window.PublicKeyCredential || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return
  try {
    const { options, fields } = await challengeOf(form)
    const credential = await ceremony(false, options, 'conditional')
    send(form, credential, fields)
  } catch (error) {
    const failure = failureOf(error)
    // Without a passkey the name is typed as ever.
    if (failure === 'unknown') say(form, failure)
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<Challenge>}
 */
async function challengeOf(form) {
  if (!window.PublicKeyCredential) throw window.isSecureContext ? 'unsupported' : 'insecure'
  const given = form.dataset['options']
  if (given) return { options: JSON.parse(given) }
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) body.append(name, String(value))
  const reply = await fetch(form.dataset['challenge'] ?? '', {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  })
  if (!reply.ok || reply.redirected) {
    // The server has something else to say: the form is sent as without scripts, and its page says it.
    form.submit()
    return new Promise(() => {})
  }
  const challenge = await reply.json()
  // Another try after a cancelled one answers the same challenge.
  form.dataset['options'] = JSON.stringify(challenge.options)
  fill(form, challenge.fields)
  return challenge
}

/**
 * @param {boolean} creates
 * @param {any} options
 * @param {CredentialMediationRequirement} [mediation]
 * @returns {Promise<object>}
 */
async function ceremony(creates, options, mediation) {
  running.abort()
  running = new AbortController()
  const { signal } = running
  const publicKey = creates ? creationOptions(options) : requestOptions(options)
  const credential = creates
    ? await navigator.credentials.create({ publicKey, signal })
    : await navigator.credentials.get({ publicKey, signal, ...(mediation && { mediation }) })
  if (!(credential instanceof PublicKeyCredential)) throw 'failed'
  return credentialJson(credential)
}

/**
 * @param {HTMLFormElement} form
 * @param {object} credential
 * @param {Record<string, string>} [fields]
 */
function send(form, credential, fields = {}) {
  fill(form, { ...fields, credential: JSON.stringify(credential) })
  form.submit()
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} fields
 */
function fill(form, fields = {}) {
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements.namedItem(name) ?? form.appendChild(document.createElement('input'))
    if (!(input instanceof HTMLInputElement)) continue
    input.type = 'hidden'
    input.name = name
    input.value = value
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Failure | ''} failure
 */
function say(form, failure) {
  const place = form.querySelector('[data-passkey-problem]')
  if (!(place instanceof HTMLElement)) return
  place.hidden = failure === ''
  const text = place.querySelector('p')
  if (text)
    text.textContent =
      failure === '' ? '' : (JSON.parse(place.dataset['passkeyProblem'] ?? '{}')[failure] ?? failure)
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error) {
  if (typeof error === 'string') return /** @type {Failure} */ (error)
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'AbortError':
      return 'cancelled'
    case 'InvalidStateError':
      return 'known'
    case 'SecurityError':
      return 'insecure'
    case 'NotSupportedError':
      return 'unsupported'
    default:
      return 'failed'
  }
}

// Browsers of before 2025 have no JSON functions (WebAuthn Level 3 §5.1), so that these convert what the server uses.

/** @param {any} json */
function creationOptions(json) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON)
    return PublicKeyCredential.parseCreationOptionsFromJSON(json)
  return {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: described(json.excludeCredentials),
  }
}

/** @param {any} json */
function requestOptions(json) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON)
    return PublicKeyCredential.parseRequestOptionsFromJSON(json)
  return { ...json, challenge: bytes(json.challenge), allowCredentials: described(json.allowCredentials) }
}

/** @param {{ id: string }[]} [list] */
function described(list = []) {
  return list.map((one) => ({ ...one, id: bytes(one.id) }))
}

/** @param {PublicKeyCredential} credential */
function credentialJson(credential) {
  if (typeof credential.toJSON === 'function') return credential.toJSON()
  const { id, type, authenticatorAttachment, response } = credential
  /** @type {Record<string, unknown>} */
  const answer = {}
  for (const name of [
    'clientDataJSON',
    'attestationObject',
    'authenticatorData',
    'signature',
    'userHandle',
  ]) {
    const value = /** @type {any} */ (response)[name]
    if (value instanceof ArrayBuffer) answer[name] = text(value)
  }
  if (response instanceof AuthenticatorAttestationResponse)
    answer['transports'] = response.getTransports?.() ?? []
  return {
    id,
    rawId: id,
    type,
    authenticatorAttachment,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  }
}

/** @param {string} base64url */
function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
}

/** @param {ArrayBuffer} buffer */
function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
