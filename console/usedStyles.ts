import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

const styles = path.resolve(import.meta.dirname, '../node_modules/@mantine/core/styles')
const classes = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/

/** Lets each component of Mantine bring its own style sheet, so that a page loads those of its components and no others. */
export function usedStyles(): Plugin {
  return {
    name: 'used-styles',
    transform: {
      filter: { id: classes },
      handler(code, id) {
        const [, name = ''] = classes.exec(id) ?? []
        const file = `${name}.css`
        return existsSync(path.join(styles, file)) ? `import '@mantine/core/styles/${file}'\n${code}` : code
      },
    },
  }
}
