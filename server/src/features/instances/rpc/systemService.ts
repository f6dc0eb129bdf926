import type { MessageShape } from '@bufbuild/protobuf'
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt'
import {
  type AddInstanceRequestSchema,
  type CreateInstanceRequestSchema,
  SystemService,
} from '@zitadel/proto/zitadel/system_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1, timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { renameInstance } from '../commands/changeInstance.ts'
import { addDomain, removeDomain, setPrimaryDomain } from '../commands/domains.ts'
import { type CreatedInstance, createInstance, type NewInstance } from '../createInstance.ts'
import type { FirstHuman } from '../firstUsers.ts'
import { domainExists, findInstance, listDomains, listInstances } from '../queries.ts'
import { instanceNotFound } from '../refusals.ts'
import { type Decide, removeInstance, writeInstance } from '../writeInstance.ts'
import { encodeDomain, encodeInstance } from './encode.ts'

/** Instances as the operator of the system sees them: each is named in the message. */
export const systemService = (deps: Deps) =>
  implement<typeof SystemService, Call>(SystemService, {
    async healthz() {
      return {}
    },

    async listInstances(request, call) {
      const page = listQueryPage(request.query)
      const { rows, total } = await listInstances(deps.database, { ...request, page })
      return {
        details: listDetailsV1(total, call.now),
        sortingColumn: request.sortingColumn,
        result: rows.map(encodeInstance),
      }
    },

    async getInstance({ instanceId }) {
      const row = await findInstance(deps.database, instanceId)
      if (row === undefined) throw new DomainError(instanceNotFound)
      return { instance: encodeInstance(row) }
    },

    async createInstance(request, call) {
      const created = await createInstance(deps, writing(call), decodeCreate(deps, request))
      return {
        instanceId: created.instanceId,
        details: createdDetails(created),
        pat: created.machine?.token ?? '',
        machineKey: created.machine?.key ?? new Uint8Array(),
      }
    },

    async addInstance(request, call) {
      const created = await createInstance(deps, writing(call), decodeAdd(deps, request))
      return { instanceId: created.instanceId, details: createdDetails(created) }
    },

    async updateInstance({ instanceId, instanceName }, call) {
      return {
        details: changedV1(
          await writeInstance(deps, call, instanceId, (instance) => renameInstance(instance, instanceName)),
        ),
      }
    },

    async removeInstance({ instanceId }, call) {
      const { sequence, changedAt } = await removeInstance(deps, call, instanceId)
      return {
        details: { sequence: BigInt(sequence), changeDate: timestamp(changedAt), resourceOwner: instanceId },
      }
    },

    async existsDomain({ domain }) {
      return { exists: await domainExists(deps.database, domain) }
    },

    async listDomains(request, call) {
      const { instanceId, sortingColumn } = request
      const page = listQueryPage(request.query)
      const { rows, total } = await listDomains(deps.database, instanceId, { ...request, page })
      const result = rows.map((row) => encodeDomain(row, instanceId))
      return { details: listDetailsV1(total, call.now), sortingColumn, result }
    },

    async addDomain({ instanceId, domain }, call) {
      const decide: Decide = (instance, hosts) => addDomain(instance, hosts, domain)
      return { details: addedV1(await writeInstance(deps, call, instanceId, decide)) }
    },

    async removeDomain({ instanceId, domain }, call) {
      const decide: Decide = (instance, hosts) => removeDomain(instance, hosts, domain.toLowerCase())
      return { details: changedV1(await writeInstance(deps, call, instanceId, decide)) }
    },

    async setPrimaryDomain({ instanceId, domain }, call) {
      const decide: Decide = (instance, hosts) => setPrimaryDomain(instance, hosts, domain.toLowerCase())
      return { details: changedV1(await writeInstance(deps, call, instanceId, decide)) }
    },
  })

function createdDetails(created: CreatedInstance) {
  return { ...addedV1(created.stream), resourceOwner: created.orgId }
}

