/** Elements that only draw or describe: no scripts, links, animations or foreign content. */
const drawing = new Set(
  `svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath
   linearGradient radialGradient stop clipPath mask pattern marker filter style image switch
   feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
   feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
   feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
)
/** Prefixes of the metadata of drawing programs. */
const notes = new Set(['sodipodi', 'inkscape', 'rdf', 'cc', 'dc'])
const svgNamespace = 'http://www.w3.org/2000/svg'
const shownNamespaces = /www\.w3\.org\/(2000\/svg|1999\/xhtml)/i

const prolog = /^\s*<\?xml(?![\w-])([^?<>]*)\?>/
const token =
  /<!--[\s\S]*?-->|<!DOCTYPE\s+svg(?:[^[\]<>])*>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const embeddedPicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/

/** Whether a file claims to be an SVG. */
export function looksLikeSvg(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  return /^(?:\u00ef\u00bb\u00bf)?\s*</.test(start) && start.includes('<svg')
}

/**
 * Whether an SVG only draws: well-formed UTF-8 of known elements that runs nothing and loads nothing from elsewhere.
 * Unknown content is unsafe.
 */
export function isSafeSvg(bytes: Uint8Array): boolean {
  const text = decode(bytes)
  if (text === undefined) return false
  const [head = '', declared = ''] = prolog.exec(text) ?? []
  if (/encoding/i.test(declared) && !/encoding\s*=\s*["']utf-8["']/i.test(declared)) return false
  const open: string[] = []
  let roots = 0
  token.lastIndex = head.length
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (match === null) return false
    const [, cdata, closed, name, attributes = '', empty, plain] = match
    const content = cdata ?? plain
    if (content !== undefined && !fits(content, open.at(-1))) return false
    if (closed !== undefined && open.pop() !== closed) return false
    if (name === undefined) continue
    if (!isAllowed(name, attributes)) return false
    if (open.length === 0) roots += name === 'svg' ? 1 : 2
    if (empty === '') open.push(name)
  }
  return roots === 1 && open.length === 0
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Outside the root only white space is allowed; in a style sheet nothing that loads. */
function fits(content: string, parent: string | undefined): boolean {
  if (parent === undefined) return content.trim() === ''
  return localName(parent) !== 'style' || isLocalCss(content)
}

function isAllowed(name: string, attributes: string): boolean {
  const prefix = prefixOf(name)
  const known = prefix === '' || prefix === 'svg' ? drawing.has(localName(name)) : notes.has(prefix)
  if (!known || (name === 'svg' && !attributes.includes(svgNamespace))) return false
  return [...attributes.matchAll(attribute)].every(([, key = '', double, single]) =>
    isHarmless(key, double ?? single ?? ''),
  )
}

function isHarmless(key: string, value: string): boolean {
  const local = localName(key).toLowerCase()
  if (key === 'xmlns') return value === svgNamespace
  if (prefixOf(key) === 'xmlns')
    return !notes.has(local) || !(value.includes('&') || shownNamespaces.test(value))
  if (local.startsWith('on')) return false
  if (local === 'href' || local === 'src') return /^#[^&]*$/.test(value) || embeddedPicture.test(value)
  return notes.has(prefixOf(key)) || isLocalCss(value)
}

/** Style sheets may refer only to parts of this document; imports and escapes are refused. */
function isLocalCss(css: string): boolean {
  if (/\\|&#|@import|image-set|javascript:/i.test(css)) return false
  return [...css.matchAll(/url\s*\(/gi)].every(({ index }) =>
    /^url\(\s*(?:["']|&quot;|&apos;)?#/i.test(css.slice(index, index + 32)),
  )
}

function prefixOf(name: string): string {
  const at = name.indexOf(':')
  return at < 0 ? '' : name.slice(0, at)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
