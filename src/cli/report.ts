import type { CliIo, ExitCode } from './command.ts'

/** One JSON document with `--json`, else lines for people. */
export function report(io: CliIo, json: boolean, document: unknown, lines: readonly string[]): void {
  io.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : lines.map(line => `${line}\n`).join(''))
}

/** One line that says what is wrong. What an address carries to sign in with is not repeated. */
export function fail(io: CliIo, why: string, exit: ExitCode): ExitCode {
  const line = why.replace(/\s+/g, ' ').replace(/(https?:\/\/)[^\s/@]+@/gi, '$1…@')
  io.stderr.write(`lantoa: ${line}\n`)
  return exit
}
