import type { MessageInitShape } from '@bufbuild/protobuf'
import { FactorsSchema, type SessionSchema } from '@sallyport/contract/zitadel/session/v2/session_pb.js'
import { factorKind } from '../../../access/factorKinds.ts'
import { timestamp } from '../../../contract/details.ts'
import type { ProofRow, SessionRow } from '../queries.ts'

/** A session as the contract shows it; factors are absent until a user is known. */
export function sessionMessage(row: SessionRow): MessageInitShape<typeof SessionSchema> {
  const metadata = Object.entries(row.metadata).map(([key, value]) => [key, Buffer.from(value, 'base64')])
  return {
    id: row.session_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    sequence: BigInt(row.sequence),
    metadata: Object.fromEntries(metadata),
    ...(row.user_id === null ? {} : { factors: factorsMessage(row, row.user_id) }),
    ...(row.user_agent === null ? {} : { userAgent: userAgentMessage(row.user_agent) }),
    ...(row.expires_at === null ? {} : { expirationDate: timestamp(row.expires_at) }),
  }
}

function factorsMessage(row: SessionRow, userId: string): MessageInitShape<typeof FactorsSchema> {
  return {
    user: {
      ...verifiedAt(row.user_checked_at),
      id: userId,
      loginName: row.login_name ?? '',
      displayName: row.display_name ?? '',
      organizationId: row.user_org_id ?? '',
    },
    ...Object.fromEntries((row.proofs ?? []).filter(isShown).map(proofField)),
  }
}

/** Whether the contract has a field for a kind. */
function isShown({ kind }: ProofRow): boolean {
  return Object.hasOwn(FactorsSchema.field, factorKind(kind).field)
}

function proofField({ kind, at, userVerified }: ProofRow) {
  const { field, phishingResistant } = factorKind(kind)
  return [field, { ...verifiedAt(at), ...(phishingResistant && { userVerified }) }]
}

function verifiedAt(iso: string | null) {
  return iso === null ? {} : { verifiedAt: timestamp(iso) }
}

function userAgentMessage(userAgent: NonNullable<SessionRow['user_agent']>) {
  const { fingerprintId, ip, description } = userAgent
  return {
    ...(fingerprintId === undefined ? {} : { fingerprintId }),
    ...(ip === undefined ? {} : { ip }),
    ...(description === undefined ? {} : { description }),
    header: Object.fromEntries(
      Object.entries(userAgent.header).map(([name, values]) => [name, { values: [...values] }]),
    ),
  }
}
