/**
 * JSON as networks send it: an integer beyond 2^53 stays the digits that were sent, as text. Ids arrive as numbers in
 * some bodies, and `1221000000000000013` read as a number is another object. Throws a SyntaxError on what is not JSON.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, keepDigits)
}

/** The same; undefined for what is not JSON: an error page, a reply that was cut. */
export function findJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}
