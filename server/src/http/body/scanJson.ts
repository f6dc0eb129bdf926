import { isUtf8 } from 'node:buffer'
import { elementLimit } from '../../contract/bodyLimit.ts'
import { malformedJson, notUtf8, refuseBody, tooDeep, tooManyElements } from './bodyRefusals.ts'

/** The nesting that a message may have, as in the protobuf library. */
const maxDepth = 100

const value = 0
const valueOrEnd = 1
const keyOrEnd = 2
const key = 3
const colon = 4
const commaOrEnd = 5
const end = 6

const quote = 0x22
const openBrace = 0x7b
const openBracket = 0x5b

/**
 * Checks a JSON text (RFC 8259) without building its values, and returns the number of its values. Refuses other texts with the
 * position of the first error, UTF-8 that is not valid, unpaired surrogates, and more values or nesting than a request may have.
 */
export function scanJson(bytes: Uint8Array): number {
  if (!isUtf8(bytes)) refuseBody(notUtf8)
  const open: number[] = []
  let state = value
  let elements = 0
  let at = 0
  const close = (byte: number): void => {
    if (byte !== (open.pop() === openBrace ? 0x7d : 0x5d)) throw malformedJson(bytes, at)
    at += 1
    state = open.length === 0 ? end : commaOrEnd
  }
  for (;;) {
    const byte = bytes[at]
    if (byte === undefined) break
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      at += 1
      continue
    }
    const closes = byte === 0x7d || byte === 0x5d
    switch (state) {
      case valueOrEnd:
      case keyOrEnd:
      case commaOrEnd:
        if (closes) {
          close(byte)
          continue
        }
    }
    switch (state) {
      case value:
      case valueOrEnd:
        elements += 1
        if (elements > elementLimit) refuseBody(tooManyElements)
        if (byte === openBrace || byte === openBracket) {
          if (open.push(byte) > maxDepth) refuseBody(tooDeep)
          state = byte === openBrace ? keyOrEnd : valueOrEnd
          at += 1
        } else {
          at = byte === quote ? afterString(bytes, at) : afterScalar(bytes, at)
          state = open.length === 0 ? end : commaOrEnd
        }
        continue
      case key:
      case keyOrEnd:
        if (byte !== quote) throw malformedJson(bytes, at)
        at = afterString(bytes, at)
        state = colon
        continue
      case colon:
        if (byte !== 0x3a) throw malformedJson(bytes, at)
        at += 1
        state = value
        continue
      case commaOrEnd:
        if (byte !== 0x2c) throw malformedJson(bytes, at)
        at += 1
        state = open.at(-1) === openBrace ? key : value
        continue
      default:
        throw malformedJson(bytes, at)
    }
  }
  if (state !== end) throw malformedJson(bytes, at)
  return elements
}

/** Returns the position after a string that begins at `at`. */
function afterString(bytes: Uint8Array, from: number): number {
  let at = from + 1
  for (;;) {
    const byte = bytes[at]
    if (byte === undefined || byte < 0x20) throw malformedJson(bytes, at)
    if (byte === quote) return at + 1
    at = byte === 0x5c ? afterEscape(bytes, at) : at + 1
  }
}

/** Returns the position after an escape; a high surrogate must be followed by a low one. */
function afterEscape(bytes: Uint8Array, at: number): number {
  const letter = bytes[at + 1] ?? 0
  if (letter !== 0x75) {
    if (!'"\\/bfnrt'.includes(String.fromCharCode(letter))) throw malformedJson(bytes, at + 1)
    return at + 2
  }
  const unit = hexUnit(bytes, at + 2)
  if (unit < 0xd800 || unit > 0xdfff) return at + 6
  const paired = unit < 0xdc00 && bytes[at + 6] === 0x5c && bytes[at + 7] === 0x75
  const low = paired ? hexUnit(bytes, at + 8) : 0
  if (low < 0xdc00 || low > 0xdfff) refuseBody(notUtf8)
  return at + 12
}

function hexUnit(bytes: Uint8Array, at: number): number {
  let unit = 0
  for (let index = at; index < at + 4; index += 1) {
    const digit = hexDigit(bytes[index] ?? 0)
    if (digit < 0) throw malformedJson(bytes, index)
    unit = unit * 16 + digit
  }
  return unit
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Returns the position after a number or a literal. */
function afterScalar(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 0x74:
      return afterLiteral(bytes, at, 'true')
    case 0x66:
      return afterLiteral(bytes, at, 'false')
    case 0x6e:
      return afterLiteral(bytes, at, 'null')
    default:
      return afterNumber(bytes, at)
  }
}

function afterLiteral(bytes: Uint8Array, at: number, literal: string): number {
  for (let index = 0; index < literal.length; index += 1) {
    if (bytes[at + index] !== literal.charCodeAt(index)) throw malformedJson(bytes, at + index)
  }
  return at + literal.length
}

function afterNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from
  at = bytes[at] === 0x30 ? at + 1 : afterDigits(bytes, at)
  if (bytes[at] === 0x2e) at = afterDigits(bytes, at + 1)
  if (((bytes[at] ?? 0) | 0x20) !== 0x65) return at
  const sign = bytes[at + 1]
  return afterDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1)
}

function afterDigits(bytes: Uint8Array, from: number): number {
  let at = from
  for (; isDigit(bytes[at]); at += 1);
  if (at === from) throw malformedJson(bytes, at)
  return at
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}
