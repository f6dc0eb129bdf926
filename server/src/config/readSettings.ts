/** The settings of a file, and what is wrong with lines that cannot be read: each names its line and never its value. */
interface ReadSettings {
  readonly settings: Readonly<Record<string, string>>
  readonly problems: readonly string[]
}

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/
const blank = /^[ \t]*(?:#.*)?$/
/** A comment begins at the start of the line, or after white space. */
const comment = /(?:^|[ \t]+)#.*$/

/**
 * Reads lines of `NAME=value`. `#` begins a comment at the start of a line and after white space, but not inside a value. A value
 * in quotes is taken as it is and may span lines; in double quotes `\n`, `\"` and `\\` are escapes. A byte order mark is
 * skipped. The last assignment of a name counts.
 */
export function readSettings(text: string): ReadSettings {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const settings: Record<string, string> = {}
  const problems: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (blank.test(line)) continue
    const [start, name] = assignment.exec(line) ?? []
    if (start === undefined || name === undefined) {
      problems.push(`line ${at + 1} is not NAME=value; correct it, or begin it with #`)
      continue
    }
    const rest = line.slice(start.length)
    const quote = rest[0]
    if (quote !== '"' && quote !== "'" && quote !== '`') {
      settings[name] = rest.replace(comment, '').trim()
      continue
    }
    const first = at
    let quoted = rest
    for (;;) {
      const value = valueIn(quoted, quote)
      if (value !== undefined) {
        settings[name] = value
        break
      }
      at += 1
      if (at >= lines.length || closed(quoted, quote)) {
        problems.push(
          `line ${first + 1}: the value of ${name} does not end with its quote; add it, or put the whole value in other quotes`,
        )
        at -= 1
        break
      }
      quoted += `\n${lines[at]}`
    }
  }
  return { settings, problems }
}

const bodies = { '"': /^"((?:[^"\\]|\\[\s\S])*)"/, "'": /^'([^']*)'/, '`': /^`([^`]*)`/ } as const

/** Returns the value in quotes that ends its line, apart from a comment. */
function valueIn(text: string, quote: '"' | "'" | '`'): string | undefined {
  const [whole, body] = bodies[quote].exec(text) ?? []
  if (whole === undefined || body === undefined || !blank.test(text.slice(whole.length))) return undefined
  if (quote !== '"') return body
  return body.replace(/\\([n"\\])/g, (_, character: string) => (character === 'n' ? '\n' : character))
}

/** Whether the quotes are closed, so that more text follows them. */
function closed(text: string, quote: '"' | "'" | '`'): boolean {
  return bodies[quote].test(text)
}
