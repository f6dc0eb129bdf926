import { randomInt } from 'node:crypto'

/** A fresh code in which every character of `alphabet` is equally likely at every place. */
export function randomCode(alphabet: string, length: number): string {
  if (alphabet.length < 2 || length < 1) throw new RangeError('a code needs an alphabet and a length')
  let code = ''
  for (let at = 0; at < length; at++) code += alphabet.charAt(randomInt(alphabet.length))
  return code
}
