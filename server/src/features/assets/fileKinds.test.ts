import { describe, expect, test } from 'vitest'
import { fileKind } from './fileKinds.ts'

const hex = (start: string) => Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(32)])
const typeOf = async (bytes: Uint8Array) => (await fileKind(bytes))?.contentType

test.each([
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ffe0', 'image/jpeg'],
  ['474946383761', 'image/gif'],
  ['474946383961', 'image/gif'],
  ['52494646aabbccdd57454250', 'image/webp'],
  ['00000100', 'image/x-icon'],
  ['00010000', 'font/ttf'],
  ['4f54544f', 'font/otf'],
  ['774f4646', 'font/woff'],
  ['774f4632', 'font/woff2'],
  ['52494646aabbccdd57415645', undefined],
  ['89504e47', undefined],
  ['3c68746d6c3e', undefined],
  ['4d5a9000', undefined],
])('a file that starts with %s is %s', async (start, type) => {
  expect(await typeOf(hex(start))).toBe(type)
})

test('nothing is nothing', async () => {
  expect(await fileKind(new Uint8Array())).toBeUndefined()
})

const root = (inside: string, more = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"${more}>${inside}</svg>`
const svgType = (text: string) => typeOf(Buffer.from(text))

describe('an SVG', () => {
  test.each([
    ['shapes', root('<g><path d="M0 0h9v9z" fill="#123"/><circle r="3" cx=\'1\' cy="2" /></g>')],
    ['a prolog and a comment', `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- logo -->${root('')}\n`],
    [
      'a document type',
      `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">${root('')}`,
    ],
    [
      'own gradients',
      root(
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)" style="stroke:url(&quot;#a&quot;)"/><use href="#a"/>',
      ),
    ],
    ['a style sheet', root('<style><![CDATA[.a>b{fill:red;clip-path:url(#c)}]]></style>')],
    [
      'an embedded picture',
      root(
        '<image xlink:href="data:image/png;base64,iVBORw0KGgo="/>',
        ' xmlns:xlink="http://www.w3.org/1999/xlink"',
      ),
    ],
    [
      'notes of a drawing program',
      root(
        '<sodipodi:namedview inkscape:zoom="1"/><metadata><rdf:RDF><dc:title>Logo &amp; co</dc:title></rdf:RDF></metadata>',
        ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:svg="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"',
      ),
    ],
    ['text', root('<text x="1">a &lt; b &#8364;</text>')],
    [
      'character references in attributes',
      root('<g id="&#76;ogo"><path fill="&#35;123" d="M0&#32;0h9"/></g>'),
    ],
    ['a prefixed root', '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:path d="M0 0"/></s:svg>'],
    ['names with brackets', root('<g id="Layer_(1)" data-name="a (b) @ c"><title>(x)</title></g>')],
    [
      'usual styles',
      root(
        `<style>@media (min-width:1px){.a{fill:rgb(0 0 0/50%)}} .b:not(.a){transform:rotate(45deg)}</style><g
          style="mix-blend-mode:multiply;fill:var(--a,#fff)" transform="matrix(1 0 0 1 0 0),translate(.5.5)"/>`,
      ),
    ],
    ['an instruction of a drawing program', root('<metadata><?xpacket begin="" id="a"?></metadata>')],
    ['a comment in a style sheet', root('<style><!-- a --> .a{/* b */fill:red}</style>')],
  ])('with %s is a picture', async (_, text) => {
    expect(await svgType(text)).toBe('image/svg+xml')
  })

  test.each([
    ['a script', root('<script>alert(1)</script>')],
    ['a script in capitals', root('<SCRIPT>alert(1)</SCRIPT>')],
    [
      'a prefixed script',
      root('<svg:script>alert(1)</svg:script>', ' xmlns:svg="http://www.w3.org/2000/svg"'),
    ],
    [
      'a script under the prefix of notes',
      root('<dc:script>alert(1)</dc:script>', ' xmlns:dc="http://www.w3.org/2000/svg"'),
    ],
    [
      'a script under the prefix of notes, disguised',
      root('<dc:script>alert(1)</dc:script>', ' xmlns:dc="http://www.w3.org/2000/sv&#103;"'),
    ],
    ['an event handler', root('', ' onload="alert(1)"')],
    ['an event handler in capitals', root('<g ONclick="alert(1)"/>')],
    ['HTML inside', root('<foreignObject><p>hi</p></foreignObject>')],
    ['a link', root('<a href="javascript:alert(1)"><path/></a>')],
    ['a use of elsewhere', root('<use href="https://evil.example/x.svg#a"/>')],
    ['a picture from elsewhere', root('<image href="https://evil.example/x.png"/>')],
    ['an embedded SVG', root('<image href="data:image/svg+xml;base64,PHN2Zz4="/>')],
    ['a disguised address', root('<use href="&#106;avascript:alert(1)"/>')],
    [
      'an animated address',
      root('<use href="#a"><set attributeName="href" to="javascript:alert(1)"/></use>'),
    ],
    ['a fill from elsewhere', root('<rect fill="url(https://evil.example/#a)"/>')],
    ['an escaped fill', root('<rect style="fill:u\\72l(https://evil.example)"/>')],
    ['a commented address', root('<rect style="fill:url(/**/https://evil.example)"/>')],
    ['an imported style sheet', root('<style>@import "https://evil.example/x.css";</style>')],
    ['a style sheet that loads', root('<style>rect{fill:url(//evil.example/a)}</style>')],
    ['an entity', `<!DOCTYPE svg [<!ENTITY a "b">]>${root('&a;')}`],
    ['a style sheet instruction', `<?xml-stylesheet href="https://evil.example"?>${root('')}`],
    [
      'an import split by an XML comment',
      root('<style>@im<!-- -->port "https://evil.example/x.css";</style>'),
    ],
    ['an import split by CDATA', root('<style>@im<![CDATA[port "https://evil.example/x.css";]]></style>')],
    ['an import in character references', root('<style>&#64;import "https://evil.example/x.css";</style>')],
    ['an escaped import', root('<style>@\\69mport "https://evil.example/x.css";</style>')],
    ['a style sheet split by an element', root('<style>@im<g/>port "https://evil.example/x.css";</style>')],
    ['an address behind a comment', root('<style>a{fill:url(/**/"https://evil.example")}</style>')],
    ['an address after a comment', root('<rect style="fill:/**/url(https://evil.example)"/>')],
    ['an address in character references', root('<rect fill="&#117;rl(https://evil.example)"/>')],
    ['an escaped function', root('<rect fill="\\75rl(https://evil.example)"/>')],
    ['an escaped function of a letter', root('<rect fill="u\\rl(https://evil.example)"/>')],
    ['a picture set', root('<rect style="fill:image-set(\'https://evil.example\' 1x)"/>')],
    ['a source function', root('<rect style="fill:src(\'https://evil.example\')"/>')],
    ['a loading custom property', root('<rect style="--a:url(https://evil.example);fill:var(--a)"/>')],
    ['a nested address', root('<style>@media all{a{mask:url(https://evil.example)}}</style>')],
    ['a font from elsewhere', root('<style>@font-face{src:url(https://evil.example)}</style>')],
    ['a broken style sheet', root('<style>a{fill:url(</style>')],
    ['another base', root('<g xml:base="https://evil.example"><use href="#a"/></g>')],
    ['a foreign namespace', root('<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>')],
    ['an unknown entity', root('<text>&nbsp;</text>')],
    ['two attributes of one name', root('<g id="a" id="b"/>')],
    ['another encoding than its mark', `\uFEFF<?xml version="1.0" encoding="iso-8859-1"?>${root('')}`],
    ['another encoding', `<?xml version="1.0" encoding="UTF-7"?>${root('')}`],
    ['another namespace', '<svg xmlns="http://www.w3.org/1999/xhtml"></svg>'],
    ['no namespace', '<svg></svg>'],
    ['a changed namespace', root('<g xmlns="http://www.w3.org/1999/xhtml"/>')],
    ['a second root', root('') + root('')],
    ['text after it', `${root('')}<!-- --> text`],
    ['an open element', root('<g>')],
    ['crossed elements', root('<g><defs></g></defs>')],
    ['an attribute without quotes', root('<g id=a/>')],
    ['another root', `<html>${root('')}</html>`],
  ])('with %s is none', async (_, text) => {
    expect(await svgType(text)).toBeUndefined()
  })

  test('in UTF-16, or broken UTF-8, is none', async () => {
    expect(await typeOf(Buffer.from(`\uFEFF${root('')}`, 'utf16le'))).toBeUndefined()
    expect(await typeOf(Buffer.concat([Buffer.from(root('<text>')), Buffer.from([0xff])]))).toBeUndefined()
  })

  test('in a single-byte encoding is read in it', async () => {
    const declared = (label: string) =>
      Buffer.from(`<?xml version="1.0" encoding="${label}"?>${root('<title>Caf\u00e9</title>')}`, 'latin1')
    expect(await typeOf(declared('iso-8859-1'))).toBe('image/svg+xml')
    expect(await typeOf(declared('windows-1252'))).toBe('image/svg+xml')
    for (const label of ['utf-8', 'us-ascii7', 'utf-7', 'utf-16', 'ebcdic-cp-us', 'iso-2022-jp']) {
      expect(await typeOf(declared(label)), label).toBeUndefined()
    }
  })

  test.each([
    ' '.repeat(500_000),
    ' a="'.repeat(100_000),
    ' a="b"'.repeat(80_000),
    '<'.repeat(500_000),
    `><style>${'a{}'.repeat(100_000)}</style></svg>`,
    '><g>'.repeat(100_000),
  ])('of half a megabyte of nonsense is refused', async (nonsense) => {
    expect(await svgType(`<svg xmlns="http://www.w3.org/2000/svg"${nonsense}`)).toBeUndefined()
  })

  test('is read in steps, between which other requests are served', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    expect(await svgType(root('<g style="fill:red"/>'.repeat(20_000)))).toBe('image/svg+xml')
    clearInterval(timer)
    expect(turns).toBeGreaterThan(50)
  })
})
