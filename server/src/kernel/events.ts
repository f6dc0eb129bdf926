import type { z } from 'zod'
import type { EventBody } from './facet.ts'
import type { JsonObject } from './json.ts'

/** Converts the payload of one revision to the next; pure, so it reads neither the clock nor other state. */
export type Upcast = (payload: JsonObject) => JsonObject

/** One type of event: its public name, and the payload it has had in each revision. */
export interface EventDefinition<Type extends string = string, Payload extends JsonObject = JsonObject> {
  readonly type: Type
  /** The payload of the current revision. */
  readonly payload: z.ZodType<Payload>
  /** Counts from 1 and grows whenever stored payloads no longer fit the schema. */
  readonly revision: number
  /** `upcasts[i]` converts a payload of revision `i + 1` to revision `i + 2`. */
  readonly upcasts: readonly Upcast[]
}

/** A definition that builds an event when called; the argument is optional if the payload may be empty. */
export interface EventValue<Type extends string, Payload extends JsonObject>
  extends EventDefinition<Type, Payload> {
  (
    ...payload: Record<never, never> extends Payload ? [payload?: Payload] : [payload: Payload]
  ): {
    readonly type: Type
    readonly payload: Payload
  }
}

type DefinitionIn<Source> = Source extends EventDefinition
  ? Source
  : Source extends readonly (infer Item)[]
    ? DefinitionIn<Item>
    : { [Key in keyof Source]: DefinitionIn<Source[Key]> }[keyof Source]

type BodyOf<Definition> =
  Definition extends EventDefinition<infer Type> ? EventBody<Type, z.output<Definition['payload']>> : never

/** The union of events of a definition, of a union of them, or of an array or record of them. */
export type EventOf<Source> = BodyOf<DefinitionIn<Source>>

/**
 * Defines a type of event. The owner exports the value; features that hear the event import it. A definition of
 * revision n has n - 1 upcasts, so that every stored payload can be converted to the current schema.
 */
export function defineEvent<const Type extends string, Payload extends JsonObject>(
  type: Type,
  payload: z.ZodType<Payload>,
  options: { readonly revision?: number; readonly upcasts?: readonly Upcast[] } = {},
): EventValue<Type, Payload> {
  const { revision = 1, upcasts = [] } = options
  if (upcasts.length !== revision - 1) {
    throw new Error(`revision ${revision} of ${type} needs ${revision - 1} upcasts, not ${upcasts.length}`)
  }
  const build = (body?: Payload) => ({ type, payload: body ?? ({} as Payload) })
  return Object.assign(build, { type, payload, revision, upcasts })
}
