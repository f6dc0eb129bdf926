import type { MessageInitShape } from '@bufbuild/protobuf'
import type { ChangeSchema } from '@zitadel/proto/zitadel/change_pb.js'
import type { Source } from '../../../database/search.ts'
import { type ChangedObject, type ChangePage, findChanges } from '../queries.ts'
import { encodeChange } from './encode.ts'

/** Lists the changes of one object, at most 1000 and without payloads; newest first by default (users notes §2). */
export async function listChanges(
  source: Source,
  object: ChangedObject,
  page: ChangePage | undefined,
): Promise<MessageInitShape<typeof ChangeSchema>[]> {
  return (await findChanges(source, object, page)).map(encodeChange)
}
