import { eventSentences } from './eventSentences.ts'
import { eventForms, eventLevels, eventSubjects, eventVerbs, levelSubjects } from './eventTexts.ts'

/** The type of event that keeps why somebody made a change, in the same commit. */
export const reasonGiven = 'reason.given'

/** Writes the type of an event as a sentence: `org.domain.primary.set` becomes `Primary domain set.` */
export function eventSentence(type: string): string {
  return knownSentence(type) ?? `${type.charAt(0).toUpperCase()}${type.slice(1).replaceAll(/[._]/g, ' ')}.`
}

/** Writes an event as a sentence; a reason in the words of the one who gave it. */
export function sentenceOf({ type, payload }: { readonly type: string; readonly payload: unknown }): string {
  const { reason } = (payload ?? {}) as { readonly reason?: unknown }
  if (type === reasonGiven && typeof reason === 'string') return eventForms.reason(reason)
  return eventSentence(type)
}

/** The sentence of a type of event; undefined for a type that this console does not know. */
export function knownSentence(type: string): string | undefined {
  return eventSentences[type] ?? ofFlag(type) ?? ofLevel(type) ?? ofSubject(type)
}

function ofFlag(type: string): string | undefined {
  const [, level = '', flag = ''] = /^feature\.(instance|system)\.(\w+)\.set$/.exec(type) ?? []
  return flag === '' ? undefined : eventForms.flag(flag, eventLevels[level] ?? level)
}

function ofLevel(type: string): string | undefined {
  const [, level = '', part = ''] = /^(org|instance)\.(.+)$/.exec(type) ?? []
  const [subject, verb] = divided(part, levelSubjects)
  return verb === undefined ? undefined : eventForms.ofLevel(subject, eventLevels[level] ?? level, verb)
}

function ofSubject(type: string): string | undefined {
  const [subject, verb] = divided(type, eventSubjects)
  return verb === undefined ? undefined : eventForms.of(subject, verb)
}

/** Divides a type into a beginning and an end of which both are known. */
function divided(
  type: string,
  subjects: Readonly<Record<string, string>>,
): readonly [subject: string, verb: string | undefined] {
  const words = type.split('.')
  for (let length = words.length - 1; length > 0; length -= 1) {
    const subject = subjects[words.slice(0, length).join('.')]
    const verb = eventVerbs[words.slice(length).join('.')]
    if (subject && verb) return [subject, verb]
  }
  return ['', undefined]
}
