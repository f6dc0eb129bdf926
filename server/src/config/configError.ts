/** A setting is invalid; the message names the setting and its valid values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
