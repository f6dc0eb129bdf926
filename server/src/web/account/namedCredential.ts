import type { OwnCredential } from '../../features/audit/index.ts'
import type { Translate } from '../texts/translate.ts'

/** Returns the name that the person gave a key, else that of its kind. */
export function credentialName(t: Translate, { kind, name }: Pick<OwnCredential, 'kind' | 'name'>): string {
  return name || t(`factor.${kind}`)
}

/** How addresses of pages name a factor: by its kind and, for keys, its id. */
export const credentialNames = {
  write: ({ kind, id }: Pick<OwnCredential, 'kind' | 'id'>): string => (id === '' ? kind : `${kind}-${id}`),
  /** Returns the named one of a person's factors; undefined if they do not have it. */
  find: (credentials: readonly OwnCredential[], text: string | null): OwnCredential | undefined =>
    credentials.find((credential) => credentialNames.write(credential) === text),
}
