import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { fetch } from '../../jobs/fetch.ts'
import { applyRules } from '../../src/posts/apply-rules.ts'
import { approve } from '../../src/posts/approve.ts'
import { filmUntil } from '../../src/posts/films.ts'
import { hearOfVideos } from '../../src/posts/hear-of-video.ts'
import { findPost } from '../../src/posts/queries/find.ts'
import { endRule } from '../../src/rules/end.ts'
import { asFile, setCinema } from '../support/cinema.ts'
import { hands } from '../support/desk-posts.ts'
import { addRevision } from '../support/items.ts'
import { minutes, type Stage } from '../support/stage.ts'

/** What rules publish by themselves, of an item whose film is not here yet. */

const away = () => new Response('', { status: 503 })

async function newPost(stage: Stage) {
  const { id } = await stage.db.selectFrom('post').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  return hands(stage, id)
}

/** What each network's copy is like, of all that went out: nothing may stand there twice. */
async function shown(stage: Stage) {
  const rows = await stage.db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .innerJoin('remote', 'remote.delivery_id', 'delivery.id')
    .select(['network', 'state', sql<string>`content ->> 'form'`.as('form')])
    .orderBy('network')
    .execute()
  expect(stage.toy.posts).toHaveLength(rows.length)
  return rows.map(row => `${row.network} ${row.form} ${row.state}`)
}

const everywhere = ['either video live', 'films video live', 'toy text live']

test('a channel whose form depends on the film waits for it, another does not, and all goes out by the rule', async () => {
  const { stage, rule, publish, states } = await setCinema()
  const id = await rule()
  const item = await publish()
  expect(await applyRules(stage.ctx, [item.publication])).toMatchObject({ approved: 1 })
  expect(await states()).toEqual(['toy queued'])
  const { renditions } = await (await newPost(stage)).read()
  expect(renditions.map(({ state, why }) => [state, why?.code])).toEqual([
    ['fit', undefined],
    ['unfit', 'video.wanted'],
    ['unfit', 'video.awaited'],
  ])
  // Half an hour, as the clock in Viet Nam shows it.
  expect(renditions[2]?.why?.with).toEqual({ until: '09:31 23/11/2026' })
  await stage.tick()
  expect(await shown(stage)).toEqual(everywhere)
  const approvals = await stage.db.selectFrom('approval').select(['rule_id', 'voided_at']).orderBy('id').execute()
  expect(approvals).toMatchObject([{ rule_id: id }, { rule_id: id, voided_at: null }])
})

test('a film that comes too late for one channel still goes where nothing goes without it; nowhere goes two', async () => {
  const { stage, rule, publish, states, portal } = await setCinema(away)
  await rule()
  await applyRules(stage.ctx, [(await publish()).publication])
  await stage.tick()
  await stage.tick({ after: minutes(29) })
  expect(await states()).toEqual(['toy live'])
  await stage.tick({ after: minutes(1) })
  expect(await shown(stage)).toEqual(['either text live', 'toy text live'])
  const { read } = await newPost(stage)
  const [, films, either] = (await read()).renditions
  expect(films).toMatchObject({ state: 'unfit', why: { code: 'video.wanted' } })
  const stored = await stage.db
    .selectFrom('rendition')
    .select('issues')
    .where('id', '=', either?.id ?? 0)
    .execute()
  expect(stored).toEqual([{ issues: [{ code: 'video.late', field: 'video', blocks: false }] }])
  const verbs = stage.db.selectFrom('audit').select(['verb', 'detail']).where('verb', 'like', 'post.film%')
  expect(await verbs.execute()).toMatchObject([{ verb: 'post.film_missed', detail: { code: 'video.late' } }])
  portal.answer = asFile
  await stage.tick({ after: minutes(60) })
  expect(await shown(stage)).toEqual(['either text live', 'films video live', 'toy text live'])
})

