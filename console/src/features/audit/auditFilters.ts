import { listSearch } from '../../kit/listState.ts'

/** The filters of the log by their names in the address; `q` searches the payload. */
export const filterNames = ['actor', 'streamType', 'streamId', 'type', 'address', 'since', 'until'] as const

/** Reads the filters, and whether the page follows the log, from the address. */
export const auditSearch = listSearch(...filterNames, 'live')

/** The part of a list's state that says what is shown. */
export interface Filtered {
  readonly query: string
  filter(name: string): string
}

/** The parameters of `/sallyport/v1/events` for the filters of the address. Types are separated by commas there. */
export function eventParameters({ query, filter }: Filtered): URLSearchParams {
  const given = [
    ['text', query],
    ...(['actor', 'streamType', 'streamId', 'address', 'since', 'until'] as const).map((name) => [
      name,
      filter(name).trim(),
    ]),
    ...typesOf(filter('type')).map((type) => ['type', type]),
  ]
  return new URLSearchParams(given.filter(([, value]) => value !== ''))
}

/** The types of events in the address. */
function typesOf(text: string): readonly string[] {
  return text.split(',').filter((type) => type !== '')
}

/** An instant as `<input type="datetime-local">` has it, in the time zone of the browser. */
export function localInstant(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The instant of such an input in the form of the API; '' for none. */
export function isoInstant(local: string): string {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
