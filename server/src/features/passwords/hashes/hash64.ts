const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Encodes in the base 64 of Unix crypt: little-endian, three bytes to four characters, without padding. */
export function hash64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [low = 0, middle = 0, high = 0] = bytes.subarray(at, at + 3)
    let value = low | (middle << 8) | (high << 16)
    const characters = Math.min(bytes.length - at, 3) + 1
    for (let each = 0; each < characters; each++, value >>= 6) text += alphabet.charAt(value & 0x3f)
  }
  return text
}

/** Returns the value of a character of that alphabet; -1 for any other character. */
export function valueOf64(character: string): number {
  return character.length === 1 ? alphabet.indexOf(character) : -1
}
