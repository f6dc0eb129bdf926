import { eventLevels, eventSentences, eventSubjects, levelSubjects } from './eventTexts.ts'

/** Writes the type of an event as a sentence: `org.domain.primary.set` becomes `Primary domain set.` */
export function eventSentence(type: string): string {
  return eventSentences[type] ?? ofLevel(type) ?? ofSubject(type)
}

function ofLevel(type: string): string | undefined {
  const [, level = '', part = ''] = /^(org|instance)\.(.+)$/.exec(type) ?? []
  const [subject, verb] = divided(part, levelSubjects)
  if (subject === undefined) return undefined
  return `${subject} ${eventLevels[level]} ${verb}.`
}

function ofSubject(type: string): string {
  const [subject, verb] = divided(type, eventSubjects)
  const sentence = subject === undefined ? plain(type) : `${subject} ${verb}`
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

/** Divides a type at the longest known beginning that leaves a word. */
function divided(
  type: string,
  subjects: Readonly<Record<string, string>>,
): readonly [subject: string | undefined, verb: string] {
  const words = type.split('.')
  for (let length = words.length - 1; length > 0; length -= 1) {
    const subject = subjects[words.slice(0, length).join('.')]
    if (subject) return [subject, plain(words.slice(length).join('.'))]
  }
  return [undefined, plain(type)]
}

function plain(words: string): string {
  return words.replace(/reactivated$/, 'activated again').replaceAll(/[._]/g, ' ')
}
