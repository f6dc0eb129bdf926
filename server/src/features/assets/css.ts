import { type CssNode, find, ident, parse } from 'css-tree'

/** Functions that compute a value from their arguments and load nothing. */
const functions = new Set(
  `rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix var calc min max clamp
   matrix matrix3d translate translatex translatey translatez translate3d rotate rotatex rotatey rotatez rotate3d
   scale scalex scaley scalez scale3d skew skewx skewy perspective cubic-bezier steps linear
   blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
   linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient
   polygon circle ellipse inset path rect xywh not is where has nth-child nth-of-type nth-last-child lang`.split(
    /\s+/,
  ),
)
const atRules = new Set(['media', 'supports', 'keyframes', '-webkit-keyframes', 'layer', 'container'])
const embeddedPicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/

/**
 * Whether a style sheet, declaration list or value refers only to parts of its own document and to pictures inside it. Escapes
 * are decoded first. CSS that is malformed or not known to be harmless is refused or throws.
 */
export function isLocalCss(css: string, context: 'stylesheet' | 'declarationList' | 'value'): boolean {
  const onParseError = (error: Error): void => {
    throw error
  }
  const sheet = parse(css, { context, parseCustomProperty: true, onParseError })
  return find(sheet, (node) => !isHarmless(node)) === null
}

function isHarmless(node: CssNode): boolean {
  switch (node.type) {
    case 'Raw':
      return false
    case 'Atrule':
      return atRules.has(decoded(node.name))
    case 'Function':
    case 'PseudoClassSelector':
      return node.children === null || functions.has(decoded(node.name))
    case 'Url':
      return node.value.startsWith('#') || embeddedPicture.test(node.value)
    default:
      return true
  }
}

function decoded(name: string): string {
  return ident.decode(name).toLowerCase()
}
