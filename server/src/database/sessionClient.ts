import pg from 'pg'
import { connectionFailure } from './connectionFailure.ts'
import type { Outage } from './outage.ts'
import { type SessionSettings, settingsStatement } from './sessionSettings.ts'

/** How connections of one kind are opened. */
export interface SessionConfig extends pg.ClientConfig {
  /** Settings beside the needed ones. */
  readonly session?: SessionSettings
  /** Hears of failures and successes. */
  readonly outage?: Outage
}

/**
 * A connection whose session has the settings that the product needs, whatever role, database and URL set. They are set by a
 * statement after the start, because poolers refuse most settings in the startup message. `connect` rejects with a
 * `ConnectionFailure`, whatever the reason.
 */
export class SessionClient extends pg.Client {
  readonly #settings: string
  readonly #timeout: number
  readonly #outage: Outage | undefined

  constructor(config: SessionConfig) {
    super(config)
    this.#settings = settingsStatement(config.session ?? {})
    // Shorter than the pool's limit for the whole start, whose error would not say why.
    this.#timeout = 0.9 * (config.connectionTimeoutMillis ?? 5_000)
    this.#outage = config.outage
    // A connection that breaks fails its statements; the event must not end the process.
    this.on('error', () => undefined)
  }

  override connect(): Promise<pg.Client>
  override connect(callback: (error: Error, client?: pg.Client) => void): void
  override connect(callback?: (error: Error, client?: pg.Client) => void): Promise<pg.Client> {
    const opened = this.#open()
    opened.then(
      () => (callback as ((error: null, client: pg.Client) => void) | undefined)?.(null, this),
      (error: Error) => callback?.(error),
    )
    return callback === undefined ? opened : opened.catch(() => this)
  }

  async #open(): Promise<pg.Client> {
    try {
      await super.connect()
      // A pooler may accept the connection and have no session for it.
      await this.query({ text: this.#settings, query_timeout: this.#timeout } as pg.QueryConfig)
    } catch (error) {
      this.end().catch(() => undefined)
      const failure = connectionFailure(error, this)
      this.#outage?.failed(failure)
      throw failure
    }
    this.#outage?.ended()
    return this
  }
}
