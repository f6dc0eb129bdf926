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

/** Decodes text in that base 64; only characters of its alphabet may occur. */
export function bytesOf64(text: string): Buffer {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 4) {
    const group = text.slice(at, at + 4)
    const value = numberOf64(group)
    for (let each = 0; each < group.length - 1; each++) bytes.push((value >> (8 * each)) & 0xff)
  }
  return Buffer.from(bytes)
}

/** Returns the number that characters of that alphabet stand for, lowest first: 6 bits each. */
export function numberOf64(text: string): number {
  return [...text].reduceRight((value, character) => value * 64 + alphabet.indexOf(character), 0)
}
