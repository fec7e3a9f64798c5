/** What a command may touch of the process, so that tests can stand in its place. */
export interface CliIo {
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown }
}

/** 0 went well · 1 ran, and the answer is no · 2 the input is bad: one line on stderr says what is wrong and where. */
export type ExitCode = 0 | 1 | 2

export type Command = (args: string[], io: CliIo) => Promise<ExitCode>
