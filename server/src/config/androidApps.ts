import { hostName } from '../kernel/text/hostName.ts'

/** The origins of Android apps whose keys a relying party accepts, by relying party id. */
export type AndroidApps = ReadonlyMap<string, ReadonlySet<string>>

const entry = /^([^=]+)=(android:apk-key-hash:[\w-]{43})$/i

/**
 * Compiles entries of the form `RELYING_PARTY_ID=android:apk-key-hash:HASH`, HASH being the SHA-256 of the app's signing
 * certificate in base64url (as the app sends it in `origin`). Throws if an entry has another form.
 */
export function androidApps(entries: readonly string[]): AndroidApps {
  const apps = new Map<string, Set<string>>()
  for (const text of entries) {
    const [, party = '', origin] = entry.exec(text) ?? []
    const rpId = hostName(party)
    if (rpId === undefined || origin === undefined) throw new Error(`not an Android app: ${text}`)
    const known = apps.get(rpId) ?? new Set()
    apps.set(rpId, known.add(origin))
  }
  return apps
}
