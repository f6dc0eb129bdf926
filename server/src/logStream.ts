import { type DestinationStream, pino } from 'pino'
import { prettyFactory } from 'pino-pretty'

/** Characters that wait for a log that takes none, such as a full disk; further lines are dropped. */
const waiting = 256 * 1024

/** Opens the log's destination, standard error. A full disk or a closed pipe costs lines of the log and nothing else. */
export function logStream(format: 'pretty' | 'json'): DestinationStream {
  const stream = pino.destination({ dest: 2, sync: true, maxLength: waiting })
  stream.on('error', () => undefined)
  if (format === 'json') return stream
  const pretty = prettyFactory({})
  return { write: (line) => void stream.write(pretty(line)) }
}
