import { z } from 'zod'
import { defineEvent } from '../../kernel/events.ts'

export const mfaInitSkipped = defineEvent('user.human.mfa.init.skipped', z.strictObject({}))
