import { z } from 'zod'
import { addGrant } from './tokens.ts'
import { type Channel, type Grant, type Playlist, type Project, scopes, type Video } from './types.ts'
import { channelId, isPublic, opaque, playlistId, videoId, type World } from './world.ts'

const channelShape = z.string().regex(/^UC[\w-]{22}$/)

export const NewApp = z.strictObject({
  id: z.string().optional(),
  secret: z.string().min(1).optional(),
  name: z.string().default('Ứng dụng thử'),
  testing: z.boolean().default(false),
  redirects: z.array(z.url()).default([]),
})
export const NewChannel = z.strictObject({
  id: channelShape.optional(),
  name: z.string().default('UBND phường Ví Dụ'),
  subscribers: z.number().int().nonnegative().default(1234),
  thumbnails: z.boolean().default(true),
  longUploads: z.enum(['allowed', 'eligible', 'disallowed']).default('allowed'),
  uploadsADay: z.number().int().nonnegative().default(100),
})
export const NewGrant = z.strictObject({
  app: z.string(),
  channel: channelShape,
  scopes: z.array(z.enum(scopes)).default(['youtube.upload', 'youtube.force-ssl', 'yt-analytics.readonly']),
  access: z.string().optional(),
  refresh: z.string().optional(),
  /** Neither token ends by time. */
  endless: z.boolean().default(false),
})
export const NewPlaylist = z.strictObject({
  channel: channelShape,
  title: z.string(),
  id: z.string().optional(),
  privacy: z.enum(['public', 'unlisted', 'private']).default('public'),
  manual: z.boolean().default(false),
})
export const NewVideo = z.strictObject({
  channel: channelShape,
  title: z.string(),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  privacy: z.enum(['public', 'unlisted', 'private']).default('public'),
  fileName: z.string().nullable().default(null),
  size: z.number().int().positive().default(1000),
  likesHidden: z.boolean().default(false),
  commentsOff: z.boolean().default(false),
  /** Times the same video, for numbers of them. */
  count: z.number().int().positive().default(1),
})

export function addApp(world: World, given: z.input<typeof NewApp>): Project {
  const made = NewApp.parse(given)
  const id = made.id ?? `${world.nextId()}-${opaque(world, 20).toLowerCase()}.apps.googleusercontent.com`
  const project: Project = { ...made, id, secret: made.secret ?? `GOCSPX-${opaque(world, 28)}` }
  world.projects.set(project.id, project)
  return project
}

export function addChannel(world: World, given: z.input<typeof NewChannel>): Channel {
  const made = NewChannel.parse(given)
  const channel: Channel = { ...made, id: made.id ?? channelId(world), suspended: false }
  world.channels.set(channel.id, channel)
  return channel
}

export function mintGrant(world: World, given: z.input<typeof NewGrant>): Grant {
  const { app, access, refresh, ...made } = NewGrant.parse(given)
  if (!world.projects.has(app)) throw new Error('no such app')
  return addGrant(world, {
    ...made,
    project: app,
    ...(access !== undefined && { access }),
    ...(refresh !== undefined && { refresh }),
  })
}

export function addPlaylist(world: World, given: z.input<typeof NewPlaylist>): Playlist {
  const { channel, ...made } = NewPlaylist.parse(given)
  const list: Playlist = { ...made, id: made.id ?? playlistId(world), channelId: channel, items: [] }
  world.playlists.set(list.id, list)
  return list
}

/** Videos that somebody else made: staff in the studio, or another program. */
export function addVideo(world: World, given: z.input<typeof NewVideo>): Video {
  const made = NewVideo.parse(given)
  let last: Video | undefined
  for (let n = 0; n < made.count; n++) last = addOne(world, made)
  if (!last) throw new Error('none was asked for')
  return last
}

function addOne(world: World, made: z.output<typeof NewVideo>): Video {
  const video: Video = {
    id: videoId(world),
    channelId: made.channel,
    projectId: 'studio',
    snippet: {
      title: made.title.normalize('NFC'),
      description: made.description.normalize('NFC'),
      tags: made.tags,
      categoryId: '25',
      defaultLanguage: null,
    },
    status: {
      privacyStatus: made.privacy,
      publishAt: null,
      license: 'youtube',
      embeddable: true,
      publicStatsViewable: true,
      selfDeclaredMadeForKids: false,
      containsSyntheticMedia: null,
    },
    wasPublic: made.privacy === 'public',
    notified: true,
    fileName: made.fileName,
    type: 'video/mp4',
    size: made.size,
    sha256: '',
    bytes: null,
    uploadedAt: world.now(),
    readyAt: world.now(),
    fate: { failure: null, rejection: null, stuck: false, short: false },
    thumbnail: null,
    captions: [],
    removedAt: null,
    likesHidden: made.likesHidden,
    commentsOff: made.commentsOff,
  }
  world.videos.set(video.id, video)
  return video
}

export const visibleOf = (world: World, channel: string): Video[] =>
  [...world.videos.values()].filter(video => video.channelId === channel && isPublic(world, video))
