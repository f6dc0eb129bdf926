/** Work at fixed times, done by one of the processes on a database. */
export interface Schedule {
  readonly name: string
  /** The five fields of crontab(5), in UTC. */
  readonly cron: string
  /**
   * If it throws, it is retried with growing pauses until the next run replaces it. `signal` aborts when the process stops: long
   * work should end then, and goes on with the next run.
   */
  run(signal?: AbortSignal): Promise<void>
}
