import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { givesBack, type Look, optionsFor, paceAfter, startingPace } from './heapPace.ts'

const mib = 2 ** 20
const idle: Look = { cpu: 0.001, utilization: 0.001, heap: 150 * mib, young: 2 * mib }
const light: Look = { cpu: 0.15, utilization: 0.2, heap: 150 * mib, young: 2 * mib }
const between: Look = { ...light, cpu: 0.3 }
const heavy: Look = { ...light, cpu: 0.6, utilization: 0.9 }

const after = (looks: readonly Look[], pace = startingPace) => looks.reduce(paceAfter, pace)
const times = (count: number, look: Look) => Array.from({ length: count }, () => look)

test('the garbage of the start goes back at the third look, or once a process that starts busy is calm', () => {
  expect(givesBack(after(times(2, idle)), idle)).toBe(false)
  expect(givesBack(after(times(3, idle)), idle)).toBe(true)
  expect(givesBack(after(times(3, light)), light)).toBe(true)
  expect(givesBack(after(times(60, heavy)), heavy)).toBe(false)
  expect(givesBack(after([...times(60, heavy), ...times(20, light)]), light)).toBe(true)
})

test('later it takes a minute without load or five with a little, and a heap that has grown', () => {
  const pace = { ...startingPace, kept: 60 * mib }
  expect(givesBack(after(times(59, idle), pace), idle)).toBe(false)
  expect(givesBack(after(times(60, idle), pace), idle)).toBe(true)
  expect(givesBack(after([...times(30, idle), light, ...times(59, idle)], pace), idle)).toBe(false)
  expect(givesBack(after(times(299, light), pace), light)).toBe(false)
  expect(givesBack(after(times(300, light), pace), light)).toBe(true)
  expect(givesBack(after([...times(200, light), between, ...times(299, light)], pace), light)).toBe(false)
  expect(givesBack(after(times(900, between), pace), between)).toBe(false)
  expect(givesBack(after(times(500, idle), pace), { ...idle, heap: 80 * mib })).toBe(false)
})

test('a process is busy at once, and calm after twenty looks below a quarter of a core', () => {
  expect(after([light, between]).calm).toBe(true)
  expect(after([heavy]).calm).toBe(false)
  expect(after([heavy, ...times(19, light)]).calm).toBe(false)
  expect(after([heavy, ...times(30, between)]).calm).toBe(false)
  expect(after([heavy, ...times(20, light)]).calm).toBe(true)
})

test('old objects of a calm process get less room', () => {
  expect(optionsFor(after([light]), light)).toContain('--heap-growing-percent=20')
  expect(optionsFor(after([heavy]), heavy)).toContain('--heap-growing-percent=0')
})

test('the space for new objects of a calm process doubles up to 8 MiB; full, V8 reports a little less', () => {
  const grows = (pace: Look) =>
    [2, 4, 7, 15, 30].map((young) =>
      optionsFor(after([pace]), { ...pace, young: young * mib }).includes('--semi-space-growth-factor=2'),
    )
  expect(grows(light)).toEqual([true, true, false, false, false])
  expect(grows(heavy)).toEqual([true, true, true, true, true])
})

/** Keeps objects alive for a while under each option, and prints the MiB of the space for new ones after it. */
const program = `
  const { getHeapSpaceStatistics, setFlagsFromString } = require('node:v8')
  const work = (option) => {
    setFlagsFromString(option)
    let kept = []
    for (let n = 0; n < 3_000_000; n++) {
      kept.push({ n, values: [n] })
      if (kept.length > 100_000) kept = []
    }
    return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20
  }
  console.log(JSON.stringify(process.argv.slice(1).map(work)))`

test('V8 lets the space for new objects of a running process be bounded', () => {
  const options = ['--semi-space-growth-factor=1', '--semi-space-growth-factor=2']
  const output = execFileSync(process.execPath, ['-e', program, '--', ...options], { encoding: 'utf8' })
  const [bounded = 0, grown] = JSON.parse(output) as number[]
  expect(bounded).toBeLessThan(8)
  expect(grown).toBeGreaterThan(8)
})
