/** Work that runs at fixed times, once for all processes on a database. */
export interface Schedule {
  readonly name: string
  /** Five fields after crontab(5), in UTC. */
  readonly cron: string
  /** Retried with growing pauses when it throws; a run that is late is replaced by the next. */
  run(): Promise<void>
}
