import { useNavigate, useSearch } from '@tanstack/react-router'

/** The parameters of a list in the address; its filters stand beside them. */
export interface ListSearch {
  readonly page?: string
  readonly size?: string
  readonly q?: string
  /** The name of the sort; `-` in front of it for the other direction. */
  readonly sort?: string
  /** Ids of selected rows, separated by commas. */
  readonly selected?: string
}

/** Reads the parameters of a list and the named filters from an address: `validateSearch: listSearch('state', 'role')`. */
export function listSearch<Filter extends string = never>(...filters: readonly Filter[]) {
  const names = ['page', 'size', 'q', 'sort', 'selected', ...filters]
  return (search: Record<string, unknown>) => {
    const given = names.filter((name) => typeof search[name] === 'string' && search[name] !== '')
    return Object.fromEntries(given.map((name) => [name, search[name]])) as ListSearch &
      Partial<Record<Filter, string>>
  }
}

/** How many rows a page may have. */
export const pageSizes = [10, 25, 50, 100] as const
const usualSize = 25

/** What a list shows, as the address says, and how to show something else. */
export interface ListState {
  /** From 0. */
  readonly page: number
  readonly size: number
  /** The rows before this page. */
  readonly offset: number
  /** The text of the search box. */
  readonly query: string
  readonly sort: string
  readonly descending: boolean
  readonly selected: readonly string[]
  /** The value of a filter; '' without one. */
  filter(name: string): string
  /** True if a search or filter narrows the list. */
  readonly isNarrowed: boolean
  setPage(page: number): void
  setSize(size: number): void
  setQuery(query: string): void
  /** Sorts by a column, or turns the direction round. */
  sortBy(name: string): void
  setFilter(name: string, value: string): void
  /** Sets several filters at once; '' takes one away. */
  setFilters(values: Readonly<Record<string, string>>): void
  select(ids: readonly string[]): void
  /** Takes search and filters away. */
  clear(): void
}

/** Reads and changes the state of the list of this page. A list has one sort from the beginning, `-name` for descending. */
export function useListState({
  sort: usualSort = '',
  filters = [],
}: {
  readonly sort?: string
  readonly filters?: readonly string[]
} = {}): ListState {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>
  const navigate = useNavigate()
  const change = (next: Readonly<Record<string, string | undefined>>) =>
    void navigate({
      to: '.',
      replace: true,
      search: (before: object) => ({ ...before, ...next }) as never,
    })
  const size = Number(pageSizes.find((one) => String(one) === search['size']) ?? usualSize)
  const page = Math.max(0, Math.trunc(Number(search['page'] ?? 1)) - 1) || 0
  const sort = search['sort'] ?? usualSort
  const named = sort.replace(/^-/, '')
  const narrow = (next: Readonly<Record<string, string | undefined>>) =>
    change({ page: undefined, selected: undefined, ...next })
  return {
    page,
    size,
    offset: page * size,
    query: search['q'] ?? '',
    sort: named,
    descending: sort.startsWith('-'),
    selected: search['selected']?.split(',').filter(Boolean) ?? [],
    filter: (name) => search[name] ?? '',
    isNarrowed: ['q', ...filters].some((name) => search[name]),
    setPage: (next) => change({ page: next === 0 ? undefined : String(next + 1) }),
    setSize: (next) => change({ page: undefined, size: next === usualSize ? undefined : String(next) }),
    setQuery: (q) => narrow({ q: q || undefined }),
    sortBy: (name) =>
      change({ page: undefined, sort: name === named && !sort.startsWith('-') ? `-${name}` : name }),
    setFilter: (name, value) => narrow({ [name]: value || undefined }),
    setFilters: (values) => narrow(values),
    select: (ids) => change({ selected: ids.length === 0 ? undefined : ids.join(',') }),
    clear: () => narrow(Object.fromEntries(['q', ...filters].map((name) => [name, undefined]))),
  }
}
