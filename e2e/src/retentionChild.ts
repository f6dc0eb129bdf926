import { once } from 'node:events'
import pino from 'pino'
import { loadConfig } from '../../server/src/config/config.ts'
import { openDatabase } from '../../server/src/database/database.ts'
import { openProduct } from '../../server/src/product.ts'
import { testClock } from '../../server/src/testing/testClock.ts'

// A process that removes dead streams on the database of a test, long after now, until it is killed or done.
const [url = ''] = process.argv.slice(2)
const database = openDatabase({ url })
const product = await openProduct({
  config: loadConfig({ environment: {} }),
  database,
  masterKey: Buffer.alloc(32, 7),
  logger: pino({ level: 'silent' }),
  clock: testClock(new Date('2126-01-01')),
})
process.stdout.write('ready\n')
await once(process.stdin, 'data')
await product.jobs.schedules.find(({ name }) => name === 'log.remove_dead')?.run()
process.stdout.write('done\n')
process.exit(0)