test('a film that cannot be had keeps nobody waiting, and each text says why it is without', async () => {
  const { stage, rule, publish } = await setCinema(() => new Response('', { status: 404 }))
  await rule()
  await applyRules(stage.ctx, [(await publish()).publication])
  await stage.tick()
  expect(await shown(stage)).toEqual(['either text live', 'toy text live'])
  const [, films, either] = (await (await newPost(stage)).read()).renditions
  expect(films).toMatchObject({ state: 'unfit', why: { code: 'video.gone' } })
  const stored = await stage.db
    .selectFrom('rendition')
    .select('issues')
    .where('id', '=', either?.id ?? 0)
    .execute()
  expect(stored).toMatchObject([{ issues: [{ code: 'video.gone', with: { status: 404 } }] }])
})

test('killed between the film and the post, or while the post is told, it goes out once all the same', async () => {
  const { stage, rule, publish, states } = await setCinema()
  await rule()
  await applyRules(stage.ctx, [(await publish()).publication])
  // Dies as the first delivery of the newcomers is written: nothing of that moment stands.
  await sql
    .raw(`create function die() returns trigger language plpgsql as $$ begin
      if new.state = 'queued' and new.content ->> 'form' = 'video' then raise exception 'killed'; end if; return new; end $$;
      create trigger die before insert on delivery for each row execute function die()`)
    .execute(stage.db)
  await expect(stage.tick()).rejects.toThrow('killed')
  expect(await stage.db.selectFrom('video').select('state').execute()).toEqual([{ state: 'kept' }])
  expect(await states()).toEqual(['toy queued'])
  expect((await (await newPost(stage)).read()).renditions[2]).toMatchObject({ why: { code: 'video.awaited' } })
  await sql.raw('drop trigger die on delivery').execute(stage.db)
  // Two processes tell it at once, and once more after that.
  await Promise.all([hearOfVideos(stage.ctx, 10), hearOfVideos(stage.ctx, 10)])
  await stage.tick()
  await stage.db.updateTable('post_video').set({ told_at: null }).execute()
  await stage.tick({ after: minutes(40) })
  expect(await shown(stage)).toEqual(everywhere)
})

test('a long film that is still on its way lets the post go when its time is over', async () => {
  const { stage, rule, publish, portal } = await setCinema()
  await rule()
  await applyRules(stage.ctx, [(await publish()).publication])
  const { promise, resolve } = Promise.withResolvers<Response>()
  portal.answer = () => promise
  const later = new Date(stage.now().getTime() + minutes(31))
  let looks = 0
  await fetch.run(Object.assign(stage.ctx, { now: () => later }), {
    items: 10,
    signal: new AbortController().signal,
    heed: wake => {
      if (looks++ === 0) wake()
      else resolve(asFile())
      return () => {}
    },
  })
  await stage.tick()
  expect(await shown(stage)).toEqual(['either text live', 'films video live', 'toy text live'])
})

test('whoever writes in a post that waits decides from then on: no rule sends it, and it goes once', async () => {
  const { stage, rule, publish, portal } = await setCinema(away)
  await rule({ when: { words: ['cấp sắc'] } })
  await applyRules(stage.ctx, [(await publish()).publication])
  const { read, rewrite } = await newPost(stage)
  await stage.tick()
  await rewrite('Lễ cấp sắc năm nay')
  expect((await read()).renditions[2]).toMatchObject({ state: 'fit', content: { form: 'text' } })
  portal.answer = asFile
  await stage.tick({ after: minutes(40) })
  const { state, digest, id } = await read()
  expect(await shown(stage)).toEqual(['toy text live'])
  expect(state).toBe('draft')
  expect((await read()).renditions[2]).toMatchObject({ content: { form: 'video' } })
  await stage.db.updateTable('post').set({ state: 'submitted', due_at: null }).where('id', '=', id).execute()
  await stage.db.updateTable('rendition').set({ due_at: null }).execute()
  expect(await approve(stage.ctx, stage.approver, id, digest)).toMatchObject({ is: 'approved', deliveries: 2 })
  await stage.tick()
  expect(await shown(stage)).toEqual(everywhere)
})

