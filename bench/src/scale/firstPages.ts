import type { DescMessage, DescMethod } from '@bufbuild/protobuf'
import { services } from '../../../server/src/contract/services.ts'

/** A request for the first page of a list. */
export interface FirstPage {
  readonly name: string
  readonly path: string
  readonly body: object
}

/** Returns the first page of every list of the contract, with those of the ids that its request has fields for. */
export function firstPages(ids: Readonly<Record<string, string>>): readonly FirstPage[] {
  return services.flatMap((service) =>
    service.methods.filter(isList).map((method) => ({
      name: `${service.typeName.replace('zitadel.', '')}/${method.name}`,
      path: `/${service.typeName}/${method.name}`,
      body: firstPageOf(method.input, ids),
    })),
  )
}

function isList({ name, methodKind, output }: DescMethod): boolean {
  return (
    methodKind === 'unary' &&
    /^(List|Search)/.test(name) &&
    output.fields.some(({ fieldKind }) => fieldKind === 'list')
  )
}

function firstPageOf(input: DescMessage, ids: Readonly<Record<string, string>>): object {
  const entries = input.fields.flatMap(({ localName, fieldKind, scalar }): [string, unknown][] => {
    if (fieldKind === 'message' && (localName === 'query' || localName === 'pagination'))
      return [[localName, { limit: 100 }]]
    const id = ids[localName]
    return fieldKind === 'scalar' && scalar !== undefined && id !== undefined ? [[localName, id]] : []
  })
  return Object.fromEntries(entries)
}
