import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { SecretGeneratorType as TypeOnWire } from '@sallyport/contract/zitadel/settings_pb.js'
import type { Call } from '../../../access/call.ts'
import { levelRef } from '../../../access/level.ts'
import { changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { durationOf, secondsOf } from '../../../contract/durations.ts'
import { type HandlerTable, implement } from '../../../contract/handlers.ts'
import { accept, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { changeSetting } from '../commands/changeSetting.ts'
import type { GeneratorType, SecretGenerator } from '../generators.ts'
import { allGenerators, type EffectiveSetting, effectiveGenerator } from '../queries.ts'
import { writeSettings } from '../writes/writeSettings.ts'
import { settingDetails } from './encode.ts'

const typeUnknown = refuse(
  'setting.generator_type_unknown',
  'invalid_argument',
  'this type of secret generator is unknown; use one of the contract',
)

const types: ReadonlyMap<number, GeneratorType> = new Map([
  [TypeOnWire.INIT_CODE, 'init_code'],
  [TypeOnWire.VERIFY_EMAIL_CODE, 'verify_email_code'],
  [TypeOnWire.VERIFY_PHONE_CODE, 'verify_phone_code'],
  [TypeOnWire.PASSWORD_RESET_CODE, 'password_reset_code'],
  [TypeOnWire.PASSWORDLESS_INIT_CODE, 'passwordless_init_code'],
  [TypeOnWire.APP_SECRET, 'app_secret'],
  [TypeOnWire.OTP_SMS, 'otp_sms'],
  [TypeOnWire.OTP_EMAIL, 'otp_email'],
])
const numbers = new Map([...types].map(([number, type]) => [type, number]))

/** The instance's secret generators, `zitadel.admin.v1.AdminService`; types outside the contract are hidden. */
export function secretGenerators(deps: Deps): HandlerTable<Call> {
  return implement(AdminService, {
    getSecretGenerator: async ({ generatorType }, call: Call) => {
      const type = accept(decodeType(generatorType))
      return {
        secretGenerator: encodeGenerator(await effectiveGenerator(deps.database, call.instance.id, type)),
      }
    },
    listSecretGenerators: async ({ query, queries }, call) => {
      const wanted = queries.flatMap(({ query }) =>
        query.case === 'typeQuery' ? [query.value.generatorType] : [],
      )
      const matching = (await allGenerators(deps.database, call.instance.id))
        .filter(({ value }) => numbers.has(value.generatorType))
        .filter(({ value }) => wanted.every((type) => types.get(type) === value.generatorType))
      const first = Number(query?.offset ?? 0n)
      const shown = matching.slice(first, query?.limit ? first + query.limit : undefined)
      return { details: listDetailsV1(matching.length, call.now), result: shown.map(encodeGenerator) }
    },
    updateSecretGenerator: async (request, call) => {
      const given: SecretGenerator = {
        generatorType: accept(decodeType(request.generatorType)),
        length: request.length,
        expirySeconds: secondsOf(request.expiry),
        lower: request.includeLowerLetters,
        upper: request.includeUpperLetters,
        digits: request.includeDigits,
        symbols: request.includeSymbols,
      }
      const stream = await writeSettings(deps, call, levelRef(call, 'instance'), (state) =>
        changeSetting(state, 'instance', 'secretGenerator', given),
      )
      return { details: changedV1(stream) }
    },
  })
}

function decodeType(number: TypeOnWire): GeneratorType | Refusal {
  return types.get(number) ?? typeUnknown
}

function encodeGenerator(setting: EffectiveSetting<SecretGenerator>) {
  const { value } = setting
  return {
    generatorType: numbers.get(value.generatorType) ?? TypeOnWire.UNSPECIFIED,
    details: settingDetails(setting),
    length: value.length,
    expiry: durationOf(value.expirySeconds),
    includeLowerLetters: value.lower,
    includeUpperLetters: value.upper,
    includeDigits: value.digits,
    includeSymbols: value.symbols,
  }
}