test('an item that changed on the portal while it waited goes to an approver, who may take their time', async () => {
  const { stage, rule, publish, portal, states } = await setCinema(away)
  await rule()
  const item = await publish()
  await applyRules(stage.ctx, [item.publication])
  await stage.tick()
  const { content } = await stage.db.selectFrom('revision').select('content').executeTakeFirstOrThrow()
  await addRevision(stage.db, item.publication, content as never, stage.now())
  portal.answer = asFile
  await stage.tick({ after: minutes(2) })
  expect(await states()).toEqual(['toy live'])
  const { read } = await newPost(stage)
  const post = await read()
  expect(post).toMatchObject({ state: 'submitted', dueAt: null })
  expect(post.renditions.map(({ dueAt }) => dueAt)).toEqual([null, null, null])
  expect(await approve(stage.ctx, stage.approver, post.id, post.digest)).toMatchObject({ is: 'approved' })
})

test('urgent news does not wait, nor does a rule that says so; the day’s cap counts what waits', async () => {
  const { stage, rule, publish } = await setCinema(away)
  await rule({ filmWaitMinutes: 0, when: { words: ['không chờ'] } })
  const all = (await stage.db.selectFrom('channel').select('id').orderBy('id').execute()).map(({ id }) => id)
  await rule({ channels: all.map(channel => ({ channel, perDay: 3 })) })
  const forms = async (title: string) => {
    const item = await publish({ title })
    await applyRules(stage.ctx, [item.publication])
    const post = await stage.db
      .selectFrom('post')
      .select('id')
      .where('publication_id', '=', item.publication)
      .executeTakeFirstOrThrow()
    const { renditions = [] } = (await findPost(stage.db, stage.author.id, post.id)) ?? {}
    return renditions.flatMap(({ channel, state, why }) =>
      channel.network === 'either' ? [`${state} ${why?.code ?? ''}`.trim()] : [],
    )
  }
  expect(await forms('Video: không chờ')).toEqual(['fit'])
  expect(await forms('Thông báo khẩn: đóng cầu')).toEqual(['fit'])
  expect(await forms('Video: lễ hội')).toEqual(['unfit video.awaited'])
  expect(await forms('Video: lễ hội khác')).toEqual(['left_out rule.day_full'])
})

test('the waiting is bounded: by the rule’s minutes, by the hour it goes out, and long before it is too late', () => {
  const now = new Date('2026-11-23T02:00:00Z')
  const at = (n: number) => new Date(now.getTime() + minutes(n))
  expect(filmUntil(0, now, at(60), null)).toBeNull()
  expect(filmUntil(30, now, now, at(2880))).toEqual(at(30))
  expect(filmUntil(30, now, at(600), at(3480))).toEqual(at(600))
  expect(filmUntil(1440, now, now, at(60))).toEqual(at(30))
})

test('a rule that ended before the film came sends it no more: it waits for an approver', async () => {
  const { stage, rule, publish, states } = await setCinema()
  const id = await rule()
  await applyRules(stage.ctx, [(await publish()).publication])
  expect(await endRule(stage.ctx, stage.admin, id)).toEqual({ is: 'ended' })
  await stage.tick()
  expect(await states()).toEqual(['toy live'])
  expect((await (await newPost(stage)).read()).state).toBe('submitted')
})

test('what the day’s cap left out before its film was here stays left out when it comes', async () => {
  const { stage, channels, rule, publish, states } = await setCinema()
  await rule({ channels: channels.slice(0, 2).map(channel => ({ channel, perDay: 1 })) })
  for (let n = 0; n < 3; n++) await applyRules(stage.ctx, [(await publish()).publication])
  await stage.tick()
  expect(await states()).toEqual(['toy live', 'films live'])
})
