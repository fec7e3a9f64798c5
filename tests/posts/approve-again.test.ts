/** After a channel's setting changed, what waited is approved again, many at once, by somebody who did not change it. */
import { expect, test } from 'vitest'
import { changeSettings } from '../../src/channels/change-settings.ts'
import { askResend } from '../../src/deliveries/queries/resend.ts'
import { approve } from '../../src/posts/approve.ts'
import { approveAgain, countOutdated, outdatedPosts } from '../../src/posts/approve-again.ts'
import { createPost } from '../../src/posts/create.ts'
import { findPost } from '../../src/posts/queries/find.ts'
import { saveRendition } from '../../src/posts/save-rendition.ts'
import { submit } from '../../src/posts/submit.ts'
import { addChannel, addPerson, addUnit } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { withPost } from '../support/desk-posts.ts'
import { approved, hours, minutes, setStage } from '../support/stage.ts'

const signature = 'Sở Nội vụ'

/** A post approved for later on two channels; the first channel's signature is changed since. */
async function changed() {
  const story = await withPost({ dueAt: new Date('2026-11-23T04:00:00Z') }, 2)
  const { stage } = story
  expect(await story.sendAndApprove()).toEqual({ is: 'approved', deliveries: 2 })
  const sign = (to: string, channel = 0) =>
    changeSettings(stage.ctx, stage.admin, stage.channels[channel]?.id ?? 0, { settings: { signature: to } })
  expect(await sign(signature)).toMatchObject({ is: 'saved' })
  const list = async (by = stage.approver) => (await outdatedPosts(stage.ctx, by, 20)).posts
  const seen = async () => (await list())[0]?.post.digest ?? ''
  return { ...story, sign, list, seen }
}

test('what waits is shown as it will go out, approved again, and goes out once on each channel at its time', async () => {
  const { stage, post, list, seen, deliveries } = await changed()
  const [shown] = await list()
  expect(shown).toMatchObject({ own: false, late: false, outdated: [stage.channels[0]?.id] })
  expect(shown?.changers[0]?.person?.id).toBe(stage.admin.id)
  expect(shown?.post.renditions[0]?.content?.text).toContain(signature)
  expect(shown?.post.renditions[1]?.content?.text).not.toContain(signature)
  expect(await countOutdated(stage.ctx, stage.approver, 20)).toBe(1)
  expect(await approveAgain(stage.ctx, stage.approver, post, await seen())).toEqual({ is: 'approved', deliveries: 1 })
  expect((await deliveries()).map(row => row.state)).toEqual(['cancelled', 'queued', 'queued'])
  expect(await list()).toEqual([])
  await stage.tick({ after: hours(2) })
  expect((await deliveries()).map(row => row.state)).toEqual(['cancelled', 'live', 'live'])
  expect(stage.toy.posts.map(each => each.text.includes(signature)).sort()).toEqual([false, true])
  const deeds = await stage.db.selectFrom('audit').select(['verb', 'person_id']).where('subject', '=', 'post').execute()
  expect(deeds.at(-1)).toEqual({ verb: 'post.approved_again', person_id: stage.approver.id })
})

test('what was refused at its time goes out when it is approved again, and waits for nobody any more', async () => {
  const { stage, post, seen, deliveries } = await changed()
  await stage.tick({ after: hours(2) })
  expect((await deliveries()).map(row => row.state)).toEqual(['failed', 'live'])
  expect(await approveAgain(stage.ctx, stage.approver, post, await seen())).toEqual({ is: 'approved', deliveries: 1 })
  await stage.tick()
  expect((await deliveries()).map(row => row.state)).toEqual(['cancelled', 'live', 'live'])
  expect(stage.toy.posts).toHaveLength(2)
})

test('a text that a person wrote for the channel stays as it was written', async () => {
  const { stage, post, read } = await withPost({ dueAt: new Date('2026-11-23T04:00:00Z') })
  const [first] = (await read()).renditions
  const channel = first?.channel.id ?? 0
  await saveRendition(stage.ctx, stage.author, post, channel, first?.digest ?? '', { text: 'Viết riêng cho kênh' })
  await submit(stage.ctx, stage.author, post)
  await approve(stage.ctx, stage.approver, post, (await read()).digest)
  await changeSettings(stage.ctx, stage.admin, channel, { settings: { signature } })
  const [shown] = (await outdatedPosts(stage.ctx, stage.approver, 20)).posts
  expect(shown?.post.renditions[0]?.content?.text).toBe('Viết riêng cho kênh')
  expect(await approveAgain(stage.ctx, stage.approver, post, shown?.post.digest ?? '')).toMatchObject({
    is: 'approved',
  })
  expect(await approveAgain(stage.ctx, stage.approver, post, shown?.post.digest ?? '')).toEqual({ is: 'stale' })
})

