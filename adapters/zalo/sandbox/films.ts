import { badSize, invalid, invalidField } from './errors.ts'
import { ok, type Reply } from './reply.ts'
import type { Call } from './request.ts'
import type { Who } from './rights.ts'
import type { Film, FilmEnd } from './types.ts'
import { hexId, jobToken, type World } from './world.ts'

/** What a lever does to the conversion that this upload begins. */
export interface FilmFate {
  stuck: boolean
  slowMs: number
  end: FilmEnd | null
}

/** Multipart, part `file`, mp4 or avi, at most 50 MB. The answer is a token to ask after it with, and no video yet. */
export function prepareVideo(world: World, who: Who, call: Call, fate: FilmFate): Reply {
  const file = call.files.get('file')
  if (!file) throw invalidField('file')
  const odd = [...call.files.keys()].find(name => name !== 'file')
  if (world.settings.strict && odd !== undefined) throw invalidField(odd)
  if (file.bytes.length > world.settings.videoBytes) throw badSize()
  const kind = filmKind(file.bytes)
  if (kind === undefined || !file.name.toLowerCase().endsWith(`.${kind}`)) throw invalid('file invalid, only mp4/avi')
  const { convertFromMs: from, convertToMs: to } = world.settings
  const takes = fate.slowMs + from + Math.floor(world.random() * Math.max(0, to - from))
  const film: Film = {
    token: jobToken(world),
    id: hexId(world),
    appId: who.app.id,
    accountId: who.account.id,
    name: file.name,
    kind,
    bytes: file.bytes,
    beganAt: world.now(),
    readyAt: fate.stuck ? Number.POSITIVE_INFINITY : world.now() + takes,
    end: fate.end ?? 'ready',
  }
  world.films.set(film.token, film)
  return ok({ token: film.token })
}

/**
 * How far a conversion is. The token stands in a header of the same name (Java SDK) or in the address (.NET SDK, the
 * documentation); which of them the service reads, a setting narrows.
 */
export function videoState(world: World, who: Who, call: Call): Reply {
  const { videoTokenIn: place } = world.settings
  const header = place === 'query' ? null : call.headers.get('token')
  const query = place === 'header' ? null : call.query.get('token')
  if (header !== null && query !== null && header !== query) throw invalidField('token')
  const film = world.films.get(header ?? query ?? '')
  if (!film || film.accountId !== who.account.id) throw invalidField('token')
  return ok(stateOf(world, film))
}

const numbers: Readonly<Record<FilmEnd, number>> = { ready: 1, locked: 2, failed: 4, deleted: 5 }
const texts: Readonly<Record<FilmEnd, string>> = {
  ready: 'Success',
  locked: 'Video is locked',
  failed: 'Convert video failed',
  deleted: 'Video is deleted',
}

/** 3 while it is converted. The id is there from the beginning, and of no use before 1. */
export function stateOf(world: World, film: Film) {
  const done = film.readyAt <= world.now()
  const span = film.readyAt - film.beganAt
  const part = Number.isFinite(span) && span > 0 ? (world.now() - film.beganAt) / span : 0
  return {
    status_message: done ? texts[film.end] : 'Video is being converted',
    video_name: film.name,
    video_size: film.bytes.length,
    convert_percent: done ? 100 : Math.floor(part * 100),
    convert_error_code: done && film.end === 'failed' ? 1 : 0,
    video_id: film.id,
    status: done ? numbers[film.end] : 3,
  }
}

/** The film of an article that is made or changed: ready, and of this OA. */
export function usableFilm(world: World, accountId: string, id: string): Film {
  const film = [...world.films.values()].find(one => one.id === id)
  if (!film || film.accountId !== accountId || film.readyAt > world.now() || film.end !== 'ready')
    throw invalidField('video_id')
  return film
}

/** By its first bytes, as pictures are: what a client calls a file proves nothing. */
export function filmKind(bytes: Uint8Array): 'mp4' | 'avi' | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (text(4, 8) === 'ftyp') return 'mp4'
  return text(0, 4) === 'RIFF' && text(8, 12) === 'AVI ' ? 'avi' : undefined
}