function decodeCreate(deps: Deps, request: MessageShape<typeof CreateInstanceRequestSchema>): NewInstance {
  const { owner } = request
  if (owner.case === 'machine') {
    const { userName, name, personalAccessToken, machineKey } = owner.value
    const machine = {
      username: userName,
      name: name || userName,
      ...(personalAccessToken && { token: expiry(personalAccessToken.expirationDate) }),
      ...(machineKey && { key: expiry(machineKey.expirationDate) }),
    }
    return { ...decodeFrame(request), machine }
  }
  const human = owner.value
  const fallback = defaultOwner(deps, request.instanceName)
  return {
    ...decodeFrame(request),
    human: {
      username: human?.userName || human?.email?.email || fallback.username,
      email: human?.email?.email || fallback.email,
      emailVerified: human?.email?.isEmailVerified ?? fallback.emailVerified,
      ...decodeProfile(human?.profile, fallback),
      ...decodePassword(human?.password, fallback),
    },
  }
}

function decodeAdd(deps: Deps, request: MessageShape<typeof AddInstanceRequestSchema>): NewInstance {
  const fallback = defaultOwner(deps, request.instanceName)
  const { ownerUserName, ownerEmail, ownerProfile, ownerPassword } = request
  return {
    ...decodeFrame(request),
    human: {
      username: ownerUserName || ownerEmail?.email || fallback.username,
      email: ownerEmail?.email || fallback.email,
      emailVerified: ownerEmail?.isEmailVerified ?? fallback.emailVerified,
      ...decodeProfile(ownerProfile, fallback),
      ...decodePassword(ownerPassword, fallback),
    },
  }
}

function decodeFrame(request: {
  readonly instanceName: string
  readonly firstOrgName: string
  readonly customDomain: string
  readonly defaultLanguage: string
}): NewInstance {
  return {
    name: request.instanceName,
    orgName: request.firstOrgName,
    defaultLanguage: request.defaultLanguage,
    ...(request.customDomain === '' ? {} : { customDomain: request.customDomain }),
  }
}

function decodeProfile(
  profile:
    | { readonly firstName: string; readonly lastName: string; readonly preferredLanguage: string }
    | undefined,
  fallback: FirstHuman,
): Pick<FirstHuman, 'givenName' | 'familyName' | 'preferredLanguage'> {
  return {
    givenName: profile?.firstName || fallback.givenName,
    familyName: profile?.lastName || fallback.familyName,
    preferredLanguage: profile?.preferredLanguage || fallback.preferredLanguage,
  }
}

function decodePassword(
  sent: { readonly password: string; readonly passwordChangeRequired: boolean } | undefined,
  fallback: FirstHuman,
): Pick<FirstHuman, 'password' | 'passwordChangeRequired'> {
  if (!sent?.password) return pickPassword(fallback)
  return { password: sent.password, passwordChangeRequired: sent.passwordChangeRequired }
}

function pickPassword({ password, passwordChangeRequired }: FirstHuman) {
  return password === undefined ? { passwordChangeRequired } : { password, passwordChangeRequired }
}

/** Who owns an instance that names nobody: like the first administrator, without a password unless one is configured. */
function defaultOwner({ config }: Deps, instanceName: string): FirstHuman {
  const username = config.firstInstance.adminUsername
  return {
    username,
    email: username.includes('@') ? username : `${username}@${config.externalDomain}`,
    emailVerified: true,
    givenName: instanceName.trim() || 'Instance',
    familyName: 'Admin',
    preferredLanguage: 'en',
    passwordChangeRequired: true,
    ...(config.firstInstance.adminPassword === undefined
      ? {}
      : { password: config.firstInstance.adminPassword }),
  }
}

const never = new Date('9999-12-31T23:59:59Z')

function expiry(date: Timestamp | undefined): { readonly expiresAt: Date } {
  return { expiresAt: date === undefined ? never : timestampDate(date) }
}
