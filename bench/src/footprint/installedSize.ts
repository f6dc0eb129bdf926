import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly link?: boolean }>>
}

/** Returns the bytes of the packages of a checkout that `npm ci --omit=dev` installs, by the lock; two names of one file count once. */
export function installedSize(checkout: string): number {
  const lock: Lock = JSON.parse(readFileSync(path.join(checkout, 'package-lock.json'), 'utf8'))
  const folders = Object.entries(lock.packages).flatMap(([folder, { dev, link }]) =>
    folder.includes('node_modules/') && !dev && !link ? [path.join(checkout, folder)] : [],
  )
  const sizes = new Map<number, number>()
  for (const folder of folders) {
    for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const { ino, size } = statSync(path.join(entry.parentPath, entry.name))
      sizes.set(ino, size)
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}
