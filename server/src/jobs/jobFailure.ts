/**
 * A failure whose cause is outside the program. The message is logged without a trace and stored with the job, so it holds no
 * personal data. A permanent one is not retried: the job is given up at once.
 */
export class JobFailure extends Error {
  override readonly name: string = 'JobFailure'

  readonly permanent: boolean

  constructor(message: string, permanent = false) {
    super(message)
    this.permanent = permanent
  }
}
