import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  type InstanceSchema as InstanceV2Schema,
  State as StateV2,
} from '@sallyport/contract/zitadel/instance/v2/instance_pb.js'
import type {
  DomainSchema as BetaDomainSchema,
  InstanceSchema as BetaInstanceSchema,
  TrustedDomainSchema as BetaTrustedDomainSchema,
} from '@zitadel/proto/zitadel/instance/v2beta/instance_pb.js'
import { State as BetaState } from '@zitadel/proto/zitadel/instance/v2beta/instance_pb.js'
import {
  type DomainSchema,
  type InstanceDetailSchema,
  State,
  type TrustedDomainSchema,
} from '@zitadel/proto/zitadel/instance_pb.js'
import type { Call } from '../../../access/call.ts'
import { version } from '../../../config/version.ts'
import { listDetailsV1, rowDetails, timestamp } from '../../../contract/details.ts'
import type { DomainRow, InstanceRow } from '../queries.ts'

/** Encodes a list of the v1 services, which repeats the sorting column of its request. */
export function encodeList<Column, Row, Item>(
  { sortingColumn }: { readonly sortingColumn: Column },
  { now }: Call,
  { rows, total }: { readonly rows: readonly Row[]; readonly total: number },
  encode: (row: Row) => Item,
) {
  return { details: listDetailsV1(total, now), sortingColumn, result: rows.map(encode) }
}

/** Encodes a row as `zitadel.instance.v1.InstanceDetail`; `zitadel.instance.v1.Instance` has the same fields. */
export function encodeInstance(row: InstanceRow) {
  const instance = {
    id: row.instance_id,
    details: rowDetails(row, row.instance_id),
    state: State.RUNNING,
    name: row.name,
    version,
    domains: row.domains.map((domain) => encodeDomain(domain, row.instance_id)),
  }
  return instance satisfies MessageInitShape<typeof InstanceDetailSchema>
}

/** Encodes a row as `zitadel.instance.v1.Domain`. */
export function encodeDomain(row: DomainRow, instanceId: string) {
  const domain = {
    ...encodeTrustedDomain(row, instanceId),
    primary: row.is_primary,
    generated: row.is_generated,
  }
  return domain satisfies MessageInitShape<typeof DomainSchema>
}

/** Encodes a row as `zitadel.instance.v1.TrustedDomain`. */
export function encodeTrustedDomain(row: DomainRow, instanceId: string) {
  const domain = {
    details: rowDetails({ ...row, changed_at: row.created_at }, instanceId),
    domain: row.domain,
  }
  return domain satisfies MessageInitShape<typeof TrustedDomainSchema>
}

/** Encodes a row as `zitadel.instance.v2beta.Instance`. */
export function encodeBetaInstance(row: InstanceRow): MessageInitShape<typeof BetaInstanceSchema> {
  return { ...dated(row), state: BetaState.RUNNING, domains: customDomains(row) }
}

/** Encodes a row as `zitadel.instance.v2.Instance`. */
export function encodeInstanceV2(row: InstanceRow): MessageInitShape<typeof InstanceV2Schema> {
  return { ...dated(row), state: StateV2.RUNNING, customDomains: customDomains(row) }
}

function dated(row: InstanceRow) {
  return {
    id: row.instance_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    name: row.name,
    version,
  }
}

function customDomains(row: InstanceRow) {
  return row.domains.map((domain) => encodeCustomDomain(domain, row.instance_id))
}

/** Encodes a row as `zitadel.instance.v2beta.Domain` and `zitadel.instance.v2.CustomDomain`, which have the same fields. */
export function encodeCustomDomain(row: DomainRow, instanceId: string) {
  const domain = {
    ...encodeTrusted(row, instanceId),
    primary: row.is_primary,
    generated: row.is_generated,
  }
  return domain satisfies MessageInitShape<typeof BetaDomainSchema>
}

/** Encodes a row as `TrustedDomain` of `zitadel.instance.v2beta` and `zitadel.instance.v2`, which have the same fields. */
export function encodeTrusted(row: DomainRow, instanceId: string) {
  const domain = { instanceId, creationDate: timestamp(row.created_at), domain: row.domain }
  return domain satisfies MessageInitShape<typeof BetaTrustedDomainSchema>
}
