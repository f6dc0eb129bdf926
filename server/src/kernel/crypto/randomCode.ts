import { randomInt } from 'node:crypto'

/** Returns a random code in which each character of `alphabet` is equally likely at each position. */
export function randomCode(alphabet: string, length: number): string {
  if (alphabet.length < 2 || length < 1) throw new RangeError('a code needs an alphabet and a length')
  let code = ''
  for (let at = 0; at < length; at++) code += alphabet.charAt(randomInt(alphabet.length))
  return code
}
