import { expect, test, vi } from 'vitest'
import { nativePackage } from './nativePackage.ts'

test('a package is imported at its first use, and once', async () => {
  const load = vi.fn(async () => 'binding')
  const binding = nativePackage('some-binding', load)
  expect(load).not.toHaveBeenCalled()
  expect([await binding(), await binding()]).toEqual(['binding', 'binding'])
  expect(load).toHaveBeenCalledOnce()
})

test('a missing binding is an error that names the package, the platform and the remedy', async () => {
  const cause = new Error('Cannot find native binding')
  const binding = nativePackage('some-binding', () => Promise.reject(cause))
  await expect(binding()).rejects.toMatchObject({
    message: `some-binding has no binding for ${process.platform}-${process.arch} here; run npm ci on this machine`,
    cause,
  })
})
