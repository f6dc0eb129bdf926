/** What a snippet is filled with. */
export interface SnippetFacts {
  readonly issuer: string
  readonly clientId: string
  readonly callback: string
  readonly logout: string
}

/** A file to copy. */
export interface Snippet {
  readonly file: string
  readonly language: 'ts' | 'tsx' | 'js' | 'json' | 'yaml' | 'python' | 'go' | 'java' | 'php' | 'env'
  readonly code: string
}

/** How a framework's library is set up. Secrets are read from the environment, never written into code. */
export interface Setup {
  /** The command that installs the library; undefined if it is a dependency of another kind. */
  readonly install?: string
  snippets(facts: SnippetFacts): readonly Snippet[]
}

/** Writes a text as a literal that JavaScript, Python, Go, Java and JSON read alike. */
export const text = (value: string) => JSON.stringify(value)

/** Writes a text as a literal in single quotes, as PHP reads it, and JavaScript too. */
export const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
