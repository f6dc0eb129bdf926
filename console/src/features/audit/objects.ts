import type { LoggedEvent } from '../../kit/Timeline.tsx'
import { language } from '../../language/language.ts'
import { texts } from './texts.ts'

const pages: Readonly<Record<string, string>> = {
  user: '/people',
  org: '/organizations',
  project: '/projects',
}

/** The address of the page of the object that an event is about; undefined if objects of its kind have none. */
export function pageOf({ streamType, streamId, type }: LoggedEvent): string | undefined {
  const page = pages[streamType]
  return page && !type.endsWith(`${streamType}.removed`)
    ? `${page}/${encodeURIComponent(streamId)}`
    : undefined
}

/** The kind of an object in words, within a sentence. */
export function nameOfKind(streamType: string): string {
  const name = texts.kinds[streamType as keyof typeof texts.kinds]
  if (!name) return streamType
  return language === 'en' ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name
}
