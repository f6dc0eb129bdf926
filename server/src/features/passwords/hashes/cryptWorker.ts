import { parentPort } from 'node:worker_threads'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'
import { type Crypt, cryptChecksum } from './cryptChecksum.ts'

/** A comparison for a worker, which returns whether the password fits. */
export interface CryptCheck {
  readonly job: Crypt
  readonly checksum: string
  readonly password: string
}

parentPort?.on('message', ({ job, checksum, password }: CryptCheck) => {
  parentPort?.postMessage(constantTimeEqual(cryptChecksum(job, password), checksum))
})
