import type { Logger } from 'pino'
import type { Authenticator } from './access/authenticate.ts'
import type { Call } from './access/call.ts'
import { createDispatch } from './access/createDispatch.ts'
import type { CredentialKind } from './access/credentialKind.ts'
import { openEndpointAuthenticator } from './access/endpointAuthenticator.ts'
import { type InProcess, openInProcess } from './access/inProcess.ts'
import { callerReads, openLookup } from './access/lookup.ts'
import { type LookupParts, mergeLookupParts } from './access/lookupParts.ts'
import { describedOperation, type Operation, operationEndpoint } from './access/operation.ts'
import type { MethodRules } from './access/runMethod.ts'
import type { Config } from './config/config.ts'
import type { Dispatch } from './contract/dispatch.ts'
import { type HandlerLookup, mergeHandlers } from './contract/handlers.ts'
import { served } from './contract/served.ts'
import type { Database } from './database/database.ts'
import type { Migration } from './database/migrate.ts'
import {
  type LogSchema,
  logMigrations,
  type OpenEventLog,
  openEventLog,
  reasonsFacet,
} from './eventlog/index.ts'
import { accounts } from './features/accounts/index.ts'
import { applications, openClientDocuments } from './features/applications/index.ts'
import { assets } from './features/assets/index.ts'
import { assurance, measureImpact } from './features/assurance/index.ts'
import { auditOf } from './features/audit/index.ts'
import { authRequestsOf } from './features/auth-requests/index.ts'
import { authorizations } from './features/authorizations/index.ts'
import { browsers } from './features/browsers/index.ts'
import { customTexts } from './features/custom-texts/index.ts'
import { deviceAuthorizations } from './features/device-authorizations/index.ts'
import { featureFlags } from './features/feature-flags/index.ts'
import { identityProviders } from './features/identity-providers/index.ts'
import { instances } from './features/instances/index.ts'
import { logTargetsOf } from './features/log-targets/index.ts'
import { loginExplanation } from './features/login-explanation/index.ts'
import { loginPolicies } from './features/login-policies/index.ts'
import { loginTexts } from './features/login-texts/index.ts'
import { logout } from './features/logout/index.ts'
import { machineCredentials } from './features/machine-credentials/index.ts'
import type { Deps, Feature } from './features/manifest.ts'
import { findCredentialHolder, memberships } from './features/memberships/index.ts'
import { notifications } from './features/notifications/index.ts'
import { oidcSessions } from './features/oidc-sessions/index.ts'
import { oneTimeCodes } from './features/one-time-codes/index.ts'
import { organizations } from './features/organizations/index.ts'
import { overview } from './features/overview/index.ts'
import { passkeys } from './features/passkeys/index.ts'
import { passwords } from './features/passwords/index.ts'
import { projects } from './features/projects/index.ts'
import { proofOfPossession } from './features/proof-of-possession/index.ts'
import { openRateLimits, rateLimits as rateLimitsFeature } from './features/rate-limits/index.ts'
import { recoveryCodes } from './features/recovery-codes/index.ts'
import { search } from './features/search/index.ts'
import { secondFactors } from './features/second-factors/index.ts'
import { assuranceOfSession, sessions, vouchesFor } from './features/sessions/index.ts'
import { demandsReasons, freshProofMinutes, settings } from './features/settings/index.ts'
import { systemUsers } from './features/system-users/index.ts'
import { totp } from './features/totp/index.ts'
import { userAccess } from './features/user-access/index.ts'
import { userDirectory } from './features/user-directory/index.ts'
import { users } from './features/users/index.ts'
import { webKeys } from './features/web-keys/index.ts'
import { type AddEndpoints, addEndpoints } from './http/endpoints.ts'
import type { Jobs } from './jobs/startWorker.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import { openOutbound } from './outbound/outbound.ts'
import { answerWithTokens, type OidcDeps, oidcEndpoints } from './protocols/oidc/index.ts'
import { removalSchedule } from './removalSchedule.ts'
import { apiReferenceEndpoints } from './web/api-reference/apiReferenceEndpoints.ts'
import { consoleEndpoints } from './web/console/consoleEndpoints.ts'
import { assetsEndpoint } from './web/kit/assets.ts'
import { openActGuard } from './web/limits/openActGuard.ts'
import { openCaptcha } from './web/limits/openCaptcha.ts'
import { linkEndpoints } from './web/links/linkEndpoints.ts'
import { pageEndpoints } from './web/pages/pages.ts'
import { startPage } from './web/start-page/startPage.ts'

/** Every capability of the product, in the order their migrations and reactions run. */
export const features: readonly Feature[] = [
  users,
  settings,
  featureFlags,
  loginPolicies,
  memberships,
  organizations,
  webKeys,
  projects,
  authorizations,
  applications,
  instances,
  passwords,
  secondFactors,
  totp,
  oneTimeCodes,
  passkeys,
  recoveryCodes,
  machineCredentials,
  accounts,
  identityProviders,
  sessions,
  browsers,
  logout,
  assurance,
  oidcSessions,
  customTexts,
  loginTexts,
  assets,
  notifications,
  systemUsers,
  proofOfPossession,
  deviceAuthorizations,
  rateLimitsFeature,
  authRequestsOf((deps) => answerWithTokens(oidcDepsOf(deps))),
  auditOf(() => logSchema.facets),
  logTargetsOf(() => logSchema.facets),
  search,
  userDirectory,
  userAccess,
  loginExplanation,
  overview,
]

