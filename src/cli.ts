#!/usr/bin/env node
import type { CliIo, Command, ExitCode } from './cli/command.ts'

/** Loaded when called: a command pays for no other's modules. */
const commands: Record<string, { says: string; load(): Promise<Command> }> = {
  feed: {
    says: 'feed <file|url> [--base-url U] [--content-type T] [--json]     the entries of a feed',
    load: async () => (await import('./cli/feed.ts')).feed,
  },
  article: {
    says: 'article <file|url> [--base-url U] [--content-type T] [--json]  the article on a page',
    load: async () => (await import('./cli/article.ts')).article,
  },
  listing: {
    says: 'listing <file|url> [--family F] [--row S] [--title S] … [--json]  the rows of a list page, by CSS selectors or likeness',
    load: async () => (await import('./cli/listing.ts')).listing,
  },
  sitemap: {
    says: 'sitemap <file|url> [--base-url U] [--json]                      the pages a sitemap names',
    load: async () => (await import('./cli/sitemap.ts')).sitemap,
  },
  posts: {
    says: 'posts <file|url> [--base-url U] [--json]                        what a WordPress site lists',
    load: async () => (await import('./cli/posts.ts')).posts,
  },
  ways: {
    says: 'ways <address|host> [--json]                                    how a portal could be watched, tried out',
    load: async () => (await import('./cli/ways.ts')).ways,
  },
  preview: {
    says: 'preview <publication.json|-> [--network a,b] [--json]           what each network would show',
    load: async () => (await import('./cli/preview.ts')).preview,
  },
  serve: {
    says: 'serve [--only web|worker] [--json]                              the desk and the jobs',
    load: async () => (await import('./cli/serve.ts')).serve,
  },
  worker: {
    says: 'worker [--json]                                                 the jobs alone, beside a server',
    load: async () => (await import('./cli/serve.ts')).worker,
  },
  demo: {
    says: 'demo [--every SECONDS] [--json]                                 all of it on this machine, with a portal that publishes',
    load: async () => (await import('./cli/demo.ts')).demo,
  },
  migrate: {
    says: 'migrate [--json]                                                brings the tables to this version',
    load: async () => (await import('./cli/migrate.ts')).migrate,
  },
  user: {
    says: 'user create --email E --name N --role R[,R] [--unit ID] [--body B] [--password-stdin] [--json]',
    load: async () => (await import('./cli/people.ts')).user,
  },
  token: {
    says: 'token create --role R [--email E] [--name N] [--json]           a bearer token of the JSON API',
    load: async () => (await import('./cli/people.ts')).token,
  },
  sources: {
    says: 'sources import <file.csv> [--dry-run | --try] [--skip-wrong] [--email E] [--json]  units, portals and sources from one table',
    load: async () => (await import('./cli/sources.ts')).sources,
  },
  status: {
    says: 'status [--json]                                                 what runs, what is due, what is stuck',
    load: async () => (await import('./cli/status.ts')).status,
  },
  backup: {
    says: 'backup [file] [--with-key] [--json]                             a safe copy of all of it',
    load: async () => (await import('./cli/backup.ts')).backup,
  },
  restore: {
    says: 'restore <file> [--json]                                         into an empty database, under a hold',
    load: async () => (await import('./cli/backup.ts')).restore,
  },
  sandbox: {
    says: 'sandbox [--port N] [--redirect URL] [--json]                    stand-ins for the networks alone',
    load: async () => (await import('./cli/sandbox.ts')).sandbox,
  },
}

/** The oldest Node that undici and sanitize-html run on. */
const oldest = [22, 19] as const

async function run(argv: string[], io: CliIo): Promise<ExitCode> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    io.stderr.write(`lantoa: Node ${oldest.join('.')} or newer is needed; this is Node ${process.versions.node}\n`)
    return 2
  }
  const [name, ...rest] = argv
  if (name === undefined) {
    io.stderr.write(usage())
    return 2
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    io.stdout.write(usage())
    return 0
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!entry) {
    io.stderr.write(`lantoa: unknown command "${name}"; lantoa --help lists them\n`)
    return 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout.write(`lantoa ${entry.says}\n`)
    return 0
  }
  const command = await entry.load()
  return command(rest, io)
}

function usage(): string {
  const lines = Object.values(commands).map(entry => `  lantoa ${entry.says}`)
  return `Usage: lantoa <command> …\n\n${lines.join('\n')}\n`
}

// A reader that closes early (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await run(process.argv.slice(2), process)
