import { isSecretOf, secretsTable } from '../../../eventlog/joinedReads.ts'
import type { StreamJson } from '../../../eventlog/streamRow.ts'
import { type SigningKey, signingKeySql } from '../../../features/web-keys/index.ts'
import { type UserFacts, userFactsSql } from '../claims/userFacts.ts'
import { type LookupPart, oneRow } from '../lookup.ts'
import { type LoginStandingColumns, loginStandingColumns, loginStandingJoins } from './loginStanding.ts'

/** The columns with which a login becomes tokens. */
export interface LoginColumns {
  /** Null if the user is gone. */
  readonly user_facts: UserFacts | null
  readonly signing_key: SigningKey | null
}

/** The columns of a code: its stream, its sealed digest, and the state of all that the login behind it rests on. */
export interface CodeColumns extends LoginColumns, LoginStandingColumns {
  readonly code_stream: StreamJson | null
  readonly code_sealed: Buffer | null
}

const texts = (array: string) => `array(select jsonb_array_elements_text(coalesce(${array}, '[]'::jsonb)))`

/** Returns the columns for a user and request, each given as SQL: ids as text, scopes and audience as text[]. */
export function loginColumns(of: {
  readonly userId: string
  readonly scopes: string
  readonly audience: string
}): { readonly [Column in keyof LoginColumns]: string } {
  const { userId, scopes, audience } = of
  return {
    user_facts: userFactsSql({ instanceId: 'i.instance_id', userId, scopes, projects: audience }),
    signing_key: signingKeySql('i.instance_id'),
  }
}

/** A kind of streams whose facet holds a request, and under `link` the login that answered it by a code. */
interface CodeStream<StreamKey extends string> {
  readonly streamType: string
  readonly facet: string
  readonly link: string
  /** The key that has the id of the stream; `code_id` has that of the code. */
  readonly streamKey: StreamKey
}

/** Reads the code of the key. */
function codePartOf<StreamKey extends string>({
  streamType,
  facet,
  link,
  streamKey,
}: CodeStream<StreamKey>): LookupPart<StreamKey | 'code_id', CodeColumns> {
  const state = `code.facets->'${facet}'`
  const member = (name: string) => `${state}->'${link}'->>'${name}'`
  const streamId = `w.${streamKey}`
  return {
    keys: [streamKey, 'code_id'],
    joins: [
      oneRow(
        'code',
        `select s.* from streams s where s.instance_id = i.instance_id and s.stream_type = '${streamType}'
           and s.stream_id = ${streamId}`,
      ),
      oneRow(
        'code_key',
        `select x.sealed from ${secretsTable} x
          where x.instance_id = i.instance_id and ${isSecretOf({ streamType, streamId, id: 'w.code_id' })}`,
      ),
      loginStandingJoins({
        link: `(${state}->'${link}')`,
        projectId: `${state}->'request'->>'projectId'`,
      }),
    ].join('\n    '),
    columns: {
      code_stream: 'case when code.stream_id is not null then to_json(code) end',
      code_sealed: 'code_key.sealed',
      ...loginStandingColumns,
      ...loginColumns({
        userId: member('userId'),
        scopes: texts(`${state}->'request'->'scope'`),
        audience: texts(`${state}->'request'->'audience'`),
      }),
    },
  }
}

/** Reads an authorization code. */
export const codePart = codePartOf({
  streamType: 'auth_request',
  facet: 'authRequest',
  link: 'link',
  streamKey: 'request_id',
})

/** Reads a device code. */
export const deviceCodePart = codePartOf({
  streamType: 'device_auth',
  facet: 'deviceAuthorization',
  link: 'approval',
  streamKey: 'device_id',
})
