import { useQuery } from '@tanstack/react-query'
import { lastReply } from '../../api/lastReply.ts'
import { CallError } from '../../api/problem.ts'
import { callRest, type RestCall } from '../../api/rest.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRestChange, useRestSender } from '../../api/useRead.ts'
import { type DryRunReply, type Effects, effectsOf } from '../../kit/effects.ts'
import type { PolicyReset } from '../../kit/PolicyForm.tsx'
import type { PolicyValues } from '../../kit/policyField.ts'
import { useRights } from '../../kit/useRights.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import type { OrganizationLevel, Policy } from './policy.ts'
import { decodePolicy, encodePolicy, headersOf, type PolicyRead, type PolicyReply } from './policyWire.ts'
import { texts } from './texts.ts'

/** A policy at the level that is chosen, and what can be done with it. */
export interface OpenPolicy {
  /** Undefined until it is read. */
  readonly read: PolicyRead | undefined
  /** The values of the instance, for an organization. */
  readonly instance: PolicyValues | undefined
  readonly error: unknown
  /** The right that a change needs. */
  readonly needs: string
  readonly canWrite: boolean
  save(changed: PolicyValues): Promise<unknown>
  dryRun?(changed: PolicyValues): Promise<Effects>
  readonly reset: PolicyReset | undefined
  /** The write of these values, as a call. */
  writeOf(values: PolicyValues): RestCall
}

/** Opens a policy at the level of the address. */
export function usePolicy(policy: Policy): OpenPolicy {
  const orgId = useContextOrganization()
  const { can } = useRights()
  const send = useRestSender()
  const change = useRestChange()
  const level = orgId === undefined ? policy.instance : policy.organization
  if (level === undefined)
    throw new CallError({ message: texts.onlyInstance(policy.title), kind: 'not_found' })
  const own = orgId === undefined ? undefined : policy.organization
  const canCompare = own !== undefined && can(own.instance.needs, { projectId: '' })
  const present = usePolicyRead(policy, level.read, orgId === undefined ? 'instance' : 'organization', true)
  const above = usePolicyRead(policy, own?.instance.read ?? level.read, 'instance', canCompare)
  const read = present.data

  /** Reads again, and refuses if somebody else has changed the same values since the page was loaded. */
  const freshFor = async (changed: PolicyValues) => {
    const fresh = decodePolicy(
      policy,
      orgId === undefined ? 'instance' : 'organization',
      await send<PolicyReply>({ path: level.read, replyHeaders: headersOf(policy) }),
    )
    const clashes = policy.fields.filter(
      ({ name }) => name in changed && !isSame(fresh.values[name], read?.values[name]),
    )
    if (clashes.length === 0) return fresh
    const labels = clashes.map(({ label }) => label).join(', ')
    throw new CallError({ message: texts.clash(labels), kind: 'conflict' })
  }
  const callFor = async (changed: PolicyValues) => {
    const fresh = await freshFor(changed)
    return writeCall(policy, level, orgId, fresh, { ...fresh.values, ...changed }, changed)
  }
  const measured = async (call: RestCall) => effectsOf(await send<DryRunReply>({ ...call, dryRun: 'people' }))
  const resetCall = own && { ...own.reset, path: filled(own.reset.path, { orgId: orgId ?? '' }) }
  return {
    read,
    instance: canCompare ? above.data?.values : undefined,
    error: present.error,
    needs: level.needs,
    canWrite: can(level.needs, { projectId: '', ...(orgId === undefined && { orgId: '' }) }),
    save: async (changed) => change.mutateAsync(await callFor(changed)),
    ...(policy.dryRun && { dryRun: async (changed) => measured(await callFor(changed)) }),
    reset:
      resetCall && own && can(own.resetNeeds, { projectId: '' })
        ? { dryRun: () => measured(resetCall), act: () => change.mutateAsync(resetCall) }
        : undefined,
    writeOf: (values) =>
      writeCall(policy, level, orgId, read ?? { ...nothing, values }, { ...read?.values, ...values }, values),
  }
}

const nothing: PolicyRead = { values: {}, source: 'own', sources: {}, wire: {} }

function usePolicyRead(
  policy: Policy,
  path: string,
  as: 'instance' | 'organization',
  enabled: boolean,
): { readonly data: PolicyRead | undefined; readonly error: unknown } {
  const session = useSession()
  const orgId = useContextOrganization()
  const replyHeaders = headersOf(policy)
  const query = useQuery({
    queryKey: [path, orgId, replyHeaders],
    queryFn: ({ signal }) => callRest<PolicyReply>(session, { path, orgId, replyHeaders, signal }),
    enabled,
  })
  const { data, error } = lastReply(query)
  return { data: data && decodePolicy(policy, as, data), error }
}

/** The call that makes these values those of the level. */
function writeCall(
  { fields, copies = [], writesChanged }: Policy,
  level: OrganizationLevel | (Policy['instance'] & object),
  orgId: string | undefined,
  { source, wire }: PolicyRead,
  values: PolicyValues,
  changed: PolicyValues,
): RestCall {
  const isNew = source === 'inherited' && 'add' in level
  const { method, path } = isNew ? level.add : level.write
  const { body, headers } = encodePolicy(fields, writesChanged ? changed : values)
  const copied = isNew ? Object.fromEntries(copies.map((name) => [name, wire[name] ?? []])) : {}
  const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  return {
    method,
    path: filled(path, { ...named, orgId: orgId ?? '' }),
    body: { ...body, ...copied },
    ...(Object.keys(headers).length > 0 && { headers }),
  }
}

function filled(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
