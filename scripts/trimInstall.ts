import { globSync, rmSync } from 'node:fs'
import path from 'node:path'

/** What packages bring and nothing here reads: headers of the pinned Node for add-ons in C++ (66 MB of them OpenSSL's), and source maps. */
const unread = ['node/**/include', '**/*.map']

/** `postinstall`: removes from a folder of packages what nothing reads, a quarter of an installation. What cannot be removed stays. */
export function trimInstall(packages: string): void {
  for (const name of globSync(unread, { cwd: packages })) {
    try {
      rmSync(path.join(packages, name), { recursive: true })
    } catch {
      // The folder of a file that was found may be gone already.
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  trimInstall(path.join(import.meta.dirname, '..', 'node_modules'))
}
