import { type Call, writing } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { randomCode } from '../../../kernel/crypto/randomCode.ts'
import { newId } from '../../../kernel/ids.ts'
import { accept, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { domainPolicy, secretGenerator } from '../../settings/index.ts'
import { type DomainProbe, proofLocation } from '../adapters/domainProbe.ts'
import {
  addDomain,
  askProof,
  judgeProof,
  proofAsked,
  removeDomain,
  setPrimaryDomain,
} from '../commands/domains.ts'
import { orgDomainsFacet } from '../domainState.ts'
import type { ValidationType } from '../events.ts'
import { writeOrg } from './organizationWrites.ts'

const alphanumeric = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const proofReplaced = refuse(
  'organizations.domain_proof_replaced',
  'failed_precondition',
  'a new validation token was made meanwhile; publish that one and try again',
)

/** Adds a domain; the instance's domain policy says whether control of it must be proved. */
export async function add(deps: Deps, call: Call, orgId: string, domain: string): Promise<Stream> {
  const policy = await domainPolicy(deps.database, call.instance.id, orgId)
  return writeOrg(deps, call, orgId, (org, stream) =>
    addDomain(org, stream.state(orgDomainsFacet), { domain, proofRequired: policy.validateOrgDomains }),
  )
}

/** Makes a new token for the proof of a domain and says where it must be published. */
export async function generateProof(
  deps: Deps,
  call: Call,
  orgId: string,
  input: { readonly domain: string; readonly validationType: ValidationType | undefined },
): Promise<{ readonly token: string; readonly url: string }> {
  const { length } = await secretGenerator(deps.database, call.instance.id, 'domain_verification')
  const token = randomCode(alphanumeric, length)
  const domain = input.domain.toLowerCase()
  const ref = { type: 'org', id: orgId }
  await deps.log.transact(writing(call), ref, async (tx) => {
    const org = await tx.load(ref)
    const secretId = newId()
    const decision = askProof(org.state(orgDomainsFacet), { ...input, domain, secretId })
    await tx.append(org, accept(decision))
    tx.seal(org, secretId, token)
  })
  return { token, url: proofLocation(input.validationType ?? 'http', domain, token) }
}

/** Looks for the token at the domain; a failure is recorded, then refused. */
export async function verify(
  deps: Deps,
  call: Call,
  orgId: string,
  input: { readonly domain: string; readonly probe: DomainProbe },
): Promise<Stream> {
  const domain = input.domain.toLowerCase()
  const ref = { type: 'org', id: orgId }
  const before = await deps.log.load({ instanceId: call.instance.id, ...ref })
  const asked = accept(proofAsked(before.state(orgDomainsFacet), domain))
  const token = await deps.log.secret(before, asked.secretId)
  const proved = token !== undefined && (await input.probe(asked.validationType, domain, token.toString()))
  const written = await deps.log.transact(writing(call), ref, async (tx) => {
    const org = await tx.load(ref)
    const now = accept(proofAsked(org.state(orgDomainsFacet), domain))
    if (now.secretId !== asked.secretId) return { org, refusal: proofReplaced }
    const { events, refusal } = judgeProof(domain, proved)
    await tx.append(org, events)
    return { org, refusal }
  })
  const { org, refusal } = written.result
  return accept(refusal ?? org)
}

/** Makes a verified domain the primary one. */
export function setPrimary(deps: Deps, call: Call, orgId: string, domain: string): Promise<Stream> {
  const name = domain.toLowerCase()
  return writeOrg(deps, call, orgId, (_, stream) => setPrimaryDomain(stream.state(orgDomainsFacet), name))
}

/** Removes a domain other than the primary one. */
export function remove(deps: Deps, call: Call, orgId: string, domain: string): Promise<Stream> {
  const name = domain.toLowerCase()
  return writeOrg(deps, call, orgId, (_, stream) => removeDomain(stream.state(orgDomainsFacet), name))
}
