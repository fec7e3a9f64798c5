import { expect } from 'vitest'
import { deliver } from '../../jobs/deliver.ts'
import { expire } from '../../jobs/expire.ts'
import { settle } from '../../jobs/settle.ts'
import { approve } from '../../src/posts/approve.ts'
import { createPost, type PostGiven } from '../../src/posts/create.ts'
import type { Post, Rendition } from '../../src/posts/post.ts'
import { findPost } from '../../src/posts/queries/find.ts'
import { commonDigest, saveCommon } from '../../src/posts/save.ts'
import { submit } from '../../src/posts/submit.ts'
import { type Stage, setStage } from './stage.ts'

/** A stage with a post in its author's hands, on as many channels as are wanted. */
export async function withPost(given: Partial<PostGiven> = {}, channels = 1) {
  const stage = await setStage({ jobs: [deliver, settle, expire] })
  for (let n = 0; n < channels; n++) await stage.addChannel()
  const created = await createPost(stage.ctx, stage.author, {
    unit: stage.unit,
    brief: { title: 'Hỗ trợ 100% học phí', lead: 'Hội đồng nhân dân tỉnh thông qua nghị quyết.' },
    channels: stage.channels.map(channel => channel.id),
    ...given,
  })
  if (created.is !== 'created') throw new Error(JSON.stringify(created))
  return Object.assign({ stage, post: created.post }, hands(stage, created.post))
}

/** What the people of the stage do with one post. */
export function hands(stage: Stage, id: number) {
  const read = async (): Promise<Post> => {
    const post = await findPost(stage.db, stage.author.id, id)
    if (!post) throw new Error('no such post')
    return post
  }
  return {
    read,
    send: () => submit(stage.ctx, stage.author, id),
    async sendAndApprove() {
      expect(await submit(stage.ctx, stage.author, id)).toEqual({ is: 'submitted' })
      return approve(stage.ctx, stage.approver, id, (await read()).digest)
    },
    rewrite: async (title: string, by = stage.author) =>
      saveCommon(stage.ctx, by, id, await commonDigest((await read()).draft), { title }),
    deliveries: () => stage.db.selectFrom('delivery').selectAll().where('post_id', '=', id).orderBy('id').execute(),
    async two(): Promise<[Rendition, Rendition]> {
      const [first, second] = (await read()).renditions
      if (!first || !second) throw new Error('the story has two channels')
      return [first, second]
    },
  }
}
