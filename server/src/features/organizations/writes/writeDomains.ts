import { type Call, writing } from '../../../access/call.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { randomCode } from '../../../kernel/crypto/randomCode.ts'
import { newId, type OrgId } from '../../../kernel/ids.ts'
import { accept, isRefusal, refuse } from '../../../kernel/refusal.ts'
import { domainToFind } from '../../../kernel/text/canonicalDomain.ts'
import { storedHost } from '../../../kernel/text/hostName.ts'
import type { Deps } from '../../manifest.ts'
import { domainPolicy, secretGenerator } from '../../settings/index.ts'
import { type DomainProbe, proofLocation } from '../adapters/domainProbe.ts'
import {
  addDomain,
  judgeProof,
  removeDomain,
  requestedProof,
  requestProof,
  setPrimaryDomain,
} from '../commands/domains.ts'
import { orgDomainsFacet } from '../domainState.ts'
import type { ValidationType } from '../events.ts'
import { writeOrganization } from './writeOrganization.ts'

const alphanumeric = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const proofReplaced = refuse(
  'organizations.domain_proof_replaced',
  'failed_precondition',
  'a new validation token was generated meanwhile; publish that one and try again',
)

/** Adds a domain. The domain policy says whether control of it must be proved. */
export async function add(deps: Deps, call: Call, orgId: OrgId, domain: string): Promise<Stream> {
  const policy = await domainPolicy(deps.database, call.instance.id, orgId)
  return writeOrganization(deps, call, orgId, (org, stream) =>
    addDomain(org, stream.state(orgDomainsFacet), { domain, proofRequired: policy.validateOrgDomains }),
  )
}

/** Generates a new token for the proof of a domain. Returns it and the place where it must be published. */
export async function generateProof(
  deps: Deps,
  call: Call,
  orgId: OrgId,
  input: { readonly domain: string; readonly validationType: ValidationType | undefined },
): Promise<{ readonly token: string; readonly url: string }> {
  const { length } = await secretGenerator(deps.database, call.instance.id, 'domain_verification')
  const token = randomCode(alphanumeric, length)
  const ref = { type: 'org', id: orgId }
  await decideOn(deps.log, writing(call), ref, (org, tx) => {
    const secretId = newId()
    tx.seal(org, secretId, token)
    const domain = storedName(org, input.domain)
    return requestProof(org.state(orgDomainsFacet), { ...input, domain, secretId })
  })
  return { token, url: proofLocation(input.validationType ?? 'http', domainToFind(input.domain), token) }
}

/** Looks for the token at the domain. A failure is recorded and then refused. */
export async function verify(
  deps: Deps,
  call: Call,
  orgId: OrgId,
  input: { readonly domain: string; readonly probe: DomainProbe },
): Promise<Stream> {
  const ref = { type: 'org', id: orgId }
  const before = await deps.log.load({ instanceId: call.instance.id, ...ref })
  const domain = storedName(before, input.domain)
  const { validationType, secretId } = accept(requestedProof(before.state(orgDomainsFacet), domain))
  const token = await deps.log.secret(before, secretId)
  const proved = token !== undefined && (await input.probe(validationType, domain, token.toString()))
  return decideOn(deps.log, writing(call), ref, (org) => {
    const current = requestedProof(org.state(orgDomainsFacet), domain)
    if (isRefusal(current)) return current
    return current.secretId === secretId ? judgeProof(domain, proved) : proofReplaced
  })
}

/** Makes a verified domain the primary one. */
export function setPrimary(deps: Deps, call: Call, orgId: OrgId, domain: string): Promise<Stream> {
  return writeOrganization(deps, call, orgId, (_, stream) =>
    setPrimaryDomain(stream.state(orgDomainsFacet), storedName(stream, domain)),
  )
}

/** Removes a domain other than the primary one. */
export function remove(deps: Deps, call: Call, orgId: OrgId, domain: string): Promise<Stream> {
  return writeOrganization(deps, call, orgId, (_, stream) =>
    removeDomain(stream.state(orgDomainsFacet), storedName(stream, domain)),
  )
}

/** Returns the name by which an organization stores a domain, or would store it. */
function storedName(org: Stream, domain: string): string {
  return storedHost(org.state(orgDomainsFacet), domain) ?? domainToFind(domain)
}
