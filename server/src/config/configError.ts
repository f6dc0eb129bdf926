/** Settings are invalid; the message names each and its valid values, one on a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Runs a part of the settings, and adds what is wrong with it to the problems, so that it does not hide the next one; undefined then. */
export function attempt<Part>(problems: string[], part: () => Part): Part | undefined {
  try {
    return part()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(error.message)
    return undefined
  }
}

/** Throws `ConfigError` if there are problems. */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
}
