import { create } from '@bufbuild/protobuf'
import { type Timestamp, TimestampSchema } from '@bufbuild/protobuf/wkt'
import { secondsAndNanos } from '../kernel/instant.ts'

/** The position of a stream or of an object in it, from which all details are made. */
export interface Standing {
  readonly sequence: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly changedAt: string
  readonly owner: string
}

/** Returns v1 `ObjectDetails` of Add… and Send… writes, with the event's time as creation date. */
export function addedV1(stream: Standing) {
  return {
    sequence: BigInt(stream.sequence),
    creationDate: timestamp(stream.changedAt),
    resourceOwner: stream.owner,
  }
}

/** Returns v1 `ObjectDetails` of update, verify and remove writes, with the event's time as change date. */
export function changedV1(stream: Standing) {
  return {
    sequence: BigInt(stream.sequence),
    changeDate: timestamp(stream.changedAt),
    resourceOwner: stream.owner,
  }
}

/** Returns v2 `Details` of a write. */
export const changedV2 = changedV1

/** Returns the details of an object that is read, for v1 and v2. */
export function readDetails(object: Standing) {
  return {
    sequence: BigInt(object.sequence),
    creationDate: timestamp(object.createdAt),
    changeDate: timestamp(object.changedAt),
    resourceOwner: object.owner,
  }
}

/** Details of an object that is read from an index row. */
export function rowDetails(
  row: { readonly sequence: string; readonly created_at: string; readonly changed_at: string },
  owner: string,
) {
  const { sequence, created_at: createdAt, changed_at: changedAt } = row
  return readDetails({ sequence: Number(sequence), createdAt, changedAt, owner })
}

/** Returns v1 `ListDetails`; reads are never stale, so the view's time is now. */
export function listDetailsV1(total: number, now: Date) {
  return { totalResult: BigInt(total), viewTimestamp: timestamp(now.toISOString()) }
}

/** Returns v2 `ListDetails`. */
export function listDetailsV2(total: number, now: Date) {
  return { totalResult: BigInt(total), timestamp: timestamp(now.toISOString()) }
}

/** The reply of newer writes: the instant of the last change. */
export function changeDate({ changedAt }: { readonly changedAt: string }) {
  return { changeDate: timestamp(changedAt) }
}

/** Converts an ISO 8601 instant. */
export function timestamp(iso: string): Timestamp {
  return create(TimestampSchema, secondsAndNanos(iso))
}
