/** The parts of a URI or of a pattern, as they are written; a pattern's `*` is no character of a URL parser's. */
const parts =
  /^(?<scheme>[a-z][a-z0-9+.-]*):(?:\/\/(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?$/i

interface Parts {
  readonly scheme: string
  readonly host: string
  readonly port: string
  readonly path: string
  readonly query: string | undefined
}

/**
 * Whether a URI matches a pattern of dev mode. `*` stands for characters of one host label, of the port, or of one segment of path or
 * query; `**` in the path of a `deep` pattern also for `/`. The scheme and the last two labels of the host are always literal, and a URI
 * with dot segments or encoded separators matches nothing, so that no pattern leads to another site than the one it names. Patterns of
 * more than 16 stars match nothing.
 */
export function matchesGlob(pattern: string, uri: string, { deep }: { readonly deep: boolean }): boolean {
  const stars = pattern.match(/\*+/g)?.length ?? 0
  if (stars === 0 || stars > mostStars) return false
  const wanted = split(pattern)
  const given = split(uri)
  if (wanted === undefined || given === undefined || isIndirect(given)) return false
  return (
    wanted.scheme.toLowerCase() === given.scheme.toLowerCase() &&
    matchesHost(wanted.host, given.host) &&
    matchesPart(wanted.port, given.port, /\d/) &&
    matchesPart(wanted.path, given.path, inSegment, deep ? inPath : inSegment) &&
    (wanted.query === undefined
      ? given.query === undefined
      : given.query !== undefined && matchesPart(wanted.query, given.query, inSegment))
  )
}

const mostStars = 16
const inSegment = /[^/?#@]/
const inPath = /[^?#@]/
const inLabel = /[a-z0-9-]/

function split(uri: string): Parts | undefined {
  const groups = parts.exec(uri)?.groups
  if (groups === undefined) return undefined
  const { scheme = '', authority = '', path = '', query } = groups
  if (/[@\\\s]/.test(authority)) return undefined
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? []
  return { scheme, host, port, path, query }
}

/** Whether a URI has a segment that a browser resolves, or a separator that a server may decode. */
function isIndirect({ path }: Parts): boolean {
  const decoded = path.replace(/%2e/gi, '.')
  return /%(?:2f|5c)/i.test(path) || decoded.split('/').some((segment) => segment === '.' || segment === '..')
}

function matchesHost(pattern: string, host: string): boolean {
  const labels = pattern.toLowerCase().split('.')
  if (labels.slice(-2).some((label) => label.includes('*'))) return false
  const given = host.toLowerCase().split('.')
  return (
    labels.length === given.length &&
    labels.every((label, at) => matchesPart(label, given[at] ?? '', inLabel))
  )
}

/**
 * Whether the whole text matches a pattern whose `*` stand for characters that fit `single`, and `**` for characters that fit
 * `double`. The time grows with the length of text times pattern, whatever the pattern.
 */
function matchesPart(pattern: string, text: string, single: RegExp, double = single): boolean {
  let reached = new Set([0])
  for (const piece of pattern.split(/(\*+)/)) {
    if (piece.startsWith('*'))
      reached = spread(text, Math.min(...reached), piece === '*' ? single : double, reached)
    else
      reached = new Set(
        [...reached].filter((at) => text.startsWith(piece, at)).map((at) => at + piece.length),
      )
    if (reached.size === 0) return false
  }
  return reached.has(text.length)
}

/** Returns the positions that characters of a class lead to from the reached ones. */
function spread(text: string, first: number, star: RegExp, reached: ReadonlySet<number>): Set<number> {
  const next = new Set<number>()
  let open = false
  for (let at = first; at <= text.length; at++) {
    open = reached.has(at) || (open && star.test(text.charAt(at - 1)))
    if (open) next.add(at)
  }
  return next
}
