/** Why events were not delivered. */
export interface DeliveryFailure {
  readonly problem: string
  readonly status: number | null
  readonly cause: string | null
}

/** How the delivery to a target goes. */
export interface Delivery {
  readonly state: 'active' | 'failing' | 'paused'
  readonly lastDeliveredAt: string | null
  readonly waiting: number
  readonly more: boolean
  readonly waitingSince: string | null
  readonly failingSince: string | null
  readonly lastError: string | null
  /** Null with an error as well, if an older server wrote it. */
  readonly lastFailure: DeliveryFailure | null
  readonly nextAttemptAt: string | null
}

/** A target as the API shows it: never with its secrets. */
export interface LogTarget {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly format: 'jsonl' | 'cloudevents'
  readonly types: readonly string[]
  readonly streamTypes: readonly string[]
  readonly active: boolean
  readonly credentialHeader: string | null
  readonly delivery: Delivery
}

/** Where the targets are. */
export const targetsPath = '/sallyport/v1/log-targets'

/** What a form asks about a target. */
export interface TargetValues {
  name: string
  url: string
  format: string
  start: string
  types: string[]
  streamTypes: string[]
  credential: 'none' | 'keep' | 'give'
  header: string
  value: string
}

/** Returns the values of a target, or those with which a new one begins. */
export function valuesOf(target: LogTarget | undefined): TargetValues {
  const { name = '', url = '', format = 'jsonl', types = [], streamTypes = [] } = target ?? {}
  const header = target?.credentialHeader ?? null
  return {
    ...{ name, url, format, start: 'now', types: [...types], streamTypes: [...streamTypes] },
    credential: header === null ? 'none' : 'keep',
    ...{ header: header ?? 'authorization', value: '' },
  }
}

/** Returns the body of a creation or change. */
export function bodyOf(values: TargetValues, isNew: boolean) {
  const { name, url, format, start, types, streamTypes } = values
  return {
    ...{ name: name.trim(), url: url.trim(), format, types, streamTypes },
    ...(isNew && { start }),
    ...credentialOf(values, isNew),
  }
}

function credentialOf({ credential, header, value }: TargetValues, isNew: boolean) {
  if (credential === 'give') return { credential: { header: header.trim(), value: value.trim() } }
  return credential === 'none' && !isNew ? { credential: null } : {}
}
