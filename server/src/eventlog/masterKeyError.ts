/** The master key does not open the database, or a key in it is damaged; the message names the remedy. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}
