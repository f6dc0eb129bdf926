/** Sentences for types of events; further ones are made of the type's words. */
const sentences: Readonly<Record<string, string>> = {
  'org.added': 'Organization created.',
  'org.changed': 'Organization renamed.',
  'org.deactivated': 'Organization deactivated.',
  'org.reactivated': 'Organization reactivated.',
}

/** Writes the type of an event as a sentence: `org.domain.primary.set` becomes `Org domain primary set.` */
export function eventSentence(type: string): string {
  const words = type.replaceAll(/[._]/g, ' ')
  return sentences[type] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
