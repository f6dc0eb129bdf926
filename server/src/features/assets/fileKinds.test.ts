import { describe, expect, test } from 'vitest'
import { fileKind } from './fileKinds.ts'

const hex = (start: string) => Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(32)])
const typeOf = (bytes: Uint8Array) => fileKind(bytes)?.contentType

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
])('a file that starts with %s is %s', (start, type) => {
  expect(typeOf(hex(start))).toBe(type)
})

test('nothing is nothing', () => {
  expect(fileKind(new Uint8Array())).toBeUndefined()
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
        ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:svg="http://www.w3.org/2000/svg"',
      ),
    ],
    ['text', root('<text x="1">a &lt; b &#8364;</text>')],
  ])('with %s is a picture', (_, text) => {
    expect(svgType(text)).toBe('image/svg+xml')
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
  ])('with %s is none', (_, text) => {
    expect(svgType(text)).toBeUndefined()
  })

  test('in UTF-16, or broken UTF-8, is none', () => {
    expect(typeOf(Buffer.from(`\uFEFF${root('')}`, 'utf16le'))).toBeUndefined()
    expect(typeOf(Buffer.concat([Buffer.from(root('<text>')), Buffer.from([0xff])]))).toBeUndefined()
  })

  test('of half a megabyte of nonsense is refused in no time', () => {
    const begun = performance.now()
    for (const nonsense of [
      ' '.repeat(500_000),
      ' a="'.repeat(100_000),
      ' a="b"'.repeat(80_000),
      '<'.repeat(500_000),
    ])
      expect(svgType(`<svg xmlns="http://www.w3.org/2000/svg"${nonsense}`)).toBeUndefined()
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})
