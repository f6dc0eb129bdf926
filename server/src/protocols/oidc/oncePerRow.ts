import type { Place } from './lookup.ts'

/**
 * Returns a function that computes a value once for a row and an issuer. The look-up gives the same row only while the database
 * returns exactly the same texts, so the value must depend on nothing else: not on the time, nor on other parts of the request.
 */
export function oncePerRow<Value>(): (
  found: Pick<Place, 'origin'> & { readonly row: object },
  compute: () => Value,
) => Value {
  const kept = new WeakMap<object, { readonly issuer: string; readonly value: Value }>()
  return ({ row, origin }, compute) => {
    const known = kept.get(row)
    if (known?.issuer === origin.url) return known.value
    const value = compute()
    kept.set(row, { issuer: origin.url, value })
    return value
  }
}