/** The whole schema, oldest first. */
export const migrations: readonly Migration[] = [
  ...logMigrations,
  ...features.flatMap((feature) => feature.migrations ?? []),
]

const ownFacets = features.flatMap((feature) => feature.facets ?? [])

/** The facets, reactions, tables and constraints of all features. */
export const logSchema: LogSchema = {
  facets: [...ownFacets, reasonsFacet([...new Set(ownFacets.flatMap(({ streams }) => streams))])],
  reactions: features.flatMap((feature) => feature.reactions ?? []),
  tables: features.flatMap((feature) => feature.tables ?? []),
  instanceTables: features.flatMap((feature) => feature.instanceTables ?? []),
  folded: Object.assign({}, ...features.map((feature) => feature.folded ?? {})),
  constraints: Object.assign({}, ...features.map((feature) => feature.constraints ?? {})),
}

/** The SQL parts of the look-up of requests. */
export const lookupParts: LookupParts = mergeLookupParts(features.map((feature) => feature.lookup ?? {}))

function oidcDepsOf(deps: Deps): OidcDeps {
  return { ...deps, lookupParts, fetchClientDocument: openClientDocuments(deps) }
}

/** The kinds of tokens that callers may present. */
export function credentialKinds(config: Config): readonly CredentialKind[] {
  return features.flatMap((feature) => feature.credentials?.(config) ?? [])
}

/** The product on an open, migrated database, without a listener. */
export interface Product {
  readonly deps: Deps & { readonly log: OpenEventLog }
  readonly dispatch: Dispatch
  /** The contract's methods for the pages. */
  readonly inProcess: InProcess
  /** Adds the endpoints of the features to a listener. */
  readonly endpoints: AddEndpoints
  /** The tasks, schedules and followers of the worker. */
  readonly jobs: Jobs
  close(): Promise<void>
}

/** Opens the log and creates the dispatch with the handlers of all features. */
export async function openProduct(on: {
  readonly config: Config
  readonly database: Database
  readonly masterKey: Uint8Array
  readonly logger: Logger
  readonly clock?: Clock
}): Promise<Product> {
  const { config, database, masterKey, logger, clock = systemClock } = on
  const kinds = credentialKinds(config)
  const cachedReads = callerReads(lookupParts, kinds)
  const log = await openEventLog({ database, schema: logSchema, masterKey, logger, clock, cachedReads })
  const deps = { log, database, config, logger, clock, outbound: openOutbound(config.outboundAllow) }
  const authenticator: Authenticator = {
    lookup: openLookup({ query: database.keyed, confirm: log.confirmed.read }, lookupParts, kinds),
    log,
    database,
    kinds,
    publicAddress: config,
  }
  const lookup = handlerLookup(deps)
  const rules = {
    credentialRights: {
      holder: (instanceId, userId) => findCredentialHolder(database, instanceId, userId),
      vouches: (call, userId) => vouchesFor(database, call, userId),
    },
    freshProof: {
      minutes: (instanceId) => freshProofMinutes(database, instanceId),
      assurance: (session, now) => assuranceOfSession(database, session, now),
    },
    measureImpact,
    demandsReasons: (instanceId) => demandsReasons(database, instanceId),
    findOrganization: authenticator.lookup.organization,
  } satisfies MethodRules
  const dispatch = createDispatch({ authenticator, lookup, clock, ...rules })
  const inProcess = openInProcess({ lookup, clock, ...rules })
  const operations = operationsOf(deps)
  const rateLimits = openRateLimits(deps)
  const guard = openActGuard({ rateLimits, captcha: openCaptcha(deps) })
  const endpoints = addEndpoints(
    [
      ...features.flatMap((feature) => feature.endpoints?.(deps) ?? []),
      ...operations.map((operation) => operationEndpoint(rules, operation)),
      ...oidcEndpoints({ ...oidcDepsOf(deps), rateLimits }),
      startPage,
      assetsEndpoint,
      ...linkEndpoints,
      ...consoleEndpoints(deps),
      ...pageEndpoints({ ...deps, inProcess, guard, withTokens: answerWithTokens(oidcDepsOf(deps)) }),
      ...apiReferenceEndpoints(lookup, operations.map(describedOperation)),
    ],
    openEndpointAuthenticator(authenticator, clock, log.confirmed),
  )
  return { deps, dispatch, inProcess, endpoints, jobs: jobsOf(deps), close: () => log.close() }
}

/** Collects the tasks, schedules and followers of the features. */
function jobsOf(deps: Product['deps']): Jobs {
  const dead = features.flatMap((feature) => feature.dead ?? [])
  return {
    tasks: features.flatMap((feature) => feature.tasks?.(deps) ?? []),
    schedules: [
      ...features.flatMap((feature) => feature.schedules?.(deps) ?? []),
      removalSchedule(deps, dead),
    ],
    followers: features.flatMap((feature) => feature.followers?.(deps) ?? []),
  }
}

/** Returns the operations of our own REST API. */
export function operationsOf(deps: Deps): readonly Operation[] {
  return features.flatMap((feature) => feature.operations?.(deps) ?? [])
}

/** Finds the handler of a method: its own, or that of its v2 twin. */
export function handlerLookup(deps: Deps): HandlerLookup<Call> {
  return served(mergeHandlers(features.flatMap((feature) => feature.handlers?.(deps) ?? [])))
}
