import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openChromium } from '../e2e/src/openChromium.ts'

/** The pictures of the README: the name of each, and the look of a test of the console that it is. */
const pictures = { 'console-start': 'console-home', 'console-lost-factor': 'console-person-lost' } as const
const tests = ['consoleHome', 'consolePerson'].map((name) => `e2e/src/console/${name}.test.ts`)
/** The tests in these files that take the pictures. */
const names = 'the start shows figures|a person who has lost a factor'
const themes = ['light', 'dark'] as const
const size = { width: 1440, height: 800 } as const
/** Bytes of a picture at most. */
const budget = 150_000

/** `npm run screenshots`: runs the tests that show the pages of the README, and writes their pictures to `docs/images/` as WebP. */
const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-screenshots-'))
try {
  const env = { ...process.env, SALLYPORT_SCREENSHOTS: folder }
  const { status } = spawnSync('vitest', ['run', ...tests, '-t', names], { stdio: 'inherit', env })
  if (status !== 0) throw new Error('the tests failed; mend them first')
  await convertAll()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function convertAll(): Promise<void> {
  const target = path.resolve(import.meta.dirname, '../docs/images')
  mkdirSync(target, { recursive: true })
  const browser = await openChromium()
  const page = await browser.newPage()
  for (const [name, look] of Object.entries(pictures)) {
    for (const theme of themes) {
      const png = readFileSync(path.join(folder, `${look}-${theme}-${size.width}.png`)).toString('base64')
      const file = path.join(target, `${name}-${theme}.webp`)
      writeFileSync(file, Buffer.from(await page.evaluate<string>(conversion(png)), 'base64'))
      const bytes = statSync(file).size
      process.stdout.write(`${bytes} bytes  ${file}\n`)
      if (bytes > budget) throw new Error(`${file} is above ${budget} bytes; lower its quality`)
    }
  }
  await browser.close()
}

/** A script that draws the top of a picture and encodes it as WebP. */
function conversion(png: string): string {
  return `(async () => {
  const picture = await createImageBitmap(await (await fetch('data:image/png;base64,${png}')).blob())
  const canvas = new OffscreenCanvas(${size.width}, Math.min(${size.height}, picture.height))
  canvas.getContext('2d').drawImage(picture, 0, 0)
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 })).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
})()`
}
