import {
  count,
  flag,
  instant,
  listOf,
  object,
  orNull,
  text,
} from '../../../contract/openapi/ownOperations.ts'
import type { Schema } from '../../../contract/openapi/schema.ts'
import { deliveryProblems } from '../delivery/send.ts'
import { targetFormats, targetStarts } from '../events.ts'

/** Who may read targets, and who may change them. */
export const permissions = {
  read: '`events.read` and `iam.read` on the instance',
  write: '`events.read` and `iam.write` on the instance',
}

const settings = {
  name: text('At most 100 characters.'),
  url: text('An https address; http only of this host (loopback), where the operator allows it.'),
  'format?': text(
    '`jsonl`: a line of JSON for each event, as in an export; `cloudevents`: the same as data of a batch of CloudEvents 1.0.',
    targetFormats,
  ),
  'types?': listOf(text(), 'Only events of these types, at most 100; none restricts nothing.'),
  'streamTypes?': listOf(
    text(),
    'Only events of objects of these types, such as `user`, at most 50; none restricts nothing.',
  ),
}

const credential = object(
  {
    'header?': text('The name of the header; `authorization` unless given.'),
    value: text('Its whole value, such as `Bearer …`. It is stored sealed and never returned.'),
  },
  'A header of each request by which the receiver knows the server.',
)

/** The body of a creation. */
export const newTargetBody = object({
  ...settings,
  'start?': text(
    'Begin with the events after the creation (`now`, unless given), or with the first one.',
    targetStarts,
  ),
  'credential?': credential,
})

/** The body of a change. */
export const changedTargetBody = object({
  ...settings,
  'credential?': {
    ...credential,
    type: ['object', 'null'],
    description:
      'Replaces the credential, or removes it (null); without the member it stays. It must be given again if the host changes.',
  },
})

/** A failure as replies have it, beside a sentence. */
export const failureSchema = object(
  {
    problem: text(
      '`status`: the receiver replied otherwise than with 2xx; `secrets_lost`: the signing key or the credential cannot be opened; the others: there was no response. Later versions may have more.',
      deliveryProblems,
    ),
    status: orNull(count('The status of the response; null without one.')),
    cause: orNull(
      text('The code of the error of the connection, such as `CERT_HAS_EXPIRED`, if it has one.'),
    ),
  },
  'The same for programs.',
)

const delivery = object({
  state: text('`failing`: the last attempt failed, and it is repeated.', ['active', 'failing', 'paused']),
  delivered: count('The events that were delivered, repeated ones counted once more.'),
  lastPosition: orNull(text('The position of the last event that was delivered.')),
  lastEventAt: orNull(instant('When that event was written.')),
  lastDeliveredAt: orNull(instant()),
  waiting: count('The events that wait to be delivered.'),
  more: flag('Whether there may be more: only the next 20,000 events of the log are counted.'),
  waitingSince: orNull(instant('When the oldest of them was written.')),
  failures: count('Attempts that failed since the last success.'),
  failingSince: orNull(instant()),
  lastAttemptAt: orNull(instant()),
  lastError: orNull(text('The reason of the last failure, without anything that was sent or received.')),
  lastFailure: orNull(failureSchema),
  nextAttemptAt: orNull(instant('While it fails.')),
})

/** A target as replies have it. */
export const targetSchema: Schema = object({
  id: text(),
  name: text(),
  url: text(),
  format: text(undefined, targetFormats),
  types: listOf(text()),
  streamTypes: listOf(text()),
  start: text(undefined, targetStarts),
  active: flag('Whether events are delivered; false while it is paused.'),
  credentialHeader: orNull(text('The header of the credential; null without one.')),
  createdAt: instant(),
  changedAt: instant(),
  delivery,
})
