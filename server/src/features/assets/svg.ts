import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { isLocalCss } from './css.ts'

/** Elements that only draw or describe: no scripts, links, animations or foreign content. */
const drawing = new Set(
  `svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath
   linearGradient radialGradient stop clipPath mask pattern marker filter style image switch view
   feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
   feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
   feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
)
const svgNamespace = 'http://www.w3.org/2000/svg'
const xlinkNamespace = 'http://www.w3.org/1999/xlink'
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
/** Beginnings of the namespaces in which drawing programs keep their notes; browsers give them no meaning. */
const notes = [
  'http://sodipodi.sourceforge.net/',
  'http://www.inkscape.org/',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'http://creativecommons.org/ns#',
  'http://web.resource.org/cc/',
  'http://purl.org/dc/',
  'http://ns.adobe.com/',
  'adobe:ns:meta/',
  'http://www.bohemiancoding.com/sketch/ns',
  'http://www.figma.com/figma/ns',
  'http://www.serif.com/',
  'https://boxy-svg.com',
  'http://vectornator.io',
]
/** Encodings that leave ASCII as it is, by the labels of the WHATWG Encoding Standard. */
const encodings = /^(?:utf-?8|us-ascii|(?:iso-8859|windows)-\d{1,4})$/i

/** Attributes that hold names and words, never CSS. */
const names = /^(?:id|class|role|lang|space|version|title|data-.*|aria-.*)$/

const declaration = /^\s*<\?xml\s[^?>]*?encoding\s*=\s*["']([^"']*)["'][^?>]*\?>/
const byteOrderMark = '\u{FEFF}'
const embeddedPicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/

/** Whether a file claims to be an SVG. */
export function looksLikeSvg(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  return /^(?:\u00ef\u00bb\u00bf)?\s*</.test(start) && /<(?:[\w.-]+:)?svg[\s/>]/.test(start)
}

/**
 * Whether an SVG only draws: well-formed XML of known elements that runs nothing and loads nothing from elsewhere. Unknown
 * content is unsafe. Reads in steps, so that other requests are not held up.
 */
export async function isSafeSvg(bytes: Uint8Array): Promise<boolean> {
  try {
    const text = decode(bytes)
    return text !== undefined && (await onlyDraws(text))
  } catch {
    // The parsers throw for malformed text, and for nesting beyond the stack.
    return false
  }
}

/** Reads the text as browsers do: the byte order mark wins, then the XML declaration, then UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const isMarked = start.startsWith('\u00ef\u00bb\u00bf')
  const label = declaration.exec(isMarked ? start.slice(3) : start)?.[1]
  if (label === undefined && /^\s*<\?xml\s[^>]*encoding/i.test(start)) return undefined
  if (label !== undefined && !encodings.test(label)) return undefined
  if (isMarked && label !== undefined && !/^utf-?8$/i.test(label)) return undefined
  const text = new TextDecoder(label ?? 'utf-8', { fatal: true }).decode(bytes)
  return text.startsWith(byteOrderMark) ? text.slice(1) : text
}

/** The depth of elements and the length of all style sheets; more is no drawing but work for the parsers. */
const maxDepth = 200
const maxStyles = 32 * 1024
/** Characters that are parsed in one turn of the event loop. */
const step = 4 * 1024

class Unsafe extends Error {}

/** Throws at the first content that is unsafe or not well-formed. */
async function onlyDraws(text: string): Promise<boolean> {
  const parser = new SaxesParser({ xmlns: true })
  const open: SaxesTagNS[] = []
  const styles: string[] = []
  let roots = 0
  let styled = 0
  const demand = (holds: boolean): void => {
    if (!holds) throw new Unsafe()
  }
  const note = (content: string): void => {
    if (!isStyle(open.at(-1))) return
    styles.push(content)
    styled += content.length
    demand(styled <= maxStyles)
  }
  parser.on('error', (error) => {
    throw error
  })
  // An internal subset can define entities and default attributes.
  parser.on('doctype', (doctype) => demand(!doctype.includes('[') && /^\s*svg(?:\s|$)/.test(doctype)))
  parser.on('processinginstruction', ({ target }) => demand(!/^xml/i.test(target)))
  parser.on('opentag', (tag) => {
    if (open.length === 0) roots += tag.uri === svgNamespace && tag.local === 'svg' ? 1 : 2
    // Browsers ignore elements in a style sheet but join the text around them.
    demand(open.length < maxDepth && !isStyle(open.at(-1)) && isAllowed(tag))
    open.push(tag)
  })
  parser.on('closetag', () => {
    if (isStyle(open.pop())) demand(isLocalCss(styles.splice(0).join(''), 'stylesheet'))
  })
  parser.on('text', note)
  parser.on('cdata', note)
  const trimmed = text.trimStart()
  for (let at = 0; at < trimmed.length; at += step) {
    parser.write(trimmed.slice(at, at + step))
    await new Promise((resolve) => setImmediate(resolve))
  }
  parser.close()
  return roots === 1
}

function isStyle(tag: SaxesTagNS | undefined): boolean {
  return tag?.uri === svgNamespace && tag.local === 'style'
}

function isAllowed(tag: SaxesTagNS): boolean {
  const known = tag.uri === svgNamespace ? drawing.has(tag.local) : isNote(tag.uri)
  return known && Object.values(tag.attributes).every(isHarmless)
}

function isHarmless({ prefix, local, uri, name, value }: SaxesAttributeNS): boolean {
  if (prefix === 'xmlns' || name === 'xmlns' || isNote(uri)) return true
  const known = uri === '' || uri === xlinkNamespace || uri === xmlNamespace
  const key = local.toLowerCase()
  if (!known || key.startsWith('on') || key === 'base') return false
  if (key === 'href' || key === 'src') return value.startsWith('#') || embeddedPicture.test(value)
  if (key === 'style') return isLocalCss(value, 'declarationList')
  return names.test(key) || isPlain(value) || isLocalCss(value, 'value')
}

/** Whether a value has nothing that a style sheet could load with. */
function isPlain(value: string): boolean {
  return !/[\\@(]/.test(value)
}

function isNote(uri: string): boolean {
  return notes.some((one) => uri.startsWith(one))
}
