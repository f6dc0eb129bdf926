import { reasonHeader } from '../reasonHeader.ts'
import type { Schema } from './schema.ts'

/** The header of changes that can be tried. */
export const dryRunParameter: Schema = {
  name: 'x-sallyport-dry-run',
  in: 'header',
  description:
    'With `true` all checks run and the effects are reported, but nothing is stored. `people` also names the people who lose their last factor, in the JSON member `dryRun`.',
  schema: { type: 'string', enum: ['true', 'people', 'false'] },
}

/** Refers to the header of every change. */
export const reasonParameter: Schema = { $ref: '#/components/parameters/Reason' }

/** The parameters that operations refer to. */
export const sharedParameters: Schema = {
  Reason: {
    name: reasonHeader,
    in: 'header',
    description:
      'Why the change is made, kept in the log beside it: a text of at most 500 characters as percent-encoded UTF-8, a comma as `%2C`.',
    schema: { type: 'string', maxLength: 6000, pattern: '^(?:[ -$&-+\\--~]|%[0-9A-Fa-f]{2})+$' },
    example: 'Ticket%204711',
  },
}
