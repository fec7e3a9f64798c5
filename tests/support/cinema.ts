import { deliver } from '../../jobs/deliver.ts'
import { fetch } from '../../jobs/fetch.ts'
import { settle } from '../../jobs/settle.ts'
import { makeFilm } from '../../src/demo/film.ts'
import type { AnyNetwork } from '../../src/ports/network.ts'
import { createPost } from '../../src/posts/create.ts'
import { approveRule } from '../../src/rules/approve.ts'
import type { SpecGiven } from '../../src/rules/spec.ts'
import { writeRule } from '../../src/rules/write.ts'
import { folderFiles } from '../../src/runtime/node/files.ts'
import { sharpMedia } from '../../src/runtime/node/media.ts'
import { addSource } from './build.ts'
import { hands } from './desk-posts.ts'
import { freshFolder } from './folder.ts'
import { addItem } from './items.ts'
import { minutes, setStage } from './stage.ts'
import { toy } from './toy/index.ts'

/** It takes films and nothing else. */
const films: AnyNetwork = {
  ...toy,
  about: {
    ...toy.about,
    id: 'films',
    limits: { ...toy.about.limits, videos: { mimes: ['video/mp4'], bytes: 50_000_000, seconds: 600 } },
  },
  format: brief => {
    const video = brief.videos.find(one => one.file)?.file
    return video
      ? { is: 'fit', content: { form: 'video', text: brief.title, pictures: [], video } }
      : { is: 'unfit', why: { code: 'films.no_video' } }
  },
}

/** It shows the film of an item that is one, as long as there is one; otherwise it has a text. */
const either: AnyNetwork = {
  ...films,
  about: { ...films.about, id: 'either' },
  format: (brief, settings) =>
    brief.kind === 'video' && brief.videos.some(one => one.file)
      ? films.format(brief, settings)
      : toy.format(brief, settings),
}

export const url = 'https://cong.tinh.example/video/1.mp4'
export const film = await makeFilm([
  { scene: 'river', number: 3 },
  { scene: 'hills', number: 4 },
])
export const asFile = () => new Response(film, { headers: { 'content-type': 'video/mp4' } })

/** A portal with a film, and three networks: one of text, one of films, one that shows a film where there is one. */
export async function setCinema(answer: () => Response | Promise<Response> = asFile) {
  const folder = await freshFolder()
  const stage = await setStage({ networks: [films, either], jobs: [fetch, deliver, settle] })
  const asked: string[] = []
  const portal = { answer }
  Object.assign(stage.ctx, {
    files: folderFiles(folder),
    media: sharpMedia(),
    outbound: {
      ...stage.ctx.outbound,
      films: async (input: string | URL) => {
        asked.push(String(input))
        return portal.answer()
      },
    },
  })
  const channels = [(await stage.addChannel()).id, (await stage.addChannel('films')).id]
  const source = await addSource(stage.db, { unit: stage.unit })
  const publish = (item: Partial<Parameters<typeof addItem>[1]> = {}) =>
    addItem(stage.db, {
      unit: stage.unit,
      source,
      at: stage.now(),
      title: 'Lễ cấp sắc',
      videos: [{ url, title: 'Lễ cấp sắc' }],
      ...item,
    })
  /** A rule in force for the two channels and one more, of the network that can do without. */
  const rule = async (more: Partial<SpecGiven> = {}) => {
    const all = [...channels, (await stage.addChannel('either')).id]
    const spec = { channels: all.map(channel => ({ channel })), mode: 'automatic' as const, ...more }
    const written = await writeRule(stage.ctx, stage.admin, { unit: stage.unit, name: 'Video', spec })
    if (written.is !== 'written') throw new Error(written.is)
    await approveRule(stage.ctx, stage.approver, written.rule, written.version, written.digest)
    await stage.tick({ after: minutes(1) })
    return written.rule
  }
  const post = async () => {
    const item = await publish()
    const made = await createPost(stage.ctx, stage.author, {
      unit: stage.unit,
      publication: item.publication,
      channels,
    })
    if (made.is !== 'created') throw new Error(made.is)
    const own = hands(stage, made.post)
    return Object.assign({ id: made.post }, own)
  }
  const states = async () =>
    (
      await stage.db
        .selectFrom('delivery')
        .innerJoin('channel', 'channel.id', 'delivery.channel_id')
        .select(['network', 'state'])
        .orderBy('delivery.id')
        .execute()
    ).map(row => `${row.network} ${row.state}`)
  return { stage, channels, publish, rule, post, states, asked, portal, folder }
}