test('the one who changed the setting does not agree to it, and who may not approve or see it does neither', async () => {
  const { stage, post, seen, sign } = await changed()
  const both = await addPerson(stage.db, { unit: stage.unit, role: 'approver', name: 'Vừa quản trị vừa duyệt' })
  await stage.db.insertInto('seat').values({ person_id: both.id, unit_id: stage.unit, role: 'admin' }).execute()
  const { id: channel = 0 } = stage.channels[0] ?? {}
  await changeSettings(stage.ctx, both, channel, { settings: { signature: 'Sở Y tế' } })
  const digest = await seen()
  expect((await outdatedPosts(stage.ctx, both, 20)).posts[0]).toMatchObject({ own: true })
  expect(await countOutdated(stage.ctx, both, 20)).toBe(0)
  expect(await approveAgain(stage.ctx, both, post, digest)).toEqual({ is: 'own' })
  expect(await approveAgain(stage.ctx, stage.author, post, digest)).toEqual({ is: 'forbidden' })
  const outside = await addPerson(stage.db, { unit: await addUnit(stage.db, { name: 'Xã' }), role: 'approver' })
  expect(await approveAgain(stage.ctx, outside, post, digest)).toEqual({ is: 'missing' })
  await sign('Sở Tư pháp')
  expect(await approveAgain(stage.ctx, stage.approver, post, digest)).toEqual({ is: 'stale' })
  expect(stage.toy.posts).toEqual([])
})

test('set back in time nothing waits for anybody, and past its latest time nothing is approved', async () => {
  const story = await withPost({ dueAt: new Date('2026-11-23T04:00:00Z') })
  const { stage, post } = story
  await story.sendAndApprove()
  const { id: channel = 0 } = stage.channels[0] ?? {}
  await changeSettings(stage.ctx, stage.admin, channel, { settings: { signature } })
  await changeSettings(stage.ctx, stage.admin, channel, { settings: {} })
  expect((await outdatedPosts(stage.ctx, stage.approver, 20)).posts).toEqual([])
  await changeSettings(stage.ctx, stage.admin, channel, { settings: { signature } })
  await stage.db.updateTable('post').set({ not_after: stage.now() }).where('id', '=', post).execute()
  const [late] = (await outdatedPosts(stage.ctx, stage.approver, 20)).posts
  expect(late).toMatchObject({ late: true })
  expect(await approveAgain(stage.ctx, stage.approver, post, late?.post.digest ?? '')).toEqual({ is: 'late' })
})

test('on the desk one action approves all that is ticked, and Today leads there', async () => {
  const { db } = await freshDatabase()
  const desk = await openDesk(await deskContext(db))
  const [author, approver, admin] = [
    await desk.seat('Hoa', ['editor']),
    await desk.seat('Bình', ['approver']),
    await desk.seat('Lan', ['admin']),
  ]
  const channel = await addChannel(db, { unit: desk.root, network: 'toy' })
  const dueAt = new Date(desk.ctx.now().getTime() + minutes(60))
  for (const title of ['Tin thứ nhất', 'Tin <b>thứ hai</b>']) {
    const made = await createPost(desk.ctx, author.actor, {
      unit: desk.root,
      brief: { title, lead: 'Nội dung.' },
      channels: [channel.id],
      dueAt,
    })
    if (made.is !== 'created') throw new Error(made.is)
    await submit(desk.ctx, author.actor, made.post)
    const post = await findPost(db, author.actor.id, made.post)
    expect(await approve(desk.ctx, approver.actor, made.post, post?.digest ?? '')).toMatchObject({ is: 'approved' })
  }
  const text = async (path: string, as = approver) => (await desk.get(path, as)).text()
  expect(await text('/')).not.toContain('/approvals/again')
  await changeSettings(desk.ctx, admin.actor, channel.id, { settings: { signature } })
  expect(await text('/')).toContain('2 bài phải duyệt lại')
  expect(await text('/approvals')).toContain('/approvals/again')
  const page = await text('/approvals/again')
  expect(page).toContain(signature)
  expect(page).toContain('Tin &lt;b&gt;thứ hai&lt;/b&gt;')
  const ticked = [...page.matchAll(/name="posts\[\]" value="([^"]+)"/g)].map(match => match[1] ?? '')
  expect(ticked).toHaveLength(2)
  const answer = await desk.post('/approvals/again', { 'posts[]': ticked }, approver)
  expect(answer.headers.get('location')).toBe('/approvals/again?again=2&not=0')
  expect(await text('/approvals/again?again=2&not=0')).toContain('Đã duyệt lại 2 bài.')
  expect(await desk.post('/approvals/again', { 'posts[]': ticked }, author)).toMatchObject({ status: 403 })
  expect((await desk.post('/approvals/again', { 'posts[]': 'x' }, approver)).status).toBe(400)
})

test('a colleague’s wish to send again shows on Today to those who may sign it, and not to the one who asked', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const desk = await openDesk(await deskContext(stage.db))
  const [asker, signer, editor] = [
    await desk.seat('Hoa', ['approver'], stage.unit),
    await desk.seat('Bình', ['approver'], stage.unit),
    await desk.seat('Minh', ['editor'], stage.unit),
  ]
  const [id = 0] = stage.deliveries
  await stage.db
    .updateTable('delivery')
    .set({ state: 'unknown', ask_at: stage.now(), doubt_at: stage.now() })
    .where('id', '=', id)
    .execute()
  const given = { id, person: asker.actor.id, via: 'desk' as const, reason: 'Không thấy trên trang', at: stage.now() }
  expect(await askResend(stage.db, given)).toBe(true)
  const says = async (as: typeof asker) => (await (await desk.get('/', as)).text()).includes('Chờ người thứ hai ký')
  expect([await says(signer), await says(asker), await says(editor)]).toEqual([true, false, false])
})
