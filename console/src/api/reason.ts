let current = ''

/** Control characters, line breaks and marks that turn the direction of text, none of which the server takes. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu

/** Sends a reason with every change that an act makes until it ends; an empty one changes nothing. One act at a time. */
export async function giveReason<Result>(reason: string, act: () => Promise<Result>): Promise<Result> {
  const given = reason.replaceAll(unfit, ' ').trim()
  if (given === '') return act()
  const before = current
  current = given
  try {
    return await act()
  } finally {
    current = before
  }
}

/** The headers that carry the reason of the present act; none if it has no reason. */
export function reasonHeaders(): Readonly<Record<string, string>> {
  return current === '' ? {} : { 'x-sallyport-reason': encodeURIComponent(current) }
}
