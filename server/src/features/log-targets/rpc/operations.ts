import type { Call } from '../../../access/call.ts'
import type { Operation, OperationRequest } from '../../../access/operation.ts'
import { requirePermission } from '../../../access/permission.ts'
import { creatorOf } from '../../../access/principal.ts'
import { count, flag, listOf, object, orNull, text } from '../../../contract/openapi/ownOperations.ts'
import type { Facet } from '../../../kernel/facet.ts'
import type { Json, JsonObject } from '../../../kernel/json.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { pauseTarget, resumeTarget } from '../commands/changeState.ts'
import { tryTarget } from '../delivery/tryTarget.ts'
import { readTargets, type TargetWithDelivery } from '../queries.ts'
import { targetNotFound } from '../refusals.ts'
import {
  changeActivity,
  createTarget,
  deleteTarget,
  renewSigningKey,
  updateTarget,
} from '../writes/targets.ts'
import { changedTarget, newTarget } from './decode.ts'
import { changedTargetBody, failureSchema, newTargetBody, permissions, targetSchema } from './descriptions.ts'
import { shownTarget } from './encode.ts'

const path = '/sallyport/v1/log-targets'
const one = `${path}/:targetId` as const
const targetReply = object({ target: targetSchema })

/** Targets to which the events of the instance are delivered; the contract has none. */
export const operations = (deps: Deps, facets: () => readonly Facet<Json>[]): readonly Operation[] => [
  {
    method: 'GET',
    path,
    describes: {
      name: 'ListLogTargets',
      summary: 'List the targets to which events are delivered, with how delivery goes',
      permission: permissions.read,
      reply: object({ targets: listOf(targetSchema, 'Oldest first.') }),
    },
    authorize: mayRead,
    async run(_, call) {
      return { targets: (await readTargets(deps, call.instance.id, null)).map(shownTarget) }
    },
  },
  {
    method: 'POST',
    path,
    describes: {
      name: 'CreateLogTarget',
      summary: 'Deliver the events of the instance to an address',
      description:
        'Events are sent in the order of commits, each at least once. The signing key is shown only now. At most 10 targets.',
      permission: permissions.write,
      body: newTargetBody,
      reply: object({ target: targetSchema, signingKey: text() }),
    },
    authorize: mayWrite,
    async run({ body }, call) {
      const { id, signingKey } = await createTarget(deps, call, newTarget(body, facets))
      return { ...(await shown(deps, call, id)), signingKey }
    },
  },
  {
    method: 'GET',
    path: one,
    describes: {
      name: 'GetLogTarget',
      summary: 'Read a target to which events are delivered, with how delivery goes',
      permission: permissions.read,
      reply: targetReply,
    },
    authorize: mayRead,
    async run(request, call) {
      return shown(deps, call, idOf(request))
    },
  },
  {
    method: 'PUT',
    path: one,
    describes: {
      name: 'UpdateLogTarget',
      summary: 'Replace the settings of a target to which events are delivered',
      description: 'They hold from the next request on. Members that are left out get their default.',
      permission: permissions.write,
      body: changedTargetBody,
      reply: targetReply,
    },
    authorize: mayWrite,
    async run(request, call) {
      await updateTarget(deps, call, idOf(request), changedTarget(request.body, facets))
      return shown(deps, call, idOf(request))
    },
  },
  {
    method: 'DELETE',
    path: one,
    describes: {
      name: 'RemoveLogTarget',
      summary: 'Deliver no more events to a target, and forget it',
      permission: permissions.write,
      reply: object({}),
    },
    authorize: mayWrite,
    async run(request, call) {
      await deleteTarget(deps, call, idOf(request))
      return {}
    },
  },
  ...activity(deps),
  {
    method: 'POST',
    path: `${one}/signing-key`,
    describes: {
      name: 'RenewLogTargetSigningKey',
      summary: 'Replace the key that signs the requests to a target',
      description: 'The new key is shown only now, and replaces the old one at once.',
      permission: permissions.write,
      reply: object({ signingKey: text() }),
    },
    authorize: mayWrite,
    async run(request, call) {
      return { signingKey: await renewSigningKey(deps, call, idOf(request)) }
    },
  },
  {
    method: 'POST',
    path: `${one}/test`,
    describes: {
      name: 'TestLogTarget',
      summary: 'Send a target an event that tries it out',
      description:
        'The event has the type `log_target.test` and the position 0, and is in no log. Also while the target is paused.',
      permission: permissions.write,
      reply: object({
        delivered: flag(),
        status: orNull(count('The status of the response; null without one.')),
        error: orNull(text('The reason, if it was not delivered.')),
        failure: orNull(failureSchema),
      }),
    },
    authorize: mayWrite,
    async run(request, call) {
      const { instance, now, principal } = call
      const given = { at: now.toISOString(), actor: creatorOf(principal) }
      const sent = await tryTarget(deps, await found(deps, instance.id, idOf(request)), given)
      if (sent.delivered) return { delivered: true, status: sent.status, error: null, failure: null }
      const { failure, reason } = sent
      return { delivered: false, status: failure.status, error: reason, failure: { ...failure } }
    },
  },
]

const activity = (deps: Deps): readonly Operation[] =>
  [
    {
      verb: 'pause',
      name: 'PauseLogTarget',
      summary: 'Stop delivery to a target until it is resumed',
      decide: pauseTarget,
    },
    {
      verb: 'resume',
      name: 'ResumeLogTarget',
      summary: 'Go on with delivery to a target, and try one that fails at once',
      decide: resumeTarget,
    },
  ].map(({ verb, name, summary, decide }) => ({
    method: 'POST',
    path: `${one}/${verb}`,
    describes: { name, summary, permission: permissions.write, reply: targetReply },
    authorize: mayWrite,
    async run(request, call) {
      const id = idOf(request)
      await changeActivity(deps, call, id, (state) => decide(state, id))
      return shown(deps, call, id)
    },
  }))

function idOf({ parameters: { targetId = '' } }: OperationRequest): string {
  return targetId
}

function mayRead(call: Call): void {
  for (const right of ['events.read', 'iam.read']) requirePermission(call, right, {})
}

/** Whoever directs events elsewhere can read them there. */
function mayWrite(call: Call): void {
  for (const right of ['events.read', 'iam.write']) requirePermission(call, right, {})
}

async function shown(deps: Deps, call: Call, id: string): Promise<JsonObject> {
  return { target: shownTarget(await found(deps, call.instance.id, id)) }
}

async function found(deps: Deps, instanceId: string, id: string): Promise<TargetWithDelivery> {
  const [target] = await readTargets(deps, instanceId, id)
  if (target === undefined) throw new DomainError(targetNotFound)
  return target
}
