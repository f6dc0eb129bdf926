import { mapWidth } from './foldText.ts'

/** Printable ASCII except the space (RFC 8264 §9.11). */
const ascii7 = /^[\x21-\x7e]$/
/** RFC 8264 §9.1. */
const letterOrDigit = /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]$/u
/** RFC 8264 §9.6: characters that are valid although their category or decomposition excludes them. */
const validException = /^[\u00df\u03c2\u06fd\u06fe\u0f0b\u3007]$/
const disallowedException = /^[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]$/
/** RFC 8264 §9.9, OldHangulJamo. */
const oldHangul = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]$/
const ignorable = /^[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]$/u
const joiner = /^[\u200c\u200d]$/
/** Marks that suppress the vowel of a consonant (canonical combining class 9). */
const virama =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{11070}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}]$/u
const cursive = '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Nko}]\\p{Mn}*'
const endsCursive = new RegExp(`${cursive}$`, 'u')
const beginsCursive = new RegExp(`^\\p{Mn}*${cursive}`, 'u')

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u
const letter = /\p{L}/u

/**
 * Returns the first code point that RFC 8265 §3.3 does not allow in a username of space-separated parts (§3.1); undefined if
 * it fits. Decided by the IdentifierClass (RFC 8264 §4.2) and its contextual rules (RFC 5892 Appendix A) on the width-mapped,
 * composed text.
 */
export function firstDisallowed(text: string): string | undefined {
  const points = [...mapWidth(text).normalize('NFC')]
  return points.find((point, at) => {
    if (point === ' ') return at === 0 || at === points.length - 1
    return !isAllowed(point) && !fitsContext(points, at)
  })
}

function isAllowed(point: string): boolean {
  if (ascii7.test(point) || validException.test(point)) return true
  if (disallowedException.test(point) || oldHangul.test(point) || ignorable.test(point)) return false
  if (needsContext.test(point)) return false
  return letterOrDigit.test(point) && point.normalize('NFKC') === point
}

const needsContext = /^[\u00b7\u0375\u05f3\u05f4\u30fb\u0660-\u0669\u06f0-\u06f9\u200c\u200d]$/

/** The contextual rules of RFC 5892 Appendix A; joining types (A.1) are taken from the scripts. */
function fitsContext(points: readonly string[], at: number): boolean {
  const point = points[at] ?? ''
  const before = points.slice(0, at).join('')
  const after = points.slice(at + 1).join('')
  if (joiner.test(point)) {
    if (virama.test(before)) return true
    return point === '\u200c' && endsCursive.test(before) && beginsCursive.test(after)
  }
  if (point === '\u00b7') return before.endsWith('l') && after.startsWith('l')
  if (point === '\u0375') return /^\p{Script=Greek}/u.test(after)
  if (point === '\u05f3' || point === '\u05f4') return /\p{Script=Hebrew}$/u.test(before)
  if (point === '\u30fb')
    return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(before + after)
  if (/[\u0660-\u0669]/.test(point)) return !/[\u06f0-\u06f9]/.test(before + after)
  if (/[\u06f0-\u06f9]/.test(point)) return !/[\u0660-\u0669]/.test(before + after)
  return false
}

/**
 * Whether each part of a username, between `@`, `.` and spaces, keeps to one direction: a part with a letter written from
 * right to left begins with one and has no other letters (RFC 5893 §2, rules 1 and 2). Applied to parts, so that the local
 * part of an address may be in another script than its domain.
 */
export function keepsDirection(text: string): boolean {
  return text
    .split(/[@. ]/)
    .filter((part) => rightToLeft.test(part))
    .every((part) => {
      const points = [...part]
      return (
        rightToLeft.test(points[0] ?? '') && points.every((one) => !letter.test(one) || rightToLeft.test(one))
      )
    })
}
